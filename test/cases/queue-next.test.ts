import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { nextInQueue } from '../../src/cases/queue-queries.ts';
import { at } from '../calendar/samples.ts';
import { visit } from '../support/browserless.ts';
import { newCast } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { MONDAY, newWorld } from '../support/world.ts';
import { give, queue, writeCase, writeCases } from './queue-samples.ts';

const NOW = at(MONDAY);
const HOUR = 3_600_000;

describe('下一件', () => {
  const test = newWorld();
  after(() => test.close());
  const { db } = test.world;
  const cast = newCast(db, NOW);
  // In the order of the queue: 4, 1, 3, 2.
  writeCase(db, { id: 1, next_due_at: NOW + HOUR, kind: 'help' });
  writeCase(db, { id: 2, next_due_at: NOW + 3 * HOUR, kind: 'help' });
  writeCase(db, { id: 3, next_due_at: NOW + 2 * HOUR });
  writeCase(db, { id: 4, next_due_at: NOW + 9 * HOUR, urgent: 1 });
  writeCase(db, { id: 5, status: 'received' });

  const visitor = visit(test, cast.dispatcher);
  const next = async (path: string, referer?: string) => {
    const answer = await visitor.get(path, referer ? { referer: `http://localhost${referer}` } : {});
    assert.equal(answer.status, 303);
    return answer.headers.get('location');
  };

  it('goes through the whole queue in its order, and begins again behind the last', async () => {
    const seen: (string | null)[] = [];
    for (let id = 4; seen.length < 4; id = Number(/\d+/.exec(seen.at(-1) ?? '')?.[0])) {
      seen.push(await next(`/queues/to-dispatch/next?not=${id}`));
    }
    assert.deepEqual(
      seen,
      [1, 3, 2, 4].map((id) => `/cases/${id}?from=to-dispatch`),
    );
  });

  it('begins at the first when the case has left the queue', async () => {
    assert.equal(await next('/queues/to-dispatch/next?not=5'), '/cases/4?from=to-dispatch');
    assert.equal(await next('/queues/to-dispatch/next'), '/cases/4?from=to-dispatch');
  });

  it('leads back to the queue when nothing else is in it', async () => {
    assert.equal(await next('/queues/to-accept/next?not=5'), '/queues/to-accept');
    assert.equal(await next('/queues/to-check/next?not=5'), '/queues/to-check');
  });

  it('keeps to the filter and the order of the list it was opened from', async () => {
    const list = await (await visitor.get('/queues/to-dispatch?kind=help&sort=newest')).text();
    const [, row = ''] = /href="(\/cases\/2\?[^"]*)"/.exec(list) ?? [];
    const opened = row.replaceAll('&amp;', '&');
    assert.equal(opened, '/cases/2?from=to-dispatch&kind=help&sort=newest');
    const onward = await next('/queues/to-dispatch/next?not=2', opened);
    assert.equal(onward, '/cases/1?from=to-dispatch&kind=help&sort=newest');
    assert.equal(
      await next('/queues/to-dispatch/next?not=1&kind=suggestion'),
      '/queues/to-dispatch?kind=suggestion',
    );
  });
});

describe('the next of a queue of assignments', () => {
  const { db, cast } = freshFile();

  it('passes a case that stands there twice only once in a round', () => {
    writeCases(
      db,
      [1, 2, 3].map((id) => ({ id, status: 'dispatched' as const })),
    );
    give(db, 1, cast.agencies.urban, { status: 'returning', next_due_at: NOW });
    give(db, 2, cast.agencies.urban, { status: 'returning', next_due_at: NOW + 1 });
    give(db, 1, cast.agencies.housing, { status: 'returning', next_due_at: NOW + 2 });
    give(db, 3, cast.agencies.urban, { status: 'returning', next_due_at: NOW + 3 });
    const after = (id: number) =>
      nextInQueue(db, cast.dispatcher, queue('returns'), { sort: 'due' }, NOW, id);
    assert.deepEqual([after(1), after(3), after(2)], [3, 1, 1]);
  });
});
