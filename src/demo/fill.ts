import { audit } from '../audit/audit.ts';
import { calendarOf } from '../calendar/current.ts';
import { DAY } from '../calendar/days.ts';
import { SAMPLING_SECRET } from '../cases/sampling.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import { countYear } from '../keeping/count-year.ts';
import { keepYear, yearsDue } from '../keeping/years.ts';
import { inSilence } from '../notifications/silence.ts';
import { beginReminders } from '../notifications/since.ts';
import { hashPassword } from '../people/passwords.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice } from '../setup/state.ts';
import { Conflict } from '../web/errors.ts';
import { type DemoLogin, writeCounty } from './county.ts';
import { live } from './live.ts';
import { MARK } from './mark.ts';
import { NEIGHBOURS } from './neighbours.ts';
import { outsideSteps } from './outside.ts';
import { planDemo } from './plan.ts';
import { makeRequests } from './texts/requests.ts';
import { provideYears } from './years.ts';

/** Shown to everybody: a demonstration has no secrets. */
export const DEMO_PASSWORD = 'qingyuan-12345';

const USUAL = { cases: 300, seed: 7 };

/**
 * Fills an empty file with the county of 清源: agencies, people and three months of cases before `now` (epoch ms).
 * One transaction: a file is either empty or whole. Takes a few seconds, in which nothing else is served.
 * @param size how many cases, and the seed that decides everything else about them
 * @returns how to sign in, one row a person, hotline first
 * @throws Conflict when the file has its start already
 */
export async function fillDemo(db: Db, now: number, size = USUAL): Promise<DemoLogin[]> {
  const password = { text: DEMO_PASSWORD, hash: await hashPassword(DEMO_PASSWORD) };
  return transact(db, () => {
    if (!needsChoice(db)) throw new Conflict('系统已有内容，不能再填充示范县。请另建数据文件后再试。');
    provideYears(db, now);
    const { ids, logins } = writeCounty(db, password, now - 120 * DAY);
    const cal = calendarOf(db, policyAt(db, now));
    // The same seed draws the same lots.
    noteSetting(db, SAMPLING_SECRET, `demo-${size.seed}`);
    const requests = makeRequests(size.cases, size.seed);
    const planned = planDemo({ requests, cal, ids, now, seed: size.seed });
    const outside = outsideSteps({ cal, ids, now, first: requests.length + NEIGHBOURS });
    const steps = [...planned, ...outside].sort((a, b) => a.at - b.at || a.request - b.request);
    inSilence(db, () => live(db, steps, ids, now));
    beginReminders(db, now);
    // As after a night: the page of the years has something to show at once.
    for (const year of yearsDue(db, now)) keepYear(db, year, countYear(db, year), now);
    noteSetting(db, MARK, JSON.stringify(logins));
    audit(db, { at: now, actor: null, act: 'agencies_imported', subject: '示范县' });
    return [...logins];
  });
}

/** How to sign in to the demonstration in this file; null when it holds none. */
export function demoLogins(db: Db): DemoLogin[] | null {
  const mark = settingOf(db, MARK);
  return mark === null ? null : (JSON.parse(mark) as DemoLogin[]);
}
