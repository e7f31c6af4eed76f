import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { audit } from '../../src/audit/audit.ts';
import { verifyChain } from '../../src/audit/verify.ts';
import { newWorld } from '../support/world.ts';

describe('two connections that write to the audit log at the same time', () => {
  test('Q-M1: keep one unbroken chain in which every line of both stands', async () => {
    const house = newWorld();
    const { db, file, now } = house.world;
    const worker = new Worker(new URL('./writer.ts', import.meta.url), {
      workerData: { path: file, lines: 150, at: now() },
    });
    const ended = once(worker, 'exit');
    let going = true;
    void ended.then(() => {
      going = false;
    });
    let own = 0;
    for (; going || own < 50; own++) {
      audit(db, { at: now(), actor: null, who: '值班', act: 'login' });
      await setImmediate();
    }
    assert.deepEqual(await ended, [0]);
    const { ok, lines } = verifyChain(db);
    assert.deepEqual([ok, lines], [true, own + 150]);
    const order = db.prepare('SELECT who FROM audit_log ORDER BY id').pluck().all();
    assert.ok(order.lastIndexOf('值班') > order.indexOf('导入'), 'they wrote at the same time');
    house.close();
  });
});
