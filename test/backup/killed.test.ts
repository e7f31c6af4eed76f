// In a process of its own: it kills what makes backups.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { checkDatabase } from '../../src/backup/check.ts';
import { lastGood } from '../../src/backup/queries.ts';
import { startBackup, waitForBackup } from '../../src/backup/running.ts';
import { filesIn, newScene, rows } from './scene.ts';

const PROGRAM = fileURLToPath(new URL('killed.ts', import.meta.url));

describe('X-M1: killed in the middle of a backup', async () => {
  const recipient = await identityToRecipient(await generateX25519Identity());
  const scene = newScene();
  const { house } = scene;
  const [folder, other] = [scene.folder(), scene.folder()];
  const killedAt = (local: string, phase: string) => {
    house.setTime(local);
    const args = [PROGRAM, house.world.file, String(house.world.now()), phase];
    return spawnSync(process.execPath, args, { encoding: 'utf8' });
  };

  for (const [n, phase] of ['copying', 'encrypting'].entries())
    test(`while ${phase}: the last good one stands, and nothing else has the name of one`, async () => {
      house.setTime(`2026-11-23 1${n}:00`);
      scene.policy({ folders: [folder, other], recipient: phase === 'encrypting' ? recipient : '' });
      await scene.backUp();
      const good = lastGood(house.world.db, folder);
      const finished = () => filesIn(folder).filter((name) => !name.includes('.tmp'));
      const before = finished();
      const killed = killedAt(`2026-11-23 1${n}:30`, phase);
      assert.equal(killed.signal, 'SIGKILL', killed.stderr);
      assert.deepEqual(finished(), before);
      assert.equal(lastGood(house.world.db, folder)?.id, good?.id);
      if (phase !== 'encrypting') checkDatabase(join(folder, good?.file ?? ''));
    });

  test('before the second folder has it: the next backup finds that the first is good, and says what became of the other', async () => {
    scene.policy({ folders: [folder, other], recipient: '' });
    assert.equal(killedAt('2026-11-23 14:30', 'storing').signal, 'SIGKILL');
    const name = 'hotline-20261123-143000-manual.db';
    checkDatabase(join(folder, name));
    assert.equal(filesIn(other).includes(name), false);
    house.setTime('2026-11-23 15:00');
    startBackup(house.world, { kind: 'manual', actor: null });
    await waitForBackup(house.world.db);
    const lines = rows(house).filter(({ file }) => file === name);
    const lineIn = (where: string) => lines.filter((line) => line.folder === where);
    assert.deepEqual(
      [folder, other].map((where) => lineIn(where).map(({ ok }) => ok)),
      [[1], [0]],
    );
    assert.match(lineIn(other)[0]?.fault ?? '', /没有数据丢失/);
    const now = rows(house).filter(({ started_at }) => started_at === house.world.now());
    assert.deepEqual(
      now.map(({ ok }) => ok),
      [1, 1],
    );
  });
});
