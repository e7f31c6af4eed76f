import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actForm } from '../../src/cases/act-form.ts';
import { placeInQueue } from '../../src/cases/queue-place.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { QUEUES } from '../../src/cases/queues.ts';
import { q, run } from '../../src/db/query.ts';
import { promiseFault } from '../../src/rules/promise.ts';
import { openTasks, tasksOf } from '../../src/tasks/tasks.ts';
import { at } from '../calendar/samples.ts';
import { office } from '../rules/samples.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

/* H-A3: a question that cannot be answered now is noted and answered later. G-A1: first asked is responsible. */

const ASKED = '公租房续租需要哪些材料';

function setUp(start = '2026-11-23 09:00') {
  const { db, cast } = freshFile(start);
  const life = new Life(db, cast, start).take({ kind: 'consultation' });
  const owe = (due = '2026-11-23T16:00') => life.do(cast.operator, 'owe_answer', { asked: ASKED, due });
  return { db, cast, life, owe };
}

test('H-A3: what was asked and when it was promised stands on the list of whoever promised it', () => {
  const { db, cast, life, owe } = setUp();
  owe();
  assert.deepEqual(
    openTasks(db, life.caseId, 'owe_answer').map(({ what, due_at, user_id, side }) => ({
      what,
      due_at,
      user_id,
      side,
    })),
    [{ what: ASKED, due_at: at('2026-11-23 16:00'), user_id: cast.operator.id, side: 'hotline' }],
  );
  assert.equal(life.status, 'received');
});

for (const [when, usual] of [
  ['2026-11-23 09:00', '2026-11-23T17:30'],
  ['2026-11-23 18:00', '2026-11-24T17:30'],
  ['2026-11-27 17:30', '2026-11-30T17:30'],
] as const) {
  test(`H-A3: at ${when} the form proposes ${usual}`, () => {
    const { db, cast, life } = setUp(when);
    const open = { act: 'owe_answer', caseId: life.caseId, assignmentId: null };
    assert.equal(actForm(db, cast.operator, open, life.now, null).typed.due, usual);
  });
}

test('H-A3: promised for working time ahead, to the minute', () => {
  const now = at('2026-11-23 09:00');
  const fault = (when: string) => promiseFault(office, at(when), now);
  assert.match(fault('2026-11-23 09:00') ?? '', /须晚于现在（2026-11-23 09:00）/);
  assert.equal(fault('2026-11-23 09:01'), null);
  assert.equal(fault('2026-11-23 12:00'), null);
  assert.match(fault('2026-11-23 12:01') ?? '', /须在工作时间内，例如 2026-11-23 17:30/);
  assert.equal(fault('2026-11-23 17:30'), null);
  assert.match(fault('2026-11-23 17:31') ?? '', /须在工作时间内/);
  assert.match(fault('2026-11-28 10:00') ?? '', /须在工作时间内/);
});

test('H-A3: an answer promised for the night is refused at its field, and nothing is written', () => {
  const { db, life, owe } = setUp();
  assert.throws(
    () => owe('2026-11-23T20:00'),
    (error) => 'due' in ((error as { fields?: object }).fields ?? {}),
  );
  assert.deepEqual(tasksOf(db, life.caseId), []);
});

for (const [act, typed, result] of [
  ['answer', { answer: '需要租赁合同和收入证明。' }, '已答复'],
  ['accept', {}, '已受理，转承办单位办理'],
  ['reject', { reason: 'litigation', told: 'called' }, '不予受理，已告知'],
] as const) {
  test(`H-A3: ${act} settles what was owed`, () => {
    const { db, cast, life, owe } = setUp();
    owe();
    owe('2026-11-23T17:00');
    life.do(cast.operator, act, typed);
    assert.deepEqual(
      tasksOf(db, life.caseId).map((task) => [task.done_by, task.done_at, task.result]),
      [
        [cast.operator.id, life.now, result],
        [cast.operator.id, life.now, result],
      ],
    );
  });
}

test('H-A3: only who took the call or dispatches promises, and only before the case is decided', () => {
  const { cast, life, owe } = setUp();
  const typed = { asked: ASKED, due: '2026-11-23T16:00' };
  assert.throws(() => life.do(cast.otherOperator, 'owe_answer', typed), { status: 403 });
  life.do(cast.dispatcher, 'owe_answer', typed).do(cast.dispatcher, 'accept');
  assert.throws(() => owe(), { status: 409 });
});

for (const status of ['merged', 'suspended'] as const) {
  test(`G-A1: a ${status} case stays in the list of whoever took the call`, () => {
    const { db, cast, life } = setUp();
    run(db, q.updateTable('cases').set({ status }).where('id', '=', life.caseId));
    placeInQueue(db, life.caseId, status, false);
    const mine = QUEUES.find((queue) => queue.key === 'mine');
    assert.ok(mine);
    const listed = () => listQueue(db, cast.operator, mine, { sort: 'due' }, life.now).map((row) => row.id);
    assert.deepEqual(listed(), [life.caseId]);
    run(db, q.updateTable('cases').set({ status: 'closed' }).where('id', '=', life.caseId));
    placeInQueue(db, life.caseId, 'closed', false);
    assert.deepEqual(listed(), []);
  });
}
