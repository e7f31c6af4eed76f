import type { DayProps } from '../../views/calendar/day.ts';
import type { Db } from '../db/open.ts';
import { first, q } from '../db/query.ts';
import { one } from '../web/body.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';
import { type Day, isDay, weekdayOf } from './days.ts';
import type { Edit } from './edit.ts';
import { sayDay, sayNamed } from './edit-words.ts';
import { DAY_KINDS } from './kinds.ts';
import { loadedYears } from './load.ts';
import type { DayKind } from './types.ts';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];
const MAX_NAME = 50;

/** @throws NotFound unless it is a day of a year that is there */
export function requireDay(db: Db, text: string): Day {
  if (!isDay(text)) throw new NotFound('没有这一天。请从“工作日历”页面选择日期。');
  const year = text.slice(0, 4);
  if (!loadedYears(db).has(Number(year)))
    throw new NotFound(`${year} 年的工作日历还没有录入，请先录入这一年。`);
  return text;
}

/** What the form shows; `typed` as it was sent, null when it is opened. */
export function dayFields(
  db: Db,
  day: Day,
  typed: Typed | null,
): Pick<DayProps, 'title' | 'now' | 'options' | 'kind' | 'name'> {
  const [year, month, date] = day.split('-').map(Number);
  const stands = first(db, q.selectFrom('calendar_days').selectAll().where('day', '=', day)) ?? null;
  return {
    title: `${year} 年 ${month} 月 ${date} 日，星期${WEEKDAYS[weekdayOf(day) - 1]}`,
    now: sayNamed(day, stands),
    options: [
      { value: 'ordinary', text: `按星期安排（${sayDay(day, null)}）` },
      ...kindsOn(day).map((kind) => ({ value: kind, text: DAY_KINDS[kind] })),
    ],
    kind: typed ? one(typed, 'kind') : (stands?.kind ?? 'ordinary'),
    name: typed ? one(typed, 'name') : (stands?.name ?? ''),
  };
}

/** @throws Invalid naming what is missing */
export function readDayEdit(day: Day, typed: Typed): Edit {
  const chosen = one(typed, 'kind');
  const name = one(typed, 'name').trim();
  const kind = chosen === 'ordinary' ? chosen : kindsOn(day).find((each) => each === chosen);
  const fields = {
    ...(kind ? {} : { kind: '请选择这一天改为什么安排。' }),
    ...(name === '' ? { name: '请填写名称或原因，承办单位会看到。' } : {}),
    ...(name.length > MAX_NAME ? { name: `名称或原因最多 ${MAX_NAME} 字。` } : {}),
  };
  if (!kind || Object.keys(fields).length > 0)
    throw new Invalid('有内容需要补充或更正，日历没有改动。', fields);
  return { what: 'day', day, kind, name };
}

/** A make-up workday stands only where nobody would work otherwise. */
function kindsOn(day: Day): DayKind[] {
  const kinds: DayKind[] = ['holiday', 'half_morning', 'half_afternoon'];
  return weekdayOf(day) > 5 ? ['workday', ...kinds] : kinds;
}
