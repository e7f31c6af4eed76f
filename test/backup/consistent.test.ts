import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkDatabase } from '../../src/backup/check.ts';
import { makeBackup } from '../../src/backup/make.ts';
import { endBackup, orderOf, runningBackup, startBackup } from '../../src/backup/running.ts';
import { connect } from '../../src/db/connect.ts';
import { prepared } from '../../src/db/query.ts';
import { noteSetting, settingOf } from '../../src/db/setting.ts';
import { newScene, rows } from './scene.ts';

const MEGABYTES = 48;

describe('X-M1: a backup while others write', () => {
  const scene = newScene();
  const { house } = scene;
  const { db } = house.world;
  // Large enough for several steps.
  db.exec('CREATE TABLE ballast (bytes BLOB)');
  for (let n = 0; n < MEGABYTES; n++) db.exec('INSERT INTO ballast VALUES (randomblob(1048576))');

  /** Two rows of one transaction, which are always equal. */
  let written = 0;
  const write = () =>
    db.transaction(() => {
      written++;
      noteSetting(db, 'first', String(written));
      prepared(db, 'INSERT INTO ballast VALUES (zeroblob(10))').run();
      noteSetting(db, 'second', String(written));
    })();
  const look = (path: string) => {
    const copy = connect(path, { readonly: true });
    const [first, second] = [settingOf(copy, 'first'), settingOf(copy, 'second')];
    copy.close();
    return { first: Number(first), second: Number(second), rows: checkDatabase(path).counts.ballast };
  };

  /** Begins a backup and comes back while it is being made; one that was too quick to be seen is made again. */
  const inTheMiddle = async () => {
    for (let hour = 10; !runningBackup(db) && hour < 20; hour++) {
      house.setTime(`2026-11-23 ${hour}:00`);
      startBackup(house.world, { kind: 'manual', actor: null });
      while (runningBackup(db)?.total === 0) await sleep(1);
    }
  };

  test('it is one moment of the file, and was copied once though it was written all the while', async () => {
    startBackup(house.world, { kind: 'manual', actor: null });
    while (runningBackup(db)) {
      write();
      await sleep(10);
    }
    const [row] = rows(house);
    assert.equal(row?.ok, 1, row?.fault);
    const { first, second, rows: count } = look(join(row?.folder ?? '', row?.file ?? ''));
    assert.equal(first, second);
    assert.ok(first < written, `${written} written`);
    assert.equal(count, MEGABYTES + first);
  });

  test('what is written in the middle of the copying is not in it, and does not begin it anew', async () => {
    const folder = scene.folder();
    const before = written;
    const copied: number[] = [];
    const order = orderOf(db, house.world.file, 'command', house.world.now());
    await makeBackup({ ...order, places: [{ folder, own: false, mounted: false }] }, (told) => {
      if (!('stage' in told) || told.stage.phase !== 'copying') return;
      copied.push(told.stage.done);
      write();
    });
    assert.ok(copied.length > 3 && written - before === copied.length);
    assert.deepEqual(
      copied,
      copied.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(copied).size, copied.length);
    assert.equal(look(join(folder, 'hotline-20261123-090000-command.db')).first, before);
  });

  test('a server that stops breaks it off at once and leaves what is good', async () => {
    const good = rows(house).find(({ ok }) => ok === 1);
    await inTheMiddle();
    await endBackup(db);
    const [row] = rows(house);
    assert.deepEqual([row?.ok, runningBackup(db)], [0, null]);
    assert.match(row?.fault ?? '', /中途停止/);
    checkDatabase(join(good?.folder ?? '', good?.file ?? ''));
  });
});
