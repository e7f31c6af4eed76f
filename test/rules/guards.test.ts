import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASSIGNMENT_LIFE, CASE_LIFE } from '../../src/cases/lifecycle.ts';
import type { Facts, Guard } from '../../src/rules/facts.ts';
import { at } from '../calendar/samples.ts';
import { factsOf } from './samples.ts';

const NOW = at('2026-11-24 10:00');
const plain: Facts = { ...factsOf('complaint'), now: NOW };
const ofCase = (wish: Partial<Facts['case']>): Facts => ({ ...plain, case: { ...plain.case, ...wish } });
const ofAssignment = (wish: Partial<NonNullable<Facts['assignment']>>): Facts => ({
  ...plain,
  assignment: plain.assignment && { ...plain.assignment, ...wish },
});
const extension = (wish: Partial<Facts['extension']>): Facts => ({
  ...plain,
  extension: { ...plain.extension, ...wish },
});
const me = plain.actorId;
const past = NOW - 60_000;
const input = (values: Record<string, unknown>): Facts => ({ ...plain, input: values });

/** What each rule refuses, and what beside it it lets through. */
const SAMPLES: Record<string, readonly [refused: Facts, passed: Facts]> = {
  callerIsToldOfRejection: [input({ told: 'cannot' }), input({ told: 'called' })],
  notOwnHandling: [
    { ...plain, handledBy: new Set([me]) },
    { ...plain, handledBy: new Set([me + 1]) },
  ],
  publishedOnlyWithoutContact: [
    input({ reached: 'published' }),
    { ...ofCase({ hasContact: false }), input: { reached: 'published' } },
  ],
  notInQuietHours: [
    { ...input({ reached: 'yes' }), now: at('2026-11-24 22:00') },
    { ...input({ reached: 'yes' }), now: at('2026-11-24 21:59') },
  ],
  noSpotCallAtNight: [
    { ...input({ method: 'phone' }), now: at('2026-11-24 22:00') },
    { ...input({ method: 'visit' }), now: at('2026-11-24 22:00') },
  ],
  spacedAttempts: [
    { ...input({ reached: 'no' }), lastAttemptAt: NOW - 119 * 60_000 },
    { ...input({ reached: 'no' }), lastAttemptAt: NOW - 120 * 60_000 },
  ],
  noOrderOpen: [{ ...plain, supervision: { days: 5 } }, plain],
  noAppealOpen: [{ ...plain, appeal: { askedBy: 2, proposedBy: null } }, plain],
  noSpotCheckOpen: [{ ...plain, openTasks: new Set(['spot_check']) }, plain],
  mergedNotUnderSupervision: [{ ...plain, supervision: { days: 5 } }, plain],
  notYetAnswered: [
    { ...plain, leadStatus: 'replied' },
    { ...plain, leadStatus: 'reviewing' },
  ],
  withdrawalInTime: [
    { ...plain, withdrawalDueAt: past },
    { ...plain, withdrawalDueAt: NOW },
  ],
  withdrawalIsPast: [
    { ...plain, withdrawalDueAt: NOW },
    { ...plain, withdrawalDueAt: past },
  ],
  notUnderSupervision: [{ ...plain, supervision: { days: 5 } }, plain],
  settlerIsNotReporter: [
    { ...plain, overlapBy: new Set([me]) },
    { ...plain, overlapBy: new Set([me + 1]) },
  ],
  leadIsStillHandling: [
    { ...plain, leadStatus: 'reviewing' },
    { ...plain, leadStatus: 'signed' },
  ],
  somebodyHandledIt: [{ ...plain, handling: null }, plain],
  canBeSupervised: [{ ...plain, handling: { agency: '省高速中心', external: true, ofMain: false } }, plain],
  orderIsForLead: [{ ...plain, orderElsewhere: '住建局' }, plain],
  releaserDidNotHandle: [{ ...plain, handledBy: new Set([me]) }, plain],
  notJustPressed: [
    { ...plain, lastPress: { who: '陈平', at: NOW - 29 * 60_000 } },
    { ...plain, lastPress: { who: '陈平', at: NOW - 30 * 60_000 } },
  ],
  notYetExempt: [{ ...plain, openTasks: new Set(['exempt']) }, plain],
  confirmedByAnother: [
    { ...plain, appeal: { askedBy: me + 1, proposedBy: me } },
    { ...plain, appeal: { askedBy: me + 1, proposedBy: me + 2 } },
  ],
  dangerIsContained: [ofCase({ emergency: true }), ofCase({ emergency: true, round: 1 })],
  firstContactMade: [ofAssignment({ contactedAt: null }), ofAssignment({ contactedAt: past })],
  owesNothing: [{ ...plain, openTasks: new Set(['apology']) }, plain],
  extensionIsTold: [{ ...plain, openTasks: new Set(['tell_extension']) }, plain],
  assistsHaveReplied: [{ ...plain, missingAssists: ['住建局'] }, plain],
  citizenIsTold: [input({ toldHow: 'phone' }), input({ toldHow: 'phone', toldAt: past })],
  approverIsNotAsker: [ofAssignment({ submittedBy: me }), ofAssignment({ submittedBy: me + 1 })],
  returnNotBarred: [ofAssignment({ returnBarred: true }), plain],
  returnInTime: [
    { ...plain, returnDueAt: past },
    { ...plain, returnDueAt: NOW },
  ],
  judgeIsNotAsker: [
    { ...plain, returnAskedBy: me },
    { ...plain, returnAskedBy: me + 1 },
  ],
  extensionsLeft: [extension({ granted: 1, grantedDays: 5 }), extension({ granted: 0 })],
  extensionAskedInTime: [extension({ latestAt: past }), extension({ latestAt: NOW })],
  notLongerThanPeriod: [input({ days: 11 }), input({ days: 10 })],
  agreerIsNotAsker: [extension({ askedBy: me }), extension({ askedBy: me + 1 })],
  extensionAgreedInTime: [extension({ latestAt: past }), extension({ latestAt: NOW })],
  granterIsNotAsker: [extension({ agreedBy: me }), extension({ agreedBy: me + 1 })],
};

const guards = new Set<Guard>([...CASE_LIFE, ...ASSIGNMENT_LIFE].flatMap((each) => each.guards));

for (const guard of guards) {
  test(`${guard.name} refuses in words that say what to do, and lets through what is beside its limit`, () => {
    const samples = SAMPLES[guard.name];
    assert.ok(samples, `the test has no sample of ${guard.name}`);
    assert.match(guard(samples[0]) ?? '', /^[^A-Za-z]{10,}$/);
    assert.equal(guard(samples[1]), null);
  });
}

test('no sample outlives its rule', () => {
  const names = new Set([...guards].map((each) => each.name));
  assert.deepEqual(
    Object.keys(SAMPLES).filter((name) => !names.has(name)),
    [],
  );
});
