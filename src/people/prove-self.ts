import { type Audited, audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { Invalid } from '../web/errors.ts';
import type { Actor } from './actor.ts';
import { settleTry } from './login.ts';
import { verifyPassword } from './passwords.ts';
import { credentialsById } from './queries.ts';
import type { Visitor } from './visitor.ts';

/** What was asked for: how the audit log calls it where it fails, what it concerns, and what did not happen: "没有下载。" */
export type Attempt = { failed: Audited; subject: string; otherwise: string };

/**
 * Before something that must not be done on somebody else's open screen: one's own password once more. A wrong one
 * counts towards the lock like a failed log-in, and the audit log says what it was tried for.
 * @throws Invalid at the field `password`
 */
export async function proveSelf(
  db: Db,
  actor: Actor,
  password: string,
  visitor: Visitor,
  { failed, subject, otherwise }: Attempt,
): Promise<void> {
  const known = credentialsById(db, actor.id);
  const matches = await verifyPassword(password, known.password_hash);
  const refused = transact(db, () => {
    // It may have been reset, or the account locked, while this one was verified.
    const now = credentialsById(db, actor.id);
    const right = matches && now.password_hash === known.password_hash;
    return settleTry(db, now, right, visitor, (_db, _user, { now: at, ip }, detail) =>
      audit(db, { at, actor, act: failed, subject, detail: { reason: '密码不正确', ...detail }, ip }),
    );
  });
  if (refused !== null) throw new Invalid(otherwise, { password: refused.replace('登录名或密码', '密码') });
}
