import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOfCase } from '../../src/attachments/queries.ts';
import { missingClocks } from '../../src/cases/missing-clocks.ts';
import { perform } from '../../src/cases/perform.ts';
import { openClocks } from '../../src/cases/reckon.ts';
import { all, q, run } from '../../src/db/query.ts';
import { nextOrderNumber } from '../../src/supervision/number.ts';
import { Forbidden } from '../../src/web/errors.ts';
import { at } from '../calendar/samples.ts';
import { Life, SATISFIED } from '../cases/life.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';

const ORDER = { instrument: 'rectify', ground: '多次承诺未兑现。', requirement: '三日内修复并书面说明。' };

function orders(life: Life) {
  const own = q.selectFrom('supervisions').selectAll().where('case_id', '=', life.caseId).orderBy('id');
  return all(life.db, own);
}

test('Q-E4: an order has a number, goes to the lead agency and starts its clock', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast)
    .dispatched({}, [cast.agencies.housing])
    .do(cast.supervisor, 'supervise', ORDER);
  const [order] = orders(life);
  assert.equal(order?.number, '督〔2026〕1号');
  assert.equal(order.agency_id, cast.agencies.urban);
  assert.equal(order.days, 5);
  assert.equal(life.case().supervised, 1);
  const [clock] = life.clocks('supervision');
  assert.equal(clock?.due_at, at('2026-11-30 17:30'));
  assert.match(clock.why, /督办整改 5 个工作日，自 2026-11-23 09:0\d 下达次日起算/);
});

test('Q-E4: the working days written on the order count before those of its instrument', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.supervisor, 'supervise', { ...ORDER, days: '2' });
  assert.equal(life.clocks('supervision')[0]?.due_at, at('2026-11-25 17:30'));
});

test('Q-E4: numbers run without gaps within a year and begin anew in the next', () => {
  const { db } = freshFile();
  const numbers = ['2026-12-30 09:00', '2026-12-31 23:59', '2027-01-01 00:00'].map((time) =>
    nextOrderNumber(db, at(time)),
  );
  assert.deepEqual(numbers, ['督〔2026〕1号', '督〔2026〕2号', '督〔2027〕1号']);
});

test('Q-E4: an order that is refused takes no number', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  assert.throws(
    () => life.do(cast.supervisor, 'supervise', { ...ORDER, instrument: 'praise' }),
    /督办方式已不可选/,
  );
  life.do(cast.supervisor, 'supervise', ORDER);
  assert.equal(orders(life)[0]?.number, '督〔2026〕1号');
});

test('Q-E4: only one order stands open on a case', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.supervisor, 'supervise', ORDER);
  assert.throws(() => life.do(cast.supervisor, 'supervise', ORDER), /状态已变化/);
});

test('Q-E4: report, demanded again with a new time, reported again, released', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed().do(cast.supervisor, 'supervise', ORDER);
  life.do(cast.handler, 'rectify', { report: '已派员更换灯具。' });
  assert.equal(orders(life)[0]?.status, 'answered');
  life.now = at('2026-11-25 10:00');
  life.do(cast.supervisor, 'demand_again', { verdict: '夜间仍有两盏不亮。', days: '3' });
  assert.deepEqual(
    orders(life).map(({ status, round, days }) => ({ status, round, days })),
    [{ status: 'issued', round: 2, days: 3 }],
  );
  const [old, renewed] = life.clocks('supervision');
  assert.equal(old?.stopped_at, life.now);
  assert.equal(renewed?.due_at, at('2026-11-30 17:30'));
  life.do(cast.agencyLeader, 'rectify', { report: '线路已全部更换。' });
  life.do(cast.supervisor, 'release', { finding: '现场核查全部点亮。' });
  const [order] = orders(life);
  assert.equal(order?.status, 'released');
  assert.equal(order.released_by, cast.supervisor.id);
  assert.equal(order.due_at, at('2026-11-30 17:30'));
  assert.equal(life.case().supervised, 0);
  assert.equal(life.clocks('supervision')[1]?.met_at, life.now);
  const verdicts = all(db, q.selectFrom('rectifications').selectAll().orderBy('id'));
  assert.deepEqual(
    verdicts.map(({ round, verdict }) => [round, verdict]),
    [
      [1, '夜间仍有两盏不亮。'],
      [2, '现场核查全部点亮。'],
    ],
  );
});

