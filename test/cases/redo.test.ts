import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import { contextOf } from '../../src/cases/facts.ts';
import { redoForecast } from '../../src/cases/redo.ts';
import { timelineOf } from '../../src/cases/timeline.ts';
import { all, q, run } from '../../src/db/query.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { government12345 } from '../../src/presets/government-12345.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, DISSATISFIED, Life, SATISFIED } from './life.ts';

const VERIFIED: Typed = {
  method: 'on_site',
  finding: '灯具未接电。',
  responsible: 'yes',
  redoReason: 'not_solved',
};
const REDO: Typed = { reason: 'not_solved', ground: '抽查时路灯仍不亮。' };

function orders(life: Life) {
  const own = q.selectFrom('supervisions').selectAll().where('case_id', '=', life.caseId).orderBy('id');
  return all(life.db, own);
}

function forecast(life: Life): string {
  const { db, cast } = life;
  return redoForecast(db, contextOf(db, cast.supervisor, life.case(), null, life.now));
}

function redone(life: Life, typed: Typed = {}): Life {
  return life.do(life.cast.supervisor, 'verify', { ...VERIFIED, ...typed });
}

test('Q-E2: the first verified dissatisfaction is done again, without an order', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify();
  assert.match(forecast(life), /城管局第 1 次重办/);
  assert.doesNotMatch(forecast(life), /督办/);
  redone(life);
  assert.deepEqual(orders(life), []);
});

test('Q-E2: the page says why the case is back, until the agency has signed; Q-A7: of a confidential one not what was found', () => {
  const { db, cast } = freshFile();
  const attention = (life: Life) => caseView(db, cast.handler, life.case(), life.now).attention;
  const life = redone(new Life(db, cast).toVerify());
  assert.equal(attention(life), '重办：应当解决而未解决。灯具未接电。');
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  assert.equal(attention(life), null);
  run(db, q.updateTable('cases').set({ confidential: 1 }).where('id', '=', life.toVerify().caseId));
  assert.equal(attention(redone(life)), '重办：应当解决而未解决。');
});

test('Q-E2: the second forces an order in the same act, and says so before', () => {
  const { db, cast } = freshFile();
  const life = redone(new Life(db, cast).toVerify())
    .answeredAgain()
    .do(cast.clerk, 'call_back', DISSATISFIED);
  assert.match(forecast(life), /第 2 次重办.*按规定同时下达督办（整改通知，5 个工作日内整改）/);
  redone(life);
  assert.equal(life.status, 'dispatched');
  assert.equal(life.case().round, 2);
  const [order] = orders(life);
  assert.equal(order?.instrument, 'rectify');
  assert.equal(order.issued_by, null);
  assert.match(order.ground, /第 2 次属承办单位责任/);
  assert.match(order.requirement, /应当解决而未解决.*灯具未接电/);
  assert.equal(life.case().supervised, 1);
  assert.equal(life.clocks('supervision').length, 1);
  assert.equal(
    life
      .events()
      .some(({ act, who, why }) => act === 'supervise' && who === '系统' && why.includes(order.number)),
    true,
  );
});

test('Q-E2: the number that forces it is policy', () => {
  const { db, cast } = freshFile();
  const limits = { ...government12345.limits, redosToSupervision: 1 };
  setPolicy(db, { limits }, { userId: null, from: at('2026-11-01 00:00'), now: at('2026-11-01 00:00') });
  const life = redone(new Life(db, cast).toVerify());
  assert.equal(orders(life).length, 1);
});

test('Q-E2: where an order stands open, a redo joins it instead of making a second', () => {
  const { db, cast } = freshFile();
  const life = redone(new Life(db, cast).toVerify())
    .answeredAgain()
    .do(cast.clerk, 'call_back', DISSATISFIED);
  life.do(cast.supervisor, 'supervise', {
    instrument: 'report',
    ground: '领导交办。',
    requirement: '查明原因。',
  });
  assert.match(forecast(life), /督〔2026〕1号督办尚未解除，重办要求并入该督办/);
  redone(life);
  assert.equal(orders(life).length, 1);
  assert.equal(life.clocks('supervision').length, 1);
  assert.match(
    life.events().find(({ act }) => act === 'add_to_order')?.why ?? '',
    /督〔2026〕1号：第 2 次重办，一并整改/,
  );
});

test('Q-E2: a supervisor has a closed case done again; it is open as it was before', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack().do(cast.clerk, 'call_back', SATISFIED);
  assert.ok(life.case().closed_at);
  life.do(cast.supervisor, 'redo', REDO);
  const { status, round, closed_at, outcome, lead_agency_id, queue_rank } = life.case();
  assert.deepEqual(
    { status, round, closed_at, outcome, lead_agency_id, inQueue: queue_rank !== null },
    {
      status: 'dispatched',
      round: 1,
      closed_at: null,
      outcome: null,
      lead_agency_id: cast.agencies.urban,
      inQueue: true,
    },
  );
  assert.equal(life.lead().status, 'unsigned');
  assert.match(life.lead().opinion, /重办：应当解决而未解决。抽查时路灯仍不亮/);
  life.answeredAgain().do(cast.clerk, 'call_back', SATISFIED);
  assert.equal(life.status, 'closed');
});

