import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { all, q, run } from '../../src/db/query.ts';
import { raiseAlarms } from '../../src/health/alarms.ts';
import type { Job } from '../../src/jobs/jobs.ts';
import { startJobs } from '../../src/jobs/start.ts';
import type { MessageRow } from '../../src/outbox/message.ts';
import { goodBackup } from '../backup/lines.ts';
import { at } from '../calendar/samples.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('health alarms', () => {
  /* Monday 09:00. The administrator has an e-mail address and a telephone; there are gateways for both. */

  const MINUTE = 60_000;
  let house: TestWorld;
  let cast: Cast;
  /** Real ms that have passed, moved together with the clock. */
  let elapsed = 0;
  let stops: (() => Promise<void>)[] = [];

  beforeEach(() => {
    mock.method(console, 'error', () => undefined);
    house = newWorld();
    elapsed = 0;
    cast = newCast(house.world.db, house.world.now());
    run(
      house.world.db,
      q
        .updateTable('users')
        .set({ email: 'shen@example.gov.cn', phone: '13900000000' })
        .where('id', '=', cast.admin.id),
    );
    gateway('邮件服务器', 'smtp', 'email');
    gateway('短信网关', 'http', 'sms');
  });
  afterEach(() => {
    for (const stop of stops) void stop();
    stops = [];
    mock.restoreAll();
    house.close();
  });

  function gateway(name: string, channel: string, medium: 'email' | 'sms') {
    run(
      house.world.db,
      q.insertInto('gateways').values({ channel, medium, name, created_at: house.world.now() }),
    );
  }

  function startWith(work: Job['work'], more: Partial<Job> = {}) {
    const job: Job = { name: 'one', title: '发送消息', when: '*/5 * * * *', work, ...more };
    stops.push(startJobs(house.world, [job], () => elapsed));
  }

  async function lookAt(local: string) {
    elapsed += at(local) - house.world.now();
    house.setTime(local);
    await raiseAlarms(house.world);
  }

  function message(uid: string, more: Partial<MessageRow>) {
    run(
      house.world.db,
      q.insertInto('messages').values({
        ...{ uid, medium: 'sms', rule: uid, occasion: 'pressed', audience: 'handler', recipient: 'user:1' },
        ...{ recipient_name: '赵明', text: '请抓紧办理', status: 'queued', not_before: 0, created_at: 0 },
        ...more,
      }),
    );
  }

  const messages = () => all(house.world.db, q.selectFrom('messages').selectAll().orderBy('id'));
  const told = () =>
    messages()
      .filter(({ rule }) => rule === 'alarm')
      .map(({ medium, subject }) => `${medium} ${subject}`);
  const change = (set: { down_since: number | null; fault?: string }) =>
    run(house.world.db, q.updateTable('gateways').set(set).where('name', '=', '短信网关'));

  test('a job that has missed three of its times is told of once, by e-mail and SMS', async () => {
    startWith(() => Promise.reject(new Error('no')));
    await setImmediate();
    await lookAt('2026-11-23 09:14');
    assert.deepEqual(told(), []);
    await lookAt('2026-11-23 09:15');
    assert.equal(told().length, 2);
    const line = '热线系统告警：自动任务“发送消息”已有 15 分钟没有成功完成，请查看“运行状况”。';
    assert.deepEqual(told(), [`email ${line}`, `sms ${line}`]);
    await lookAt('2026-11-23 11:00');
    assert.equal(told().length, 2);
  });

  test('an alarm goes to the administrator, at any hour, and says what to do', async () => {
    startWith(() => Promise.reject(new Error('no')));
    await setImmediate();
    await lookAt('2026-11-23 23:00');
    const [mail] = messages();
    assert.deepEqual(
      [mail?.rule, mail?.occasion, mail?.recipient, mail?.address, mail?.urgent, mail?.case_id],
      ['alarm', 'alarm', `admin:${cast.admin.id}`, 'shen@example.gov.cn', 1, null],
    );
    assert.match(mail?.text ?? '', /请先清理[\s\S]*请重新启动系统[\s\S]*“运行状况”页/);
  });

  test('what is well again is told of once', async () => {
    let broken = true;
    startWith(() => (broken ? Promise.reject(new Error('no')) : undefined));
    await setImmediate();
    await lookAt('2026-11-23 09:30');
    broken = false;
    startWith(() => undefined);
    await setImmediate();
    await lookAt('2026-11-23 09:31');
    await lookAt('2026-11-23 09:32');
    assert.equal(told().length, 4);
    assert.match(told()[2] ?? '', /^email 热线系统已恢复：自动任务“发送消息”/);
  });

  test('a job that runs longer than its patience is told of while it hangs', async () => {
    startWith(() => new Promise(() => undefined), { patience: 30 * MINUTE });
    await lookAt('2026-11-23 09:30');
    assert.deepEqual(told(), []);
    await lookAt('2026-11-23 09:31');
    assert.match(told()[0] ?? '', /已运行 31 分钟仍未结束/);
  });

  test('a job that hangs for hours is measured by real time, not by a clock that was set', async () => {
    startWith(() => new Promise(() => undefined));
    house.setTime('2026-11-23 18:00');
    await raiseAlarms(house.world);
    assert.deepEqual(told(), []);
    house.setTime('2026-11-23 07:00');
    elapsed += 11 * MINUTE;
    await raiseAlarms(house.world);
    assert.match(told()[0] ?? '', /已运行 11 分钟/);
  });

  test('a gateway that cannot be reached is told of after fifteen minutes, with what is wrong', async () => {
    change({ down_since: house.world.now(), fault: '连接超时' });
    await lookAt('2026-11-23 09:15');
    assert.deepEqual(told(), []);
    await lookAt('2026-11-23 09:16');
    assert.match(told()[0] ?? '', /网关“短信网关”已有 16 分钟无法使用：连接超时/);
    change({ down_since: null });
    await lookAt('2026-11-23 09:17');
    assert.match(told()[2] ?? '', /已恢复/);
  });

  test('a gateway that cannot be reached stands on the health page and with the monitor at once', async () => {
    change({ down_since: house.world.now(), fault: '连接超时' });
    const page = await (await visit(house, cast.admin).get('/health/page')).text();
    assert.doesNotMatch(page, /没有需要处理的事/);
    assert.match(page, /data-tone="warn"[\s\S]*网关“短信网关”已有/);
    const body = await (await house.app.request('/health')).json();
    assert.deepEqual([body.status, body.gateways], ['degraded', { status: 'degraded', down: 1 }]);
  });

  test('while something urgent waits, it is told of after two minutes', async () => {
    message('urgent', { urgent: 1, created_at: house.world.now() });
    change({ down_since: house.world.now() });
    await lookAt('2026-11-23 09:02');
    assert.deepEqual(told(), []);
    await lookAt('2026-11-23 09:03');
    assert.match(told()[0] ?? '', /网关“短信网关”已有 3 分钟无法使用/);
    run(house.world.db, q.deleteFrom('messages').where('uid', '=', 'urgent'));
    await lookAt('2026-11-23 09:04');
    assert.equal(told().length, 2, 'still out of reach: not over');
  });

  test('an urgent e-mail does not wait for an SMS gateway', async () => {
    message('urgent', { urgent: 1, created_at: house.world.now(), medium: 'email' });
    change({ down_since: house.world.now() });
    await lookAt('2026-11-23 09:15');
    assert.deepEqual(told(), []);
  });

  test('a medium whose gateways are all switched off needs a hand, and mail while messages wait', async () => {
    const degraded = async () => (await (await house.app.request('/health')).json()).gateways.status;
    run(house.world.db, q.updateTable('gateways').set({ active: 0 }).where('medium', '=', 'sms'));
    const page = await (await visit(house, cast.admin).get('/health/page')).text();
    assert.match(page, /data-tone="warn"[\s\S]*短信网关均已停用/);
    assert.equal(await degraded(), 'degraded');
    await lookAt('2026-11-23 09:30');
    assert.deepEqual(told(), []);
    message('usual', { created_at: house.world.now() });
    await lookAt('2026-11-23 09:45');
    assert.deepEqual(told(), []);
    await lookAt('2026-11-23 09:46');
    assert.match(told()[0] ?? '', /短信网关均已停用/);
    gateway('人工拨打', 'call_list', 'sms');
    assert.equal(await degraded(), 'ok');
  });

  test('messages given up are told of once, until none is left', async () => {
    const dead = (uid: string) => message(uid, { status: 'dead', attempts: 1 });
    dead('a');
    await lookAt('2026-11-23 09:01');
    assert.match(told().at(-1) ?? '', /有 1 条消息未能发出（已试发 1 次）/);
    const count = told().length;
    dead('b');
    await lookAt('2026-11-23 09:02');
    assert.equal(told().length, count);
    run(house.world.db, q.deleteFrom('messages').where('status', '=', 'dead'));
    await lookAt('2026-11-23 09:03');
    assert.match(told().at(-1) ?? '', /热线系统已恢复：消息发送（此前有 1 条未成功）。$/);
  });

  test('of messages given up it is said how often they were tried, and that the gateway may be at fault', async () => {
    for (const attempts of [1, 5]) message(`tried ${attempts}`, { status: 'dead', attempts });
    const page = await (await visit(house, cast.admin).get('/health/page')).text();
    assert.match(page, /有 2 条消息未能发出（各试发 1 至 5 次）[\s\S]*网关设置/);
  });

  test('from December on the missing calendar is told of by mail', async () => {
    goodBackup(house.world.db, at('2026-11-30 12:00'));
    await lookAt('2026-11-30 23:59');
    assert.deepEqual(told(), []);
    await lookAt('2026-12-01 00:00');
    assert.match(told()[0] ?? '', /2027 年的放假安排尚未录入/);
    assert.equal(messages()[0]?.urgent, 0);
  });

  test('several troubles make one message', async () => {
    change({ down_since: house.world.now(), fault: '' });
    startWith(() => Promise.reject(new Error('no')));
    await setImmediate();
    await lookAt('2026-11-23 10:00');
    assert.equal(told().length, 2);
    assert.match(told()[0] ?? '', /等 2 项/);
    assert.match(messages()[0]?.text ?? '', /1\. 自动任务[\s\S]*2\. 网关/);
  });

  test('where nobody can be told, it is told as soon as somebody can', async () => {
    const users = (phone: string) =>
      run(house.world.db, q.updateTable('users').set({ email: '', phone }).where('id', '=', cast.admin.id));
    users('');
    change({ down_since: house.world.now() });
    await lookAt('2026-11-23 10:00');
    assert.deepEqual(told(), []);
    users('13900000000');
    await lookAt('2026-11-23 10:01');
    assert.equal(told().length, 1);
  });

  test('a monitor learns which part needs a hand, and that the system works on', async () => {
    startWith(() => Promise.reject(new Error('no')));
    change({ down_since: house.world.now(), fault: '张三的网关' });
    await setImmediate();
    await lookAt('2026-11-23 10:00');
    const answer = await house.app.request('/health');
    const text = await answer.text();
    const body = JSON.parse(text);
    assert.deepEqual([answer.status, body.status, body.database], [200, 'degraded', 'ok']);
    assert.deepEqual(body.jobs, { status: 'degraded', failing: ['one'] });
    assert.deepEqual(
      [body.gateways, body.calendar],
      [
        { status: 'degraded', down: 1 },
        { status: 'ok', years: [2024, 2025, 2026] },
      ],
    );
    assert.deepEqual([body.outbox.status, body.outbox.queued, body.outbox.dead], ['ok', 2, 0]);
    assert.doesNotMatch(text, /张三|shen@|139/);
  });

  test('the health page says first what to do, then how each job and each gateway fares', async () => {
    startWith(() => Promise.reject(new Error('no')));
    change({ down_since: house.world.now(), fault: '连接超时' });
    await setImmediate();
    await lookAt('2026-11-23 10:00');
    const page = await (await visit(house, cast.admin).get('/health/page')).text();
    assert.doesNotMatch(page, /没有需要处理的事/);
    assert.match(
      page,
      /data-tone="error"[\s\S]*自动任务“发送消息”已有 1 小时没有成功完成[\s\S]*<h2>自动任务/,
    );
    assert.match(page, /未成功<\/[\s\S]{1,60}程序出错[\s\S]*今天 09:00[\s\S]*今天 10:05[\s\S]*最近的失败/);
    assert.match(page, /href="\/outbox\?status=queued"[\s\S]*无法使用 1 小时<\/[\s\S]{1,60}连接超时/);
  });

  test('the health page says that nobody would hear of an alarm', async () => {
    run(house.world.db, q.deleteFrom('gateways'));
    const page = await (await visit(house, cast.admin).get('/health/page')).text();
    assert.match(page, /没有需要处理的事[\s\S]*还没有办法通知系统管理员/);
  });
});
