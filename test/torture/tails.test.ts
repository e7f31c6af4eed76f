// In a process of its own: it opens sixty damaged files, which takes seconds.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { run } from '../../scripts/torture/tails.ts';

it('X-M1: whatever becomes of the end of the log, the file opens with all that was committed before it', async () => {
  const { tried, lost, damaged, failures, facts } = await run({ times: 60, say: () => undefined });
  assert.deepEqual(failures, []);
  assert.deepEqual({ tried, lost, damaged }, { tried: 60, lost: 0, damaged: 0 });
  // Damage without any effect would prove nothing.
  assert.ok(Number(facts['transactions missing after damage']) > 100);
});
