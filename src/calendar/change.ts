import { audit } from '../audit/audit.ts';
import { type OpenClock, openClocks, type Reckoning, reckonThese } from '../cases/reckon.ts';
import { writeReckoning } from '../cases/reckon-write.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import { dropDraft } from '../drafts/drafts.ts';
import { actorOf } from '../people/actor.ts';
import { forgetCalendar } from './current.ts';
import { changedDays, differenceOf, type Edit, writeDifference } from './edit.ts';
import { sayEdit } from './edit-words.ts';
import { calendarPrint, type Fingerprint } from './fingerprint.ts';
import { type Forecast, type Foreseen, foresee, foreseenOn, type Progress } from './foresee.ts';

/** A change that somebody has confirmed, or that comes with the program. */
export type ChangeOrder = {
  edit: Edit;
  /** What was previewed and confirmed; null where nobody was asked. */
  confirmed: Fingerprint | null;
  /** Limits that came or went since the preview are moved with the rest; the calendar must still be the same. */
  onward: boolean;
  userId: number | null;
  /** The draft that waited for the confirmation. */
  draft: string | null;
  /** Epoch ms. */
  at: number;
};

export type Changed = { done: true; moved: number; starting: number; cases: number };
/** Nothing was written: things are no longer as they were confirmed, but as `foreseen`. */
export type NotChanged = { done: false; foreseen: Foreseen };

/** Rolls the transaction back. */
class Overtaken extends Error {
  readonly foreseen: Foreseen;

  constructor(foreseen: Foreseen) {
    super('what was confirmed is overtaken');
    this.foreseen = foreseen;
  }
}

/**
 * Makes the edit and moves every open limit with it: rows of the calendar, clocks, places in the queues, one event on
 * each case concerned, the audit log; in one transaction, all or nothing.
 * @param before by `foresee`; what happened since is reckoned again here
 * @param progress of the writing, in cases
 */
export function changeCalendar(
  db: Db,
  order: ChangeOrder,
  before: Foreseen,
  progress: Progress,
): Changed | NotChanged {
  try {
    return transact(db, () => carryOut(db, order, before, progress));
  } catch (error) {
    if (error instanceof Overtaken) return { done: false, foreseen: error.foreseen };
    throw error;
  } finally {
    forgetCalendar(db);
  }
}

function carryOut(db: Db, order: ChangeOrder, before: Foreseen, progress: Progress): Changed {
  const calendar = calendarPrint(db);
  const difference = differenceOf(db, order.edit);
  writeDifference(db, difference, order.at);
  forgetCalendar(db);
  const reckoning = broughtUpToDate(db, before, changedDays(difference), calendar);
  const foreseen = foreseenOn(db, difference, reckoning, calendar);
  const { forecast } = foreseen;
  if (!stands(order, forecast)) throw new Overtaken(foreseen);
  const because = `工作日历调整：${sayEdit(order.edit, difference)}`;
  writeReckoning(db, reckoning, { because, at: order.at }, progress);
  writeAudit(db, order, forecast);
  if (order.draft !== null) dropDraft(db, order.draft);
  const { moved, starting, cases } = forecast;
  return { done: true, moved, starting, cases };
}

/** Whether what was confirmed is what would be done. */
function stands({ confirmed, onward }: ChangeOrder, { print, beyond }: Forecast): boolean {
  if (beyond.length > 0) return false;
  if (!confirmed) return true;
  return confirmed.calendar === print.calendar && (onward || confirmed.clocks === print.clocks);
}

/** With the cases on which something has happened since reckoned anew; all of them, if the calendar itself moved. */
function broughtUpToDate(
  db: Db,
  { reckoning, lastEvent, forecast }: Foreseen,
  changed: readonly number[],
  calendar: string,
): Reckoning {
  const same = forecast.print.calendar === calendar;
  const cases = same ? casesSince(db, reckoning.open, lastEvent) : allCases(db, reckoning.open);
  return cases.size === 0 ? reckoning : reckonThese(db, reckoning, changed, cases);
}

// By their numbers: the index of the cases would be walked from one end to the other.
const SINCE = 'SELECT DISTINCT case_id FROM events NOT INDEXED WHERE id > ?';

function casesSince(db: Db, before: readonly OpenClock[], lastEvent: number): Set<number> {
  const cases = new Set(prepared(db, SINCE).pluck().all(lastEvent) as number[]);
  const left = new Map(before.map((clock) => [clock.id, clock]));
  for (const { id, case_id, due_at } of openClocks(db)) {
    if (left.get(id)?.due_at !== due_at) cases.add(case_id);
    left.delete(id);
  }
  for (const { case_id } of left.values()) cases.add(case_id);
  return cases;
}

function allCases(db: Db, before: readonly OpenClock[]): Set<number> {
  return new Set([...before, ...openClocks(db)].map(({ case_id }) => case_id));
}

function writeAudit(db: Db, order: ChangeOrder, { difference, moved, starting }: Forecast): void {
  const { edit } = order;
  const isNew = difference.year?.isNew === true;
  audit(db, {
    at: order.at,
    actor: order.userId === null ? null : actorOf(db, order.userId),
    act: isNew ? 'calendar_added' : 'calendar_changed',
    subject: edit.what === 'year' ? String(edit.year) : edit.day,
    detail: {
      ...(isNew ? {} : { note: sayEdit(edit, difference) }),
      ...{ days: difference.days.length, moved, clocks: starting },
    },
  });
}

/** Makes an edit at once, without anybody to confirm it: when the program starts, and in tests. */
export function changeAtOnce(db: Db, edit: Edit, at: number): Changed | NotChanged {
  const order = { edit, confirmed: null, onward: false, userId: null, draft: null, at };
  return changeCalendar(db, order, foresee(db.name, edit, quietly), quietly);
}

const quietly: Progress = () => undefined;
