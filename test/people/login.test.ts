import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { all, q } from '../../src/db/query.ts';
import { visit } from '../support/browserless.ts';
import { errorIn, newDesk, PASSWORD, tryLogin, userRow } from './desk.ts';

describe('people login', () => {
  let desk: Awaited<ReturnType<typeof newDesk>>;

  beforeEach(async () => {
    desk = await newDesk('2026-11-23 14:05');
  });
  afterEach(() => desk.close());

  const wrong = (login = 'operator') => tryLogin(desk, { login, password: 'wrong-password' });
  const right = (login = 'operator') => tryLogin(desk, { login, password: PASSWORD });

  async function fail(times: number, login = 'operator') {
    for (let n = 0; n < times; n++) await wrong(login);
  }

  function auditActs(): string[] {
    return all(desk.world.db, q.selectFrom('audit_log').select('act').orderBy('id')).map(({ act }) => act);
  }

  test('the right password opens a session whose cookie no script and no other site can use', async () => {
    const answer = await right();
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/');
    const cookie = answer.headers.get('set-cookie') ?? '';
    assert.match(cookie, /^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('over https the cookie is kept to https', async () => {
    const direct = await tryLogin(
      desk,
      { login: 'operator', password: PASSWORD },
      {},
      'https://hotline.test',
    );
    assert.match(direct.headers.get('set-cookie') ?? '', /; Secure/);
    const proxied = await tryLogin(
      desk,
      { login: 'operator', password: PASSWORD },
      { 'x-forwarded-proto': 'https' },
    );
    assert.match(proxied.headers.get('set-cookie') ?? '', /; Secure/);
  });

  test('capitals and full-width letters in the login make no difference', async () => {
    assert.equal((await right(' Operator ')).status, 303);
    assert.equal((await right('ｏｐｅｒａｔｏｒ')).status, 303);
  });

  test('an unknown login and a wrong password are answered with the same words', async () => {
    const [unknown, known] = [await wrong('nobody'), await wrong('operator')];
    assert.equal(unknown.status, 422);
    assert.equal(known.status, 422);
    const message = await errorIn(known);
    assert.match(message, /登录名或密码不正确/);
    assert.equal(await errorIn(unknown), message);
  });

  test('the login stays in the form, the password does not', async () => {
    const page = await (await wrong('operator')).text();
    assert.match(page, /name="login"[^>]* value="operator"/);
    assert.ok(!page.includes('wrong-password'));
  });

  test('the fifth failure locks the account and says until when', async () => {
    await fail(4);
    assert.match(await errorIn(await wrong()), /账号已锁定，请于 14:20 后再试，或请系统管理员解锁。/);
    assert.match(await errorIn(await right()), /账号已锁定/);
  });

  test('after fifteen minutes the right password opens again', async () => {
    await fail(5);
    desk.setTime('2026-11-23 14:19');
    assert.equal((await right()).status, 422);
    desk.setTime('2026-11-23 14:20');
    assert.equal((await right()).status, 303);
  });

  test('a log-in sets the count back', async () => {
    await fail(4);
    await right();
    await fail(4);
    assert.equal((await right()).status, 303);
  });

  test('many tries sent at once are counted one by one', async () => {
    await Promise.all(Array.from({ length: 8 }, () => wrong()));
    assert.notEqual(userRow(desk, desk.cast.operator.id).locked_until, null);
    assert.equal(auditActs().filter((act) => act === 'login_failed').length, 5);
  });

  test('a login that does not exist is locked like any other, so that the lock tells nothing', async () => {
    await fail(4, 'nobody');
    assert.match(await errorIn(await wrong('nobody')), /账号已锁定，请于 14:20 后再试/);
    assert.match(await errorIn(await wrong('nobody')), /账号已锁定/);
  });

  test('the administrator unlocks at once', async () => {
    await fail(5);
    const admin = visit(desk, desk.cast.admin);
    await admin.post(`/people/${desk.cast.operator.id}/unlock`, {});
    assert.equal((await right()).status, 303);
  });

  test('a disabled person is told so, but only with the right password', async () => {
    await visit(desk, desk.cast.admin).post(`/people/${desk.cast.operator.id}/disable`, {});
    assert.match(await errorIn(await right()), /该账号已停用/);
    assert.match(await errorIn(await wrong()), /登录名或密码不正确/);
  });

  test('each log-in is a new session, and the former one of this browser ends', async () => {
    const [first = ''] = ((await right()).headers.get('set-cookie') ?? '').split(';');
    const again = await tryLogin(desk, { login: 'operator', password: PASSWORD }, { cookie: first });
    const [second = ''] = (again.headers.get('set-cookie') ?? '').split(';');
    assert.notEqual(first, second);
    assert.equal((await desk.app.request('/account', { headers: { cookie: first } })).status, 303);
    assert.equal((await desk.app.request('/account', { headers: { cookie: second } })).status, 200);
  });

  test('after log-in one comes to the page that one wanted', async () => {
    const wanted = encodeURI('/search?q=路灯&page=2');
    const asked = await desk.app.request(wanted);
    const to =
      new URL(asked.headers.get('location') ?? '', 'http://hotline.test').searchParams.get('to') ?? '';
    const answer = await tryLogin(desk, { login: 'operator', password: PASSWORD, to });
    assert.equal(answer.headers.get('location'), wanted);
  });

  test('log-in never leads to another site', async () => {
    const elsewhere = [
      '//evil.test',
      '/\\evil.test',
      '/\t/evil.test',
      'https://evil.test',
      'evil.test',
      '/%0d\n/evil.test',
      '',
    ];
    for (const to of elsewhere) {
      const answer = await tryLogin(desk, { login: 'operator', password: PASSWORD, to });
      assert.equal(answer.headers.get('location'), '/', JSON.stringify(to));
    }
  });

  test('a log-in form that another site sends is refused', async () => {
    const answer = await tryLogin(
      desk,
      { login: 'operator', password: PASSWORD },
      { 'sec-fetch-site': 'cross-site' },
    );
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('set-cookie'), null);
  });

  test('log-in, failure, lock and log-out stand in the audit log', async () => {
    await visit(desk, desk.cast.operator).post('/logout', {});
    await right();
    await fail(5);
    const failures = Array.from({ length: 5 }, () => 'login_failed');
    assert.deepEqual(auditActs(), ['logout', 'login', ...failures, 'locked']);
  });
});
