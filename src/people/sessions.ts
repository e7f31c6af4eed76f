import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '../db/open.ts';
import { first, prepared, q, run } from '../db/query.ts';
import { isWriteFault } from '../disk/storage-fault.ts';
import { type Actor, actorOf } from './actor.ts';

/** A signed-in browser. `csrf` is the token every form carries. */
export type Session = {
  hash: Buffer;
  csrf: string;
  mustChangePassword: boolean;
  secrecyAccepted: boolean;
};

const HOUR = 3_600_000;
/** Longer than a lunch break, shorter than a shift. */
export const IDLE_LIMIT = 2 * HOUR;
/** A shift and its hand-over. */
export const ABSOLUTE_LIMIT = 13 * HOUR;
const TOUCH_EVERY = 60_000;

const FIND = `SELECT s.token_hash, s.csrf, s.created_at, s.last_seen_at, s.user_id, u.must_change_password,
    u.secrecy_accepted_at, u.active
  FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ?`;
const TOUCH = 'UPDATE sessions SET last_seen_at = ? WHERE token_hash = ?';

type Row = {
  token_hash: Buffer;
  csrf: string;
  created_at: number;
  last_seen_at: number;
  user_id: number;
  must_change_password: number;
  secrecy_accepted_at: number | null;
  active: number;
};

/** Signs a browser in; returns the cookie's value, which the file keeps only as a hash. */
export function startSession(
  db: Db,
  userId: number,
  seen: { ip: string; agent: string; now: number },
): string {
  const token = randomBytes(32).toString('base64url');
  run(
    db,
    q.insertInto('sessions').values({
      token_hash: hashOf(token),
      user_id: userId,
      csrf: randomBytes(18).toString('base64url'),
      created_at: seen.now,
      last_seen_at: seen.now,
      ip: seen.ip,
      agent: seen.agent.slice(0, 200),
    }),
  );
  return token;
}

/**
 * The person behind a cookie, when the session still stands and the person is in service.
 * @param quiet the browser asks by itself: nobody need be there, so the session does not last longer for it
 */
export function findSession(
  db: Db,
  token: string,
  now: number,
  quiet = false,
): { session: Session; actor: Actor } | null {
  const row = prepared(db, FIND).get(hashOf(token)) as Row | undefined;
  if (!row?.active || now - row.last_seen_at > IDLE_LIMIT || now - row.created_at > ABSOLUTE_LIMIT)
    return null;
  if (!quiet && now - row.last_seen_at > TOUCH_EVERY) touch(db, row.token_hash, now);
  return {
    actor: actorOf(db, row.user_id),
    session: {
      hash: row.token_hash,
      csrf: row.csrf,
      mustChangePassword: row.must_change_password === 1,
      secrecyAccepted: row.secrecy_accepted_at !== null,
    },
  };
}

/** On a disk that takes no writing people go on reading; that the session was used is then not noted. */
function touch(db: Db, hash: Buffer, now: number): void {
  try {
    prepared(db, TOUCH).run(now, hash);
  } catch (error) {
    if (!isWriteFault(error)) throw error;
  }
}

/** Whether nobody has ended the session since the request came in. */
export function isOpen(db: Db, hash: Buffer): boolean {
  const open = q.selectFrom('sessions').select('user_id').where('token_hash', '=', hash);
  return first(db, open) !== undefined;
}

export function endSession(db: Db, hash: Buffer): void {
  run(db, q.deleteFrom('sessions').where('token_hash', '=', hash));
}

/** Signs somebody out everywhere, at once: disabled, password reset. `except` keeps the own session. */
export function endSessionsOf(db: Db, userId: number, except: Buffer | null = null): void {
  const theirs = q.deleteFrom('sessions').where('user_id', '=', userId);
  run(db, except ? theirs.where('token_hash', '<>', except) : theirs);
}

export function removeOldSessions(db: Db, now: number): void {
  run(
    db,
    q
      .deleteFrom('sessions')
      .where((where) =>
        where.or([
          where('last_seen_at', '<', now - IDLE_LIMIT),
          where('created_at', '<', now - ABSOLUTE_LIMIT),
        ]),
      ),
  );
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
