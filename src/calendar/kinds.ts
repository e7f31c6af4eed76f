import type { DayKind } from './types.ts';

/** How the pages name what a day is. */
export const DAY_KINDS: Readonly<Record<DayKind, string>> = {
  holiday: '放假',
  workday: '调休上班',
  half_morning: '上午上班',
  half_afternoon: '下午上班',
};

/** What people write for it in lists and tables. */
export const KIND_WORDS: Readonly<Record<string, DayKind>> = {
  ...{ 假: 'holiday', 放假: 'holiday', 休: 'holiday', 休息: 'holiday', 节假日: 'holiday', 放假日: 'holiday' },
  ...{ 班: 'workday', 上班: 'workday', 调休: 'workday', 调休上班: 'workday', 补班: 'workday' },
  ...{ 上午: 'half_morning', 上午上班: 'half_morning', 上半天: 'half_morning' },
  ...{ 下午: 'half_afternoon', 下午上班: 'half_afternoon', 下半天: 'half_afternoon' },
};

/** The one of KIND_WORDS that the form for typing a year in uses. */
export const SHORT_KINDS: Readonly<Record<DayKind, string>> = {
  holiday: '假',
  workday: '班',
  half_morning: '上午',
  half_afternoon: '下午',
};
