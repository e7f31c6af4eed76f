import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listVisible } from '../../src/cases/find.ts';
import { PAGE_SIZE } from '../../src/cases/listed.ts';
import type { Filter } from '../../src/cases/narrowing.ts';
import { COUNT_CAP, countQueue, listQueue } from '../../src/cases/queue-queries.ts';
import type { Queue } from '../../src/cases/queues.ts';
import { transact } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { DISSATISFIED, Life } from './life.ts';
import { give, node, queue, writeCase, writeCases } from './queue-samples.ts';

const NOW = at('2026-11-23 10:00');
const HOUR = 3_600_000;

describe('the order of a queue (Q-B1)', () => {
  it('is urgent before everything, then the nearest limit, then the first received', () => {
    const { db, cast } = freshFile();
    writeCase(db, { id: 1, next_due_at: NOW + 5 * HOUR });
    writeCase(db, { id: 2, next_due_at: NOW + HOUR });
    writeCase(db, { id: 3, next_due_at: NOW - HOUR });
    writeCase(db, { id: 4 });
    writeCase(db, { id: 5, urgent: 1, next_due_at: NOW + 9 * HOUR });
    writeCase(db, { id: 6, next_due_at: NOW + HOUR });
    writeCase(db, { id: 7, urgent: 1 });
    const rows = listQueue(db, cast.dispatcher, queue('to-dispatch'), { sort: 'due' }, NOW);
    assert.deepEqual(idsOf(rows), [5, 7, 3, 2, 6, 1, 4]);
  });

  it('puts an urgent case first the moment it is accepted, and takes it out when it is dispatched', () => {
    const { db, cast } = freshFile();
    const slow = new Life(db, cast).take().do(cast.dispatcher, 'accept');
    const fast = new Life(db, cast, '2026-11-23 09:30').take({ urgent: '1' }).do(cast.dispatcher, 'accept');
    const waiting = () =>
      idsOf(listQueue(db, cast.dispatcher, queue('to-dispatch'), { sort: 'due' }, fast.now));
    assert.deepEqual(waiting(), [fast.caseId, slow.caseId]);
    fast.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban), assists: [] });
    assert.deepEqual(waiting(), [slow.caseId]);
  });

  it('can be turned to the newest or the oldest first', () => {
    const { db, cast } = freshFile();
    writeCases(db, [{ id: 1, next_due_at: NOW }, { id: 2 }, { id: 3, next_due_at: NOW - HOUR }]);
    const sorted = (sort: Filter['sort']) =>
      idsOf(listQueue(db, cast.dispatcher, queue('to-dispatch'), { sort }, NOW));
    assert.deepEqual(sorted('newest'), [3, 2, 1]);
    assert.deepEqual(sorted('oldest'), [1, 2, 3]);
  });

  it('of an agency goes by the clocks of its own assignments and holds nobody else’s', () => {
    const { db, cast } = freshFile();
    const { urban, section, traffic } = cast.agencies;
    writeCases(
      db,
      [1, 2, 3, 4].map((id) => ({ id, status: 'dispatched' as const })),
    );
    give(db, 1, urban, { next_due_at: NOW + 3 * HOUR });
    give(db, 2, section, { next_due_at: NOW + HOUR });
    give(db, 3, traffic, { next_due_at: NOW });
    give(db, 4, traffic, { section_id: section, next_due_at: NOW + 2 * HOUR });
    assert.deepEqual(idsOf(listQueue(db, cast.handler, queue('to-sign'), { sort: 'due' }, NOW)), [2, 4, 1]);
  });
});

describe('超期工单', () => {
  it('holds what is late and still open, the longest late first', () => {
    const { db, cast } = freshFile();
    writeCase(db, { id: 1, next_due_at: NOW - HOUR });
    writeCase(db, { id: 2, next_due_at: NOW - 3 * HOUR, status: 'callback' });
    writeCase(db, { id: 3, next_due_at: NOW + 1 });
    writeCase(db, { id: 4, next_due_at: NOW });
    writeCase(db, { id: 5 });
    writeCase(db, { id: 6, next_due_at: NOW - HOUR, queue_rank: null, status: 'closed' });
    const rows = listQueue(db, cast.supervisor, queue('overdue'), { sort: 'due' }, NOW);
    assert.deepEqual(idsOf(rows), [2, 1]);
    assert.deepEqual(countQueue(db, cast.supervisor, queue('overdue'), NOW), { count: 2, late: true });
  });
});

