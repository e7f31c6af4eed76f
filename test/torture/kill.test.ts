// In a process of its own: it starts and kills fifty servers.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { run } from '../../scripts/torture/kill.ts';

it('X-M1: a server killed fifty times under load has lost nothing that it answered, and starts again', async () => {
  const { tried, lost, damaged, failures, facts } = await run({ times: 50, say: () => undefined });
  assert.deepEqual(failures, []);
  assert.deepEqual({ tried, lost, damaged }, { tried: 50, lost: 0, damaged: 0 });
  assert.ok(Number(facts['acknowledged writes']) > 300);
});
