import assert from 'node:assert/strict';
import { copyFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { makeBackup } from '../../src/backup/make.ts';
import { lastGood } from '../../src/backup/queries.ts';
import { orderOf } from '../../src/backup/running.ts';
import { DAY } from '../../src/calendar/days.ts';
import { filesIn, newScene, rows } from './scene.ts';

describe('X-M1: what goes from a folder', () => {
  const scene = newScene();
  const { house } = scene;
  const folder = scene.folder();
  const nothing = { keepHourly: 1, keepNightlyDays: 3, keepMonths: 0 };

  test('backups that are too old go with what lies beside them, and their lines say when', async () => {
    scene.policy({ folders: [folder], ...nothing });
    for (const time of ['09:00', '10:00', '11:00', '12:00']) {
      house.setTime(`2026-11-23 ${time}`);
      await scene.backUp('hourly');
    }
    const standing = ['100000', '110000', '120000'].map((time) => `hotline-20261123-${time}-hourly.db`);
    assert.deepEqual(
      filesIn(folder),
      standing.flatMap((file) => [file, `${file}.json`]),
    );
    assert.deepEqual(
      rows(house).map(({ removed_at }) => removed_at),
      [null, null, null, house.world.now()],
    );
  });

  test('files that are not ours stay, though they have such a name', async () => {
    const foreign = ['hotline-20200101-020000-nightly.db', 'photo.jpg', 'notes.db.tmp'];
    for (const name of foreign) {
      writeFileSync(join(folder, name), 'somebody else');
      utimesSync(join(folder, name), 0, 0);
    }
    house.setTime('2026-11-23 13:00');
    await scene.backUp('hourly');
    for (const name of foreign) assert.ok(filesIn(folder).includes(name), name);
  });

  test('a backup of ours that the database no longer knows, as after a restore, goes in its time', async () => {
    const [newest] = rows(house);
    const old = 'hotline-20261001-020000-nightly.db';
    for (const tail of ['', '.json'])
      copyFileSync(join(folder, `${newest?.file}${tail}`), join(folder, `${old}${tail}`));
    house.setTime('2026-11-23 14:00');
    scene.policy({ keepNightlyDays: 0 });
    await scene.backUp('hourly');
    assert.deepEqual(
      filesIn(folder).filter((name) => name.startsWith(old)),
      [],
    );
  });

  test('one of ours that the database does not know comes onto the list, once, and counts by its own time', async () => {
    scene.policy({ keepNightlyDays: 30 });
    const [newest] = rows(house);
    const copied = 'hotline-20261120-020000-nightly.db';
    const cut = 'hotline-20261119-020000-nightly.db';
    for (const tail of ['', '.json']) {
      copyFileSync(join(folder, `${newest?.file}${tail}`), join(folder, `${copied}${tail}`));
      copyFileSync(join(folder, `${newest?.file}${tail}`), join(folder, `${cut}${tail}`));
    }
    truncateSync(join(folder, cut), 4096);
    for (const time of ['14:10', '14:20']) {
      house.setTime(`2026-11-23 ${time}`);
      await scene.backUp();
    }
    const found = rows(house).filter(({ file }) => file === copied);
    assert.deepEqual(
      found.map(({ kind, ok, sha256, started_at, removed_at }) => [kind, ok, sha256, started_at, removed_at]),
      [['nightly', 1, newest?.sha256, newest?.started_at, null]],
    );
    assert.equal(rows(house).filter(({ file }) => file === cut).length, 0);
    assert.equal(lastGood(house.world.db, null, house.world.now())?.started_at, house.world.now());
    for (const name of [copied, cut])
      for (const tail of ['', '.json']) rmSync(join(folder, `${name}${tail}`));
    scene.policy({ keepNightlyDays: 0 });
  });

  test('from a folder that was named for one backup only, nothing goes', async () => {
    const archive = scene.folder();
    const old = 'hotline-20201001-020000-nightly.db';
    const [newest] = rows(house);
    for (const name of ['hotline-20201002-020000-manual.db', 'hotline-20201003-020000-manual.db', old])
      for (const tail of ['', '.json'])
        copyFileSync(join(folder, `${newest?.file}${tail}`), join(archive, `${name}${tail}`));
    const order = orderOf(house.world.db, house.world.file, 'command', house.world.now());
    const place = { folder: archive, own: false, mounted: false };
    await makeBackup({ ...order, places: [{ ...place, keepAll: true }] }, () => undefined);
    assert.ok(filesIn(archive).includes(old));
    await makeBackup({ ...order, places: [place] }, () => undefined);
    assert.equal(filesIn(archive).includes(old), false);
  });

  test('what was left unfinished goes a day later', async () => {
    const now = Date.parse('2026-11-23T15:00:00+08:00');
    const left = (name: string, age: number) => {
      writeFileSync(join(folder, name), 'half');
      utimesSync(join(folder, name), new Date(now - age), new Date(now - age));
    };
    left('hotline-20261122-020000-nightly.db.tmp', DAY + 60_000);
    left('hotline-20261122-020000-nightly.db.tmp-journal', DAY + 60_000);
    left('hotline-20261122-160000-hourly.db.tmp', DAY - 60_000);
    house.setTime('2026-11-23 15:00');
    await scene.backUp('hourly');
    const unfinished = filesIn(folder).filter((name) => /hotline.*\.tmp/.test(name));
    assert.deepEqual(unfinished, ['hotline-20261122-160000-hourly.db.tmp']);
  });
});