test('Q-E2: a redo out of the call-back ends its clock, and counts toward the order', () => {
  const { db, cast } = freshFile();
  const life = redone(new Life(db, cast).toVerify()).answeredAgain();
  life.do(cast.supervisor, 'redo', REDO);
  assert.equal(life.case().round, 2);
  assert.equal(orders(life).length, 1);
  assert.equal(
    life.clocks('callback').every((clock) => clock.met_at !== null || clock.stopped_at !== null),
    true,
  );
});

test('an archived case is not done again', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack().do(cast.clerk, 'call_back', SATISFIED);
  life.do(cast.supervisor, 'archive');
  assert.throws(() => life.do(cast.supervisor, 'redo', REDO), /状态已变化/);
});

test('what was answered on the spot went to no agency that could do it again', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({ answer: '已告知办理地点。' }, 'answer');
  assert.throws(() => life.do(cast.supervisor, 'redo', REDO), /没有派给过承办单位，无从重办/);
});

test('a merged case that was called back on its own goes to the lead of its main case', () => {
  const { db, cast } = freshFile();
  const main = new Life(db, cast).replied();
  const life = new Life(db, cast).take({}, 'accept');
  const merged = { status: 'verifying' as const, merged_into: main.caseId };
  run(db, q.updateTable('cases').set(merged).where('id', '=', life.caseId));
  redone(life);
  assert.equal(life.status, 'dispatched');
  assert.equal(life.lead().agency_id, cast.agencies.urban);
  assert.equal(life.lead().round, 1);
});

test('Q-E4: a merged case without an agency of its own is not supervised, its main case is', () => {
  const { db, cast } = freshFile();
  const main = new Life(db, cast).replied();
  const life = new Life(db, cast).take({}, 'accept');
  const merged = { status: 'callback' as const, merged_into: main.caseId };
  run(db, q.updateTable('cases').set(merged).where('id', '=', life.caseId));
  const order = { instrument: 'rectify', ground: '拖延。', requirement: '限期。' };
  assert.throws(() => life.do(cast.supervisor, 'supervise', order), /已并入主工单.*请对主工单下达督办/);
});

for (const [owes, redoReason, typed] of [
  ['apology', 'attitude', { who: '刘队长', how: 'in_person', note: '已到诉求人家中当面致歉。' }],
  ['no_fee', 'repair_failed', { who: '维修二班 李工', note: '再次上门更换配件，未收费。' }],
] as const) {
  test(`G-E4: the new answer waits until it is on record that the agency gave what it owes (${owes})`, () => {
    const { db, cast } = freshFile();
    const redoReasons = [
      ...government12345.redoReasons,
      { code: 'repair_failed', name: '维修后故障未排除', owes: 'no_fee' as const },
    ];
    setPolicy(
      db,
      { redoReasons },
      { userId: null, from: at('2026-11-01 00:00'), now: at('2026-11-01 00:00') },
    );
    const life = redone(new Life(db, cast).toVerify(), { redoReason });
    const task = () => all(db, q.selectFrom('tasks').selectAll().where('kind', '=', owes))[0];
    assert.equal(task()?.side, 'agency');
    assert.equal(task()?.assignment_id, life.lead().id);
    life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
    life.onLead(cast.handler, 'contact', { how: 'visit', at: life.local(), result: '已上门。' });
    assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /登记致歉或免费/);
    assert.throws(
      () => life.onLead(cast.handler, 'fulfil', { ...typed, at: '2026-11-23T08:00' }),
      /时间不能早于重办派单时间/,
    );
    life.onLead(cast.handler, 'fulfil', { ...typed, at: life.local() });
    assert.match(task()?.result ?? '', new RegExp(typed.note));
    assert.equal(task()?.done_by, cast.handler.id);
    life.onLead(cast.handler, 'submit', life.reply());
    assert.equal(life.lead().status, 'reviewing');
  });
}

test('a redo that owes nothing leaves nothing to put on record', () => {
  const { db, cast } = freshFile();
  const life = redone(new Life(db, cast).toVerify());
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  const typed = { who: '刘队长', at: life.local(), note: '无。' };
  assert.throws(() => life.onLead(cast.handler, 'fulfil', typed), /状态已变化/);
});

test('Q-A7: to the agency of a confidential case a redo says its reason and not a word of the ground', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed({ confidential: '1' });
  life.onLead(cast.handler, 'submit', { ...life.reply(), toldHow: 'via_hotline' });
  life.onLead(cast.agencyLeader, 'approve').do(cast.dispatcher, 'pass', CHECKED);
  life.do(cast.supervisor, 'redo', { ...REDO, ground: '住在三号楼的何先生再次来电。' });
  assert.equal(life.lead().opinion, '重办：应当解决而未解决。');
  const read = JSON.stringify(timelineOf(db, life.caseId, true));
  assert.doesNotMatch(read, /何先生|三号楼/);
  assert.match(JSON.stringify(timelineOf(db, life.caseId, false)), /何先生/);
});
