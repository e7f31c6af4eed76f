import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { q, run, transact } from '../db/query.ts';
import { Invalid } from '../web/errors.ts';
import { actorOf } from './actor.ts';
import { verifyNobody, verifyPassword } from './passwords.ts';
import { type Credentials, credentialsByLogin } from './queries.ts';
import { endSession, startSession } from './sessions.ts';
import { Tries } from './tries.ts';
import type { Visitor } from './visitor.ts';
import { clockBy } from './when.ts';

export const LOCK_AFTER = 5;
export const LOCK_FOR = 15 * 60_000;

const WRONG = `登录名或密码不正确。连续 ${LOCK_AFTER} 次不正确，账号将锁定 ${LOCK_FOR / 60_000} 分钟。`;
const DISABLED = '该账号已停用。如需恢复使用，请联系系统管理员。';

/** Logins are found however the keyboard was set: capitals and full-width letters count as the plain ones. */
export function plainLogin(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/**
 * Signs somebody in: always a new session, the browser's former one ends.
 * Says the same, after the same time, for a login that does not exist and for a wrong password.
 * @returns the value of the session cookie
 * @throws Invalid wrong, locked (with the time), or disabled
 */
export async function logIn(
  db: Db,
  given: { login: string; password: string },
  visitor: Visitor,
  former: Buffer | null = null,
): Promise<string> {
  const login = plainLogin(given.login);
  const known = credentialsByLogin(db, login);
  const right = known
    ? await verifyPassword(given.password, known.password_hash)
    : await verifyNobody(given.password);
  const outcome = transact(db, () =>
    admit(db, login, right ? known?.password_hash : undefined, visitor, former),
  );
  if ('refused' in outcome) throw new Invalid(outcome.refused);
  return outcome.token;
}

type Outcome = { token: string } | { refused: string };

/**
 * Reads the account anew: while the password was verified, other tries may have locked it, or the administrator reset
 * the password.
 * @param verified the hash that the typed password matched
 */
function admit(
  db: Db,
  login: string,
  verified: string | undefined,
  visitor: Visitor,
  former: Buffer | null,
): Outcome {
  const user = credentialsByLogin(db, login);
  const right = user !== undefined && user.password_hash === verified;
  const refused = user ? settleTry(db, user, right, visitor) : refuseStranger(db, login, visitor);
  if (!user || refused !== null) return { refused: refused ?? WRONG };
  if (former) endSession(db, former);
  const token = startSession(db, user.id, visitor);
  audit(db, { at: visitor.now, actor: actorOf(db, user.id), act: 'login', ip: visitor.ip });
  return { token };
}

/**
 * Counts one try at a person's password, inside the caller's transaction.
 * @param noteFailure writes to the audit log what failed, where it was no log-in
 * @returns why it is refused, in Chinese, or null
 */
export function settleTry(
  db: Db,
  user: Credentials,
  right: boolean,
  visitor: Visitor,
  noteFailure: NoteFailure = noteFailedLogin,
): string | null {
  const { now } = visitor;
  if (user.locked_until !== null && user.locked_until > now) return locked(user.locked_until);
  if (!right) return countFailure(db, user, visitor, noteFailure);
  if (!user.active) {
    noteFailure(db, user, visitor, { reason: '账号已停用' });
    return DISABLED;
  }
  run(db, q.updateTable('users').set({ failed_logins: 0, locked_until: null }).where('id', '=', user.id));
  return null;
}

type NoteFailure = (db: Db, user: Credentials, visitor: Visitor, detail: Record<string, unknown>) => void;

function countFailure(db: Db, user: Credentials, visitor: Visitor, noteFailure: NoteFailure): string {
  const failed = user.failed_logins + 1;
  const until = failed >= LOCK_AFTER ? visitor.now + LOCK_FOR : null;
  const counted = { failed_logins: until ? 0 : failed, locked_until: until };
  run(db, q.updateTable('users').set(counted).where('id', '=', user.id));
  noteFailure(db, user, visitor, { times: failed });
  if (until === null) return WRONG;
  const subject = `${user.name}（${user.login}）`;
  audit(db, { at: visitor.now, actor: null, who: user.login, act: 'locked', subject, ip: visitor.ip });
  return locked(until);
}

function noteFailedLogin(db: Db, user: Credentials, visitor: Visitor, detail: Record<string, unknown>): void {
  const subject = `${user.name}（${user.login}）`;
  audit(db, {
    at: visitor.now,
    actor: null,
    who: user.login,
    act: 'login_failed',
    subject,
    detail,
    ip: visitor.ip,
  });
}

const strangers = new WeakMap<Db, Tries>();

/** A login that does not exist is "locked" like any other, or the lock would tell which ones exist. */
function refuseStranger(db: Db, login: string, visitor: Visitor): string {
  const tries = strangers.get(db) ?? new Tries(LOCK_AFTER, LOCK_FOR);
  strangers.set(db, tries);
  const paused = tries.pausedUntil(login, visitor.now);
  if (paused !== null) return locked(paused);
  // What was typed is not kept: it may be a password or a phone number in the wrong field.
  audit(db, { at: visitor.now, actor: null, who: '不存在的登录名', act: 'login_failed', ip: visitor.ip });
  const until = tries.fail(login, visitor.now);
  return until === null ? WRONG : locked(until);
}

function locked(until: number): string {
  return `账号已锁定，请于 ${clockBy(until)} 后再试，或请系统管理员解锁。`;
}
