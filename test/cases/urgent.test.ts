import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { QUEUES } from '../../src/cases/queues.ts';
import { sightOf } from '../../src/cases/visible.ts';
import { all, q, run } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { openTasks, tasksOf } from '../../src/tasks/tasks.ts';
import { at, text } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

/* Q-A5: what is urgent is dispatched at once, the agency is told by telephone, and whoever was reached is on record. */

const MINUTE = 60_000;
const URGENT = { urgent: '1' };

function setUp(start?: string) {
  const { db, cast } = freshFile(start);
  run(
    db,
    q
      .updateTable('agencies')
      .set({ office_phone: '0000-8800001', contact_person: '值班室' })
      .where('id', '=', cast.agencies.urban),
  );
  const life = new Life(db, cast, start);
  const toPhone = () => openTasks(db, life.caseId, 'must_phone');
  const told = (more: Record<string, string> = {}) => ({
    who: '赵明',
    post: '值班员',
    number: '0000-8800001',
    at: life.local(),
    said: '已告知路面塌陷位置，对方立即出动。',
    ...more,
  });
  return { db, cast, life, toPhone, told };
}

test('Q-A5: each agency given an urgent case has to be phoned, within the time it has to sign', () => {
  const { cast, life, toPhone } = setUp();
  life.dispatched(URGENT, [cast.agencies.housing]);
  assert.deepEqual(
    toPhone().map((task) => [task.assignment_id, task.due_at, task.side]),
    [life.lead(), life.assist()].map(({ id, dispatched_at }) => [id, dispatched_at + 30 * MINUTE, 'hotline']),
  );
  assert.deepEqual(
    life.clocks('sign').map((clock) => clock.due_at),
    toPhone().map((task) => task.due_at),
  );
});

test('Q-A5: the task says which number to ring, and where none is known', () => {
  const { cast, life, toPhone } = setUp();
  life.dispatched(URGENT, [cast.agencies.housing]);
  assert.deepEqual(
    toPhone().map((task) => task.what),
    ['城管局（牵头），值班电话 0000-8800001，联系人 值班室', '住建局（协办），未登记值班电话'],
  );
});

test('Q-A5: of a case that is not urgent nobody has to be phoned', () => {
  const { life, toPhone } = setUp();
  life.dispatched();
  assert.deepEqual(toPhone(), []);
});

test('Q-A5: who was reached, at which number, when and what was said ends the task of that agency alone', () => {
  const { db, cast, life, toPhone, told } = setUp();
  life.dispatched(URGENT, [cast.agencies.housing]).onLead(cast.operator, 'phone_told', told());
  assert.deepEqual(
    toPhone().map((task) => task.assignment_id),
    [life.assist().id],
  );
  const done = tasksOf(db, life.caseId).find((task) => task.assignment_id === life.lead().id);
  assert.equal(done?.done_by, cast.operator.id);
  const when = text(life.now - MINUTE);
  const words = `赵明（值班员），0000-8800001，${when}：已告知路面塌陷位置，对方立即出动。`;
  assert.equal(done.result, words);
  assert.equal(life.events().find((event) => event.act === 'phone_told')?.why, words);
});

for (const missing of ['who', 'post', 'number', 'at', 'said']) {
  test(`Q-A5: a call is not on record without its ${missing}`, () => {
    const { cast, life, toPhone, told } = setUp();
    life.dispatched(URGENT);
    assert.throws(
      () => life.onLead(cast.dispatcher, 'phone_told', told({ [missing]: '' })),
      (error) => missing in ((error as { fields?: object }).fields ?? {}),
    );
    assert.equal(toPhone().length, 1);
  });
}

test('Q-A5: a call cannot lie before the dispatch, nor ahead', () => {
  const { cast, life, told } = setUp();
  life.dispatched(URGENT);
  const at = life.local();
  const ring = (when: string) => () => life.onLead(cast.dispatcher, 'phone_told', told({ at: when }));
  assert.throws(ring('2026-11-23T09:01'), /不能早于派单时间（2026-11-23 09:02）/);
  assert.throws(ring('2026-11-23T09:30'), /不能晚于现在/);
  ring(at)();
});

