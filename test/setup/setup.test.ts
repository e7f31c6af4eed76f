import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { all, first, q, run } from '../../src/db/query.ts';
import { ROLES } from '../../src/people/roles.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('setup', () => {
  let house: TestWorld;
  let cookie = '';

  beforeEach(() => {
    house = newWorld('2026-11-23 14:05');
    cookie = '';
  });
  afterEach(() => house.close());

  const ADMIN = {
    code: '123456',
    name: '沈立',
    login: 'shenli',
    password: 'plum-blossom-rain',
    repeat: 'plum-blossom-rain',
  };

  async function send(path: string, fields: Record<string, string>): Promise<Response> {
    const { csrf = '' } = first(house.world.db, q.selectFrom('sessions').select('csrf')) ?? {};
    const body = new URLSearchParams({ ...fields, csrf });
    const answer = await house.app.request(path, { method: 'POST', body, headers: { cookie } });
    cookie = /session=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? cookie;
    return answer;
  }

  function open(path: string): Promise<Response> {
    return Promise.resolve(house.app.request(path, { headers: { cookie } }));
  }

  async function becomeAdmin(): Promise<void> {
    await send('/setup', ADMIN);
    run(house.world.db, q.updateTable('users').set({ secrecy_accepted_at: house.world.now() }));
  }

  const userCount = () => all(house.world.db, q.selectFrom('users').select('id')).length;

  test('while nobody is known every page leads to the set-up', async () => {
    for (const path of ['/', '/queues/mine', '/people']) {
      const login = (await open(path)).headers.get('location') ?? '';
      assert.equal((await open(login)).headers.get('location'), '/setup', path);
    }
    assert.equal((await open('/setup')).status, 200);
  });

  test('who knows the code of the console becomes administrator and is signed in', async () => {
    const answer = await send('/setup', ADMIN);
    assert.equal(answer.headers.get('location'), '/setup/choice');
    assert.equal((await open('/setup/choice')).headers.get('location'), '/undertaking');
    await send('/undertaking', { accept: '1' });
    assert.equal((await open('/')).headers.get('location'), '/setup/choice');
    assert.equal((await open('/setup/choice')).status, 200);
  });

  test('a wrong code makes nobody administrator; what was typed stays', async () => {
    const answer = await send('/setup', { ...ADMIN, code: '654321' });
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.match(page, /验证码不正确/);
    assert.match(page, /value="沈立"/);
    assert.equal(userCount(), 0);
  });

  test('after five wrong codes even the right one waits a minute', async () => {
    for (let n = 0; n < 4; n++) await send('/setup', { ...ADMIN, code: '000000' });
    assert.match(await (await send('/setup', { ...ADMIN, code: '000000' })).text(), /请于 14:06 后再试/);
    assert.equal((await send('/setup', ADMIN)).status, 422);
    house.setTime('2026-11-23 14:06');
    assert.equal((await send('/setup', ADMIN)).status, 303);
  });

  test('a code typed with spaces or in full width is the same code', async () => {
    assert.equal((await send('/setup', { ...ADMIN, code: '１２３ ４５６' })).status, 303);
  });

  test('a weak password is refused, and the code is not used up', async () => {
    const answer = await send('/setup', { ...ADMIN, password: '1234567890', repeat: '1234567890' });
    assert.match(await answer.text(), /这个密码太常见/);
    assert.equal((await send('/setup', ADMIN)).status, 303);
  });

  test('once there is an administrator the set-up is closed', async () => {
    await send('/setup', ADMIN);
    cookie = '';
    assert.equal((await open('/setup')).headers.get('location'), '/');
    assert.equal((await send('/setup', { ...ADMIN, login: 'second' })).headers.get('location'), '/');
    assert.equal(userCount(), 1);
  });

  test('of two who fill in the first page at once one becomes administrator', async () => {
    const answers = await Promise.all([send('/setup', ADMIN), send('/setup', { ...ADMIN, login: 'second' })]);
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 409]);
    assert.equal(userCount(), 1);
  });

  test('a set-up form that another site sends is refused', async () => {
    const body = new URLSearchParams(ADMIN);
    const headers = { 'sec-fetch-site': 'cross-site' };
    assert.equal((await house.app.request('/setup', { method: 'POST', body, headers })).status, 403);
    assert.equal(userCount(), 0);
  });

  test('an administrator who left before choosing comes back to the choice', async () => {
    await becomeAdmin();
    cookie = '';
    const body = new URLSearchParams({ login: 'shenli', password: ADMIN.password });
    const login = await house.app.request('/login', { method: 'POST', body });
    cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    assert.equal((await open('/')).headers.get('location'), '/setup/choice');
  });

  test('starting from blank needs the kind of hotline, its name, number and area code', async () => {
    await becomeAdmin();
    const answer = await send('/setup/preset', { areaCode: '731' });
    const page = await answer.text();
    for (const field of ['preset', 'name', 'number', 'areaCode'])
      assert.match(page, new RegExp(`id="f-${field}-error"`));
  });

  test('after the choice the hotline bears its name and the choice is closed', async () => {
    await becomeAdmin();
    const chosen = { preset: 'government-12345', name: '青山县热线', number: '12345', areaCode: '0731' };
    assert.equal((await send('/setup/preset', chosen)).headers.get('location'), '/agencies');
    assert.match(await (await open('/people')).text(), /青山县热线/);
    assert.equal((await open('/setup/choice')).headers.get('location'), '/');
    assert.equal((await send('/setup/preset', chosen)).status, 409);
    assert.equal((await send('/setup/demo', {})).status, 409);
  });

  test('the demonstration county shows the log-in of every role once, and each of them works', async () => {
    await becomeAdmin();
    const page = await (await send('/setup/demo', {})).text();
    const rows = [...page.matchAll(/<tr class=""[^>]*>(.*?)<\/tr>/gs)].map((match) => match[1] ?? '');
    for (const { name } of Object.values(ROLES)) {
      const row = rows.find((each) => each.includes(name)) ?? '';
      const [login = '', password = ''] = [...row.matchAll(/<code>([^<]+)</g)].map((match) => match[1] ?? '');
      const body = new URLSearchParams({ login, password });
      const answer = await house.app.request('/login', { method: 'POST', body });
      assert.equal(answer.status, 303, name);
    }
    assert.equal((await send('/setup/demo', {})).status, 409);
  });
});
