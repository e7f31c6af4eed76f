import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatLocal } from '../../src/calendar/local-time.ts';
import { longerOf, maskedIfClosedBefore } from '../../src/rules/keeping.ts';
import { at } from '../calendar/samples.ts';

const before = (maskYears: number, now: string) => {
  const moment = maskedIfClosedBefore({ maskYears }, at(now));
  return moment === null ? null : formatLocal(moment);
};

describe('how long personal data are kept', () => {
  it('counts calendar years of local days', () => {
    assert.equal(before(5, '2031-11-24 00:00'), '2026-11-24 00:00');
    assert.equal(before(5, '2031-11-23 23:59'), '2026-11-23 00:00');
  });

  it('knows that the 29th of February is not in every year', () => {
    assert.equal(before(1, '2028-02-29 08:00'), '2027-03-01 00:00');
    assert.equal(before(4, '2028-02-29 08:00'), '2024-02-29 00:00');
  });

  it('0 years is for good', () => assert.equal(before(0, '2031-11-24 00:00'), null));

  it('of two settings what keeps longer holds, and for good is longest', () => {
    const five = { maskYears: 5, auditDays: 400, messageDays: 90 };
    assert.deepEqual(longerOf(five, { maskYears: 0, auditDays: 190, messageDays: 200 }), {
      ...{ maskYears: 0, auditDays: 400, messageDays: 200 },
    });
    assert.equal(longerOf(five, { ...five, maskYears: 3 }).maskYears, 5);
  });
});
