import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import type { Actor } from '../../src/people/actor.ts';
import { TASKS_A_PAGE, tasksFor } from '../../src/tasks/task-queries.ts';
import { addTask, finishTask } from '../../src/tasks/tasks.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { newCast } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/* H-A3: 我的待办, and what the page of a case says is still to be done. */

describe('我的待办', () => {
  let desk: TestWorld;
  let life: Life;

  before(() => {
    desk = newWorld();
    const cast = newCast(desk.world.db, desk.world.now());
    life = new Life(desk.world.db, cast);
  });
  after(() => desk.close());

  const read = async (actor: Actor, path = '/tasks') => (await visit(desk, actor).get(path)).text();
  const inOrder = (page: string, ...words: string[]) => {
    const places = words.map((word) => page.indexOf(word));
    assert.ok(
      places.every((place) => place >= 0),
      `${words} in the page: ${places}`,
    );
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  };

  it('an empty list says what will stand there', async () => {
    assert.match(await read(life.cast.operator), /承诺稍后答复来电人的问题/);
  });

  it('H-A3: answers owed stand there by when they were promised, for whoever owes them', async () => {
    const { cast } = life;
    life.take().do(cast.operator, 'owe_answer', { asked: '第二个问题', due: '2026-11-23T17:00' });
    life.take().do(cast.operator, 'owe_answer', { asked: '第一个问题', due: '2026-11-23T10:00' });
    inOrder(await read(cast.operator), '第一个问题', '第二个问题');
    for (const actor of [cast.otherOperator, cast.dispatcher])
      assert.ok(!(await read(actor)).includes('第一个问题'), actor.name);
  });

  it('H-A3: the row leads to the answer, and whoever may not give it to the case', async () => {
    const { cast, caseId } = life;
    assert.ok((await read(cast.operator)).includes(`href="/cases/${caseId}/answer"`));
    const page = await read(cast.supervisor);
    assert.ok(page.includes(`href="/cases/${caseId}"`));
    assert.ok(page.includes(cast.operator.name));
  });

  it('H-A3: overdue ones are red from the minute after', async () => {
    const { cast } = life;
    desk.setTime('2026-11-23 10:00');
    assert.ok(!(await read(cast.operator)).includes('超期'));
    desk.setTime('2026-11-23 10:01');
    assert.match(await read(cast.operator), /data-tone="overdue"[^>]*>超期 1 分钟/);
  });

  it('one’s own stand before what anybody on duty may do', async () => {
    const { cast } = life;
    life.now = at('2026-11-23 10:01');
    life.dispatched({ urgent: '1' });
    inOrder(await read(cast.operator), '第二个问题', '城管局（牵头）');
  });

  it('answered, it is gone', async () => {
    const { cast } = life;
    const other = new Life(life.db, cast, '2026-11-23 10:20').take();
    other.do(cast.operator, 'owe_answer', { asked: '第三个问题', due: '2026-11-23T17:00' });
    assert.ok((await read(cast.operator)).includes('第三个问题'));
    other.do(cast.operator, 'answer', { answer: '已说明。' });
    assert.ok(!(await read(cast.operator)).includes('第三个问题'));
  });
});

test('a long list comes in pages, each task once', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const task = {
    caseId: life.caseId,
    kind: 'owe_answer',
    side: 'hotline',
    userId: cast.operator.id,
  } as const;
  const wanted = Array.from({ length: 2 * TASKS_A_PAGE + 3 }, (_, n) =>
    addTask(
      db,
      { ...task, what: `问题 ${n}`, dueAt: n % 7 === 0 ? null : life.now + (n % 5) * 60_000 },
      life.now,
    ),
  );
  const seen: number[] = [];
  for (let place = null as { rank: number; id: number } | null; ; ) {
    const rows = tasksFor(db, cast.operator, place);
    const page = rows.slice(0, TASKS_A_PAGE);
    seen.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    if (rows.length <= TASKS_A_PAGE || !last) break;
    place = { rank: last.rank, id: last.id };
  }
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    wanted,
  );
  assert.equal(seen.length, wanted.length);
});

test('while a case is suspended no agency has to be phoned of it', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({ urgent: '1' });
  const kinds = () => tasksFor(db, cast.supervisor, null).map((task) => task.kind);
  assert.deepEqual(kinds(), ['emergency_contact', 'must_phone']);
  db.prepare(`UPDATE cases SET status = 'suspended' WHERE id = ?`).run(life.caseId);
  assert.deepEqual(kinds(), ['emergency_contact']);
});

test('the page of a case: the hotline reads every task, an agency its own', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({ urgent: '1' }, [cast.agencies.housing]);
  const { caseId, now } = life;
  const apology = { caseId, kind: 'apology', side: 'agency', what: '向诉求人当面致歉' } as const;
  addTask(db, { ...apology, assignmentId: life.lead().id }, now);
  const card = (actor: Actor) =>
    caseView(db, actor, life.case(), life.now).beside.find(({ title }) => title.startsWith('待办事项'));
  assert.deepEqual(
    card(cast.dispatcher)?.rows.map(([name]) => name),
    ['通知应急联系人', '电话通知承办单位', '电话通知承办单位', '当面致歉'],
  );
  assert.deepEqual(card(cast.handler)?.rows, [['当面致歉', '向诉求人当面致歉']]);
  assert.equal(card(cast.assistHandler), undefined);
});

test('the page of a case: what was done stands below with who and what came of it', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const owed = { caseId: life.caseId, kind: 'owe_answer', side: 'hotline', what: '续租材料' } as const;
  const id = addTask(db, owed, life.now);
  finishTask(db, id, { by: cast.operator.id, result: '已答复', now: life.now });
  const [card] = caseView(db, cast.operator, life.case(), life.now).beside;
  assert.equal(card?.title, '待办事项，均已完成');
  assert.deepEqual(
    card?.lines.map(({ text, note }) => [text, note]),
    [['欠答复，8001 号 王晓', '续租材料\n已答复']],
  );
});
