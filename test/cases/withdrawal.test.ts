import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import { openSuspension } from '../../src/cases/suspensions.ts';
import { policyAt } from '../../src/policy/policy.ts';
import { openTasks } from '../../src/tasks/tasks.ts';
import { Forbidden } from '../../src/web/errors.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at, text } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

const WITHDRAWN: Typed = { how: 'phone', reason: '路灯已自行修复。' };
const WAITING: Typed = { reason: '待上级资金到位。', reviewOn: '2026-12-01' };
const LATE: Typed = { ...WITHDRAWN, ground: '当事双方已达成书面和解。' };

function setUp() {
  const { db, cast } = freshFile();
  return { db, cast, life: new Life(db, cast) };
}

test('Q-A4: withdrawn within the limit, with the reason and how it was said, and every agency is taken off', () => {
  const { cast, life } = setUp();
  life.dispatched({}, [cast.agencies.housing]).do(cast.operator, 'withdraw_case', WITHDRAWN);
  assert.equal(life.status, 'withdrawn');
  assert.deepEqual([life.lead().status, life.assist().status], ['withdrawn', 'withdrawn']);
  const event = life.events().find((each) => each.act === 'withdraw_case');
  assert.equal(event?.why, '来电提出。理由：路灯已自行修复。');
  const { outcome, closed_at, queue_rank } = life.case();
  assert.deepEqual([outcome, closed_at, queue_rank], ['withdrawn', life.now, null]);
});

test('Q-A4: nothing runs on of a withdrawn case', () => {
  const { cast, life } = setUp();
  life.signed().do(cast.dispatcher, 'withdraw_case', WITHDRAWN);
  const kinds = ['withdrawal', 'dispatch', 'sign', 'return', 'first_contact', 'reply'];
  for (const clock of kinds.flatMap((kind) => life.clocks(kind))) {
    assert.ok(clock.met_at ?? clock.stopped_at, clock.kind);
  }
});

test('Q-A4: no withdrawal without a reason, and without how it was said', () => {
  const { cast, life } = setUp();
  life.dispatched();
  for (const typed of [{ ...WITHDRAWN, reason: ' ' }, { reason: '不用了。' }]) {
    assert.throws(() => life.do(cast.operator, 'withdraw_case', typed), { status: 422 });
  }
  assert.equal(life.status, 'dispatched');
});

test('Q-A4: two working days after acceptance it is in time, a minute later it is refused and says until when', () => {
  const { cast, life } = setUp();
  life.dispatched();
  assert.equal(text(life.clocks('withdrawal')[0]?.due_at ?? 0), '2026-11-25 17:30');
  life.now = at('2026-11-25 17:30');
  assert.throws(
    () => life.do(cast.operator, 'withdraw_case', WITHDRAWN),
    /撤诉已过时限（应于 2026-11-25 17:30 前提出），工单继续办理.*特批撤诉/,
  );
  assert.equal(life.status, 'dispatched');
  life.now = at('2026-11-25 17:29');
  life.do(cast.operator, 'withdraw_case', WITHDRAWN);
  assert.equal(life.status, 'withdrawn');
});

test('Q-A4: before acceptance there is no limit yet', () => {
  const { cast, life } = setUp();
  life.take();
  life.now = at('2026-12-20 09:00');
  life.do(cast.operator, 'withdraw_case', WITHDRAWN);
  assert.equal(life.status, 'withdrawn');
});

test('Q-A4: beyond the limit a supervisor overrides, with the ground on the record', () => {
  const { cast, life } = setUp();
  life.dispatched();
  life.now = at('2026-11-26 09:00');
  assert.throws(() => life.do(cast.dispatcher, 'withdraw_late', LATE), Forbidden);
  assert.throws(() => life.do(cast.supervisor, 'withdraw_late', WITHDRAWN), { status: 422 });
  life.do(cast.supervisor, 'withdraw_late', LATE);
  assert.equal(life.status, 'withdrawn');
  const event = life.events().find((each) => each.act === 'withdraw_late');
  assert.match(event?.why ?? '', /时限已于 2026-11-25 17:30 届满，特批依据：当事双方已达成书面和解/);
  assert.equal(event?.user_id, cast.supervisor.id);
});

test('Q-A4: within the limit there is nothing to override', () => {
  const { cast, life } = setUp();
  life.dispatched();
  life.now = at('2026-11-25 17:29');
  assert.throws(
    () => life.do(cast.supervisor, 'withdraw_late', LATE),
    /撤诉尚在时限内（2026-11-25 17:30 前）/,
  );
});

test('Q-A4: once the agency has answered, the citizen is called back instead', () => {
  const { cast, life } = setUp();
  life.replied();
  assert.throws(() => life.do(cast.operator, 'withdraw_case', WITHDRAWN), { status: 409 });
});

