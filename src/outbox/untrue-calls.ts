import { attempt } from '../db/attempt.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import type { MessageRow } from './message.ts';
import { TOOLS, type Tools } from './tools.ts';

const SLICE = 50;
const NEXT = `SELECT * FROM messages WHERE status = 'to_phone' AND id > ? ORDER BY id LIMIT ${SLICE}`;
const END = `UPDATE messages SET status = 'cancelled', note = ?, ended_at = ? WHERE id = ?`;

/**
 * Nobody is phoned for what is settled meanwhile: the call list is held against the cases as what waits for a gateway
 * is.
 * @yields how many rows were looked at, slice by slice
 */
export function* endUntrueCalls(db: Db, now: number, tools: Tools = TOOLS): Generator<number, void> {
  let last = 0;
  for (;;) {
    const rows = prepared(db, NEXT).all(last) as MessageRow[];
    const end = rows.at(-1);
    if (!end) return;
    last = end.id;
    transact(db, () => {
      for (const row of rows) attempt(db, { message: String(row.id) }, () => endUntrue(db, row, now, tools));
    });
    yield rows.length;
  }
}

function endUntrue(db: Db, message: MessageRow, now: number, { noLongerTrue }: Tools): void {
  const why = noLongerTrue(db, message, now);
  if (why !== null) prepared(db, END).run(why, now, message.id);
}