test('Q-E4: the assisting agency does not report for the lead', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast)
    .dispatched({}, [cast.agencies.housing])
    .do(cast.supervisor, 'supervise', ORDER);
  const typed = { report: '我单位已配合。' };
  assert.throws(() => life.do(cast.assistHandler, 'rectify', typed), Forbidden);
  life.do(cast.handler, 'rectify', typed);
  assert.equal(orders(life)[0]?.status, 'answered');
});

test('domain.md "Who": whoever handled the case neither releases the order nor demands again', () => {
  const { db, cast } = freshFile();
  const both = newPerson(
    db,
    {
      login: 'both',
      name: '朱全',
      roles: ['handler', 'supervisor'],
      agencyId: cast.agencies.urban,
      operatorNo: null,
    },
    at('2026-11-23 09:00'),
  );
  const life = new Life(db, cast).dispatched().do(cast.supervisor, 'supervise', ORDER);
  life.do(both, 'rectify', { report: '已修复。' });
  const others = /须由其他值班长审核/;
  assert.throws(() => life.do(both, 'release', { finding: '认可。' }), others);
  assert.throws(() => life.do(both, 'demand_again', { verdict: '再查。', days: '1' }), others);
  life.do(cast.supervisor, 'release', { finding: '认可。' });
  assert.equal(life.case().supervised, 0);
});

test('Q-E4: an order outlives the case: its clock runs on, report and release stay possible', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack().do(cast.supervisor, 'supervise', ORDER);
  life.do(cast.clerk, 'call_back', SATISFIED);
  assert.equal(life.status, 'closed');
  const [clock] = life.clocks('supervision');
  assert.equal(clock?.stopped_at, null);
  assert.equal(clock?.met_at, null);
  assert.equal(life.clocks('callback')[0]?.met_at !== null, true);
  assert.throws(() => life.do(cast.supervisor, 'archive'), /督办尚未解除，不能归档/);
  life.do(cast.handler, 'rectify', { report: '已整改。' });
  life.do(cast.supervisor, 'release', { finding: '认可。' });
  assert.equal(life.clocks('supervision')[0]?.met_at, life.now);
  life.do(cast.supervisor, 'spot_check', {
    method: 'on_site',
    satisfaction: 'satisfied',
    finding: '整改属实。',
  });
  life.do(cast.supervisor, 'archive');
  assert.equal(life.status, 'archived');
});

test('Q-E4: after a re-dispatch the new agency does not report on the order of the old one', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.supervisor, 'supervise', ORDER);
  life.do(cast.dispatcher, 'recall', { reason: '派错单位。' });
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.housing) });
  const report = () => life.do(cast.assistHandler, 'rectify', { report: '已整改。' });
  assert.throws(report, /该督办是向城管局下达的.*撤销该督办/);
  life.do(cast.supervisor, 'revoke', { reason: '已改派。' }).do(cast.supervisor, 'supervise', ORDER);
  report();
  assert.deepEqual(
    orders(life).map(({ agency_id, status }) => [agency_id, status]),
    [
      [cast.agencies.urban, 'released'],
      [cast.agencies.housing, 'answered'],
    ],
  );
});

