import { ACTS } from '../../src/cases/acts/index.ts';
import { QUEUES } from '../../src/cases/queues.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { Route } from '../../src/web/access.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import type { TestWorld } from '../support/world.ts';

/** Everything that one answer tells: status, headers, body. */
export type Seen = { what: string; status: number; text: string };

/**
 * Everything that somebody is shown who opens every page there is, the form of every act, follows every link about a
 * case, and sends every form empty; what the forms change is taken back. New pages come along by themselves: they are
 * in the list of routes.
 */
export async function walkAll(test: TestWorld, actor: Actor, caseId: number): Promise<Seen[]> {
  const visitor = visit(test, actor);
  const seen = await follow(visitor, pagesOf(test.routes.all, caseId, Object.keys(ACTS)));
  return [...seen, ...(await sendAll(test, visitor, caseId))];
}

/** What somebody is shown who opens the pages that are theirs, and the forms that are offered there. */
export async function walkOwn(test: TestWorld, actor: Actor, caseId: number): Promise<Seen[]> {
  const own = test.routes.all.filter(
    ({ access }) => typeof access === 'string' || access.some((role) => actor.roles.has(role)),
  );
  return follow(visit(test, actor), pagesOf(own, caseId, []));
}

function pagesOf(routes: readonly Route[], caseId: number, acts: readonly string[]): string[] {
  return routes
    .filter((route) => route.method === 'GET')
    .flatMap((route) => addressesOf(route.path, caseId, acts));
}

async function follow(visitor: Visitor, addresses: readonly string[]): Promise<Seen[]> {
  const seen = new Map<string, Seen>();
  for (let wave = addresses; wave.length > 0; ) {
    const found: string[] = [];
    for (const address of wave) {
      if (seen.has(address)) continue;
      const page = await tell(`GET ${address}`, visitor.get(address));
      seen.set(address, page);
      found.push(...linksIn(page.text).filter((link) => !seen.has(link)));
    }
    wave = [...new Set(found)];
  }
  return [...seen.values()];
}

async function sendAll(test: TestWorld, visitor: Visitor, caseId: number): Promise<Seen[]> {
  const { db } = test.world;
  const seen: Seen[] = [];
  for (const route of test.routes.all) {
    if (route.method !== 'POST') continue;
    for (const address of addressesOf(route.path, caseId, Object.keys(ACTS))) {
      db.exec('SAVEPOINT before_it');
      seen.push(await tell(`POST ${address}`, visitor.post(address, {})));
      db.exec('ROLLBACK TO before_it; RELEASE before_it');
    }
  }
  return seen;
}

export async function tell(what: string, asked: Promise<Response>): Promise<Seen> {
  const answer = await asked;
  const headers = [...answer.headers].map((pair) => pair.join(': '));
  return { what, status: answer.status, text: [...headers, await answer.text()].join('\n') };
}

/** Where a pattern of a route may lead: to this case, to acts, to every queue; else to the first of its kind. */
function addressesOf(path: string, caseId: number, acts: readonly string[]): string[] {
  const own = path.replace('/cases/:id', `/cases/${caseId}`).replace(':version/:name', 'x/app.css');
  const all = own.includes(':act')
    ? [...acts, 'nothing'].map((act) => own.replace(':act', act))
    : own.includes(':queue')
      ? QUEUES.map((queue) => own.replace(':queue', queue.key))
      : [own];
  return all.map((address) => address.replace(/:[a-z]+/gi, '1'));
}

/** Pages about cases and their files that this page leads to. */
function linksIn(text: string): string[] {
  const links = [...text.matchAll(/(?:href|src|hx-get)="([^"]*)"/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&'),
  );
  return links.filter((link) => /^\/(cases|attachments)\/\d+/.test(link));
}

/** Which of these words stand where; nothing is hidden by the ways in which a page or a header writes them. */
export function traces(seen: readonly Seen[], words: readonly string[]): string[] {
  return seen.flatMap(({ what, text }) =>
    words
      .filter((word) =>
        [word, encodeURIComponent(word), asReferences(word)].some((form) => text.includes(form)),
      )
      .map((word) => `${word} in ${what}`),
  );
}

/** As numeric references write it. */
function asReferences(word: string): string {
  return [...word].map((each) => (each > '~' ? `&#${each.codePointAt(0)};` : each)).join('');
}
