import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnknownYearError } from '../../src/calendar/types.ts';
import type { ClockKind } from '../../src/cases/states.ts';
import { deadlineOf } from '../../src/rules/deadlines.ts';
import type { Facts } from '../../src/rules/facts.ts';
import { at, text } from '../calendar/samples.ts';
import { factsOf, office } from './samples.ts';

const MONDAY = '2026-11-23 10:00';

function deadline(clock: ClockKind, facts: Facts, start = MONDAY) {
  return deadlineOf(clock, facts, office, at(start));
}

function due(clock: ClockKind, facts: Facts, start = MONDAY): string | null {
  const limit = deadline(clock, facts, start);
  return limit && text(limit.dueAt);
}

for (const [row, kind, limit] of [
  ['Q-D1: 咨询 is answered within 2 working days', 'consultation', '2026-11-25 17:30'],
  ['Q-D2: 投诉 is answered within 10 working days', 'complaint', '2026-12-07 17:30'],
  ['Q-D2: 建议 is answered within 5 working days', 'suggestion', '2026-11-30 17:30'],
  ['Q-D2: 求助 is answered within 3 working days', 'help', '2026-11-26 17:30'],
] as const) {
  test(row, () => assert.equal(due('reply', factsOf(kind)), limit));
}

for (const kind of ['consultation', 'complaint', 'suggestion', 'help']) {
  test(`Q-D3: an urgent ${kind} is answered the same day`, () => {
    assert.equal(due('reply', factsOf(kind, { urgent: true })), '2026-11-23 17:30');
  });
}

test('Q-D3: what comes a minute before the close of business is answered that day, at the close the next day', () => {
  const urgent = factsOf('help', { urgent: true });
  assert.equal(due('reply', urgent, '2026-11-23 17:29'), '2026-11-23 17:30');
  assert.equal(due('reply', urgent, '2026-11-23 17:30'), '2026-11-24 17:30');
});

test('Q-D3: an urgent matter of a holiday is answered on the first working day', () => {
  assert.equal(due('reply', factsOf('help', { urgent: true }), '2026-10-01 09:00'), '2026-10-08 17:30');
  const { why } =
    deadlineOf('reply', factsOf('help', { urgent: true }), office, at('2026-10-01 09:00')) ?? {};
  assert.match(why ?? '', /当日已无工作时间，顺延至下一个工作日/);
});

for (const [kind, limit] of [
  ['consultation', null],
  ['complaint', '2026-11-25 17:30'],
  ['suggestion', '2026-11-25 17:30'],
  ['help', '2026-11-24 17:30'],
] as const) {
  test(`Q-D4: first contact for ${kind}: ${limit ?? 'none'}`, () => {
    assert.equal(due('first_contact', factsOf(kind)), limit);
  });
}

for (const [who, wish] of [
  ['an anonymous caller', { anonymous: true }],
  ['a confidential caller', { confidential: true }],
  ['a caller without a number', { hasContact: false }],
] as const) {
  test(`Q-D4: no first contact is due with ${who}`, () => {
    assert.equal(due('first_contact', factsOf('help', wish)), null);
  });
}

test('Q-D4: the assisting agency owes no first contact, the fallback agency does', () => {
  assert.equal(due('first_contact', factsOf('help', { role: 'assist' })), null);
  assert.equal(due('first_contact', factsOf('help', { role: 'fallback' })), '2026-11-24 17:30');
});

for (const [row, clock, limit, urgentLimit] of [
  ['acceptance: 1 working day, urgent 10 minutes', 'accept', '2026-11-24 17:30', '2026-11-23 10:10'],
  ['Q-B1: dispatch: 1 working day, urgent 10 minutes', 'dispatch', '2026-11-24 17:30', '2026-11-23 10:10'],
  ['Q-F1: signing: half a working day, urgent 30 minutes', 'sign', '2026-11-23 17:30', '2026-11-23 10:30'],
  ['Q-C3: return: 1 working day, urgent 1 hour', 'return', '2026-11-24 17:30', '2026-11-23 11:00'],
  ['G-E1: call-back: 3 working days, urgent or not', 'callback', '2026-11-26 17:30', '2026-11-26 17:30'],
] as const) {
  for (const kind of ['consultation', 'complaint', 'suggestion', 'help']) {
    test(`${row} (${kind})`, () => {
      assert.equal(due(clock, factsOf(kind)), limit);
      assert.equal(due(clock, factsOf(kind, { urgent: true })), urgentLimit);
    });
  }
}

test('half a working day to sign is the next session: from the lunch break on the afternoon, from two the next morning', () => {
  const facts = factsOf('complaint');
  assert.equal(due('sign', facts, '2026-11-23 13:59'), '2026-11-23 17:30');
  assert.equal(due('sign', facts, '2026-11-23 14:00'), '2026-11-24 12:00');
});

test('minutes of an urgent matter run at night and on holidays too (Q-A5)', () => {
  assert.equal(due('dispatch', factsOf('help', { urgent: true }), '2026-10-01 23:55'), '2026-10-02 00:05');
});

