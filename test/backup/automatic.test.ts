import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { makeDueBackup } from '../../src/backup/automatic.ts';
import { newWorld } from '../support/world.ts';
import { newScene, rows } from './scene.ts';

describe('X-M1: backups by themselves', () => {
  const scene = newScene();
  const { house } = scene;
  const at = async (local: string) => {
    house.setTime(local);
    await makeDueBackup(house.world);
    return rows(house).map(({ kind, ok }) => `${kind} ${ok}`);
  };

  test('nothing is backed up before the system is set up', async () => {
    const empty = newWorld();
    await makeDueBackup(empty.world);
    assert.deepEqual(rows(empty), []);
    empty.close();
  });

  test('one at once, one each hour, one each night', async () => {
    assert.deepEqual(await at('2026-11-23 23:00'), ['nightly 1']);
    assert.deepEqual(await at('2026-11-23 23:50'), ['nightly 1']);
    assert.deepEqual(await at('2026-11-24 00:00'), ['hourly 1', 'nightly 1']);
    assert.deepEqual(await at('2026-11-24 02:30'), ['nightly 1', 'hourly 1', 'nightly 1']);
  });

  test('what failed everywhere is tried again after a quarter of an hour; what lies somewhere is not', async () => {
    const [nas, disk] = [join(scene.folder(), 'nas'), scene.folder()];
    scene.policy({ folders: [nas] });
    assert.deepEqual((await at('2026-11-24 04:00')).slice(0, 2), ['hourly 0', 'nightly 1']);
    assert.deepEqual((await at('2026-11-24 04:05')).slice(0, 2), ['hourly 0', 'nightly 1']);
    scene.policy({ folders: [nas, disk] });
    assert.deepEqual((await at('2026-11-24 04:15')).slice(0, 3), ['hourly 1', 'hourly 0', 'hourly 0']);
    assert.equal((await at('2026-11-24 04:35')).length, 6);
  });

  test('a clock that was set back holds up no backup', async () => {
    house.setTime('2026-11-24 03:45');
    scene.policy({ folders: [scene.folder()] });
    assert.equal((await at('2026-11-24 03:45'))[0], 'hourly 1');
  });
});
