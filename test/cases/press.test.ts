import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { queueRows } from '../../src/cases/queue-rows.ts';
import { QUEUES } from '../../src/cases/queues.ts';
import { Forbidden, NotFound } from '../../src/web/errors.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

const PRESS = { to: 'lead', text: '诉求人再次来电询问进度，请尽快办理。' };
const MINUTE = 60_000;

test('C-B1: a press is counted on the case and on the agency it went to', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({}, [cast.agencies.housing]).do(cast.dispatcher, 'press', PRESS);
  assert.deepEqual([life.case().pressed, life.lead().pressed, life.assist().pressed], [1, 1, 0]);
  assert.match(life.events().at(-1)?.why ?? '', /第 1 次，催办城管局：诉求人再次来电/);
});

test('C-B1: every agency that still has something to do can be pressed at once', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({}, [cast.agencies.housing]);
  life.do(cast.supervisor, 'press', { ...PRESS, to: 'all' });
  assert.deepEqual([life.case().pressed, life.lead().pressed, life.assist().pressed], [1, 1, 1]);
});

test('C-B1: the second press within half an hour is refused with who pressed when; at the half hour it is taken', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.dispatcher, 'press', PRESS);
  const first = life.now;
  life.now = first + 30 * MINUTE - MINUTE - 1;
  assert.throws(
    () => life.do(cast.supervisor, 'press', PRESS),
    /陈平 已于 2026-11-23 09:03 催办，30 分钟内不重复催办，2026-11-23 09:33 后可再次催办/,
  );
  assert.equal(life.case().pressed, 1);
  life.now = first + 30 * MINUTE - MINUTE;
  life.do(cast.supervisor, 'press', PRESS);
  assert.equal(life.case().pressed, 2);
});

test('G-A1: the first operator presses their own case, another operator does not', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  assert.throws(
    () => life.do(cast.otherOperator, 'press', PRESS),
    (error) => error instanceof Forbidden || error instanceof NotFound,
  );
  life.do(cast.operator, 'press', PRESS);
  assert.equal(life.case().pressed, 1);
});

test('C-B1: nobody presses where nobody is handling', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).replied();
  assert.throws(() => life.do(cast.dispatcher, 'press', PRESS), /状态已变化/);
});

test('C-B1: both sides read it on the page and in their queues', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.dispatcher, 'press', PRESS);
  for (const actor of [cast.dispatcher, cast.handler]) {
    const { beside, marks } = caseView(db, actor, life.case(), life.now);
    const shown = beside.find(({ title }) => title === '催办　1 次');
    assert.deepEqual(shown?.rows, [['城管局', '1 次']]);
    assert.match(shown?.lines[0]?.note ?? '', /请尽快办理/);
    assert.deepEqual(marks, [{ tone: 'neutral', text: '催办 1 次' }]);
  }
  const queue = QUEUES.find(({ key }) => key === 'to-sign');
  assert.ok(queue);
  const [row] = queueRows(db, listQueue(db, cast.handler, queue, { sort: 'due' }, life.now), life.now);
  assert.deepEqual(row?.marks, [{ tone: 'neutral', text: '催办 1 次' }]);
});
