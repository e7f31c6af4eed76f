// In a process of its own: it mounts small disks.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { knownFaultOf } from '../../src/backup/fault.ts';
import { makeBackup } from '../../src/backup/make.ts';
import { noteMade } from '../../src/backup/records.ts';
import { orderOf } from '../../src/backup/running.ts';
import { filesIn, newScene, rows } from './scene.ts';

const mounts: string[] = [];
const mount = (folder: string, bytes: number) => {
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'none', folder]).status === 0;
  if (done) mounts.push(folder);
  return done;
};
/** Somebody else takes what is left. */
const fill = (disk: string) => {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'somebody else'), Buffer.alloc(bavail * bsize), { flag: 'a' });
};
const unmount = (folder: string) => spawnSync('umount', [folder]);

test('what a disk or a folder refuses is said in words; anything else is no fault of theirs', () => {
  const refused = (code: string) => knownFaultOf(Object.assign(new Error('english'), { code }));
  for (const code of ['EIO', 'ENOSPC', 'EACCES', 'EROFS', 'SQLITE_IOERR_READ', 'SQLITE_FULL'])
    assert.match(refused(code) ?? '', /^[^a-zA-Z]+[^。]$/, code);
  assert.equal(knownFaultOf(new TypeError('x is not a function')), null);
});

describe('X-M1: a disk of its own for backups', () => {
  // Before the folders go.
  after(() => mounts.forEach(unmount));
  const scene = newScene();
  const { house } = scene;
  const size = statSync(house.world.file).size;
  const probe = scene.folder();
  const skip = mount(probe, 1024 * 1024) ? false : 'small disks cannot be mounted by this account';

  test('too small from the start: said with figures, nothing is written', { skip }, async () => {
    const disk = scene.folder();
    mount(disk, Math.floor(size / 2));
    scene.policy({ folders: [disk] });
    const [row] = await scene.backUp();
    assert.deepEqual([row?.ok, filesIn(disk)], [0, []]);
    assert.match(row?.fault ?? '', /空间不足：至少需要 [\d.]+ [KM]B，只剩 [\d.]+ [KM]B/);
  });

  test('full in the middle: no half file stays, and the other folder has it', { skip }, async () => {
    const [disk, other] = [scene.folder(), scene.folder()];
    mount(disk, size * 4);
    scene.policy({ folders: [disk, other] });
    const { db, file, now } = house.world;
    const order = orderOf(db, file, 'manual', now());
    const outcomes = await makeBackup(order, (told) => {
      if ('stage' in told && told.stage.phase === 'copying') fill(disk);
    });
    noteMade(db, order, outcomes, now());
    const of = (folder: string) => rows(house).find((row) => row.folder === folder);
    assert.deepEqual([of(disk)?.ok, of(other)?.ok], [0, 1]);
    assert.match(of(disk)?.fault ?? '', /空间不足，没有写成/);
    assert.deepEqual(filesIn(disk), ['somebody else']);
  });

  test('full while the copy for the second folder is written: the first stays good', { skip }, async () => {
    const [first, disk] = [scene.folder(), scene.folder()];
    mount(disk, size * 4);
    scene.policy({ folders: [first, disk] });
    house.setTime('2026-11-23 10:00');
    const { db, file, now } = house.world;
    const order = orderOf(db, file, 'manual', now());
    const outcomes = await makeBackup(order, (told) => {
      if ('stage' in told && told.stage.phase === 'storing') fill(disk);
    });
    assert.deepEqual(
      outcomes.map(({ fault }) => fault === ''),
      [true, false],
    );
    assert.match(outcomes[1]?.fault ?? '', /空间不足，没有写成/);
    assert.deepEqual(filesIn(disk), ['somebody else']);
  });

  test('a share that is no longer mounted is not written beneath', { skip }, async () => {
    const share = join(scene.folder(), 'nas');
    mkdirSync(share);
    mount(share, size * 8);
    scene.policy({ folders: [share] });
    house.setTime('2026-11-23 11:00');
    const [good] = await scene.backUp();
    assert.equal(good?.ok, 1, good?.fault);
    unmount(share);
    house.setTime('2026-11-23 12:00');
    const [row] = await scene.backUp();
    assert.match(row?.fault ?? '', /没有挂载/);
    assert.deepEqual(filesIn(share), []);
    assert.equal(rows(house).find(({ id }) => id === good?.id)?.removed_at, null);
  });
});
