import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { connect } from '../../src/db/connect.ts';
import { settingOf } from '../../src/db/setting.ts';
import { filesIn, newScene, rows } from './scene.ts';

const PROGRAM = fileURLToPath(new URL('../../scripts/backup.ts', import.meta.url));

describe('X-M1: npm run backup', () => {
  const scene = newScene();
  const { house } = scene;
  const { file } = house.world;
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, '--database', file, ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  test('while the system runs: says what lies where and what does not; the lines are in the list', () => {
    const [there, missing] = [scene.folder(), join(scene.folder(), 'nas')];
    // Well before the command looks at the clock.
    house.setTime('2026-01-05 09:00');
    scene.policy({ folders: [there, missing] });
    const { status, stdout, stderr } = run();
    assert.equal(status, 3);
    const [name = '', sidecar] = filesIn(there);
    assert.match(stdout, new RegExp(`已存：${join(there, name)}（[\\d.]+ [KM]B，检查通过）`));
    assert.match(stderr, new RegExp(`没有存成：${missing}。原因：文件夹不存在`));
    assert.equal(sidecar, `${name}.json`);
    assert.deepEqual(
      rows(house).map(({ kind, ok, file, folder }) => [kind, ok, file, folder]),
      [
        ['command', 0, name, missing],
        ['command', 1, name, there],
      ],
    );
  });

  test('of a system that was cut off: what stands only in the log of writes is in it too', () => {
    house.world.db.exec(`INSERT INTO settings (key, value) VALUES ('last word', 'said')`);
    const [folder, stopped] = [scene.folder(), scene.folder()];
    for (const tail of ['', '-wal']) copyFileSync(file + tail, join(stopped, `hotline.db${tail}`));
    const { status, stderr } = run('--database', join(stopped, 'hotline.db'), '--to', folder);
    assert.equal(status, 0, stderr);
    const copy = connect(join(folder, filesIn(folder)[0] ?? ''), { readonly: true });
    assert.equal(settingOf(copy, 'last word'), 'said');
    copy.close();
  });

  const root = process.getuid?.() === 0;
  const asRoot = root ? {} : { skip: 'only root may give files to another account' };

  test(
    'run by root, what it makes belongs to the account of the service, which goes on with it',
    asRoot,
    () => {
      const [site, usb] = [scene.folder(), scene.folder()];
      const own = join(site, 'backup');
      const database = join(site, 'hotline.db');
      scene.policy({ folders: [] });
      for (const tail of ['', '-wal']) {
        copyFileSync(file + tail, database + tail);
        chownSync(database + tail, 12_345, 12_345);
      }
      const ownerOf = (path: string) => statSync(path).uid;
      assert.equal(run('--database', database).status, 0);
      assert.equal(run('--database', database, '--to', usb).status, 0);
      const made = [
        own,
        ...[own, usb].flatMap((folder) => filesIn(folder).map((name) => join(folder, name))),
      ];
      assert.equal(made.length, 5);
      assert.deepEqual(
        made.map(ownerOf),
        made.map(() => 12_345),
      );
      assert.notEqual(ownerOf(usb), 12_345, 'the folder was there before');
      for (const name of readdirSync(site)) assert.equal(ownerOf(join(site, name)), 12_345, name);
    },
  );

  test('nowhere to put it: exit code 1 and what stays as it was', () => {
    const { status, stderr } = run('--to', join(scene.folder(), 'nas'));
    assert.equal(status, 1);
    assert.match(stderr, /备份没有成功，数据文件没有改动/);
  });

  test("another program's database is not backed up as ours", () => {
    const other = join(scene.folder(), 'other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE other (id INTEGER)');
    db.close();
    const { status, stderr } = run('--database', other);
    assert.deepEqual([status, stderr], [1, '没有备份：这不是热线系统的数据文件。\n']);
  });
});
