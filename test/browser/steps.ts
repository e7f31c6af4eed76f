import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Desk } from './desk.ts';

/** Steps of one life at the desk, in order; what comes after a step that failed has nothing to stand on. */
export function stepsAt(desk: () => Desk): (name: string, live: () => Promise<void>) => void {
  let broken = false;
  return (name, live) => {
    it(name, async (test) => {
      if (broken) return test.skip('an earlier step failed');
      broken = true;
      await live();
      assert.deepEqual(desk().problems(), []);
      broken = false;
    });
  };
}
