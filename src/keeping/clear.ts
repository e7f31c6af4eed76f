import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import type { Keeping } from '../presets/types.ts';
import { keepMessageFigures } from './cleared.ts';
import { OVER } from './due.ts';
import { keepingInForce } from './in-force.ts';

const ROWS_A_SLICE = 200;

/** Ids follow the time of writing: what comes after the first that is too young is younger. */
const NEXT = 'SELECT id, created_at FROM messages WHERE id > ? ORDER BY id LIMIT ?';

/** A message of a case in which a limit runs keeps a reminder from going out twice (messages_once). */
const IS_OVER = `m.created_at < @before AND m.status IN ('sent', 'delivered', 'phoned', 'dead', 'cancelled')
    AND (m.case_id IS NULL OR (
      EXISTS (SELECT 1 FROM cases c WHERE c.id = m.case_id AND c.status IN ${OVER})
      AND NOT EXISTS (SELECT 1 FROM clocks k WHERE k.case_id = m.case_id AND k.met_at IS NULL AND k.stopped_at IS NULL)))`;

const ENDED = `SELECT json_group_array(m.id) AS ids, count(*) AS count FROM messages m
  WHERE m.id > @from AND m.id <= @through AND ${IS_OVER}`;

const COUNT = `SELECT count(*) FROM (SELECT 1 FROM messages m WHERE ${IS_OVER} AND m.id <
    coalesce((SELECT id FROM messages WHERE created_at >= @before ORDER BY id LIMIT 1), 9e18) LIMIT 1001)`;

/** How many messages are to go that are older than that; 1001 stands for more than a thousand. */
export function messagesToClear(db: Db, { messageDays }: Pick<Keeping, 'messageDays'>, now: number): number {
  return prepared(db, COUNT)
    .pluck()
    .get({ before: now - messageDays * DAY }) as number;
}

const DROP = [
  'DELETE FROM message_tries WHERE message_id IN (SELECT value FROM json_each(?))',
  'DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))',
];

/** Clears away messages whose time is over, once they are counted; some a slice. */
export function* clearMessages(db: Db, now: number): Generator<void> {
  const before = now - keepingInForce(db, now).messageDays * DAY;
  let from = 0;
  for (;;) {
    const rows = prepared(db, NEXT).all(from, ROWS_A_SLICE) as { id: number; created_at: number }[];
    const through = rows.findLast((row) => row.created_at < before)?.id;
    if (through === undefined) return;
    clearSlice(db, { from, through, before }, now);
    from = through;
    yield;
  }
}

type Slice = { from: number; through: number; before: number };

function clearSlice(db: Db, slice: Slice, now: number): void {
  transact(db, () => {
    const { ids, count } = prepared(db, ENDED).get(slice) as { ids: string; count: number };
    if (count === 0) return;
    keepMessageFigures(db, ids, now);
    for (const statement of DROP) prepared(db, statement).run(ids);
  });
}

const CLEAR_INBOUND = `DELETE FROM inbound_messages WHERE id IN (SELECT id FROM inbound_messages
  WHERE case_id IS NULL AND at < ? ORDER BY id LIMIT ${ROWS_A_SLICE})`;

/** SMS from citizens that belong to no case; who wants none any more stays on the list of those. */
export function* clearInbound(db: Db, now: number): Generator<void> {
  const before = now - keepingInForce(db, now).messageDays * DAY;
  while (prepared(db, CLEAR_INBOUND).run(before).changes > 0) yield;
}
