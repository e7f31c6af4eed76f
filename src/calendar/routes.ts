import { dayView } from '../../views/calendar/day.ts';
import { enterView } from '../../views/calendar/enter.ts';
import { yearView } from '../../views/calendar/year.ts';
import { uploadedTable } from '../lists/upload.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, nowOf } from '../web/context.ts';
import { csvFile } from '../web/csv-file.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import { page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { changeRoutes, propose } from './change-routes.ts';
import { CSV_HEAD, readCsvYear } from './csv-year.ts';
import { dayFields, readDayEdit, requireDay } from './day-form.ts';
import { DAY_KINDS } from './kinds.ts';
import { dayOf } from './local-time.ts';
import type { PublishedDay } from './published.ts';
import { PUBLISHED } from './store.ts';
import { readTypedYear } from './typed-year.ts';
import { exactTime } from './words.ts';
import { yearText } from './year-list.ts';
import { daysOfYear, daysUnlikePublished, monthsOf, publishedDays, yearRow, yearRows } from './year-view.ts';

const ADMIN = ['admin'] as const;

/** The calendar: a year at a glance, and the ways to change it. Every one of them leads to a preview first. */
export function calendarRoutes(routes: Routes): void {
  routes.get('/calendar', ADMIN, showYear);
  routes.get('/calendar/years', ADMIN, (c) => showEnter(c, yearAsked(c)));
  routes.get('/calendar/days.csv', ADMIN, download);
  routes.post('/calendar', ADMIN, (c) =>
    enter(c, '系统管理员逐行填写', (year) => readTypedYear(year, one(bodyOf(c).typed, 'days'))),
  );
  routes.post('/calendar/published', ADMIN, (c) => enter(c, PUBLISHED, publishedList));
  routes.post('/calendar/csv', ADMIN, enterTable, { files: true });
  routes.get('/calendar/days/:day', ADMIN, (c) => showDay(c));
  routes.post('/calendar/days/:day', ADMIN, changeDay);
  changeRoutes(routes);
}

function showYear(c: Ctx) {
  const [db, now] = [dbOf(c), nowOf(c)];
  const year = yearAsked(c);
  const row = yearRow(db, year);
  const years = yearRows(db).map((each) => each.year);
  const unlike = daysUnlikePublished(db, year);
  const main = yearView({
    ...{ year, years, next: (years.at(-1) ?? year - 1) + 1 },
    source: row ? { text: row.source, loaded: exactTime(row.loaded_at), unlike } : null,
    months: row ? monthsOf(db, year, now) : [],
  });
  return page(c, { title: `${year} 年工作日历`, main, wide: true });
}

function showEnter(c: Ctx, year: number, failure?: Failure) {
  const db = dbOf(c);
  const typed = c.get('body')?.typed ?? {};
  const isNew = !yearRow(db, year);
  const published = publishedDays(year);
  const main = enterView({
    ...{ csrf: csrfOf(c), year, isNew },
    published: published && {
      days: published.length,
      unlike: isNew ? null : daysUnlikePublished(db, year),
    },
    text: one(typed, 'days') || yearText(daysOfYear(db, year)),
    ...{ message: failure?.message ?? null, errors: failure?.fields ?? {} },
  });
  return page(c, { title: '录入工作日历', main, status: failure?.status ?? 200 });
}

function enter(c: Ctx, source: string, read: (year: number) => readonly PublishedDay[]) {
  const year = yearTyped(c);
  return submit(
    c,
    () => propose(c, { what: 'year', year, source, days: read(year) }),
    (failure) => showEnter(c, year, failure),
  );
}

async function enterTable(c: Ctx) {
  const year = yearTyped(c);
  return submit(
    c,
    async () => {
      const { text } = await uploadedTable(bodyOf(c).files);
      const days = readCsvYear(year, text);
      return propose(c, { what: 'year', year, source: '系统管理员从表格导入', days });
    },
    (failure) => showEnter(c, year, failure),
  );
}

function publishedList(year: number): PublishedDay[] {
  const days = publishedDays(year);
  if (days) return days;
  throw new Invalid(`程序自带的资料中还没有 ${year} 年的放假安排，请用其他方式录入。`);
}

function showDay(c: Ctx, failure?: Failure) {
  const day = requireDay(dbOf(c), c.req.param('day') ?? '');
  const main = dayView({
    ...dayFields(dbOf(c), day, c.get('body')?.typed ?? null),
    ...{ csrf: csrfOf(c), day },
    ...{ message: failure?.message ?? null, errors: failure?.fields ?? {} },
  });
  return page(c, { title: '更改工作日历', main, status: failure?.status ?? 200 });
}

function changeDay(c: Ctx) {
  const day = requireDay(dbOf(c), c.req.param('day') ?? '');
  return submit(
    c,
    () => propose(c, readDayEdit(day, bodyOf(c).typed)),
    (failure) => showDay(c, failure),
  );
}

/** The year's days as a table that can be corrected and read in again; for a year without days two lines as examples. */
function download(c: Ctx) {
  const year = yearAsked(c);
  const days = daysOfYear(dbOf(c), year);
  const rows = days.length > 0 ? days : [{ day: `${year}-01-01`, kind: 'holiday' as const, name: '元旦' }];
  const lines = rows.map(({ day, kind, name }) => [day, DAY_KINDS[kind], name]);
  return csvFile(c, `${year} 年工作日历.csv`, [CSV_HEAD, ...lines]);
}

/** The year in the address; this one where none is named. */
function yearAsked(c: Ctx): number {
  return yearOf(c.req.query('year') ?? dayOf(nowOf(c)).slice(0, 4));
}

function yearTyped(c: Ctx): number {
  return yearOf(one(bodyOf(c).typed, 'year'));
}

function yearOf(text: string): number {
  if (!/^20\d\d$/.test(text)) throw new NotFound('没有这个年份的工作日历。请从“工作日历”页面选择年份。');
  return Number(text);
}
