import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTS } from '../../src/cases/acts/index.ts';
import type { Hat } from '../../src/cases/life/hats.ts';
import type { Transition } from '../../src/cases/life/transition.ts';
import { ASSIGNMENT_LIFE, CASE_LIFE } from '../../src/cases/lifecycle.ts';
import { perform } from '../../src/cases/perform.ts';
import { ASSIGNMENT_STATUS, CASE_STATUS } from '../../src/cases/states.ts';
import type { Actor } from '../../src/people/actor.ts';
import { Forbidden, NotFound } from '../../src/web/errors.ts';
import type { Cast } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { askReturn, BEFORE, merge, suspend, withdrawn } from './before.ts';
import { CHECKED, DISSATISFIED, Life, SATISFIED } from './life.ts';

function reachable<Status extends string>(life: readonly Transition<Status>[], start: Status): Set<Status> {
  const seen = new Set<Status>([start]);
  for (let grown = true; grown; ) {
    const before = seen.size;
    for (const { from, to } of life)
      if (from.some((each) => seen.has(each))) for (const each of to) seen.add(each);
    grown = seen.size > before;
  }
  return seen;
}

test('every state of a case can be reached from its receipt', () => {
  assert.deepEqual([...reachable(CASE_LIFE, 'received')].sort(), Object.keys(CASE_STATUS).sort());
});

test('every state of an assignment can be reached from its dispatch', () => {
  assert.deepEqual([...reachable(ASSIGNMENT_LIFE, 'unsigned')].sort(), Object.keys(ASSIGNMENT_STATUS).sort());
});

test('an open state always leads on, a case never gets stuck', () => {
  for (const [status, { open }] of Object.entries(CASE_STATUS)) {
    const leaves = CASE_LIFE.some(
      (each) => (each.from as readonly string[]).includes(status) && each.to.some((to) => to !== status),
    );
    if (open) assert.ok(leaves, status);
  }
});

test('every act of a person has a form, every act of the system has none', () => {
  for (const { act, by } of [...CASE_LIFE, ...ASSIGNMENT_LIFE]) {
    assert.equal(act in ACTS, !by.includes('system'), act);
  }
});

const CASE_STATES: Record<string, (life: Life) => Life> = {
  received: (life) => life.take(),
  rejected: (life) => life.take({ reason: 'beyond_powers', told: 'on_the_line' }, 'reject'),
  accepted: (life) => life.take({}, 'accept'),
  dispatched: (life) => life.dispatched(),
  replied: (life) => life.replied(),
  callback: (life) => life.toCallBack(),
  verifying: (life) => life.toVerify(),
  closed: (life) => life.take({ answer: '已告知办理地点。' }, 'answer'),
  archived: (life) => life.take({ answer: '已告知办理地点。' }, 'answer').do(life.cast.supervisor, 'archive'),
  withdrawn,
  merged: merge,
  suspended: (life) => suspend(life.dispatched()),
};

const ASSIGNMENT_STATES: Record<string, (life: Life) => Life> = {
  unsigned: (life) => life.dispatched(),
  signed: (life) => life.signed(),
  reviewing: (life) => life.submitted(),
  replied: (life) => life.replied(),
  returning: (life) => askReturn(life.signed()),
  returned: (life) => askReturn(life.signed()).onLead(life.cast.dispatcher, 'grant_return'),
};

/** One file for the whole walk, and one case in each state: what is refused leaves no trace. */
const { db: walked, cast: walkers } = freshFile();
const cases = new Map<object, Life>();

function inState(bring: (life: Life) => Life): Life {
  const life = cases.get(bring) ?? bring(new Life(walked, walkers));
  cases.set(bring, life);
  return life;
}

const everybody = (cast: Cast): [string, Actor][] =>
  Object.entries(cast).filter((entry): entry is [string, Actor] => 'roles' in entry[1]);

function wearsHat(actor: Actor, hat: Hat, cast: Cast, ofAssist: boolean): boolean {
  if (hat === 'system') return false;
  if (hat === 'first_operator') return actor.id === cast.operator.id;
  if (hat === 'section_handler') return false;
  if (hat === 'lead_agency') return actor.agencyId === cast.agencies.urban;
  if (!actor.roles.has(hat)) return false;
  if (hat !== 'handler' && hat !== 'agency_leader') return true;
  return actor.agencyId === (ofAssist ? cast.agencies.housing : cast.agencies.urban);
}