test('Q-E4: whoever answered before a redo does not report for the agency that has it now', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify();
  const fault = { method: 'phone', finding: '路灯未修。', responsible: 'yes', redoReason: 'not_solved' };
  life.do(cast.clerk, 'verify', fault).do(cast.dispatcher, 'recall', { reason: '应由住建局办理。' });
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.housing) });
  life.do(cast.supervisor, 'supervise', ORDER);
  assert.throws(() => life.do(cast.handler, 'rectify', { report: '已整改。' }), Forbidden);
  life.do(cast.assistHandler, 'rectify', { report: '已整改。' });
  assert.equal(orders(life)[0]?.status, 'answered');
});

test('an order that nobody can answer any more is revoked with its reason', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.supervisor, 'supervise', ORDER);
  life.do(cast.dispatcher, 'recall', { reason: '派错单位。' });
  assert.equal(life.status, 'accepted');
  life.do(cast.supervisor, 'revoke', { reason: '承办单位派错。' });
  assert.equal(orders(life)[0]?.status, 'released');
  assert.equal(life.case().supervised, 0);
  assert.equal(life.clocks('supervision')[0]?.stopped_at, life.now);
});

test('an answered order is not revoked: it is judged', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.supervisor, 'supervise', ORDER);
  life.do(cast.handler, 'rectify', { report: '已整改。' });
  assert.throws(() => life.do(cast.supervisor, 'revoke', { reason: '不再需要。' }), /状态已变化/);
});

test('Q-B5: an outside unit is beyond our supervision', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  run(db, q.updateTable('agencies').set({ external: 1 }).where('id', '=', cast.agencies.urban));
  assert.throws(() => life.do(cast.supervisor, 'supervise', ORDER), /城管局是外部单位，不在本级督办范围/);
});

test('Q-E4: without an agency there is nobody to supervise', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({}, 'accept');
  assert.throws(() => life.do(cast.supervisor, 'supervise', ORDER), /状态已变化/);
  // Suspended before it was ever dispatched: the table allows it, the rule does not.
  run(db, q.updateTable('cases').set({ status: 'suspended' }).where('id', '=', life.caseId));
  assert.throws(() => life.do(cast.supervisor, 'supervise', ORDER), /没有承办单位，不能下达督办/);
});

test('at the end of the last year of the calendar an order goes out, its clock follows', () => {
  const { db, cast } = freshFile('2026-12-28 09:00');
  const life = new Life(db, cast, '2026-12-28 09:00').signed({ kind: 'consultation' });
  life.now = at('2026-12-29 10:00');
  life.do(cast.supervisor, 'supervise', ORDER);
  assert.equal(orders(life)[0]?.number, '督〔2026〕1号');
  assert.deepEqual(life.clocks('supervision'), []);
  life.do(cast.handler, 'rectify', { report: '已整改。' });
  life.now = at('2026-12-30 10:00');
  life.do(cast.supervisor, 'demand_again', { verdict: '未修复。', days: '5' });
  // Counted from the second demand, not from the order.
  assert.deepEqual(
    missingClocks(db, life.caseId)
      .filter(({ kind }) => kind === 'supervision')
      .map(({ since }) => since),
    [life.now],
  );
});

test('a change of the calendar also reckons the limit of an order whose case is closed', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack().do(cast.supervisor, 'supervise', ORDER);
  life.do(cast.clerk, 'call_back', SATISFIED);
  assert.deepEqual(
    openClocks(db).map(({ kind }) => kind),
    ['supervision'],
  );
});

test('Q-A7: the report’s files stay with the agency that sent them, also where the citizen is hidden', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({ confidential: '1' }).do(cast.supervisor, 'supervise', ORDER);
  const request = { act: 'rectify', caseId: life.caseId, typed: { report: '已整改。' } };
  const { eventId } = perform(db, cast.handler, request, life.now + 1000);
  const file = { name: '整改.txt', type: 'text/plain', size: 1, sha256: 'x', uploaded_at: life.now };
  const given = { ...file, case_id: life.caseId, event_id: eventId, draft_key: null, uploaded_by: null };
  run(db, q.insertInto('attachments').values(given));
  assert.equal(filesOfCase(db, life.caseId, { hideCitizens: true }).length, 1);
});