describe('我的工单 (G-A1)', () => {
  it('keeps a case of the first operator in every state until it is closed', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast);
    const mine = () => idsOf(listQueue(db, cast.operator, queue('mine'), { sort: 'due' }, life.now));
    const seen: string[] = [];
    const look = () => {
      assert.deepEqual(mine(), [life.caseId], life.status);
      seen.push(life.status);
    };
    life.take();
    look();
    life.do(cast.dispatcher, 'accept');
    look();
    life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban), assists: [] });
    look();
    life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
    look();
    life.onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已说明处理安排。' });
    life.onLead(cast.handler, 'submit', life.reply());
    look();
    life.onLead(cast.agencyLeader, 'approve');
    look();
    life.do(cast.dispatcher, 'pass', { complete: '1', answers: '1', clean: '1' });
    look();
    life.do(cast.clerk, 'call_back', DISSATISFIED);
    look();
    assert.deepEqual(
      [...new Set(seen)],
      [...['received', 'accepted', 'dispatched', 'replied', 'callback', 'verifying']],
    );
    assert.deepEqual(
      idsOf(listQueue(db, cast.otherOperator, queue('mine'), { sort: 'due' }, life.now)),
      [],
      'it is nobody else’s',
    );
  });

  it('lets go of what is answered on the spot or rejected', () => {
    const { db, cast } = freshFile();
    new Life(db, cast).take({ answer: '已当场说明。' }, 'answer');
    assert.deepEqual(listQueue(db, cast.operator, queue('mine'), { sort: 'due' }, NOW), []);
  });
});

describe('the counts of the navigation', () => {
  it('stop at a thousand, and say late although the late one came in last', () => {
    const { db, cast } = freshFile();
    const later = { next_due_at: NOW + HOUR };
    writeCases(
      db,
      Array.from({ length: COUNT_CAP + 100 }, (_, id) => ({ id: id + 1, ...later })),
    );
    const count = () => countQueue(db, cast.dispatcher, queue('to-dispatch'), NOW);
    assert.deepEqual(count(), { count: COUNT_CAP + 1, late: false });
    writeCase(db, { id: 9999, next_due_at: NOW - 1 });
    assert.deepEqual(count(), { count: COUNT_CAP + 1, late: true });
  });

  it('are those of one’s own agency', () => {
    const { db, cast } = freshFile();
    writeCases(db, [
      { id: 1, status: 'dispatched' },
      { id: 2, status: 'dispatched' },
    ]);
    give(db, 1, cast.agencies.urban, { next_due_at: NOW - 1 });
    give(db, 2, cast.agencies.housing);
    assert.deepEqual(countQueue(db, cast.handler, queue('to-sign'), NOW), { count: 1, late: true });
    assert.deepEqual(countQueue(db, cast.assistHandler, queue('to-sign'), NOW), { count: 1, late: false });
    assert.deepEqual(countQueue(db, cast.strangerHandler, queue('to-sign'), NOW), { count: 0, late: false });
  });
});

describe('filters by area and category', () => {
  for (const [tree, column] of [
    ['areas', 'area_id'],
    ['categories', 'category_id'],
  ] as const) {
    it(`hold what lies below (${tree}), in queues and in the search alike`, () => {
      const { db, cast } = freshFile();
      const top = node(db, tree, null, '甲');
      const middle = node(db, tree, top, '乙');
      const leaf = node(db, tree, middle, '丙');
      const other = node(db, tree, null, '丁');
      [top, middle, leaf, other].forEach(({ id }, at) => {
        writeCase(db, { id: at + 1, [column]: id });
      });
      writeCase(db, { id: 5 });
      const within = (id: number): Pick<Filter, 'area' | 'category'> =>
        tree === 'areas' ? { area: id } : { category: id };
      const both = (id: number) => [
        idsOf(listQueue(db, cast.dispatcher, queue('to-dispatch'), { sort: 'oldest', ...within(id) }, NOW)),
        idsOf(listVisible(db, cast.dispatcher, { sort: 'oldest', ...within(id) }).rows),
      ];
      assert.deepEqual(both(top.id), [
        [1, 2, 3],
        [1, 2, 3],
      ]);
      assert.deepEqual(both(middle.id), [
        [2, 3],
        [2, 3],
      ]);
      assert.deepEqual(both(other.id), [[4], [4]]);
    });
  }
});

describe('pages', () => {
  const { db, cast } = freshFile();
  const count = 3 * PAGE_SIZE + 7;
  transact(db, () => {
    for (let id = 1; id <= count; id++) {
      // Many share their limit: the id decides between them.
      const limit = { next_due_at: NOW + (id % 5) * HOUR, urgent: id % 11 === 0 ? 1 : 0 };
      writeCase(db, { id, ...limit });
      give(db, id, cast.agencies.urban, { next_due_at: limit.next_due_at });
    }
  });
  const cases: [string, Queue, Actor][] = [
    ['a queue of the hotline', queue('to-dispatch'), cast.dispatcher],
    ['a queue of an agency', queue('to-sign'), cast.handler],
  ];
  for (const [name, of, actor] of cases) {
    for (const sort of ['due', 'newest', 'oldest'] as const) {
      it(`of ${name}, sorted by ${sort}, show every row exactly once`, () => {
        const seen: number[] = [];
        let after: Filter['after'];
        for (;;) {
          const rows = listQueue(db, actor, of, { sort, after }, NOW);
          const shown = rows.slice(0, PAGE_SIZE);
          seen.push(...idsOf(shown));
          const last = shown.at(-1);
          if (rows.length <= PAGE_SIZE || !last) break;
          after = { rank: last.queue_rank ?? 0, id: last.cursor_id };
        }
        assert.equal(seen.length, count);
        assert.equal(new Set(seen).size, count);
      });
    }
  }
});

function idsOf(rows: readonly { id: number }[]): number[] {
  return rows.map(({ id }) => id);
}
