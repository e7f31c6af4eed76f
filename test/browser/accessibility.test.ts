import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { startBackup, waitForBackup } from '../../src/backup/running.ts';
import { availableActs } from '../../src/cases/actions.ts';
import { assignmentsOf } from '../../src/cases/case-queries.ts';
import { mattersOf } from '../../src/cases/matters.ts';
import { visibleCase } from '../../src/cases/visible.ts';
import { all, q } from '../../src/db/query.ts';
import { fillDemo } from '../../src/demo/fill.ts';
import { type Actor, actorOf } from '../../src/people/actor.ts';
import { ALL_ROLES, ROLES, type Role } from '../../src/people/roles.ts';
import { navigationFor } from '../../src/web/navigation.ts';
import { newPerson } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, openDesk, PHONE } from './desk.ts';
import { axe, controlsOf, foreignWords, foreignWordsSent, tooWide, wellMade } from './judge.ts';

/** Pages that no link of the navigation names. */
const FURTHER: Partial<Record<Role, string[]>> = {
  operator: ['/intake', '/account', '/account/password', '/undertaking'],
  dispatcher: ['/search?q=%E8%B7%AF%E7%81%AF&kind=complaint'],
  admin: [
    '/people/new',
    '/agencies/new',
    '/agencies/import',
    '/categories/new',
    '/categories/import',
    '/areas/import',
    '/items/new',
    '/items/import',
    '/policy/limits',
    '/policy/questions',
    '/policy/hours',
    '/policy/reminders',
    '/policy/sending',
    '/policy/backup',
    '/backup/1/download',
  ],
};

/** What of the checksum of a line in the audit log would be taken for words. */
const wordsIn = (hash: Buffer) =>
  hash
    .toString('hex')
    .slice(0, 16)
    .match(/[a-f]\w+/g) ?? [];

const QUEUE = /^\/queues\/[a-z-]+$/;
const FORM = /^\/cases\/\d+\/[a-z_]+/;

