import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { sayDetail } from '../../src/audit/words.ts';
import { checkDatabase } from '../../src/backup/check.ts';
import { hashOf } from '../../src/backup/files.ts';
import { lastBackupAt, lastGood } from '../../src/backup/queries.ts';
import { forgetOldLines } from '../../src/backup/records.ts';
import { runningBackup, startBackup, waitForBackup } from '../../src/backup/running.ts';
import { readSidecar } from '../../src/backup/sidecar.ts';
import { connect } from '../../src/db/connect.ts';
import { all, first, q, run } from '../../src/db/query.ts';
import { Conflict } from '../../src/web/errors.ts';
import { Life } from '../cases/life.ts';
import { badBackup, goodBackup } from './lines.ts';
import { filesIn, newScene, rows } from './scene.ts';

describe('X-M1: a backup while the system runs', () => {
  const scene = newScene();
  const { house, cast } = scene;

  test('it lies beside the database unless a folder is named, for this account only, and holds everything', async () => {
    const life = new Life(house.world.db, cast).dispatched();
    const [row] = await scene.backUp('nightly');
    const folder = join(dirname(house.world.file), 'backup');
    const name = 'hotline-20261123-090000-nightly.db';
    assert.deepEqual(filesIn(folder), [name, `${name}.json`]);
    assert.deepEqual([row?.ok, row?.fault, row?.folder, row?.file], [1, '', folder, name]);
    const path = join(folder, name);
    assert.deepEqual(
      [statSync(folder).mode, statSync(path).mode].map((mode) => mode & 0o777),
      [0o700, 0o600],
    );
    const copy = connect(path, { readonly: true });
    const text = (db: typeof copy) =>
      first(db, q.selectFrom('cases').select('text').where('id', '=', life.caseId))?.text;
    assert.equal(text(copy), text(house.world.db));
    copy.close();
    assert.deepEqual(filesIn(folder), [name, `${name}.json`]);
  });

  test('what lies beside it says what is in it: hash, rows, the newest line of the log, the key that fits', async () => {
    const [row] = await scene.backUp();
    const path = join(row?.folder ?? '', row?.file ?? '');
    const sidecar = readSidecar(path);
    const { counts, auditHead, version, identityCheck } = checkDatabase(path);
    assert.deepEqual(hashOf(path), { bytes: sidecar?.bytes, sha256: sidecar?.sha256 });
    assert.deepEqual(
      [sidecar?.counts, sidecar?.audit, sidecar?.version, sidecar?.identityCheck],
      [counts, auditHead, version, identityCheck],
    );
    assert.ok((sidecar?.counts.cases ?? 0) > 0);
    assert.equal(sidecar?.madeAt, house.world.now());
    assert.equal(row?.sha256, sidecar?.sha256);
    assert.deepEqual(JSON.parse(row?.counts ?? ''), counts);
    assert.ok(identityCheck);
  });

  test('Q-A7: the key of sealed identities is neither in it nor beside it', async () => {
    const key = readFileSync(`${house.world.file}-key`, 'utf8').trim();
    assert.match(key, /^[0-9a-f]{64}$/);
    const [row] = await scene.backUp();
    for (const name of filesIn(row?.folder ?? '')) {
      const bytes = readFileSync(join(row?.folder ?? '', name));
      assert.equal(bytes.includes(key), false, name);
      assert.equal(bytes.includes(Buffer.from(key, 'hex')), false, name);
    }
  });

  test('who pressed the button stands in the line and in the log; only one is made at a time', async () => {
    const { world } = house;
    startBackup(world, { kind: 'manual', actor: cast.admin });
    assert.equal(runningBackup(world.db)?.startedAt, world.now());
    assert.throws(() => startBackup(world, { kind: 'manual', actor: cast.admin }), Conflict);
    await waitForBackup(world.db);
    assert.equal(runningBackup(world.db), null);
    const [row] = rows(house);
    assert.equal(row?.by_user, cast.admin.id);
    const log = all(world.db, q.selectFrom('audit_log').selectAll().where('act', '=', 'backup_made'));
    assert.deepEqual(
      log.map(({ user_id, subject }) => [user_id, subject]),
      [[cast.admin.id, row?.file]],
    );
  });

  test('Q-M1: what came to nothing is told by the log too, with folder, reason and address', async () => {
    const { world } = house;
    const [there, file] = [scene.folder(), join(scene.folder(), 'file')];
    writeFileSync(file, '');
    scene.policy({ folders: [there, file] });
    startBackup(world, { kind: 'manual', actor: cast.admin, ip: '10.0.0.8' });
    await waitForBackup(world.db);
    const log = all(world.db, q.selectFrom('audit_log').selectAll().orderBy('id', 'desc').limit(2));
    assert.deepEqual(
      log.map(({ act, user_id, ip }) => [act, user_id, ip]),
      ['backup_failed', 'backup_made'].map((act) => [act, cast.admin.id, '10.0.0.8']),
    );
    assert.ok(sayDetail(log[0]?.detail ?? '').startsWith(`文件夹：${file}；原因：`));
    scene.policy({ folders: [] });
  });

  test('one that was taken away by hand is no longer counted on', async () => {
    house.setTime('2026-11-23 10:00');
    const [kept] = await scene.backUp();
    house.setTime('2026-11-23 11:00');
    const [gone] = await scene.backUp();
    rmSync(join(gone?.folder ?? '', gone?.file ?? ''));
    house.setTime('2026-11-23 12:00');
    const [last] = await scene.backUp();
    const removed = rows(house).find(({ id }) => id === gone?.id)?.removed_at;
    assert.equal(removed, house.world.now());
    assert.equal(rows(house).find(({ id }) => id === kept?.id)?.removed_at, null);
    assert.equal(lastGood(house.world.db, null, house.world.now())?.id, last?.id);
    assert.equal(lastBackupAt(house.world.db, house.world.now()), house.world.now());
  });
});

