import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { visit } from '../support/browserless.ts';
import { newDesk } from './desk.ts';

describe('people sessions', () => {
  let desk: Awaited<ReturnType<typeof newDesk>>;

  beforeEach(async () => {
    desk = await newDesk('2026-11-23 08:00');
  });
  afterEach(() => desk.close());

  const isLogin = (answer: Response) => answer.headers.get('location')?.startsWith('/login') ?? false;

  test('a session that nobody uses for two hours ends', async () => {
    const operator = visit(desk, desk.cast.operator);
    desk.setTime('2026-11-23 09:59');
    assert.equal((await operator.get('/account')).status, 200);
    desk.setTime('2026-11-23 12:00');
    assert.ok(isLogin(await operator.get('/account')));
  });

  test('what a browser asks for by itself keeps no session open', async () => {
    const operator = visit(desk, desk.cast.operator);
    const draft = '/drafts/a-draft-left-on-screen?form=intake';
    for (let minute = 2; minute < 120; minute += 2) {
      desk.setTime(
        `2026-11-23 ${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
      );
      assert.equal((await operator.get('/nav', { 'hx-request': 'true' })).status, 200);
      assert.equal((await operator.post(draft, { text: `路灯不亮 ${minute}` })).status, 200);
    }
    desk.setTime('2026-11-23 10:01');
    assert.equal((await operator.get('/nav', { 'hx-request': 'true' })).status, 401);
    assert.ok(isLogin(await operator.post(draft, { text: '路灯不亮' })));
    assert.ok(isLogin(await operator.get('/account')));
  });

  test('a session in constant use ends after a shift and its hand-over', async () => {
    const operator = visit(desk, desk.cast.operator);
    for (let hour = 9; hour <= 21; hour++) {
      desk.setTime(`2026-11-23 ${String(hour).padStart(2, '0')}:00`);
      assert.equal((await operator.get('/account')).status, 200, `${hour}:00`);
    }
    desk.setTime('2026-11-23 21:01');
    assert.ok(isLogin(await operator.get('/account')));
  });

  test('a person who is disabled is out at once', async () => {
    const operator = visit(desk, desk.cast.operator);
    assert.equal((await operator.get('/account')).status, 200);
    await visit(desk, desk.cast.admin).post(`/people/${desk.cast.operator.id}/disable`, {});
    assert.ok(isLogin(await operator.get('/account')));
  });

  test('a person whose password is reset is out at once', async () => {
    const operator = visit(desk, desk.cast.operator);
    await visit(desk, desk.cast.admin).post(`/people/${desk.cast.operator.id}/reset-password`, {});
    assert.ok(isLogin(await operator.get('/account')));
  });

  test('after log-out the cookie opens nothing', async () => {
    const operator = visit(desk, desk.cast.operator);
    assert.equal((await operator.post('/logout', {})).headers.get('location'), '/login');
    assert.ok(isLogin(await operator.get('/account')));
  });

  test('one can end the log-ins on other devices and keep this one', async () => {
    const [here, there] = [visit(desk, desk.cast.operator), visit(desk, desk.cast.operator)];
    await here.post('/account/sessions/end-others', {
      csrf: csrfOf(await (await here.get('/account')).text()),
    });
    assert.equal((await here.get('/account')).status, 200);
    assert.ok(isLogin(await there.get('/account')));
  });

  test('a form without the session’s token changes nothing', async () => {
    const admin = visit(desk, desk.cast.admin);
    const path = `/people/${desk.cast.operator.id}/disable`;
    assert.equal((await admin.post(path, { csrf: '' })).status, 403);
    assert.equal((await admin.post(path, { csrf: visit(desk, desk.cast.auditor).csrf })).status, 403);
    assert.equal((await visit(desk, desk.cast.operator).get('/account')).status, 200);
  });

  test('a form that another site sends changes nothing', async () => {
    const admin = visit(desk, desk.cast.admin);
    const path = `/people/${desk.cast.operator.id}/disable`;
    assert.equal((await admin.post(path, {}, { 'sec-fetch-site': 'cross-site' })).status, 403);
  });

  function csrfOf(page: string): string {
    return /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  }
});
