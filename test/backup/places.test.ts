import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { foldersOf } from '../../src/backup/folders.ts';
import { lookAtFolders } from '../../src/backup/look.ts';
import { placesOf } from '../../src/backup/records.ts';
import { noteSetting } from '../../src/db/setting.ts';
import { filesIn, newScene } from './scene.ts';

describe('X-M1: where backups go', () => {
  const scene = newScene();
  const { house } = scene;

  test('a folder under a second name takes no second copy, and says so', async () => {
    const [folder, elsewhere] = [scene.folder(), scene.folder()];
    const link = join(elsewhere, 'link');
    symlinkSync(folder, link);
    scene.policy({ folders: [folder, link] });
    const [second, first] = await scene.backUp();
    assert.deepEqual([first?.ok, first?.fault], [1, '']);
    assert.equal(second?.ok, 0);
    assert.ok(second?.fault.startsWith(`与 ${folder} 是同一个位置，没有再存一份`));
    assert.deepEqual(filesIn(folder), [`${first?.file}`, `${first?.file}.json`]);
  });

  test('a name with a stroke at its end is the same folder', () => {
    scene.policy({ folders: ['/mnt/a/', '/mnt/a', '/mnt/b//', 'C:\\', '\\\\nas\\share\\', '/'] });
    assert.deepEqual(foldersOf(house.world.db, house.world.file, house.world.now()), [
      '/mnt/a',
      '/mnt/b',
      'C:\\',
      '\\\\nas\\share',
      '/',
    ]);
  });

  test('a share comes after the machine’s own disks: where it does not answer they have theirs', () => {
    noteSetting(house.world.db, 'backup_mounts', '["/mnt/nas"]');
    const order = placesOf(house.world.db, ['/mnt/nas', '/data', '/more'], '/data');
    assert.deepEqual(
      order.map(({ folder }) => folder),
      ['/data', '/more', '/mnt/nas'],
    );
  });

  test('two readers of the page put one question to a folder: a share that is gone holds up nothing else', async () => {
    const folder = scene.folder();
    const look = () => lookAtFolders([folder], house.world.file);
    const [[one], [other]] = await Promise.all([look(), look()]);
    assert.equal(one?.state, 'fine');
    assert.equal(one, other);
    assert.notEqual((await look())[0], one);
  });

  test('a database that is damaged is not backed up, and the reason points to it and not to the folder', async () => {
    const folder = scene.folder();
    scene.policy({ folders: [folder] });
    const { db } = house.world;
    db.pragma('foreign_keys = OFF');
    db.exec("INSERT INTO user_roles (user_id, role, granted_at) VALUES (987654, 'operator', 0)");
    db.pragma('foreign_keys = ON');
    const [row] = await scene.backUp();
    assert.equal(row?.ok, 0);
    assert.match(row?.fault ?? '', /数据文件或磁盘可能已损坏。请不要删除已有的备份/);
    assert.deepEqual(filesIn(folder), []);
    db.exec('DELETE FROM user_roles WHERE user_id = 987654');
  });
});
