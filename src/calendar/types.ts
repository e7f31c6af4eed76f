import type { Day } from './days.ts';

/** `half_morning`: only the morning is worked; `half_afternoon`: only the afternoon. Both also make a weekend day a half one. */
export type DayKind = 'holiday' | 'workday' | 'half_morning' | 'half_afternoon';

/** A day that differs from its weekday: 节假日, 调休上班, 半天. */
export type DayException = { readonly kind: DayKind; readonly name: string };

/** A session's beginning and end, 'HH:MM'; '24:00' may end the afternoon. */
export type SessionHours = readonly [from: string, to: string];

/** The working hours from `from` to `to` ('MM-DD', both included; may wrap the year end): morning and afternoon. */
export type Season = {
  readonly from: string;
  readonly to: string;
  readonly sessions: readonly SessionHours[];
};

/** One morning or afternoon of work, in epoch ms. `end` no longer belongs to it. */
export type Session = { readonly start: number; readonly end: number };

/** What a calendar is made of. */
export type CalendarSource = {
  readonly years: ReadonlySet<number>;
  readonly exceptions: ReadonlyMap<Day, DayException>;
  readonly hours: readonly Season[];
};

/**
 * The working calendar as a value that never changes; made by `createCalendar`.
 * `sessions`: for every day of the loaded years (as days since 1970-01-01) its sessions in order, none on a day off.
 */
export type WorkingCalendar = CalendarSource & { readonly sessions: ReadonlyMap<number, readonly Session[]> };

/** A deadline would need a year whose holidays are not loaded: refused, never guessed. `message` is for people. */
export class UnknownYearError extends Error {
  readonly year: number;

  constructor(year: number) {
    super(
      `${year} 年的工作日历尚未导入，无法计算时限。请系统管理员先在“工作日历”页录入国务院办公厅公布的放假安排。`,
    );
    this.name = 'UnknownYearError';
    this.year = year;
  }
}
