import { calendarOf } from '../calendar/current.ts';
import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { first, q, run, transact } from '../db/query.ts';
import { hashPassword } from '../people/passwords.ts';
import { ROLES } from '../people/roles.ts';
import { policyAt } from '../policy/policy.ts';
import { needsSetup } from '../setup/state.ts';
import { writeCounty } from './county.ts';
import { live } from './live.ts';
import { planDemo } from './plan.ts';
import { agencies } from './texts/agencies.ts';
import { makeRequests } from './texts/requests.ts';
import { type DemoPerson, staff } from './texts/staff.ts';
import { provideYears } from './years.ts';

export type DemoLogin = { login: string; name: string; rolesText: string; password: string };

/** Shown to everybody: a demonstration has no secrets. */
export const DEMO_PASSWORD = 'qingyuan-12345';

const CASES = 300;
const SEED = 7;
const MARK = 'demo';

/** Whether this file holds the demonstration. */
export function isDemo(db: Db): boolean {
  return first(db, q.selectFrom('settings').select('key').where('key', '=', MARK)) !== undefined;
}

/**
 * Fills an empty file with the county of 清源: agencies, people and three months of cases before `now` (epoch ms).
 * One transaction: a file is either empty or whole. Takes a few seconds, in which nothing else is served.
 * @returns how to sign in, one row a person, hotline first
 * @throws when somebody is known to the file already
 */
export async function fillDemo(db: Db, now: number, seed = SEED): Promise<DemoLogin[]> {
  if (!needsSetup(db)) throw new Error('the demonstration needs an empty file');
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  transact(db, () => {
    provideYears(db, now);
    const ids = writeCounty(db, passwordHash, now - 120 * DAY);
    const cal = calendarOf(db, policyAt(db, now));
    live(db, planDemo({ requests: makeRequests(CASES, seed), cal, ids, now, seed }), ids);
    run(db, q.insertInto('settings').values({ key: MARK, value: String(now) }));
  });
  return demoLogins();
}

/** Everyone who can sign in, hotline first. */
export function demoLogins(): DemoLogin[] {
  return staff.map((person) => ({
    login: person.login,
    name: person.name,
    rolesText: rolesText(person),
    password: DEMO_PASSWORD,
  }));
}

function rolesText({ roles, agency }: DemoPerson): string {
  const names = roles.map((role) => ROLES[role].name).join('、');
  const place = agencies.find(({ code }) => code === agency)?.shortName;
  return place ? `${place} ${names}` : names;
}
