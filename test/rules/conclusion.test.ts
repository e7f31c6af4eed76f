import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plannedReviewFault } from '../../src/rules/conclusion.ts';

const TODAY = '2026-11-23';

test('Q-D9: what cannot be solved now is looked at again from tomorrow on, not today', () => {
  assert.match(plannedReviewFault('not_now', undefined, TODAY) ?? '', /请填写复查日期/);
  assert.match(plannedReviewFault('not_now', TODAY, TODAY) ?? '', /应在今天（2026-11-23）之后/);
  assert.equal(plannedReviewFault('not_now', '2026-11-24', TODAY), null);
});

test('Q-D9: any other conclusion needs no such day', () => {
  for (const conclusion of ['solved', 'partly', 'explained']) {
    assert.equal(plannedReviewFault(conclusion, undefined, TODAY), null);
  }
});
