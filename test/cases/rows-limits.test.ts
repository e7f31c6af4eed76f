import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnknownYearError } from '../../src/calendar/types.ts';
import { at, text } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, Life, SATISFIED } from './life.ts';

/* The clocks as a case lives through them: what starts, what meets, and the edge of each limit. */

for (const [kind, reply, contact] of [
  ['consultation', '2026-11-25 17:30', null],
  ['complaint', '2026-12-07 17:30', '2026-11-25 17:30'],
  ['suggestion', '2026-11-30 17:30', '2026-11-25 17:30'],
  ['help', '2026-11-26 17:30', '2026-11-24 17:30'],
] as const) {
  test(`Q-A1: a ${kind} has its own limits from dispatch on`, () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).signed({ kind });
    const due = (clock: string) => life.clocks(clock).map((each) => text(each.due_at));
    assert.deepEqual(due('reply'), [reply]);
    assert.deepEqual(due('first_contact'), contact ? [contact] : []);
  });
}

test('Q-A1: a kind that the policy does not have cannot be taken down', () => {
  const { db, cast } = freshFile();
  assert.throws(() => new Life(db, cast).take({ kind: 'repair' }), { status: 422 });
});

test('Q-D3: an urgent case has minutes to be dispatched and signed, and the day to be answered', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed({ urgent: '1' });
  const due = (clock: string) => life.clocks(clock).map((each) => text(each.due_at));
  assert.deepEqual(
    ['accept', 'dispatch', 'sign', 'return', 'reply'].map((clock) => due(clock)[0]),
    ['2026-11-23 09:10', '2026-11-23 09:11', '2026-11-23 09:32', '2026-11-23 10:03', '2026-11-23 17:30'],
  );
});

test('a correction to urgent shortens the limits that run, from when they began', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  assert.equal(text(life.clocks('accept')[0]?.due_at ?? 0), '2026-11-24 17:30');
  life.do(cast.operator, 'correct', { headline: '路灯坏了', kind: 'complaint', urgent: '1' });
  assert.equal(text(life.clocks('accept')[0]?.due_at ?? 0), '2026-11-23 09:10');
});

test('Q-B1: dispatched in the last minute is in time', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({}, 'accept');
  life.now = at('2026-11-24 17:29');
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
  const [clock] = life.clocks('dispatch');
  assert.equal(clock?.met_at, clock?.due_at);
});

test('Q-B1: dispatched a minute later is late, and the clock keeps both times', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({}, 'accept');
  life.now = at('2026-11-24 17:30');
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
  const [clock] = life.clocks('dispatch');
  assert.deepEqual(
    [clock?.met_at, clock?.due_at].map((each) => text(each ?? 0)),
    ['2026-11-24 17:31', '2026-11-24 17:30'],
  );
});

test('Q-C3: an urgent case is returned within the hour after signing, and not a minute later', () => {
  const { db, cast } = freshFile();
  const typed = { proposed: String(cast.agencies.traffic), reason: '不属本单位。', ground: '三定方案。' };
  const inTime = new Life(db, cast).signed({ urgent: '1' });
  inTime.now = at('2026-11-23 10:02');
  inTime.onLead(cast.handler, 'ask_return', typed);
  assert.equal(inTime.lead().status, 'returning');
  const late = new Life(db, cast).signed({ urgent: '1' });
  late.now = at('2026-11-23 10:03');
  assert.throws(() => late.onLead(cast.handler, 'ask_return', typed), /退件已过时限/);
});

test('Q-D5: the reply clock is met when the leader approves, not when the handler submits', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).submitted();
  assert.equal(life.clocks('reply')[0]?.met_at, null);
  life.onLead(cast.agencyLeader, 'approve');
  assert.equal(life.clocks('reply')[0]?.met_at, life.now);
});

test('G-E1: the call-back clock starts with the approved reply and is met by the call-back', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).replied();
  const [clock] = life.clocks('callback');
  assert.equal(clock?.started_at, life.now);
  assert.equal(text(clock?.due_at ?? 0), '2026-11-26 17:30');
  life.do(cast.dispatcher, 'pass', CHECKED).do(cast.clerk, 'call_back', SATISFIED);
  assert.equal(life.clocks('callback')[0]?.met_at, life.now);
});

test('the clock of a first contact is met by the first contact that was made', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).contacted();
  const met = life.clocks('first_contact')[0]?.met_at;
  life.onLead(cast.handler, 'contact', { how: 'visit', at: life.local(), result: '再次上门。' });
  assert.ok(met);
  assert.equal(life.clocks('first_contact')[0]?.met_at, met);
});

test("an agency's clock in a year without a calendar: the dispatch is refused in words and nothing is written", () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast, '2026-12-29 09:00').take({}, 'accept');
  const before = life.events().length;
  assert.throws(
    () => life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) }),
    (error) => error instanceof UnknownYearError && /2027 年的工作日历尚未导入/.test(error.message),
  );
  assert.equal(life.status, 'accepted');
  assert.equal(life.events().length, before);
});
