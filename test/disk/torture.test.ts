// In a process of its own: it compiles a library, mounts small disks and kills servers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fsyncCuts from '../../scripts/torture/fsync-cuts.ts';
import * as fsyncErrors from '../../scripts/torture/fsync-errors.ts';
import * as fullDisk from '../../scripts/torture/full-disk.ts';
import { noLibfiu } from '../torture/compiler.ts';
import { assertStood } from '../torture/stood.ts';
import { noMount } from './mount.ts';

/* The short version of `npm run torture -- --only full-disk,fsync-errors,fsync-cuts`. */

const say = () => undefined;

describe('a disk that fails', { skip: noLibfiu() }, () => {
  it('X-M1: a failed fsync or write is never told as saved, what was told is there after a crash', async () => {
    const outcome = await fsyncErrors.run({ times: 2, say });
    assertStood(outcome, 2);
    assert.ok(Number(outcome.facts['failed fsyncs']) > 0 && Number(outcome.facts.acknowledged) > 0);
  });

  it('X-M1: what was told as saved, and every backup told as good, outlasts a power cut while fsyncs fail', async () => {
    const outcome = await fsyncCuts.run({ times: 15, say });
    assertStood(outcome, 15);
    assert.ok(Number(outcome.facts['failed fsyncs']) > 0 && Number(outcome.facts['acknowledged writes']) > 0);
  });
});

describe('a disk that is full', { skip: noMount() }, () => {
  it('X-M1: while people save, send files and back up: reading goes on, what is refused is said, recovery by itself', async () => {
    const outcome = await fullDisk.run({ times: 1, say });
    assertStood(outcome, 1);
    assert.ok(Number(outcome.facts.refused) > 0 && Number(outcome.facts['pages read on a full disk']) >= 6);
  });
});
