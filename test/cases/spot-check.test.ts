import assert from 'node:assert/strict';
import { test } from 'node:test';
import { availableActs } from '../../src/cases/actions.ts';
import { caseView } from '../../src/cases/case-page.ts';
import { assignmentsOf } from '../../src/cases/case-queries.ts';
import { mattersOf } from '../../src/cases/matters.ts';
import { countQueue, listQueue } from '../../src/cases/queue-queries.ts';
import { all, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { openTasks } from '../../src/tasks/tasks.ts';
import { at } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, Life, SATISFIED } from './life.ts';
import { queue } from './queue-samples.ts';

const FOUND = { method: 'visit', satisfaction: 'satisfied', finding: '路灯已亮。' };

function drawn(percent = 100) {
  const { db, cast } = freshFile();
  const spotChecks = [{ kind: '', agency: '', percent }];
  setPolicy(db, { spotChecks }, { userId: null, from: 1, now: 1 });
  const life = new Life(db, cast).toCallBack().do(cast.clerk, 'call_back', SATISFIED);
  return { db, cast, life };
}

function offeredTo(life: Life, actor: Actor): string[] {
  const { db, caseId } = life;
  const given = life.case();
  return availableActs(actor, given, assignmentsOf(db, caseId), mattersOf(db, caseId)).map(({ act }) => act);
}

test('Q-E3: a spot check is kept with method, satisfaction and finding, and its task is done', () => {
  const { db, cast, life } = drawn();
  life.do(cast.clerk, 'spot_check', FOUND);
  const [kept] = all(db, q.selectFrom('spot_checks').selectAll());
  assert.deepEqual(
    [kept?.case_id, kept?.by_user, kept?.method, kept?.satisfaction, kept?.finding, kept?.at],
    [life.caseId, cast.clerk.id, 'visit', 'satisfied', '路灯已亮。', life.now],
  );
  assert.deepEqual(openTasks(db, life.caseId, 'spot_check'), []);
  assert.equal(life.status, 'closed');
});

test('Q-E3: only what was drawn is offered, to call-back clerks and supervisors', () => {
  const { cast, life } = drawn();
  assert.ok(offeredTo(life, cast.clerk).includes('spot_check'));
  assert.ok(offeredTo(life, cast.supervisor).includes('spot_check'));
  assert.ok(!offeredTo(life, cast.dispatcher).includes('spot_check'));
  const without = drawn(0);
  assert.ok(!offeredTo(without.life, without.cast.clerk).includes('spot_check'));
  assert.throws(() => without.life.do(without.cast.clerk, 'spot_check', FOUND), { status: 409 });
});

test('Q-E3: not by somebody who handled the case', () => {
  const { db, cast } = freshFile();
  const spotChecks = [{ kind: '', agency: '', percent: 100 }];
  setPolicy(db, { spotChecks }, { userId: null, from: 1, now: 1 });
  const roles = ['handler', 'callback_clerk'] as const;
  const person = { login: 'both', name: '朱全', roles, agencyId: cast.agencies.urban, operatorNo: null };
  const both = newPerson(db, person, at('2026-11-23 09:00'));
  const life = new Life(db, cast).contacted();
  life.onLead(both, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  life.do(cast.dispatcher, 'pass', CHECKED).do(cast.clerk, 'call_back', SATISFIED);
  assert.throws(() => life.do(both, 'spot_check', FOUND), { message: /参与过该工单的办理/ });
});

test('Q-E3: a dissatisfied one points to the redo', () => {
  const { cast, life } = drawn();
  life.do(cast.clerk, 'spot_check', { ...FOUND, satisfaction: 'dissatisfied' });
  assert.match(life.events().at(-1)?.why ?? '', /走访，不满意，路灯已亮。（不满意，请值班长核对后重办）/);
});

test('Q-E3: without talking to the citizen there is a finding and no satisfaction', () => {
  const { db, cast, life } = drawn();
  assert.throws(() => life.do(cast.clerk, 'spot_check', { method: 'on_site' }), { status: 422 });
  life.do(cast.clerk, 'spot_check', { method: 'on_site', finding: '现场路灯已亮。' });
  assert.equal(all(db, q.selectFrom('spot_checks').selectAll())[0]?.satisfaction, null);
});

test('Q-E3: what is to be looked at stands in a list until it is done', () => {
  const { db, cast, life } = drawn();
  const listed = () =>
    listQueue(db, cast.clerk, queue('spot-checks'), { sort: 'due' }, life.now).map(({ id }) => id);
  assert.deepEqual(listed(), [life.caseId]);
  assert.deepEqual(countQueue(db, cast.clerk, queue('spot-checks'), life.now), { count: 1, late: false });
  life.do(cast.supervisor, 'spot_check', FOUND);
  assert.deepEqual(listed(), []);
});

test('Q-A7: the hotline reads what came of it, agencies do not', () => {
  const { db, cast, life } = drawn();
  life.do(cast.clerk, 'spot_check', FOUND);
  const titles = (actor: Actor) =>
    caseView(db, actor, life.case(), life.now).beside.map(({ title }) => title);
  assert.ok(titles(cast.supervisor).includes('抽查'));
  assert.ok(!titles(cast.handler).includes('抽查'));
  const done = (actor: Actor) => caseView(db, actor, life.case(), life.now).events.map(({ what }) => what);
  assert.ok(done(cast.supervisor).includes('抽查'));
  assert.ok(!done(cast.handler).includes('抽查'));
});

test('Q-E3: a case that is done again leaves the list of spot checks until it is closed again', () => {
  const { db, cast, life } = drawn();
  const listed = () => listQueue(db, cast.clerk, queue('spot-checks'), { sort: 'due' }, life.now).length;
  assert.equal(listed(), 1);
  life.do(cast.supervisor, 'redo', { reason: 'not_solved', ground: '诉求人再次来电。' });
  assert.deepEqual([life.status, listed()], ['dispatched', 0]);
});

for (const [time, method, taken] of [
  ['21:58', 'phone', true],
  ['21:59', 'phone', false],
  ['21:59', 'on_site', true],
] as const) {
  // Life lets a minute pass before each act.
  test(`G-E2: begun at ${time}, a spot check by ${method} is ${taken ? 'taken' : 'refused'} a minute later`, () => {
    const { cast, life } = drawn();
    life.now = at(`2026-11-23 ${time}`);
    const check = () => life.do(cast.clerk, 'spot_check', { ...FOUND, method });
    if (taken) assert.equal(check().events().at(-1)?.act, 'spot_check');
    else assert.throws(check, /每日 22:00 至次日 08:00 不回访诉求人.*2026-11-24 08:00 后登记/);
  });
}
