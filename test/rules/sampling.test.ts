import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callbackPercent, lotOf, mayBeLeftOut, spotCheckPercent } from '../../src/rules/sampling.ts';

test('Q-E3: the same case draws the same lot, and each round and purpose its own', () => {
  assert.equal(lotOf('secret', 'call_back', 7, 0), lotOf('secret', 'call_back', 7, 0));
  const lots = [
    lotOf('secret', 'call_back', 7, 0),
    lotOf('secret', 'call_back', 7, 1),
    lotOf('secret', 'spot_check', 7, 0),
    lotOf('secret', 'call_back', 8, 0),
    lotOf('other', 'call_back', 7, 0),
  ];
  assert.equal(new Set(lots).size, lots.length);
});

test('Q-E3: lots lie evenly between 0 and 100', () => {
  const lots = Array.from({ length: 10_000 }, (_, id) => lotOf('secret', 'spot_check', id, 0));
  assert.ok(lots.every((lot) => lot >= 0 && lot < 100));
  for (const percent of [5, 30, 50]) {
    const share = lots.filter((lot) => lot < percent).length / 100;
    assert.ok(Math.abs(share - percent) < 1.5, `${share} of a hundred instead of ${percent}`);
  }
});

test('Q-E1: a kind that the policy does not name is called back always', () => {
  const shares = [{ kind: 'consultation', percent: 30 }];
  assert.equal(callbackPercent(shares, 'consultation'), 30);
  assert.equal(callbackPercent(shares, 'complaint'), 100);
});

test('Q-E3: what names the kind or the agency goes before what names neither', () => {
  const shares = [
    { kind: '', agency: '', percent: 5 },
    { kind: 'complaint', agency: '', percent: 10 },
    { kind: '', agency: '城管局', percent: 20 },
    { kind: 'complaint', agency: '城管局', percent: 50 },
  ];
  const percent = (kind: string, agency: string) => spotCheckPercent(shares, { kind, agency: [agency] });
  assert.equal(percent('help', '住建局'), 5);
  assert.equal(percent('complaint', '住建局'), 10);
  assert.equal(percent('help', '城管局'), 20);
  assert.equal(percent('complaint', '城管局'), 50);
  assert.equal(spotCheckPercent([], { kind: 'help', agency: [] }), 0);
});

test('C-E1: only who was told, and has not complained since, may be left out of the call-backs', () => {
  const told = { told: true, redone: false, supervised: false };
  assert.equal(mayBeLeftOut(told), true);
  assert.equal(mayBeLeftOut({ ...told, told: false }), false);
  assert.equal(mayBeLeftOut({ ...told, redone: true }), false);
  assert.equal(mayBeLeftOut({ ...told, supervised: true }), false);
});
