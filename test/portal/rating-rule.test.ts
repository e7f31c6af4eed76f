import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaseStatus } from '../../src/cases/states.ts';
import { ratingTime } from '../../src/rules/rating.ts';
import { at } from '../calendar/samples.ts';

const ANSWERED = at('2026-11-23 10:00');
const LAST = at('2026-11-30 10:00');
const time = (status: CaseStatus, answeredAt: number | null, now = ANSWERED) =>
  ratingTime({ status, answeredAt }, 7, now);

describe('when a citizen may rate (Q-E1)', () => {
  it('Q-E1: for seven days after the answer, to the minute', () => {
    assert.equal(time('callback', ANSWERED, LAST), 'open');
    assert.equal(time('callback', ANSWERED, LAST + 1), 'over');
  });

  it('while it is called back, verified or closed, not before and not when it is archived', () => {
    for (const status of ['callback', 'verifying', 'closed'] as const)
      assert.equal(time(status, ANSWERED), 'open', status);
    assert.equal(time('archived', ANSWERED), 'over');
    for (const status of ['received', 'accepted', 'dispatched', 'replied', 'suspended', 'merged'] as const)
      assert.equal(time(status, null), 'before', status);
  });

  it('never what was not answered', () => {
    for (const status of ['rejected', 'withdrawn', 'archived', 'closed'] as const)
      assert.equal(time(status, null), 'never', status);
  });
});