for (const [life, ofAssignment] of [
  [CASE_LIFE, false],
  [ASSIGNMENT_LIFE, true],
] as const) {
  for (const transition of life) {
    if (transition.by.includes('system')) continue;
    test(`“${transition.label}” (${transition.act}) is refused to everyone but ${transition.by.join(', ')}`, () => {
      const [db, cast] = [walked, walkers];
      const before = BEFORE[transition.act];
      assert.ok(before, `the test does not know how to come before ${transition.act}`);
      const given = before(new Life(db, cast));
      const ofAssist = transition.only === 'assist';
      const assignmentId = ofAssignment ? (ofAssist ? given.assist() : given.lead()).id : null;
      let refused = 0;
      for (const [name, actor] of everybody(cast)) {
        if (transition.by.some((hat) => wearsHat(actor, hat, cast, ofAssist))) continue;
        const events: number = given.events().length;
        assert.throws(
          () =>
            perform(
              db,
              actor,
              { act: transition.act, caseId: given.caseId, assignmentId, typed: {} },
              given.now,
            ),
          (error) => error instanceof Forbidden || error instanceof NotFound,
          name,
        );
        assert.equal(given.events().length, events);
        refused += 1;
      }
      assert.ok(refused >= 8, `only ${refused} people were tried`);
    });

    test(`“${transition.label}” (${transition.act}) is refused in every other state`, () => {
      const [db, cast] = [walked, walkers];
      const actor = everybody(cast).find(([, each]) =>
        transition.by.some((hat) => wearsHat(each, hat, cast, false)),
      )?.[1];
      assert.ok(actor);
      const states: Record<string, (life: Life) => Life> = ofAssignment ? ASSIGNMENT_STATES : CASE_STATES;
      for (const [status, bring] of Object.entries(states)) {
        if ((transition.from as readonly string[]).includes(status)) continue;
        const given = inState(bring);
        const assignment = ofAssignment ? given.lead() : null;
        assert.equal(assignment?.status ?? given.status, status);
        const request = {
          act: transition.act,
          caseId: given.caseId,
          assignmentId: assignment?.id ?? null,
          typed: {},
        };
        assert.throws(() => perform(db, actor, request, given.now), /状态已变化|没有找到/, status);
      }
    });
  }
}

test('a full life with redo: dissatisfied, verified, done again, satisfied, archived (Q-E2)', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify();
  life.do(cast.clerk, 'verify', {
    method: 'on_site',
    finding: '灯具未接电。',
    responsible: 'yes',
    redoReason: 'not_solved',
  });
  assert.equal(life.status, 'dispatched');
  assert.equal(life.case().round, 1);
  assert.equal(life.lead().round, 1);
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  life.onLead(cast.handler, 'contact', { how: 'visit', at: life.local(), result: '上门致歉。' });
  life.onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  life.do(cast.dispatcher, 'pass', CHECKED).do(cast.clerk, 'call_back', SATISFIED);
  assert.equal(life.status, 'closed');
  life.do(cast.supervisor, 'archive');
  assert.equal(life.status, 'archived');
  assert.equal(life.case().queue_rank, null);
});

test('dissatisfied but not the agency’s responsibility closes the case', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify();
  life.do(cast.supervisor, 'verify', { method: 'phone', finding: '诉求超出政策范围。', responsible: 'no' });
  assert.equal(life.status, 'closed');
  assert.equal(life.case().outcome, 'not_responsible');
});

test('three call-backs without an answer close the case, two do not (C-E1)', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack();
  life
    .do(cast.clerk, 'call_back', { reached: 'no' })
    .wait(120)
    .do(cast.clerk, 'call_back', { reached: 'no' });
  assert.equal(life.status, 'callback');
  assert.equal(life.clocks('callback').at(-1)?.met_at, null);
  life.wait(120).do(cast.clerk, 'call_back', { reached: 'no' });
  assert.equal(life.status, 'closed');
  assert.equal(life.case().outcome, 'unreachable');
});

test('a granted return brings the case back to the dispatcher and takes the assisting assignments back (Q-C3)', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast)
    .dispatched({}, [cast.agencies.housing])
    .onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  askReturn(life).onLead(cast.dispatcher, 'grant_return');
  assert.equal(life.status, 'accepted');
  assert.equal(life.lead().status, 'returned');
  assert.equal(life.assist().status, 'withdrawn');
  assert.equal(
    life.clocks('reply').every((clock) => clock.stopped_at !== null),
    true,
  );
});

test('a refused return goes on where it was', () => {
  const { db, cast } = freshFile();
  const life = askReturn(new Life(db, cast).signed()).onLead(cast.dispatcher, 'refuse_return', {
    reason: '职责明确。',
  });
  assert.equal(life.lead().status, 'signed');
});

test('a reply sent back keeps its old limit', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).replied();
  const [before] = life.clocks('reply');
  assert.ok(before?.met_at);
  life.do(cast.dispatcher, 'send_back', { reason: '未说明修复时间。' });
  const [after] = life.clocks('reply');
  assert.equal(after?.met_at, null);
  assert.equal(after?.due_at, before.due_at);
  assert.equal(life.lead().status, 'signed');
});

test('a dissatisfied call-back needs its reason', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack();
  assert.throws(() => life.do(cast.clerk, 'call_back', { ...DISSATISFIED, note: '' }), {
    fields: { note: '未解决或不满意的，请写明原因。' },
  });
});
