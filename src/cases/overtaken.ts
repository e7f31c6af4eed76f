import { sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { Conflict } from '../web/errors.ts';
import type { ActContext } from './act.ts';
import { type AnyTransition, ASSIGNMENT_LIFE, CASE_LIFE } from './lifecycle.ts';

// A correction moves no status, but what was read before it is no longer what stands there.
const MOVED_SINCE = `SELECT at, who, act, assignment_id FROM events
  WHERE case_id = ? AND id > ? AND (from_status <> to_status OR act = 'correct')
    AND (assignment_id IS NULL OR assignment_id = ?) ORDER BY id LIMIT 1`;
const LAST_MOVE = `SELECT at, who, act, assignment_id FROM events
  WHERE case_id = ? AND from_status <> to_status AND (assignment_id IS NULL OR assignment_id = ?) ORDER BY id DESC LIMIT 1`;
// What decides about a side act is another side act; what only tells of something decides nothing.
const LAST_ACT = `SELECT at, who, act, assignment_id FROM events
  WHERE case_id = ? AND act NOT IN ('note', 'call', 'yellow_card', 'red_card', 'calendar_moved', 'auto_press',
    'citizen_rating', 'citizen_sms')
  AND (assignment_id IS NULL OR assignment_id = ?) ORDER BY id DESC LIMIT 1`;

type Move = { at: number; who: string; act: string; assignment_id: number | null };

/** @throws Conflict when the case or this assignment has moved since that event */
export function refuseIfOvertaken(db: Db, context: ActContext, seen: number): void {
  const moved = prepared(db, MOVED_SINCE).get(context.case.id, seen, context.assignment?.id ?? null);
  if (moved) throw new Conflict(overtakenWords(moved as Move, context.now));
}

/** Somebody was quicker: who did what, and when. */
export function overtaken(db: Db, context: ActContext, transition: AnyTransition): Conflict {
  const beside = transition.to.length === 0;
  const last = prepared(db, beside ? LAST_ACT : LAST_MOVE).get(
    context.case.id,
    context.assignment?.id ?? null,
  );
  return new Conflict(
    last ? overtakenWords(last as Move, context.now) : '工单状态已变化，请刷新页面后再操作。',
  );
}

function overtakenWords(moved: Move, now: number): string {
  const life: readonly AnyTransition[] = moved.assignment_id === null ? CASE_LIFE : ASSIGNMENT_LIFE;
  const done = life.find((each) => each.act === moved.act)?.done ?? '处理';
  return `${moved.who} 已于 ${sayTime(moved.at, now)} ${done}，工单状态已变化。`;
}
