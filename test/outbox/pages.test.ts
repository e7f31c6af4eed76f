import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { prepared, q, run } from '../../src/db/query.ts';
import { takeInbound } from '../../src/incoming/inbound.ts';
import { enqueue, type NewMessage } from '../../src/outbox/enqueue.ts';
import type { MessageStatus } from '../../src/outbox/message.ts';
import { endUntrueCalls } from '../../src/outbox/untrue-calls.ts';
import { policyAt } from '../../src/policy/policy.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/** It holds as long as the case is in hand. */
const INSTRUCTED = { rule: 'instructed', occasion: 'instructed' };

describe('X-F1: the outbox, the call list and the case page show what was sent', () => {
  let test: TestWorld;
  let cast: Cast;
  let caseId: number;
  let stage = 0;

  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    caseId = new Life(test.world.db, cast).dispatched().caseId;
    prepared(test.world.db, 'DELETE FROM messages').run();
  });
  after(() => test.close());

  function message(given: Partial<NewMessage> = {}, status: MessageStatus = 'queued'): number {
    const { db } = test.world;
    const plain: NewMessage = {
      ...{ medium: 'sms', rule: 'reply_overdue', occasion: 'reply_after_due', audience: 'handler' },
      ...{ recipient: `user:${cast.handler.id}`, recipientName: '赵明', address: '13900000001' },
      ...{ caseId, assignmentId: null, clockId: null, stage: ++stage, dueVersion: 0, urgent: false },
      ...{ subject: '', text: '工单已超期，请立即办理答复。', facts: {}, notBefore: test.world.now() },
    };
    const id = enqueue(db, { ...plain, ...given }, test.world.now());
    assert.ok(id);
    prepared(db, 'UPDATE messages SET status = ? WHERE id = ?').run(status, id);
    return id;
  }

  const statusOf = (id: number) =>
    prepared(test.world.db, 'SELECT status FROM messages WHERE id = ?').pluck().get(id);
  const text = async (answer: Response | Promise<Response>) => (await answer).text();

  it('failed ones are found by their state, and sent again one by one', async () => {
    const id = message({}, 'dead');
    const desk = visit(test, cast.supervisor);
    assert.match(await text(desk.get('/outbox?status=dead')), new RegExp(`/outbox/${id}`));
    assert.equal((await desk.post(`/outbox/${id}/resend`, {})).status, 303);
    assert.equal(statusOf(id), 'queued');
    assert.doesNotMatch(await text(desk.get('/outbox?status=dead')), new RegExp(`/outbox/${id}`));
  });

  it('all failed ones are sent again at once', async () => {
    const ids = [message({}, 'dead'), message({}, 'dead')];
    await visit(test, cast.dispatcher).post('/outbox/resend-failed', {});
    assert.deepEqual(ids.map(statusOf), ['queued', 'queued']);
  });

  it('one that waits is taken back, one that was sent is not', async () => {
    const [waits, sent] = [message(), message({}, 'sent')];
    const desk = visit(test, cast.supervisor);
    assert.equal((await desk.post(`/outbox/${waits}/cancel`, {})).status, 303);
    assert.equal((await desk.post(`/outbox/${sent}/cancel`, {})).status, 409);
    assert.deepEqual([statusOf(waits), statusOf(sent)], ['cancelled', 'sent']);
  });

  it('found by the number of the case, the name of the recipient, the medium', async () => {
    const mail = message({ medium: 'email', recipientName: '冯岩' });
    const desk = visit(test, cast.supervisor);
    const number = String(prepared(test.world.db, 'SELECT number FROM cases').pluck().get());
    for (const query of [`q=${number}`, `q=${encodeURIComponent('冯')}`, 'medium=email'])
      assert.match(await text(desk.get(`/outbox?${query}`)), new RegExp(`/outbox/${mail}"`), query);
    assert.doesNotMatch(await text(desk.get('/outbox?medium=phone')), new RegExp(`/outbox/${mail}"`));
  });

  it('Q-M1: the administrator sees how a message went, never what is said of a case', async () => {
    const id = message({ text: '清源路路灯' }, 'dead');
    const desk = visit(test, cast.admin);
    const shown = await text(desk.get(`/outbox/${id}`));
    assert.match(shown, /赵明/);
    assert.doesNotMatch(shown, /清源路路灯|\/cases\//);
    assert.match(await text(visit(test, cast.supervisor).get(`/outbox/${id}`)), /清源路路灯/);
  });

  it('Q-M1: whatever rule a message comes from, the administrator reads only alarms and tests', async () => {
    const { db } = test.world;
    const codes = policyAt(db, test.world.now()).reminderRules.map(({ code }) => code);
    const open: string[] = [];
    for (const rule of [...codes, 'digest', 'alarm', 'test']) {
      const own = { rule, caseId: null, medium: 'email', subject: '清源路路灯', text: '清源路路灯' } as const;
      const shown = await text(visit(test, cast.admin).get(`/outbox/${message(own)}`));
      if (shown.includes('清源路路灯')) open.push(rule);
    }
    assert.deepEqual(open, ['alarm', 'test']);
  });

  it('a failed one is put away, or recorded as told by telephone, and not offered to the administrator', async () => {
    const [away, told] = [message({}, 'dead'), message({}, 'dead')];
    const desk = visit(test, cast.dispatcher);
    assert.match(await text(desk.get(`/outbox/${away}`)), /不再发送.*登记已通知/s);
    assert.doesNotMatch(await text(visit(test, cast.admin).get(`/outbox/${away}`)), /登记已通知/);
    assert.equal((await desk.post(`/outbox/${away}/cancel`, {})).status, 303);
    assert.equal((await desk.post(`/outbox/${told}/phoned`, { note: ' ' })).status, 422);
    assert.equal((await desk.post(`/outbox/${told}/phoned`, { note: '本人接听' })).status, 303);
    assert.deepEqual([away, told].map(statusOf), ['cancelled', 'phoned']);
  });

  it('what was written for nobody is not counted among those that can be sent again', async () => {
    prepared(test.world.db, 'DELETE FROM messages').run();
    message({ recipient: 'nobody:3:handler:sms' }, 'dead');
    assert.doesNotMatch(await text(visit(test, cast.supervisor).get('/outbox?status=dead')), /全部重新发送/);
  });

  it('agencies and operators have no outbox', async () => {
    for (const actor of [cast.handler, cast.agencyLeader, cast.operator, cast.auditor])
      assert.equal((await visit(test, actor).get('/outbox')).status, 403);
  });

  it('the call list has one call for each person, and what was told leaves it', async () => {
    const ids = [message(INSTRUCTED, 'to_phone'), message(INSTRUCTED, 'to_phone')];
    const desk = visit(test, cast.operator);
    const list = await text(desk.get('/call-list'));
    assert.equal(list.match(/tel:13900000001/g)?.length, 1);
    assert.match(await text(desk.get('/duty')), /另有 2 条提醒没有网关可发/);
    assert.equal((await desk.post('/call-list', { id: ids.map(String), note: ' ' })).status, 422);
    assert.equal((await desk.post('/call-list', { id: ids.map(String), note: '本人接听' })).status, 303);
    assert.deepEqual(ids.map(statusOf), ['phoned', 'phoned']);
    assert.match(await text(desk.get('/call-list')), /没有需要电话通知的事项/);
  });

  it('nobody is asked to phone for what is settled; within a minute it is off the list and the duty screen', async () => {
    const { db } = test.world;
    const [stands, settled] = [message(INSTRUCTED, 'to_phone'), message({}, 'to_phone')];
    const list = await text(visit(test, cast.operator).get('/call-list'));
    assert.match(list, new RegExp(`value="${stands}"`));
    assert.doesNotMatch(list, new RegExp(`value="${settled}"`));
    for (const _ of endUntrueCalls(db, test.world.now()));
    assert.deepEqual([stands, settled].map(statusOf), ['to_phone', 'cancelled']);
    const note = prepared(db, 'SELECT note FROM messages WHERE id = ?').pluck().get(settled);
    assert.equal(note, '该时限已取消。');
    assert.match(await text(visit(test, cast.operator).get('/duty')), /另有 1 条提醒没有网关可发/);
  });

  it('an urgent call is on the list however many usual ones wait before it', async () => {
    for (let count = 0; count < 501; count++) message(INSTRUCTED, 'to_phone');
    const urgent = message({ ...INSTRUCTED, urgent: true }, 'to_phone');
    const list = await text(visit(test, cast.operator).get('/call-list'));
    assert.match(list, new RegExp(`value="${urgent}"`));
    prepared(test.world.db, 'DELETE FROM messages').run();
  });

  it('SMS of numbers without a case are read by those who phone, with the number masked', async () => {
    const { db } = test.world;
    const columns = { channel: 'http', medium: 'sms', name: '来信网关', created_at: 0 } as const;
    const gateway = run(db, q.insertInto('gateways').values(columns)).id;
    takeInbound(db, gateway, { id: 'a', from: '13811112222', text: '路灯又坏了', at: 0 }, test.world.now());
    assert.match(await text(visit(test, cast.operator).get('/inbound')), /138\*\*\*\*2222[\s\S]*路灯又坏了/);
    for (const actor of [cast.handler, cast.admin])
      assert.equal((await visit(test, actor).get('/inbound')).status, 403);
    prepared(db, 'DELETE FROM inbound_messages').run();
    prepared(db, 'DELETE FROM gateways').run();
  });

  it('the stream of the case says what was sent to whom, once for all who got the same words', async () => {
    prepared(test.world.db, 'DELETE FROM messages').run();
    message({ stage: 900, text: '新工单请签收' }, 'sent');
    message({ stage: 900, text: '新工单请签收', recipient: 'user:999', recipientName: '市容科' }, 'dead');
    const page = await text(visit(test, cast.dispatcher).get(`/cases/${caseId}`));
    assert.equal(page.match(/新工单请签收/g)?.length, 1);
    assert.match(page, /短信发给赵明（经办人），已发送；短信发给市容科（经办人），发送失败/);
  });

  it('C-M1: an agency reads only what was sent to its own people', async () => {
    prepared(test.world.db, 'DELETE FROM messages').run();
    message({ text: '给经办人的提醒' }, 'sent');
    message({ text: '查询码 123456', audience: 'citizen', recipient: 'citizen', address: '' }, 'sent');
    message(
      { text: '给值班长的提醒', audience: 'supervisor', recipient: `user:${cast.supervisor.id}` },
      'sent',
    );
    const page = await text(visit(test, cast.handler).get(`/cases/${caseId}`));
    assert.match(page, /给经办人的提醒/);
    assert.doesNotMatch(page, /查询码|给值班长的提醒/);
  });
});
