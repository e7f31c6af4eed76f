import { all, q } from '../../src/db/query.ts';
import { textsOf } from '../../src/policy/form.ts';
import { policyAt } from '../../src/policy/policy.ts';
import { subjectBySlug } from '../../src/policy/subjects/index.ts';
import { newestOf, versionsOf } from '../../src/policy/versions.ts';
import type { Typed } from '../../src/web/forms.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { newCast, newPerson } from '../support/cast.ts';
import { newWorld } from '../support/world.ts';

/** Two administrators and a supervisor before the pages of settings. */
export function openDesk(time?: string) {
  const test = newWorld(time);
  const { db, now } = test.world;
  const cast = newCast(db, now());
  const second = {
    login: 'admin2',
    name: '尤新',
    roles: ['admin'],
    agencyId: null,
    operatorNo: null,
  } as const;
  const other = newPerson(db, second, now());
  return {
    ...{ db, cast, now, setTime: test.setTime, close: test.close },
    admin: visit(test, cast.admin),
    otherAdmin: visit(test, other),
    supervisor: visit(test, cast.supervisor),
    operator: visit(test, cast.operator),
    policy: () => policyAt(db, now()),
  };
}

export type Desk = ReturnType<typeof openDesk>;

type Fields = Record<string, string | readonly string[]>;

/** The form of a subject as the page shows it, with some fields typed over; null takes a field out. */
export function formOf(
  desk: Desk,
  slug: string,
  typed: Record<string, string | readonly string[] | null> = {},
): Fields {
  const subject = subjectBySlug(slug);
  if (!subject) throw new Error(`no subject ${slug}`);
  const shown: Typed = textsOf(subject, desk.policy());
  const base = String(newestOf(versionsOf(desk.db, subject, desk.now())));
  const entries = Object.entries({ ...shown, base, when: 'now', ...typed });
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** Confirms at once what the fields say, and expects it to be taken. */
export async function change(
  desk: Desk,
  slug: string,
  typed: Parameters<typeof formOf>[2],
  by: Visitor = desk.admin,
) {
  const answer = await by.post(`/policy/${slug}/confirm`, formOf(desk, slug, typed));
  if (answer.status !== 303) throw new Error(`${answer.status} ${await wordsOf(answer)}`);
}

/** The words of a page without its tags, blanks drawn together. */
export async function wordsOf(answer: Response): Promise<string> {
  return (await answer.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

export function rowCount(desk: Desk): number {
  return all(desk.db, q.selectFrom('policies').select('id')).length;
}
