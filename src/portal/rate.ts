import { MINUTE } from '../calendar/days.ts';
import { SATISFACTION } from '../cases/acts/call-back.ts';
import type { CaseRow } from '../cases/rows.ts';
import { writeSystemEvent } from '../cases/system-event.ts';
import type { Db } from '../db/open.ts';
import { q, run } from '../db/query.ts';
import { Tries } from '../people/tries.ts';
import { addTask, openTasks } from '../tasks/tasks.ts';
import { isDissatisfied, lastRating, type RatingRow } from './rating-queries.ts';

export type Rating = Pick<RatingRow, 'satisfaction' | 'source' | 'note'>;

const HOW: Record<Rating['source'], string> = { link: '通过短信链接', sms: '回复短信' };

/**
 * Q-E1: what a citizen says of the result, beside the course of the case: the call-back clerk reads it and decides. In
 * the caller's transaction. The same said again is written once.
 * @returns null; or, where it was changed too often and is not written, until when (epoch ms)
 */
export function rate(
  db: Db,
  given: Pick<CaseRow, 'id' | 'round' | 'status'>,
  rating: Rating,
  now: number,
): number | null {
  const { satisfaction, source, note } = rating;
  const before = lastRating(db, given);
  if (before?.satisfaction === satisfaction && before.note === note) return null;
  const until = countChange(db, given.id, now);
  if (until !== null) return until;
  const row = { case_id: given.id, round: given.round, source, satisfaction, note, at: now };
  run(db, q.insertInto('ratings').values(row));
  // The note stays out of the log: agencies read the log, and of a confidential case must not read what was said.
  const former = before ? `（此前：${SATISFACTION[before.satisfaction]}）` : '';
  const why = `诉求人${HOW[source]}评价：${SATISFACTION[satisfaction]}${former}`;
  const event = { caseId: given.id, assignmentId: null, act: 'citizen_rating', why };
  writeSystemEvent(db, { ...event, detail: { source, satisfaction } }, now);
  if (given.status === 'closed' && isDissatisfied(rating)) askSpotCheck(db, given.id, why, now);
  return null;
}

/** Whoever changes their mind so often only fills the log. */
const MOST_CHANGES = 10;
const PAUSE = 60 * MINUTE;
const changes = new WeakMap<Db, Tries>();

function countChange(db: Db, caseId: number, now: number): number | null {
  const counted = changes.get(db) ?? new Tries(MOST_CHANGES, PAUSE);
  changes.set(db, counted);
  const until = counted.pausedUntil(String(caseId), now);
  if (until === null) counted.fail(String(caseId), now);
  return until;
}

/** Q-E1, Q-E3: nobody calls back on a closed case any more, so somebody has to look at it again. */
function askSpotCheck(db: Db, caseId: number, what: string, now: number): void {
  if (openTasks(db, caseId, 'spot_check').length > 0) return;
  addTask(db, { caseId, kind: 'spot_check', side: 'hotline', what }, now);
}
