import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Audited, audit } from '../../src/audit/audit.ts';
import { q, run, transact } from '../../src/db/query.ts';
import { newDesk } from '../people/desk.ts';
import { visit } from '../support/browserless.ts';

describe('the audit log', () => {
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
    const rows = [...page.matchAll(/<tr class=""[^>]*>(.*?)<\/tr>/gs)].map((match) => match[1] ?? '');
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

  test('a search reads the newest twenty thousand lines and says so; days lead to the older ones', async () => {
    write('user_created', '张三（zhangsan）');
    desk.setTime('2026-11-24 10:00');
    const [db, at] = [desk.world.db, desk.world.now()];
    transact(db, () => {
      for (let line = 0; line < 20_000; line++) audit(db, { at, actor: null, who: '沈立', act: 'login' });
    });
    const pageOf = async (query: string) =>
      (await visit(desk, desk.cast.auditor).get(`/audit${query}`)).text();
    assert.equal((await linesOf('?q=张三')).length, 0);
    assert.match(await pageOf('?q=张三'), /最近 20000 条记录/);
    assert.equal((await linesOf('?q=张三&to=2026-11-23')).length, 1);
    assert.equal((await linesOf('?q=张三&act=user_created')).length, 1);
    for (const query of ['', '?to=2026-11-23', '?q=张三&to=2026-11-23', '?q=张三&act=user_created'])
      assert.doesNotMatch(await pageOf(query), /最近 20000 条/, query);
  });

  test('lines stand by their time, also where the clock was set back between them', async () => {
    desk.setTime('2026-11-24 00:05');
    write('user_created', '张三（zhangsan）');
    desk.setTime('2026-11-23 23:58');
    write('user_created', '李四（lisi）');
    assert.match((await linesOf('?from=2026-11-24'))[0] ?? '', /张三/);
    assert.match((await linesOf('?to=2026-11-23'))[0] ?? '', /李四/);
    assert.equal((await linesOf('?before=1')).length, 1);
  });

  test('no view of a long log reads it whole', () => {
    const { db } = desk.world;
    const plan = (where: string) =>
      db
        .prepare(
          `EXPLAIN QUERY PLAN SELECT * FROM audit_log WHERE ${where} ORDER BY at DESC, id DESC LIMIT 51`,
        )
        .all()
        .map((row) => (row as { detail: string }).detail)
        .join('; ');
    assert.match(plan('at >= 1 AND at < 2'), /^SEARCH .* audit_log_at \(at>\? AND at<\?\)$/);
    assert.match(plan(`act = 'login' AND at < 2`), /^SEARCH .* audit_log_act \(act=\? AND at<\?\)$/);
    assert.match(plan('(at, id) < (1, 2)'), /^SEARCH .* audit_log_at \(at<\?\)$|\(at,rowid\)<\(\?,\?\)/);
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
});