test('Q-A4: what was answered and then suspended is not withdrawn either', () => {
  const { cast, life } = setUp();
  life.replied().do(cast.supervisor, 'suspend', WAITING);
  assert.throws(() => life.do(cast.operator, 'withdraw_case', WITHDRAWN), /承办单位已经答复，不能再撤诉/);
});

test('Q-A4: what was suspended before an answer is withdrawn, and nothing is left to look at again', () => {
  const { db, cast, life } = setUp();
  life.signed().do(cast.supervisor, 'suspend', WAITING).do(cast.operator, 'withdraw_case', WITHDRAWN);
  assert.deepEqual([life.status, life.lead().status], ['withdrawn', 'withdrawn']);
  assert.equal(openSuspension(db, life.caseId), undefined);
});

test('Q-A4: cases that were merged into the withdrawn one go their own way again', () => {
  const { db, cast, life } = setUp();
  life.dispatched();
  const other = new Life(db, cast, '2026-11-23 09:30').take({}, 'accept');
  other.do(cast.dispatcher, 'merge', { number: life.case().number, reason: '同一路灯。' });
  assert.equal(other.status, 'merged');
  life.do(cast.operator, 'withdraw_case', WITHDRAWN);
  assert.equal(other.status, 'accepted');
});

test('Q-E4: a case under supervision is released first', () => {
  const { db, cast, life } = setUp();
  life.dispatched();
  const release = superviseDirectly(life);
  assert.throws(() => life.do(cast.operator, 'withdraw_case', WITHDRAWN), /正在督办.*先解除督办/);
  db.prepare('UPDATE supervisions SET status = ? WHERE id = ?').run('released', release);
  life.do(cast.operator, 'withdraw_case', WITHDRAWN);
  assert.equal(life.status, 'withdrawn');
});

function superviseDirectly(life: Life): number {
  const insert = life.db.prepare(`INSERT INTO supervisions
    (number, case_id, agency_id, instrument, ground, requirement, days, status, issued_at)
    VALUES ('督1', ?, ?, 'rectify', '逾期', '限期整改', 5, 'issued', ?)`);
  return Number(insert.run(life.caseId, life.cast.agencies.urban, life.now).lastInsertRowid);
}

test('the page says that the case was withdrawn, and when', () => {
  const { db, cast, life } = setUp();
  life.dispatched().do(cast.operator, 'withdraw_case', WITHDRAWN);
  const { state } = caseView(db, cast.operator, life.case(), life.now);
  assert.deepEqual([state.name, state.sentence], ['已撤诉', '今天 09:03，诉求人撤诉']);
});

test('Q-D10: a withdrawn case is archived like any other that has ended', () => {
  const { cast, life } = setUp();
  life.dispatched().do(cast.operator, 'withdraw_case', WITHDRAWN).do(cast.supervisor, 'archive');
  assert.equal(life.status, 'archived');
});

test('Q-A3: a supervisor takes a rejection back, with the reason; the clocks of acceptance start', () => {
  const { cast, life } = setUp();
  life.take({ reason: 'beyond_powers', told: 'on_the_line' }, 'reject');
  assert.throws(() => life.do(cast.supervisor, 'overrule', {}), { status: 422 });
  life.do(cast.supervisor, 'overrule', { reason: '经核，属城管局职责。' });
  assert.equal(life.status, 'accepted');
  const { outcome, rejection_reason, closed_at } = life.case();
  assert.deepEqual([outcome, rejection_reason, closed_at], [null, null, null]);
  const due = (kind: string) => life.clocks(kind).map((each) => text(each.due_at));
  assert.deepEqual([due('dispatch'), due('withdrawal')], [['2026-11-24 17:30'], ['2026-11-25 17:30']]);
  assert.notEqual(life.case().queue_rank, null);
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
  assert.equal(life.status, 'dispatched');
});

test('Q-A6: an emergency that was rejected by mistake is told to its contacts after all', () => {
  const { db, cast, life } = setUp();
  life.take({ urgent: '1', emergency: '1', reason: 'beyond_powers', told: 'on_the_line' }, 'reject');
  assert.deepEqual(openTasks(db, life.caseId), []);
  life.do(cast.supervisor, 'overrule', { reason: '属本市职责。' });
  assert.ok(openTasks(db, life.caseId, 'emergency_contact').length > 0);
});

test('Q-A3: nobody but a supervisor takes a rejection back', () => {
  const { cast, life } = setUp();
  life.take({ reason: 'beyond_powers', told: 'on_the_line' }, 'reject');
  for (const actor of [cast.operator, cast.dispatcher]) {
    assert.throws(() => life.do(actor, 'overrule', { reason: '应当受理。' }), Forbidden);
  }
});

test('the limit of withdrawal is what the policy of the receipt says', () => {
  const { db, life } = setUp();
  life.dispatched();
  assert.equal(policyAt(db, life.case().received_at).limits.withdrawDays, 2);
  assert.match(life.clocks('withdrawal')[0]?.why ?? '', /撤诉 2 个工作日/);
});
