import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withdrawalInTime, withdrawalIsPast } from '../../src/rules/withdrawal.ts';
import { at } from '../calendar/samples.ts';
import { factsOf } from './samples.ts';

const DUE = at('2026-11-25 17:30');

function given(now: number, withdrawalDueAt: number | null = DUE) {
  return { ...factsOf('complaint'), now, withdrawalDueAt };
}

test('Q-A4: the last minute is in time, the next is late; the override begins where the right ends', () => {
  assert.equal(withdrawalInTime(given(DUE)), null);
  assert.match(withdrawalInTime(given(DUE + 1)) ?? '', /应于 2026-11-25 17:30 前提出/);
  assert.match(withdrawalIsPast(given(DUE)) ?? '', /尚在时限内（2026-11-25 17:30 前）/);
  assert.equal(withdrawalIsPast(given(DUE + 1)), null);
});

test('Q-A4: before acceptance there is no limit, and nothing to override', () => {
  assert.equal(withdrawalInTime(given(DUE, null)), null);
  assert.match(withdrawalIsPast(given(DUE, null)) ?? '', /不需要特批/);
});
