// In a process of its own: it compiles a library and runs processes under it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as controls from '../../scripts/torture/controls.ts';
import * as migrations from '../../scripts/torture/migrations.ts';
import * as power from '../../scripts/torture/power.ts';
import { noCompiler } from './compiler.ts';
import { assertStood } from './stood.ts';

/* The short version of `npm run torture`, which tries each of these hundreds of times. */

const say = () => undefined;

describe('the power fails', { skip: noCompiler() }, () => {
  it('X-M1: at thirty moments of writing: nothing acknowledged is lost, nothing is there by half', async () => {
    const outcome = await power.run({ times: 30, say });
    assertStood(outcome, 30);
    assert.ok(Number(outcome.facts['at an fsync']) >= 20);
    assert.ok(Number(outcome.facts['acknowledged writes']) >= 20);
    assert.ok(Number(outcome.facts['backups found whole']) > 0);
  });

  it('a program that does not wait for the disk, or a disk that does not heed it, is found out', async () => {
    const outcome = await controls.run({ times: 12, say });
    assertStood(outcome, 36);
  });

  it('X-M1: while a file of any earlier version is brought up to this one: it is whole, and the next start finishes', async () => {
    const outcome = await migrations.run({ times: 16, say });
    assertStood(outcome, 16);
    assert.equal(outcome.facts['kill -9'], 4);
  });
});
