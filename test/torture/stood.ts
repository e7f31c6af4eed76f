import assert from 'node:assert/strict';
import type { Outcome } from '../../scripts/torture/outcome.ts';

/** It was tried as often as was asked for, and nothing went wrong. */
export function assertStood({ tried, lost, damaged, falseSuccess, failures }: Outcome, times: number): void {
  assert.deepEqual(failures, []);
  assert.deepEqual(
    { tried, lost, damaged, falseSuccess },
    { tried: times, lost: 0, damaged: 0, falseSuccess: 0 },
  );
}