describe('the list of backups', () => {
  const { house } = newScene();
  const { world } = house;

  test('forgets after 90 days what failed or is gone; what lies there stays, and what a drill was made of', async () => {
    const now = world.now();
    const days = (count: number) => now - count * 86_400_000 - 1000;
    const gone = goodBackup(world.db, days(300));
    const drilled = goodBackup(world.db, days(300));
    const kept = goodBackup(world.db, days(300));
    const removed = (ids: readonly number[], at: number) =>
      run(world.db, q.updateTable('backups').set({ removed_at: at }).where('id', 'in', ids));
    removed([gone, drilled], days(90) - 1);
    run(world.db, q.insertInto('restore_drills').values({ backup_id: drilled, file: 'a', started_at: now }));
    const young = goodBackup(world.db, days(300));
    removed([young], days(90) + 1000);
    badBackup(world.db, days(90) - 1, 'old');
    badBackup(world.db, days(90), 'young');
    forgetOldLines(world.db, now);
    assert.deepEqual(
      rows(house).map(({ id, fault }) => fault || id),
      ['young', young, kept, drilled],
    );
  });
});

describe('X-M1: several folders', () => {
  const scene = newScene();
  const { house } = scene;

  test('one that is not there is not made, and holds up no other', async () => {
    const [there, other] = [scene.folder(), scene.folder()];
    const missing = join(scene.folder(), 'nas');
    scene.policy({ folders: [missing, there, other] });
    const lines = await scene.backUp();
    const of = (folder: string) => lines.find((row) => row.folder === folder);
    assert.deepEqual(
      [missing, there, other].map((folder) => of(folder)?.ok),
      [0, 1, 1],
    );
    assert.match(of(missing)?.fault ?? '', /文件夹不存在/);
    assert.equal(statSync(missing, { throwIfNoEntry: false }), undefined);
    const [a, b] = [there, other].map((folder) => readFileSync(join(folder, of(folder)?.file ?? '')));
    assert.deepEqual(a, b);
    assert.deepEqual(filesIn(other), filesIn(there));
  });

  test('a file in place of the folder is said to be none', async () => {
    const file = join(scene.folder(), 'file');
    writeFileSync(file, 'not a folder');
    scene.policy({ folders: [file] });
    const [row] = await scene.backUp('hourly');
    assert.equal(row?.ok, 0);
    assert.match(row?.fault ?? '', /文件夹不存在/);
    assert.equal(readFileSync(file, 'utf8'), 'not a folder');
  });

  test('where a share was mounted and is no longer, nothing is written and nothing counts as gone', async () => {
    const share = scene.folder();
    scene.policy({ folders: [share] });
    const [good] = await scene.backUp();
    rmSync(join(share, good?.file ?? ''));
    const { db } = house.world;
    db.prepare(`INSERT INTO settings (key, value) VALUES ('backup_mounts', ?)`).run(JSON.stringify([share]));
    const [row] = await scene.backUp('hourly');
    assert.equal(row?.ok, 0);
    assert.match(row?.fault ?? '', /没有挂载/);
    assert.deepEqual(filesIn(share), [`${good?.file}.json`]);
    assert.equal(rows(house).find(({ id }) => id === good?.id)?.removed_at, null);
  });
});
