import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { Invalid } from '../web/errors.ts';
import type { Actor } from './actor.ts';
import { settleTry } from './login.ts';
import { verifyPassword } from './passwords.ts';
import { credentialsById } from './queries.ts';
import type { Visitor } from './visitor.ts';

/**
 * Before something that must not be done on somebody else's open screen: one's own password once more. A wrong one
 * counts towards the lock like a failed log-in.
 * @param otherwise what did not happen: "没有下载。"
 * @throws Invalid at the field `password`
 */
export async function proveSelf(
  db: Db,
  actor: Actor,
  password: string,
  visitor: Visitor,
  otherwise: string,
): Promise<void> {
  const known = credentialsById(db, actor.id);
  const matches = await verifyPassword(password, known.password_hash);
  const refused = transact(db, () => {
    // It may have been reset, or the account locked, while this one was verified.
    const now = credentialsById(db, actor.id);
    return settleTry(db, now, matches && now.password_hash === known.password_hash, visitor);
  });
  if (refused !== null) throw new Invalid(otherwise, { password: refused.replace('登录名或密码', '密码') });
}
