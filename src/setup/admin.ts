import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { q, run, transact } from '../db/query.ts';
import { actorOf } from '../people/actor.ts';
import { loginName } from '../people/forms.ts';
import { hashPassword, passwordProblem } from '../people/passwords.ts';
import { startSession } from '../people/sessions.ts';
import { Tries } from '../people/tries.ts';
import type { Visitor } from '../people/visitor.ts';
import { clockBy } from '../people/when.ts';
import { Conflict, Invalid } from '../web/errors.ts';
import { check, type Typed, text } from '../web/forms.ts';
import { needsSetup } from './state.ts';

const TRIES = 5;
const PAUSE = 60_000;
const tries = new WeakMap<Db, Tries>();

const REFUSED = '管理员账号没有建立，请按提示更正后再次提交。';

const adminForm = z.object({
  code: text('验证码', { max: 20 }),
  name: text('姓名', { max: 40 }),
  login: loginName(),
  password: z.string('请填写密码。'),
  repeat: z.string('请再输入一次密码。'),
});

/**
 * Makes the first administrator, who proves to be at the console by its one-time code.
 * @returns the value of the session cookie
 * @throws Invalid with a message for each field at fault; Conflict when there is somebody already
 */
export async function createFirstAdmin(
  db: Db,
  typed: Typed,
  setupCode: string,
  by: Visitor,
): Promise<string> {
  const input = check(adminForm, typed);
  proveCode(db, input.code, setupCode, by.now);
  const problem = passwordProblem(input.password, input.login);
  if (problem) throw new Invalid(REFUSED, { password: problem });
  if (input.password !== input.repeat) throw new Invalid(REFUSED, { repeat: '两次输入的密码不一致。' });
  const hash = await hashPassword(input.password);
  return transact(db, () => insertAdmin(db, { login: input.login, name: input.name, hash }, by));
}

function proveCode(db: Db, typed: string, setupCode: string, now: number): void {
  const counted = tries.get(db) ?? new Tries(TRIES, PAUSE);
  tries.set(db, counted);
  const paused = counted.pausedUntil('code', now);
  if (paused === null && sameText(typed.normalize('NFKC').replace(/\s/g, ''), setupCode)) return;
  const until = paused ?? counted.fail('code', now);
  const wait = until === null ? '' : `已连续 ${TRIES} 次不正确，请于 ${clockBy(until)} 后再试。`;
  throw new Invalid(REFUSED, { code: `验证码不正确，请查看启动本系统的窗口中最后显示的六位数字。${wait}` });
}

function sameText(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Two browsers may stand at the first page at once; the first form wins. */
function insertAdmin(db: Db, admin: { login: string; name: string; hash: string }, by: Visitor): string {
  if (!needsSetup(db)) throw new Conflict('管理员账号已经建立，请直接登录。');
  const { login, name, hash } = admin;
  const row = { login, name, password_hash: hash, must_change_password: 0, created_at: by.now };
  const { id } = run(db, q.insertInto('users').values(row));
  run(
    db,
    q.insertInto('user_roles').values({ user_id: id, role: 'admin', granted_at: by.now, granted_by: null }),
  );
  const [actor, ip] = [actorOf(db, id), by.ip];
  const token = startSession(db, id, by);
  audit(db, { at: by.now, actor, act: 'set_up', subject: '系统管理员账号', ip });
  audit(db, { at: by.now, actor, act: 'login', ip });
  return token;
}