/** Every page of every role, full of the demonstration's cases: axe, a strict parser, one language, both themes. */
describe('pages that everybody can read', { skip: noBrowser(), concurrency: 2 }, () => {
  let desk: Desk;
  let names: string[] = [];
  const read = new Set<string>();

  before(async () => {
    desk = await openDesk('2026-11-23 10:00');
    const { db } = desk.world;
    await judged(await desk.as(null), ['/setup']);
    const founder = {
      login: 'founder',
      name: '建站人',
      roles: ['admin'] as const,
      agencyId: null,
      operatorNo: null,
    };
    await judged(await desk.as(newPerson(db, founder, desk.world.now())), ['/setup/choice']);
    await fillDemo(db, desk.world.now(), { cases: 120, seed: 7 });
    names = all(db, q.selectFrom('users').select('login')).map((user) => user.login);
    const { file } = desk.world;
    names.push(...file.split('/').slice(-2), file.slice(1), `${file.slice(1)}-key`);
    // A folder, and a way to encrypt with how its keys begin: they are called so everywhere.
    names.push('backup', 'mnt/backup/hotline', 'age', 'age1');
    // A command that is typed as it stands.
    names.push('npm', 'run', 'restore', 'drill', 'check', 'identity');
    startBackup(desk.world, { kind: 'manual', actor: null });
    await waitForBackup(db);
    names.push(
      ...all(db, q.selectFrom('backups').selectAll()).flatMap((row) => [row.file, row.folder.slice(1)]),
    );
    names.push(...all(db, q.selectFrom('audit_log').select('hash')).flatMap(({ hash }) => wordsIn(hash)));
    names.push(...all(db, q.selectFrom('service_items').select('code')).map(({ code }) => code));
    names.push(...all(db, q.selectFrom('agencies').select('email')).flatMap(({ email }) => email.split('@')));
    desk.expect(404, 409);
  });
  after(() => desk.close());

  it('log-in and what is not there', async () => {
    await judged(await desk.as(null), ['/login', '/login?to=/nowhere']);
    await judged(await desk.as(someone('operator')), ['/nowhere', '/cases/1']);
  });

  for (const role of ALL_ROLES) {
    it(`${ROLES[role].name}: every page at the desk`, async () => {
      const actor = someone(role);
      await judged(await desk.as(actor), [...pagesOf(actor), ...(FURTHER[role] ?? []), ...casesOf(actor)]);
    });
  }

  it('a sample of them on a phone', async () => {
    const phone = { viewport: PHONE };
    for (const role of ['operator', 'handler', 'agency_leader', 'leader'] as const) {
      const actor = someone(role);
      const further = role === 'operator' ? ['/intake'] : [];
      const pages = [...pagesOf(actor).slice(0, 1), ...further, ...casesOf(actor).slice(0, 2)];
      await judged(await desk.as(actor, phone), pages, tooWide);
    }
  });

  it('the cookie of the dark theme draws the page dark before any script runs', async () => {
    const page = await desk.as(null, { javaScriptEnabled: false });
    await page.context().addCookies([{ name: 'theme', value: 'dark', url: desk.address }]);
    await page.goto('/login');
    assert.equal(await page.locator('html').getAttribute('data-bs-theme'), 'dark');
  });

  /** Visits each page and gathers everything that is wrong with all of them. */
  async function judged(
    page: Page,
    paths: readonly string[],
    more: (page: Page) => Promise<string[]> = async () => [],
  ): Promise<void> {
    const wrong: string[] = [];
    for (const path of paths) {
      const found = (await isNew(page, path)) ? await looked(page, path, more) : await fetched(page, path);
      wrong.push(...found.map((each) => `${path}  ${each}`));
    }
    await page.context().close();
    assert.deepEqual([...wrong, ...desk.problems()], []);
  }

  async function looked(
    page: Page,
    path: string,
    more: (page: Page) => Promise<string[]>,
  ): Promise<string[]> {
    const answer = await page.goto(path);
    return [
      ...wellMade((await answer?.text()) ?? ''),
      ...(await foreignWords(page, names)),
      ...(await more(page)),
      ...(await axe(page, FORM.test(path) ? '#act' : 'html')),
    ];
  }

  async function fetched(page: Page, path: string): Promise<string[]> {
    const source = await (await page.request.get(path)).text();
    const alike = FORM.test(path) || QUEUE.test(path);
    return [...wellMade(source), ...(alike ? foreignWordsSent(source, names) : [])];
  }

  /**
   * Roles share pages: each kind is read once at each width. All queues are one kind; of the forms of acts, which are
   * all drawn from one kit, one for each set of controls.
   */
  async function isNew(page: Page, path: string): Promise<boolean> {
    const what = FORM.test(path)
      ? controlsOf(await (await page.request.get(path)).text())
      : path.split('?')[0]?.replace(/\d+/, ':id').replace(QUEUE, '/queues/:queue');
    const kind = `${page.viewportSize()?.width} ${what}`;
    const first = !read.has(kind);
    read.add(kind);
    return first;
  }

  /** Somebody of the demonstration who has this role, and as few others as may be. */
  function someone(role: Role): Actor {
    const { db } = desk.world;
    const held = q.selectFrom('user_roles').select('user_id').where('role', '=', role).orderBy('user_id');
    const actors = all(db, held).map((row) => actorOf(db, row.user_id));
    const found = actors.sort((a, b) => a.roles.size - b.roles.size)[0];
    assert.ok(found, role);
    return found;
  }

  function pagesOf(actor: Actor): string[] {
    return navigationFor(actor, '').map((item) => item.href);
  }

  /** One case page, and every act's form that this person has anywhere, each once. */
  function casesOf(actor: Actor): string[] {
    const { db } = desk.world;
    const forms = new Map<string, string>();
    let whole: string | null = null;
    for (const { id } of all(db, q.selectFrom('cases').select('id').orderBy('id', 'desc'))) {
      const given = visibleCase(db, actor, id);
      if (!given) continue;
      const acts = availableActs(actor, given, assignmentsOf(db, id), mattersOf(db, id));
      if (acts.length > 0) whole ??= `/cases/${id}`;
      for (const { act, assignmentId } of acts) {
        const query = assignmentId === null ? '' : `?assignment=${assignmentId}`;
        if (!forms.has(act)) forms.set(act, `/cases/${id}/${act}${query}`);
      }
    }
    return [...(whole ? [whole] : []), ...forms.values()];
  }
});
