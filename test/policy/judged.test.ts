import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Policy, policyAt, setPolicy } from '../../src/policy/policy.ts';
import type { Limits } from '../../src/presets/types.ts';
import { at, text } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { freshFile } from '../support/file.ts';

/* Two complaints, one received at 09:00 before a change, one at 10:00 after it; everything else happens afterwards. */

const CHANGED = at('2026-11-23 09:30');

function around(change: (before: Policy) => Partial<Policy>) {
  const { db, cast } = freshFile();
  const [old, young] = [
    new Life(db, cast, '2026-11-23 09:00').take(),
    new Life(db, cast, '2026-11-23 10:00'),
  ];
  setPolicy(db, change(policyAt(db, CHANGED)), { userId: cast.admin.id, from: CHANGED, now: CHANGED });
  young.take();
  old.now = young.now;
  for (const life of [old, young]) {
    life.do(cast.dispatcher, 'accept').do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
    life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  }
  return { db, cast, old, young };
}

const limited = (given: Partial<Limits>) => around(({ limits }) => ({ limits: { ...limits, ...given } }));
const due = (life: Life, clock: string) => text(life.clocks(clock)[0]?.due_at ?? 0);

test('a complaint received under 10 days keeps them; the one received after the change has 8', () => {
  const { old, young } = around(({ kinds }) => ({
    kinds: kinds.map((kind) => (kind.code === 'complaint' ? { ...kind, replyDays: 8 } : kind)),
  }));
  assert.equal(due(old, 'reply'), '2026-12-07 17:30');
  assert.equal(due(young, 'reply'), '2026-12-03 17:30');
  assert.match(old.clocks('reply')[0]?.why ?? '', /10 个工作日/);
  assert.match(young.clocks('reply')[0]?.why ?? '', /8 个工作日/);
});

test('Q-C3: the right to return ends by the limit in force when the case was received', () => {
  const { cast, old, young } = limited({ returnDays: 2 });
  assert.equal(due(old, 'return'), '2026-11-24 17:30');
  assert.equal(due(young, 'return'), '2026-11-25 17:30');
  const reasons = {
    proposed: String(cast.agencies.housing),
    reason: '属于住建局职责。',
    ground: '职责规定第三条。',
  };
  for (const life of [old, young]) life.now = at('2026-11-25 10:00');
  assert.throws(() => old.onLead(cast.handler, 'ask_return', reasons), /应于 2026-11-24 17:30 前/);
  young.onLead(cast.handler, 'ask_return', reasons);
  assert.equal(young.lead().status, 'returning');
});

test('Q-D8: an extension is asked for by the limit in force when the case was received', () => {
  const { cast, old, young } = limited({ extensionSessionsBefore: 2 });
  for (const life of [old, young]) life.now = at('2026-12-07 13:00');
  const asked = { days: '5', reason: '需更换地下电缆，待材料到货。' };
  assert.throws(() => young.onLead(cast.handler, 'ask_extension', asked), /2026-12-07 08:30/);
  old.onLead(cast.handler, 'ask_extension', asked);
  assert.ok(old.events().some(({ act }) => act === 'ask_extension'));
});

test('Q-A4: the right to withdraw ends by the limit in force when the case was received', () => {
  const { old, young } = limited({ withdrawDays: 4 });
  assert.equal(due(old, 'withdrawal'), '2026-11-25 17:30');
  assert.equal(due(young, 'withdrawal'), '2026-11-27 17:30');
});

test('a change for later comes into force by itself, at its minute, with the program running', () => {
  const { db, cast } = freshFile();
  const from = at('2026-12-01 08:00');
  const { limits } = policyAt(db, CHANGED);
  setPolicy(db, { limits: { ...limits, dispatchDays: 3 } }, { userId: cast.admin.id, from, now: CHANGED });
  assert.equal(policyAt(db, from - 1).limits.dispatchDays, 1);
  assert.equal(policyAt(db, from).limits.dispatchDays, 3);
});

test('nobody changes what is in force already', () => {
  const { db, cast } = freshFile();
  const { limits } = policyAt(db, CHANGED);
  const by = { userId: cast.admin.id, now: CHANGED };
  assert.throws(() => setPolicy(db, { limits }, { ...by, from: CHANGED - 1 }), /施行时间不能早于现在/);
  setPolicy(db, { limits }, { ...by, from: CHANGED });
});
