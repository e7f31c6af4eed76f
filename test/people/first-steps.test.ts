import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { q, run } from '../../src/db/query.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { errorIn, newDesk, PASSWORD, tryLogin, userRow } from './desk.ts';

describe('people first-steps', () => {
  let desk: Awaited<ReturnType<typeof newDesk>>;
  let visitor: Visitor;
  const NEW = 'a kettle on the stove';

  beforeEach(async () => {
    desk = await newDesk();
    visitor = visit(desk, desk.cast.operator);
  });
  afterEach(() => desk.close());

  function set(values: {
    must_change_password?: number;
    secrecy_accepted_at?: number | null;
    failed_logins?: number;
  }) {
    run(desk.world.db, q.updateTable('users').set(values).where('id', '=', desk.cast.operator.id));
  }

  const operator = () => visitor;

  test('with a first password every page leads to the change of the password', async () => {
    set({ must_change_password: 1 });
    for (const path of ['/', '/queues/mine', '/intake', '/account']) {
      assert.equal((await operator().get(path)).headers.get('location'), '/account/password', path);
    }
  });

  test('a first password, typed a moment ago, is not asked for again', async () => {
    set({ must_change_password: 1 });
    const page = await (await operator().get('/account/password')).text();
    assert.ok(!page.includes('name="current"'));
    const answer = await operator().post('/account/password', { password: NEW, repeat: NEW });
    assert.equal(answer.headers.get('location'), '/');
    assert.equal((await tryLogin(desk, { login: 'operator', password: NEW })).status, 303);
  });

  test('the first password cannot be kept', async () => {
    set({ must_change_password: 1 });
    const answer = await operator().post('/account/password', { password: PASSWORD, repeat: PASSWORD });
    assert.match(await answer.text(), /新密码不能与现在的密码相同/);
  });

  test('until the undertaking is signed every page leads to it', async () => {
    set({ secrecy_accepted_at: null });
    for (const path of ['/', '/queues/mine', '/intake', '/account']) {
      assert.equal((await operator().get(path)).headers.get('location'), '/undertaking', path);
    }
  });

  test('the undertaking is signed with a tick, and the time is kept', async () => {
    set({ secrecy_accepted_at: null });
    const unticked = await operator().post('/undertaking', {});
    assert.equal(unticked.status, 422);
    assert.match(await unticked.text(), /请阅读全文，并勾选/);
    assert.equal((await operator().post('/undertaking', { accept: '1' })).headers.get('location'), '/');
    assert.equal(userRow(desk, desk.cast.operator.id).secrecy_accepted_at, desk.world.now());
  });

  test('the undertaking names who signs and for which hotline', async () => {
    set({ secrecy_accepted_at: null });
    const page = await (await operator().get('/undertaking')).text();
    assert.match(page, /本人王晓，在清源县12345政务服务便民热线担任话务员/);
  });

  test('changing a password needs the present one and ends the log-ins elsewhere', async () => {
    const [here, there] = [operator(), visit(desk, desk.cast.operator)];
    const fields = { password: NEW, repeat: NEW };
    assert.equal((await here.post('/account/password', { ...fields, current: 'not this one' })).status, 422);
    assert.equal((await here.post('/account/password', { ...fields, current: PASSWORD })).status, 303);
    assert.equal((await here.get('/account')).status, 200);
    assert.match((await there.get('/account')).headers.get('location') ?? '', /^\/login/);
  });

  test('guessing the present password in the form locks the account too', async () => {
    for (let n = 0; n < 5; n++) {
      await operator().post('/account/password', { current: 'guess', password: NEW, repeat: NEW });
    }
    assert.match(
      await errorIn(await tryLogin(desk, { login: 'operator', password: PASSWORD })),
      /账号已锁定/,
    );
  });

  test('two different new passwords are noticed', async () => {
    const typed = { current: PASSWORD, password: NEW, repeat: `${NEW}s` };
    assert.match(await (await operator().post('/account/password', typed)).text(), /两次输入的新密码不一致/);
  });
});
