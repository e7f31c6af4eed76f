import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callableFrom, isQuiet, notInQuietHours, sayQuietHours } from '../../src/rules/quiet-hours.ts';
import { at, text } from '../calendar/samples.ts';
import { factsOf } from './samples.ts';

const NIGHT = { from: '22:00', to: '08:00' };
const NOON = { from: '12:00', to: '14:30' };

for (const [time, quiet] of [
  ['2026-11-23 21:59', false],
  ['2026-11-23 22:00', true],
  ['2026-11-23 23:59', true],
  ['2026-11-24 00:00', true],
  ['2026-11-24 07:59', true],
  ['2026-11-24 08:00', false],
  ['2026-11-24 15:00', false],
] as const) {
  test(`G-E2: ${time} ${quiet ? 'lies' : 'does not lie'} in the hours from 22:00 to 08:00`, () => {
    assert.equal(isQuiet(at(time), NIGHT), quiet);
  });
}

for (const [time, quiet] of [
  ['2026-11-23 11:59', false],
  ['2026-11-23 12:00', true],
  ['2026-11-23 14:29', true],
  ['2026-11-23 14:30', false],
  ['2026-11-23 23:00', false],
] as const) {
  test(`G-E2: hours that do not wrap midnight: ${time} ${quiet ? 'lies' : 'does not lie'} in them`, () => {
    assert.equal(isQuiet(at(time), NOON), quiet);
  });
}

test('G-E2: hours that begin and end at the same time are none', () => {
  assert.equal(isQuiet(at('2026-11-23 22:00'), { from: '22:00', to: '22:00' }), false);
});

for (const [time, from] of [
  ['2026-11-23 21:59', '2026-11-23 21:59'],
  ['2026-11-23 22:00', '2026-11-24 08:00'],
  ['2026-11-24 07:59', '2026-11-24 08:00'],
  ['2026-11-24 08:00', '2026-11-24 08:00'],
] as const) {
  test(`G-E2: from ${time} a citizen may be called at ${from}`, () => {
    assert.equal(text(callableFrom(at(time), NIGHT)), from);
  });
}

test('the hours are said as people say them', () => {
  assert.equal(sayQuietHours(NIGHT), '22:00 至次日 08:00');
  assert.equal(sayQuietHours(NOON), '12:00 至 14:30');
});

const LATE = at('2026-11-23 23:00');
const night = { ...factsOf('help', { status: 'callback' }), now: LATE };
const called = { reached: 'yes', afterService: true };

test('G-E2: at night no call-back can be recorded, and the message says from when it can', () => {
  assert.match(
    notInQuietHours(night) ?? '',
    /每日 22:00 至次日 08:00 不回访诉求人.*请于 2026-11-24 08:00 后登记/,
  );
  assert.equal(notInQuietHours({ ...night, now: at('2026-11-23 21:59') }), null);
});

test('G-E2: right at the end of a service is two hours after the reply, and has to be said', () => {
  const edge = { ...night, servedAt: LATE - 2 * 3_600_000 };
  assert.equal(notInQuietHours({ ...edge, input: called }), null);
  assert.equal(notInQuietHours(edge), null, 'the form opens');
  assert.match(notInQuietHours({ ...edge, input: { reached: 'yes' } }) ?? '', /请勾选“服务结束时当场回访”/);
  assert.match(notInQuietHours({ ...edge, input: { ...called, reached: 'no' } }) ?? '', /不回访/);
  assert.match(
    notInQuietHours({ ...edge, servedAt: edge.servedAt - 1, input: called }) ?? '',
    /08:00 后登记/,
  );
});

test('G-E2: where there is nobody to call, a published reply may be recorded at any hour', () => {
  const anonymous = { ...night, case: { ...night.case, anonymous: true, hasContact: false } };
  assert.equal(notInQuietHours(anonymous), null);
  assert.equal(notInQuietHours({ ...anonymous, input: { reached: 'published' } }), null);
  assert.match(notInQuietHours({ ...anonymous, input: { reached: 'yes' } }) ?? '', /不回访/);
});
