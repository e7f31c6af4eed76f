import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { first, q, run, transact } from '../db/query.ts';
import { Invalid } from '../web/errors.ts';
import type { Actor } from './actor.ts';
import { settleTry } from './login.ts';
import { hashPassword, passwordProblem, verifyPassword } from './passwords.ts';
import { type Credentials, credentialsById } from './queries.ts';
import { endSessionsOf, isOpen, type Session } from './sessions.ts';
import type { Visitor } from './visitor.ts';

export type NewPassword = { current: string; password: string; repeat: string };

/**
 * Sets one's own password and ends one's other log-ins. A first password, just typed at log-in, is not asked for again.
 * @throws Invalid with a message at the field at fault; wrong current passwords count towards the lock. Also when the
 * password was reset or the session ended meanwhile: what was verified then counts no more
 */
export async function changePassword(
  db: Db,
  actor: Actor,
  session: Session,
  typed: NewPassword,
  visitor: Visitor,
): Promise<void> {
  const known = credentialsById(db, actor.id);
  if (!session.mustChangePassword) await proveCurrent(db, known, typed.current, visitor);
  refuseWeak(typed, actor.login);
  if (await verifyPassword(typed.password, known.password_hash)) {
    throw new Invalid('密码没有修改。', { password: '新密码不能与现在的密码相同。' });
  }
  const hash = await hashPassword(typed.password);
  transact(db, () => {
    refuseIfReset(db, known);
    if (!isOpen(db, session.hash)) throw new Invalid(LOG_IN_AGAIN);
    const changed = { password_hash: hash, must_change_password: 0 };
    run(db, q.updateTable('users').set(changed).where('id', '=', actor.id));
    endSessionsOf(db, actor.id, session.hash);
    audit(db, { at: visitor.now, actor, act: 'password_changed', ip: visitor.ip });
  });
}

const LOG_IN_AGAIN = '密码没有修改：您的登录已结束，或密码刚被重置。请重新登录后再试。';

function refuseIfReset(db: Db, verified: Credentials): void {
  if (credentialsById(db, verified.id).password_hash !== verified.password_hash)
    throw new Invalid(LOG_IN_AGAIN);
}

async function proveCurrent(db: Db, known: Credentials, current: string, visitor: Visitor): Promise<void> {
  const right = await verifyPassword(current, known.password_hash);
  const refused = transact(db, () => {
    refuseIfReset(db, known);
    return settleTry(db, credentialsById(db, known.id), right, visitor);
  });
  if (refused === null) return;
  throw new Invalid('密码没有修改。', { current: right ? refused : `现在的密码不正确。${refused}` });
}

function refuseWeak({ password, repeat }: NewPassword, login: string): void {
  const problem = passwordProblem(password, login);
  if (problem) throw new Invalid('密码没有修改。', { password: problem });
  if (password !== repeat) throw new Invalid('密码没有修改。', { repeat: '两次输入的新密码不一致。' });
}

/** C-M1: the signed duty of secrecy, once for each person. */
export function acceptSecrecy(db: Db, actor: Actor, visitor: Visitor): void {
  transact(db, () => {
    if (secrecyAcceptedAt(db, actor.id) !== null) return;
    run(db, q.updateTable('users').set({ secrecy_accepted_at: visitor.now }).where('id', '=', actor.id));
    audit(db, { at: visitor.now, actor, act: 'secrecy_accepted', ip: visitor.ip });
  });
}

export function secrecyAcceptedAt(db: Db, userId: number): number | null {
  const row = first(db, q.selectFrom('users').select('secrecy_accepted_at').where('id', '=', userId));
  return row?.secrecy_accepted_at ?? null;
}

export function endOtherSessions(db: Db, actor: Actor, session: Session, visitor: Visitor): void {
  transact(db, () => {
    endSessionsOf(db, actor.id, session.hash);
    audit(db, { at: visitor.now, actor, act: 'logout', detail: { note: '退出其他登录' }, ip: visitor.ip });
  });
}
