import type { Db } from '../db/open.ts';
import { all, prepared, q } from '../db/query.ts';
import { logError } from '../web/log.ts';
import { type After, givenUp, isLastTry, waiting, write } from './after.ts';
import { backoff } from './backoff.ts';
import type { MessageRow } from './message.ts';
import { messageById } from './queries.ts';

const CLOSE = `UPDATE message_tries SET ended_at = ?, result = 'unsure', why = ?
  WHERE message_id = ? AND result IS NULL`;
const INTERRUPTED = '发送时程序中断，不确定网关是否已接收。';

/**
 * Messages that were being sent when the server stopped, in the caller's transaction: their gateway may have them or
 * not. They are marked uncertain before they are sent again.
 * @param everyone also those whose lease still runs: one process has the file, and it has only just begun
 * @param isFlying whether this process is sending a message itself at this moment
 */
export function markInterrupted(
  db: Db,
  everyone: boolean,
  isFlying: (id: number) => boolean,
  now: number,
): void {
  let sending = q.selectFrom('messages').selectAll().where('status', '=', 'sending');
  if (!everyone) sending = sending.where('not_before', '<=', now);
  for (const row of all(db, sending)) {
    if (isFlying(row.id)) continue;
    const message = { ...row, was_uncertain: 1 };
    prepared(db, CLOSE).run(now, INTERRUPTED, row.id);
    const after = row.rule === 'test' ? endedTest(now) : next(db, message, INTERRUPTED, now);
    write(db, message, { was_uncertain: 1, ...after });
  }
}

/** A test of a gateway is tried once (gateways/try.ts): nobody waits for it any more. */
function endedTest(now: number): After {
  const note = '测试时程序中断，不确定是否已送出。如有需要，请再测试一次。';
  return { status: 'cancelled', note, ended_at: now };
}

const FAILED_HERE = `INSERT INTO message_tries (message_id, at, ended_at, result, why)
  VALUES (@id, @now, @now, 'later', @why)`;
const POISON = '处理这条消息时出错，请联系系统管理员查看日志。';

/** A row over which the program stumbles is tried again later like any other, and never holds up the rest. */
export function markStumbled(db: Db, id: number, error: unknown, now: number): void {
  logError({ message: String(id) }, error);
  const row = messageById(db, id);
  if (!row || (row.status !== 'queued' && row.status !== 'uncertain')) return;
  const message = { ...row, attempts: row.attempts + 1 };
  prepared(db, FAILED_HERE).run({ id, now, why: POISON });
  write(db, message, { attempts: message.attempts, ...next(db, message, POISON, now) });
}

function next(db: Db, message: MessageRow, why: string, now: number) {
  return isLastTry(db, message, now)
    ? givenUp(message, why, now)
    : waiting(message, now + backoff(message.attempts), why);
}