test('Q-A5: an attempt that reached nobody is on record, and the task stays', () => {
  const { cast, life, toPhone, told } = setUp();
  const attempt = () => ({ number: '0000-8800001', at: life.local(), note: '无人接听' });
  life.dispatched(URGENT).onLead(cast.operator, 'phone_failed', attempt());
  assert.equal(toPhone().length, 1);
  assert.match(life.events().at(-1)?.why ?? '', /无人接听/);
  life.onLead(cast.operator, 'phone_told', told());
  assert.equal(toPhone().length, 0);
  assert.throws(() => life.onLead(cast.operator, 'phone_failed', attempt()), { status: 409 });
});

test('Q-A5: an operator on duty phones for a colleague: the case is open to them until the agency was told', () => {
  const { db, cast, life, told } = setUp();
  life.take(URGENT, 'accept').do(cast.dispatcher, 'contact_told', {
    contact: '总值班室（紧急诉求协调）',
    who: '刘值班',
    how: 'phone',
    at: life.local(),
    said: '已告知。',
  });
  const sight = () => sightOf(db, cast.otherOperator, life.case());
  assert.equal(sight(), 'headline');
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
  assert.equal(sight(), 'whole');
  life.onLead(cast.otherOperator, 'phone_told', told());
  assert.equal(sight(), 'headline');
});

test('Q-A5: recalled, the case need not be phoned to whom it no longer belongs; the next agency is', () => {
  const { cast, life, toPhone } = setUp();
  life.dispatched(URGENT).do(cast.dispatcher, 'recall', { reason: '派错单位。' });
  assert.deepEqual(toPhone(), []);
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.housing) });
  assert.deepEqual(
    toPhone().map((task) => task.assignment_id),
    [life.lead().id],
  );
});

test('Q-A5: found to be urgent after dispatch, the agencies’ limits are reckoned anew from then, and they are phoned', () => {
  const { cast, life, toPhone } = setUp();
  life.dispatched({}, [cast.agencies.housing]);
  life.now = at('2026-11-23 15:00');
  life.do(cast.dispatcher, 'make_urgent', { reason: '路面继续塌陷，危及行人。' });
  const running = (kind: string) =>
    life.clocks(kind).flatMap((clock) => (clock.stopped_at === null ? [text(clock.due_at)] : []));
  assert.deepEqual(running('sign'), ['2026-11-23 15:31', '2026-11-23 15:31']);
  assert.deepEqual(running('reply'), ['2026-11-23 17:30', '2026-11-23 17:30']);
  assert.equal(toPhone().length, 2);
  assert.equal(life.case().urgent, 1);
});

test('Q-A5: becoming urgent shortens the right to return as well', () => {
  const { cast, life } = setUp();
  life.signed();
  life.now = at('2026-11-23 15:00');
  life.do(cast.supervisor, 'make_urgent', { reason: '有人受伤。' });
  assert.deepEqual(
    life.clocks('return').map((clock) => text(clock.due_at)),
    ['2026-11-24 17:30', '2026-11-23 16:01'],
  );
});

test('Q-A5: nobody wins time by a case becoming urgent', () => {
  const { cast, life } = setUp();
  life.dispatched();
  const [sign] = life.clocks('sign');
  assert.equal(text(sign?.due_at ?? 0), '2026-11-23 17:30');
  life.now = at('2026-11-23 17:10');
  life.do(cast.dispatcher, 'make_urgent', { reason: '危及行人。' });
  assert.deepEqual(
    life.clocks('sign').map((clock) => [text(clock.due_at), clock.stopped_at]),
    [['2026-11-23 17:30', null]],
  );
});

test('Q-A5: a limit that had run out stays run out when the case becomes urgent', () => {
  const { cast, life } = setUp();
  life.dispatched();
  life.now = at('2026-11-24 09:00');
  life.do(cast.dispatcher, 'make_urgent', { reason: '危及行人。' });
  assert.deepEqual(
    life.clocks('sign').map((clock) => text(clock.due_at)),
    ['2026-11-23 17:30'],
  );
});

