import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { q, run } from '../../src/db/query.ts';
import { type Audited, audit } from '../../src/people/audit.ts';
import { visit } from '../support/browserless.ts';
import { newDesk } from './desk.ts';

let desk: Awaited<ReturnType<typeof newDesk>>;

beforeEach(async () => {
  desk = await newDesk();
});
afterEach(() => desk.close());

function write(act: Audited, subject = '', detail = {}) {
  audit(desk.world.db, { at: desk.world.now(), actor: desk.cast.admin, act, subject, detail });
}

async function linesOf(query = ''): Promise<string[]> {
  const page = await (await visit(desk, desk.cast.auditor).get(`/audit${query}`)).text();
  const rows = [...page.matchAll(/<tr class="">(.*?)<\/tr>/gs)].map((match) => match[1] ?? '');
  return rows.map((row) =>
    row
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

test('the auditor reads who did what to whom in Chinese, newest first', async () => {
  write('user_created', '张三（zhangsan）');
  write('roles_granted', '张三（zhangsan）', { added: ['话务员', '派单员'], removed: [] });
  assert.deepEqual(await linesOf(), [
    '今天 09:00 沈立 调整岗位 张三（zhangsan） 增加：话务员、派单员',
    '今天 09:00 沈立 新建人员 张三（zhangsan）',
  ]);
});

test('lines are found by person, act and day', async () => {
  write('user_created', '张三（zhangsan）');
  desk.setTime('2026-11-24 10:00');
  write('password_reset', '李四（lisi）');
  assert.equal((await linesOf('?q=张三')).length, 1);
  assert.equal((await linesOf('?q=沈立')).length, 2);
  assert.equal((await linesOf('?act=password_reset')).length, 1);
  assert.equal((await linesOf('?from=2026-11-24')).length, 1);
  assert.equal((await linesOf('?to=2026-11-23')).length, 1);
});

test('a long log is read page by page, there and back', async () => {
  for (let n = 1; n <= 120; n++) write('user_changed', `第${n}位`);
  const subjects = async (query: string) =>
    (await linesOf(query)).map((line) => Number(/第(\d+)位/.exec(line)?.[1]));
  assert.equal((await subjects(''))[0], 120);
  const second = await subjects('?before=71');
  assert.deepEqual([second[0], second.at(-1)], [70, 21]);
  const third = await subjects('?before=21');
  assert.deepEqual([third[0], third.at(-1)], [20, 1]);
  const back = await subjects('?after=20');
  assert.deepEqual([back[0], back.at(-1)], [70, 21]);
  assert.equal((await subjects('?after=70'))[0], 120);
});

test('nobody changes a line or takes one away, not even past the pages', () => {
  write('user_created');
  const { db } = desk.world;
  assert.throws(() => run(db, q.updateTable('audit_log').set({ who: '别人' })), /append-only/);
  assert.throws(() => run(db, q.deleteFrom('audit_log')), /append-only/);
});

test('the administrator does not read the log, the auditor no case', async () => {
  assert.equal((await visit(desk, desk.cast.admin).get('/audit')).status, 403);
  assert.equal((await visit(desk, desk.cast.auditor).get('/queues/mine')).status, 403);
});

test('what other pages write is said in Chinese too', async () => {
  write('agency_changed', '住建局', { id: 2, kind: ['bureau', 'township'], contact_person: '已修改' });
  write('phone_revealed', '20261123-0001', { purpose: '回访' });
  assert.deepEqual(await linesOf(), [
    '今天 09:00 沈立 查看号码 20261123-0001 事由：回访',
    '今天 09:00 沈立 修改单位 住建局 类型：由“部门”改为“乡镇街道”；联系人：已修改',
  ]);
});