test('the last minute of a day and the first of the next differ by one working day', () => {
  const facts = factsOf('consultation');
  assert.equal(due('reply', facts, '2026-11-23 23:59'), '2026-11-25 17:30');
  assert.equal(due('reply', facts, '2026-11-24 00:00'), '2026-11-26 17:30');
});

for (const [start, when] of [
  ['2026-11-27 16:00', 'on Friday afternoon'],
  ['2026-11-28 09:00', 'on Saturday'],
  ['2026-11-29 23:59', 'on Sunday'],
] as const) {
  test(`a weekend is not counted: a consultation sent out ${when} is due on Tuesday`, () => {
    assert.equal(due('reply', factsOf('consultation'), start), '2026-12-01 17:30');
  });
}

test('National Day 2026: the holidays are left out and the make-up Saturday of 10 October is counted', () => {
  const start = '2026-09-30 10:00';
  assert.equal(due('reply', factsOf('consultation'), start), '2026-10-09 17:30');
  assert.equal(due('reply', factsOf('help'), start), '2026-10-10 17:30');
  assert.equal(due('reply', factsOf('complaint'), start), '2026-10-20 17:30');
});

test('the make-up Sunday of 20 September 2026 is counted', () => {
  assert.equal(due('accept', factsOf('complaint'), '2026-09-18 10:00'), '2026-09-20 18:00');
  assert.equal(due('reply', factsOf('consultation'), '2026-09-18 10:00'), '2026-09-21 18:00');
});

test('winter hours begin on 1 October: the last summer day ends at six', () => {
  assert.equal(due('accept', factsOf('complaint'), '2026-09-29 10:00'), '2026-09-30 18:00');
  assert.equal(due('accept', factsOf('complaint'), '2026-09-30 10:00'), '2026-10-08 17:30');
});

test('a limit on the last working day of the year is known, one in a year without a calendar is refused', () => {
  const facts = factsOf('consultation');
  assert.equal(due('reply', facts, '2026-12-29 10:00'), '2026-12-31 17:30');
  assert.throws(
    () => due('reply', facts, '2026-12-30 10:00'),
    (error) => error instanceof UnknownYearError && /2027 年的工作日历尚未导入/.test(error.message),
  );
});

for (const [shape, clock, facts, words] of [
  [
    'working days',
    'reply',
    factsOf('complaint'),
    '投诉答复 10 个工作日，自 2026-11-23 10:00 派单次日起算，2026-12-07 17:30 止',
  ],
  [
    'the same day',
    'reply',
    factsOf('complaint', { urgent: true }),
    '紧急诉求当日答复，自 2026-11-23 10:00 派单起算，2026-11-23 17:30 止',
  ],
  [
    'half a working day',
    'sign',
    factsOf('complaint'),
    '签收 半个工作日，自 2026-11-23 10:00 派单起算，2026-11-23 17:30 止',
  ],
  [
    'minutes',
    'sign',
    factsOf('complaint', { urgent: true }),
    '紧急诉求签收 30 分钟，自 2026-11-23 10:00 派单起算，2026-11-23 10:30 止',
  ],
  [
    'acceptance',
    'accept',
    factsOf('complaint', { role: null }),
    '受理 1 个工作日，自 2026-11-23 10:00 登记次日起算，2026-11-24 17:30 止',
  ],
  [
    'the right to return',
    'return',
    factsOf('complaint', { urgent: true }),
    '紧急诉求退件 60 分钟，自 2026-11-23 10:00 签收起算，2026-11-23 11:00 止',
  ],
  [
    'first contact',
    'first_contact',
    factsOf('help'),
    '求助首次联系 1 个工作日，自 2026-11-23 10:00 签收次日起算，2026-11-24 17:30 止',
  ],
  [
    'call-back',
    'callback',
    factsOf('help', { role: null }),
    '回访 3 个工作日，自 2026-11-23 10:00 答复次日起算，2026-11-26 17:30 止',
  ],
  [
    'an assisting opinion',
    'reply',
    factsOf('help', { role: 'assist' }),
    '求助协办意见 3 个工作日，自 2026-11-23 10:00 派单次日起算，2026-11-26 17:30 止',
  ],
] as const) {
  test(`a limit says why in words: ${shape}`, () => assert.equal(deadline(clock, facts)?.why, words));
}

test('two half days say how many', () => {
  const facts = factsOf('complaint');
  const longer = { ...facts, limits: { ...facts.limits, signSessions: 2 } };
  assert.equal(
    deadline('sign', longer)?.why,
    '签收 2 个半日，自 2026-11-23 10:00 派单起算，2026-11-24 12:00 止',
  );
});

test('a kind that is always answered the same day says so by its name', () => {
  const facts = factsOf('help');
  const repair: Facts = { ...facts, kind: { ...facts.kind, name: '报修', replyDays: 'same_day' } };
  assert.equal(
    deadline('reply', repair)?.why,
    '报修当日答复，自 2026-11-23 10:00 派单起算，2026-11-23 17:30 止',
  );
});
