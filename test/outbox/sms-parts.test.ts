import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smsParts } from '../../src/outbox/sms-parts.ts';

for (const [characters, parts] of [
  [0, 0],
  [1, 1],
  [70, 1],
  [71, 2],
  [134, 2],
  [135, 3],
  [201, 3],
  [202, 4],
] as const) {
  test(`an SMS of ${characters} characters is charged as ${parts}`, () => {
    assert.equal(smsParts('诉'.repeat(characters)), parts);
    assert.equal(smsParts('a'.repeat(characters)), parts);
  });
}
