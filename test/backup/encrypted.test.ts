import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { checkDatabase } from '../../src/backup/check.ts';
import { decryptFile, looksEncrypted, NotOpened } from '../../src/backup/crypt.ts';
import { hashOf } from '../../src/backup/files.ts';
import { readSidecar } from '../../src/backup/sidecar.ts';
import { filesIn, newScene } from './scene.ts';

const installed = spawnSync('age', ['--version']).status === 0;
const skip = !installed && !process.env.CI ? 'the program age is not installed' : false;

describe('X-M1: an encrypted backup', async () => {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const scene = newScene();
  const [first, second] = [scene.folder(), scene.folder()];
  const made = async () => {
    scene.policy({ folders: [first, second], recipient });
    const rows = await scene.backUp('nightly');
    return { rows, path: join(first, rows[0]?.file ?? '') };
  };

  test('nothing lies open in the folders or stays beside the database, and each has the same file', async () => {
    const { rows, path } = await made();
    assert.deepEqual(
      rows.map(({ ok, encrypted, fault }) => [ok, encrypted, fault]),
      [
        [1, 1, ''],
        [1, 1, ''],
      ],
    );
    assert.deepEqual(filesIn(first), filesIn(second));
    assert.deepEqual(
      filesIn(first).map((name) => name.replace(/^.*nightly/, '')),
      ['.db.age', '.db.age.json'],
    );
    assert.ok(looksEncrypted(path));
    assert.equal(readFileSync(path).includes('CREATE TABLE'), false);
    assert.deepEqual(hashOf(path).sha256, readSidecar(path)?.sha256);
    const beside = filesIn(dirname(scene.house.world.file));
    assert.deepEqual(
      beside.filter((name) => /tmp|backup/.test(name)),
      [],
    );
  });

  test('the private key opens it, another does not', async () => {
    const { path } = await made();
    const opened = join(scene.folder(), 'opened.db');
    await decryptFile(path, opened, [await generateX25519Identity(), identity]);
    assert.deepEqual(checkDatabase(opened).counts, readSidecar(path)?.counts);
    const other = join(scene.folder(), 'other.db');
    await assert.rejects(decryptFile(path, other, [await generateX25519Identity()]), NotOpened);
    await assert.rejects(decryptFile(path, other, ['AGE-SECRET-KEY-1']), NotOpened);
  });

  test('the age command opens it too', { skip }, async () => {
    const { path } = await made();
    const folder = scene.folder();
    const [key, opened] = [join(folder, 'key.txt'), join(folder, 'opened.db')];
    writeFileSync(key, `${identity}\n`);
    const age = spawnSync('age', ['-d', '-i', key, '-o', opened, path], { encoding: 'utf8' });
    assert.equal(age.status, 0, age.stderr);
    assert.deepEqual(checkDatabase(opened).counts, readSidecar(path)?.counts);
  });
});
