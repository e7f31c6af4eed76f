import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideOf } from '../../src/cases/beside/index.ts';
import { policyAt } from '../../src/policy/policy.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, Life } from './life.ts';

function setUp() {
  const { db, cast } = freshFile();
  const typed: Typed = {
    proposed: String(cast.agencies.traffic),
    reason: '路段属交通部门养护。',
    ground: '公路养护职责分工。',
  };
  return { db, cast, typed, life: new Life(db, cast).signed() };
}

for (const field of ['proposed', 'reason', 'ground']) {
  test(`Q-C3: no return without ${field}`, () => {
    const { cast, typed, life } = setUp();
    assert.throws(
      () => life.onLead(cast.handler, 'ask_return', { ...typed, [field]: '' }),
      (error) => field in ((error as { fields?: object }).fields ?? {}),
    );
  });
}

test('Q-C3: what comes too late is told until when it was possible, what stays, and what to do instead', () => {
  const { cast, typed, life } = setUp();
  life.now = at('2026-11-24 17:30');
  assert.throws(
    () => life.onLead(cast.handler, 'ask_return', typed),
    /退件已过时限（应于 2026-11-24 17:30 前提出），工单仍由本单位办理。如确非本单位职责，请点“报告职责交叉”。/,
  );
  life.now = at('2026-11-24 17:29');
  life.onLead(cast.handler, 'ask_return', typed);
  assert.equal(life.lead().status, 'returning');
});

test('X-E1: a refusal that bars the agency is on record, and no second return is taken', () => {
  const { cast, typed, life } = setUp();
  life.onLead(cast.handler, 'ask_return', typed);
  life.onLead(cast.dispatcher, 'refuse_return', { reason: '职责明确。', bar: '1' });
  assert.equal(life.lead().return_barred, 1);
  assert.equal(life.events().at(-1)?.why, '职责明确。（禁止再次退件）');
  assert.throws(() => life.onLead(cast.handler, 'ask_return', typed), /已注明本工单禁止再次退件/);
});

test('X-E1: a refusal without the bar leaves the right to ask again in time', () => {
  const { cast, typed, life } = setUp();
  life.onLead(cast.handler, 'ask_return', typed);
  life.onLead(cast.dispatcher, 'refuse_return', { reason: '请补充依据。' });
  life.onLead(cast.handler, 'ask_return', typed);
  assert.equal(life.lead().status, 'returning');
});

test('X-E1: dispatched with the bar, it is not returned at all', () => {
  const { db, cast, typed } = setUp();
  const life = new Life(db, cast).take({}, 'accept');
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban), returnBarred: '1' });
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  assert.throws(() => life.onLead(cast.handler, 'ask_return', typed), /禁止再次退件/);
});

test('Q-C3: returns are counted by agency, with what came of them', () => {
  const { db, cast, typed, life } = setUp();
  life.onLead(cast.handler, 'ask_return', typed);
  life.onLead(cast.dispatcher, 'refuse_return', { reason: '请补充依据。' });
  life.onLead(cast.handler, 'ask_return', typed).onLead(cast.dispatcher, 'grant_return');
  const policy = policyAt(db, life.case().received_at);
  const reading = { db, actor: cast.dispatcher, given: life.case(), policy, now: life.now, forAgency: false };
  const card = besideOf(reading).find((each) => each.title === '退件');
  assert.deepEqual(card?.rows, [['城管局', '申请 2 次，同意 1 次，不同意 1 次']]);
});

test('X-E1: the page says who may not return it any more', () => {
  const { db, cast, typed, life } = setUp();
  life.onLead(cast.handler, 'ask_return', typed);
  life.onLead(cast.dispatcher, 'refuse_return', { reason: '职责明确。', bar: '1' });
  const policy = policyAt(db, life.case().received_at);
  const reading = { db, actor: cast.handler, given: life.case(), policy, now: life.now, forAgency: true };
  const card = besideOf(reading).find((each) => each.title === '退件');
  assert.deepEqual(card?.rows.at(-1), ['禁止再次退件', '城管局']);
});

test('X-E1: the bar holds through a redo, and nobody is shown a limit for what they may not do', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({}, 'accept');
  const lead = String(cast.agencies.urban);
  life.do(cast.dispatcher, 'dispatch', { lead, assists: [], returnBarred: '1' });
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  assert.deepEqual(life.clocks('return'), []);
  life.onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已说明。' });
  life.onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  life.do(cast.dispatcher, 'pass', CHECKED);
  life.do(cast.supervisor, 'redo', { reason: 'not_solved', ground: '路灯仍不亮。' });
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  const typed = { proposed: String(cast.agencies.traffic), reason: '不属本单位。', ground: '三定方案。' };
  assert.throws(() => life.onLead(cast.handler, 'ask_return', typed), /禁止再次退件/);
});