test('Q-A5: before dispatch, becoming urgent leaves minutes to accept and to dispatch', () => {
  const { cast, life } = setUp();
  life.take();
  life.now = at('2026-11-23 15:00');
  life.do(cast.operator, 'make_urgent', { reason: '危及行人。' });
  assert.equal(text(life.clocks('accept').at(-1)?.due_at ?? 0), '2026-11-23 15:11');
});

test('Q-A5: an urgent case is not made urgent twice, and not by the agency', () => {
  const { cast, life } = setUp();
  life.dispatched();
  const reason = { reason: '危及行人。' };
  assert.throws(() => life.do(cast.handler, 'make_urgent', reason), { status: 403 });
  life.do(cast.supervisor, 'make_urgent', reason);
  assert.throws(() => life.do(cast.supervisor, 'make_urgent', reason), { status: 409 });
});

test('Q-A5, Q-A7: of a confidential case the agency reads that it became urgent, not why', () => {
  const { db, cast, life } = setUp();
  life.dispatched({ confidential: '1' }).do(cast.dispatcher, 'make_urgent', { reason: '何先生被堵在家中。' });
  const eventsFor = (actor: Actor) =>
    caseView(db, actor, life.case(), life.now).events.find((event) => event.what.startsWith('转为紧急'))
      ?.note;
  assert.equal(eventsFor(cast.handler), '');
  assert.equal(eventsFor(cast.supervisor), '何先生被堵在家中。');
});

test('Q-A5: what is urgent comes first in the operator’s own list and in the agency’s queue', () => {
  const { db, cast } = setUp();
  const plain = new Life(db, cast, '2026-11-23 09:00').dispatched({ kind: 'consultation' });
  const urgent = new Life(db, cast, '2026-11-23 10:00').dispatched(URGENT);
  const order = (key: string, actor: Actor) => {
    const queue = QUEUES.find((each) => each.key === key);
    assert.ok(queue);
    return listQueue(db, actor, queue, { sort: 'due' }, urgent.now).map((row) => row.id);
  };
  for (const [key, actor] of [
    ['mine', cast.operator],
    ['open', cast.supervisor],
    ['to-sign', cast.handler],
  ] as const)
    assert.deepEqual(order(key, actor), [urgent.caseId, plain.caseId], key);
});

test('Q-D3: what is urgent is answered the same day', () => {
  const { life } = setUp();
  life.dispatched({ kind: 'complaint', ...URGENT });
  assert.deepEqual(
    life.clocks('reply').map((clock) => text(clock.due_at)),
    ['2026-11-23 17:30'],
  );
});

test('Q-A5: done again, an urgent case is phoned through again', () => {
  const { db, cast, life, toPhone } = setUp();
  life.toCallBack(URGENT).do(cast.clerk, 'call_back', {
    ...{ reached: 'yes', contacted: 'yes', solved: 'not', satisfaction: 'dissatisfied', note: '仍塌陷。' },
  });
  assert.deepEqual(toPhone(), []);
  life.do(cast.clerk, 'verify', {
    ...{ method: 'on_site', finding: '未修复。', responsible: 'yes', redoReason: 'not_solved' },
  });
  assert.deepEqual(
    toPhone().map((task) => task.assignment_id),
    all(db, q.selectFrom('assignments').select('id').where('round', '=', 1)).map(({ id }) => id),
  );
});

test('Q-A5, Q-D8: made urgent on its last day, an extension is added to that day and not to the dispatch', () => {
  const { cast, life } = setUp();
  life.signed({ kind: 'help' });
  assert.equal(text(life.clocks('reply')[0]?.due_at ?? 0), '2026-11-26 17:30');
  life.now = at('2026-11-26 09:00');
  life.do(cast.dispatcher, 'make_urgent', { reason: '危及行人。' });
  assert.equal(text(life.clocks('reply').at(-1)?.due_at ?? 0), '2026-11-26 17:30');
  life.onLead(cast.handler, 'ask_extension', { days: '1', reason: '须封路施工。' });
  life.onLead(cast.agencyLeader, 'agree_extension').onLead(cast.dispatcher, 'grant_extension');
  assert.equal(text(life.clocks('reply').at(-1)?.due_at ?? 0), '2026-11-27 17:30');
});
