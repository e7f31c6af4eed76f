import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, type Mock, mock, test } from 'node:test';
import { Hono } from 'hono';
import { all, q } from '../../src/db/query.ts';
import { Routes } from '../../src/web/access.ts';
import type { Env } from '../../src/web/context.ts';
import { errorPage } from '../../src/web/error-page.ts';
import { logError } from '../../src/web/log.ts';
import { newDesk, tryLogin } from '../people/desk.ts';

describe('web log', () => {
  /* The log and the audit log are read by people who see no case: no number, no name, nothing that was typed. */

  let errors: Mock<typeof console.error>;
  beforeEach(() => {
    errors = mock.method(console, 'error', () => undefined);
  });
  afterEach(() => mock.restoreAll());

  const logged = () => errors.mock.calls.map((call) => String(call.arguments[0])).join('\n');

  test('a bug is logged with the route it came from, without the address, which may name a file', async () => {
    const desk = await newDesk();
    const app = new Hono<Env>();
    app.use('*', async (c, next) => {
      c.set('world', desk.world);
      c.set('requestId', 'request-1');
      await next();
    });
    app.onError((error, c) => errorPage(c, error));
    new Routes(app).get('/attachments/:id/:name', 'public', () => {
      throw new TypeError('file is not what it was');
    });
    new Routes(app).get('/attachments/:id/:other', 'public', (c) => c.text('never'));
    const answer = await app.request(`/attachments/7/${encodeURI('张三身份证')}.jpg?q=13812345678`);
    desk.close();
    assert.equal(answer.status, 500);
    const { request, route, error } = JSON.parse(logged());
    assert.deepEqual([request, route], ['request-1', 'GET /attachments/:id/:name']);
    assert.match(error, /^TypeError: file is not what it was\n +at .*log\.test\.ts/);
    assert.doesNotMatch(logged(), /%E5|张三|13812/);
  });

  test('what an error message quotes of somebody’s words is left out', () => {
    const parse = (text: string) => {
      try {
        JSON.parse(text);
      } catch (error) {
        logError({}, error);
      }
    };
    parse('张三 13812345678');
    parse('{"phone":"13812345678" "name":"张三"}');
    logError({}, new Error('near "建设路3号": syntax error'));
    logError({}, new Error('电话 138 1234 5678 重复，住建设路3号'));
    logError({}, '张三');
    logError({}, new Error('550 5.1.1 <zhang.san@example.com> rejected, or zhang.san@example.com'));
    logError({}, new Error('no such number: １３８１２３４５６７８'));
    assert.equal(errors.mock.callCount(), 7);
    assert.doesNotMatch(logged(), /13812|138 1234|5678|张|建设路|zhang|１３８/);
    assert.match(logged(), /550 5\.1\.1 <…> rejected/);
    assert.match(logged(), /SyntaxError: /);
  });

  test('what database says about its own tables stays readable', () => {
    logError(
      {},
      Object.assign(new Error('UNIQUE constraint failed: users.login'), { code: 'SQLITE_CONSTRAINT' }),
    );
    assert.match(logged(), /Error \[SQLITE_CONSTRAINT\]: UNIQUE constraint failed: users\.login/);
  });

  test('a log-in that does not exist is audited without what was typed: it may be a number or a password', async () => {
    const desk = await newDesk();
    await tryLogin(desk, { login: '13812345678', password: 'secret-of-mine' });
    const lines = all(desk.world.db, q.selectFrom('audit_log').selectAll());
    desk.close();
    assert.equal(lines.length, 1);
    assert.doesNotMatch(JSON.stringify(lines), /13812|secret/);
    assert.equal(lines[0]?.who, '不存在的登录名');
  });
});
