import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { all, q, run } from '../../src/db/query.ts';
import { actorOf } from '../../src/people/actor.ts';
import { resetPassword } from '../../src/people/manage.ts';
import { hashPassword } from '../../src/people/passwords.ts';
import { endSessionsOf } from '../../src/people/sessions.ts';
import { visit } from '../support/browserless.ts';
import { newDesk, PASSWORD, tryLogin, userRow } from './desk.ts';

describe('people reset-meanwhile', () => {
  /* A password takes some time to verify; the administrator may reset it in that time. */

  const SLOW = 16;
  const NEW = 'a kettle on the stove';
  let desk: Awaited<ReturnType<typeof newDesk>>;
  let resetHash: string;

  beforeEach(async () => {
    desk = await newDesk();
    resetHash = await hashPassword('first-pass-word', 4);
  });
  afterEach(() => desk.close());

  async function slowPassword(): Promise<void> {
    const hash = await hashPassword(PASSWORD, SLOW);
    run(desk.world.db, q.updateTable('users').set({ password_hash: hash }));
  }

  /** Long enough for the request to have come in, not for scrypt to be done. */
  const meanwhile = () => new Promise((resolve) => setTimeout(resolve, 60));

  function reset(): void {
    const { db, now } = desk.world;
    const by = { ip: '', agent: '', now: now() };
    resetPassword(db, actorOf(db, desk.cast.admin.id), desk.cast.operator.id, resetHash, by);
  }

  const sessions = () => all(desk.world.db, q.selectFrom('sessions').select('user_id'));

  test('a log-in with the old password does not outlive a reset that comes while it is verified', async () => {
    await slowPassword();
    const answer = tryLogin(desk, { login: 'operator', password: PASSWORD });
    await meanwhile();
    reset();
    assert.equal((await answer).status, 422);
    assert.deepEqual(sessions(), []);
  });

  test('a change of password does not undo a reset that comes while the present one is verified', async () => {
    await slowPassword();
    const operator = visit(desk, desk.cast.operator);
    const fields = { current: PASSWORD, password: NEW, repeat: NEW };
    const sent = operator.post('/account/password', fields);
    await meanwhile();
    reset();
    const answer = await sent;
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /请重新登录后再试/);
    const { password_hash, must_change_password, failed_logins } = userRow(desk, desk.cast.operator.id);
    assert.deepEqual([password_hash, must_change_password, failed_logins], [resetHash, 1, 0]);
  });

  test('a first password is not replaced by somebody whose session was ended meanwhile', async () => {
    await slowPassword();
    run(desk.world.db, q.updateTable('users').set({ must_change_password: 1 }));
    const operator = visit(desk, desk.cast.operator);
    const sent = operator.post('/account/password', { password: NEW, repeat: NEW });
    await meanwhile();
    endSessionsOf(desk.world.db, desk.cast.operator.id);
    const answer = await sent;
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /请重新登录后再试/);
    assert.equal(userRow(desk, desk.cast.operator.id).must_change_password, 1);
  });
});
