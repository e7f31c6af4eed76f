import { calendarView } from '../../views/calendar/calendar.ts';
import { startMissingClocks } from '../cases/missing-clocks.ts';
import type { Db } from '../db/open.ts';
import { all, q, transact } from '../db/query.ts';
import { audit } from '../people/audit.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { Invalid } from '../web/errors.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { forgetCalendar } from './current.ts';
import { addTypedYear } from './store.ts';
import { readTypedYear } from './typed-year.ts';

export function calendarRoutes(routes: Routes): void {
  routes.get('/calendar', ['admin'], (c) => show(c));
  routes.post('/calendar', ['admin'], add);
}

function show(c: Ctx, failure?: Failure) {
  const years = loadedYears(dbOf(c));
  const typed = c.get('body')?.typed ?? {};
  const main = calendarView({
    years,
    csrf: c.get('session')?.csrf ?? '',
    year: one(typed, 'year') || String((years.at(-1)?.year ?? 2026) + 1),
    days: one(typed, 'days'),
    message: failure?.message ?? null,
    errors: failure?.fields ?? {},
  });
  return page(c, { title: '工作日历', main, status: failure?.status ?? 200 });
}

/** The next year's list, once it is published; until then limits that reach into it are refused. */
function add(c: Ctx) {
  const { typed } = bodyOf(c);
  return submit(
    c,
    () => {
      const year = yearOf(one(typed, 'year'));
      addYear(c, year, readTypedYear(year, one(typed, 'days')));
      flash(c, 'ok', `已录入 ${year} 年工作日历。`);
      return '/calendar';
    },
    (failure) => show(c, failure),
  );
}

function addYear(c: Ctx, year: number, exceptions: ReturnType<typeof readTypedYear>): void {
  const db = dbOf(c);
  transact(db, () => {
    if (!addTypedYear(db, { year, exceptions }, nowOf(c))) {
      const message = `${year} 年的工作日历已经录入，不能重复录入。`;
      throw new Invalid(message, { year: message });
    }
    forgetCalendar(db);
    const detail = { days: exceptions.length, clocks: startMissingClocks(db) };
    audit(db, { at: nowOf(c), actor: whoIs(c), act: 'calendar_added', subject: String(year), detail });
  });
}

function yearOf(typed: string): number {
  if (!/^20\d\d$/.test(typed))
    throw new Invalid('年份应为四位数字。', { year: '年份应为四位数字，例如 2027。' });
  return Number(typed);
}

function loadedYears(db: Db) {
  const days = all(db, q.selectFrom('calendar_days').selectAll().orderBy('day'));
  const byYear = Map.groupBy(days, (each) => each.day.slice(0, 4));
  return all(db, q.selectFrom('calendar_years').selectAll().orderBy('year')).map((each) => ({
    year: each.year,
    source: each.source,
    days: byYear.get(String(each.year)) ?? [],
  }));
}
