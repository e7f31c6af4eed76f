import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { makeBackup } from '../../src/backup/make.ts';
import { noteMade } from '../../src/backup/records.ts';
import { orderOf } from '../../src/backup/running.ts';
import { projectRoot, readConfig } from '../../src/config.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { prepared, q, run } from '../../src/db/query.ts';
import { drill, drillWhenDue } from '../../src/restore/drill.ts';
import { isDrillDue } from '../../src/restore/drill-due.ts';
import { drillOne } from '../../src/restore/drill-one.ts';
import { drillsListed, lastDrill, noteDrillStart } from '../../src/restore/drill-queries.ts';
import { drillTroubles } from '../../src/restore/troubles.ts';
import { sayDrill } from '../../src/restore/words.ts';
import { at } from '../calendar/samples.ts';
import { House } from './house.ts';

describe('restore drill', () => {
  let house: House;
  let db: Db;
  let close: () => void;
  let now: number;
  beforeEach(() => {
    house = new House();
    ({ db, close } = openDatabase(house.database, house.now));
    now = house.now;
  });
  afterEach(() => {
    close();
    house.end();
  });

  const world = (more: { backupIdentityFile?: string } = {}) => ({
    ...{ db, file: house.database, now: () => now, ...more },
  });
  const flip = (file: string) => {
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(file, bytes);
  };
  const leftovers = () =>
    [...readdirSync(house.folder), ...readdirSync(join(house.folder, 'backup'))].filter((name) =>
      name.includes('.tmp'),
    );
  const found = () => lastDrill(db)?.steps.map(({ what }) => what);

  test('X-M1: takes the newest backup to pieces, writes down what it found and leaves nothing', async () => {
    house.note(db, house.backup);
    const done = await drill(world(), drillOne);
    assert.equal(done?.state, 'good', done?.fault);
    assert.equal(done?.file, 'hotline-20261123-100000-hourly.db');
    assert.deepEqual(found(), [
      '核对文件',
      '复制',
      '完整性和对应关系',
      '打开并升级',
      '操作日志',
      '读取工单',
      '读取附件',
    ]);
    assert.deepEqual(leftovers(), []);
    assert.deepEqual(drillTroubles(db, now), []);
    assert.match(sayDrill(done ?? assert.fail()).join('\n'), /恢复演练通过[\s\S]*20261123-0001/);
  });

  test('a backup as the system makes it passes, and can be restored', async () => {
    const order = orderOf(db, house.database, 'manual', now);
    noteMade(db, order, await makeBackup(order, () => undefined), now);
    const done = await drill(world(), drillOne);
    assert.equal(done?.state, 'good', done?.fault);
    close();
    const report = await house.restore({ file: join(house.folder, 'backup', done?.file ?? '') });
    assert.equal(report?.compared, true);
    assert.equal(report?.cases, 2);
    ({ db, close } = openDatabase(house.database, house.now));
  });

  test('a copy that was left where a drill was broken off goes with the next one, wherever it lies', async () => {
    house.note(db, house.backup);
    for (const folder of [house.folder, join(house.folder, 'backup')])
      writeFileSync(join(folder, 'restore-drill.tmp'), 'everything');
    assert.equal(leftovers().length, 2);
    await drill(world(), drillOne);
    assert.deepEqual(leftovers(), []);
  });

  test('what was encrypted is opened beside the database only, never where the backups lie', async () => {
    const foldersOf = async () => {
      let folders: readonly string[] = [];
      await drill(world(), (order) => {
        folders = order.folders;
        return drillOne(order);
      });
      return folders;
    };
    house.note(db, house.backup);
    assert.deepEqual(await foldersOf(), [house.folder, join(house.folder, 'backup')]);
    const sealed = await house.encrypt(await identityToRecipient(await generateIdentity()));
    house.note(db, sealed, house.backup);
    assert.deepEqual(await foldersOf(), [house.folder]);
  });

  test('finds a single bit that is no longer what it was', async () => {
    house.note(db, house.backup);
    flip(house.backup);
    const done = await drill(world(), drillOne);
    assert.equal(done?.state, 'failed');
    assert.match(done?.fault ?? '', /校验值不符/);
    assert.deepEqual(leftovers(), []);
  });

  test('finds rows that were lost before the file was written', async () => {
    house.note(db, house.backup);
    run(db, q.updateTable('backups').set({ counts: JSON.stringify({ cases: 7 }) }));
    assert.match((await drill(world(), drillOne))?.fault ?? '', /行数与备份时登记的不符/);
  });

  test('finds a backup that is gone', async () => {
    house.note(db, house.backup);
    rmSync(house.backup);
    assert.match((await drill(world(), drillOne))?.fault ?? '', /没有找到备份文件/);
  });

  test('finds a stored file whose bytes are not those it came with', async () => {
    const file = `${house.folder}/backup/second.db`;
    prepared(
      db,
      `INSERT INTO attachments (case_id, name, type, size, sha256, uploaded_at)
        SELECT max(id), 'x', 'image/png', 3, 'another', 0 FROM cases`,
    ).run();
    prepared(db, `INSERT INTO attachment_parts SELECT id, 0, x'010203' FROM attachments`).run();
    house.back(db, file);
    house.note(db, file);
    assert.match((await drill(world(), drillOne))?.fault ?? '', /附件内容与登记的校验值不符/);
  });

  test('Q-M1: finds an audit log that was altered', async () => {
    const file = `${house.folder}/backup/second.db`;
    db.exec('DROP TRIGGER audit_log_no_update');
    prepared(
      db,
      `INSERT INTO audit_log (id, at, who, act, hash)
      SELECT coalesce(max(id), 0) + 1, 0, '系统', 'set_up', zeroblob(32) FROM audit_log`,
    ).run();
    house.back(db, file);
    house.note(db, file);
    assert.match((await drill(world(), drillOne))?.fault ?? '', /操作日志不完整/);
  });

  test('opens an encrypted backup where the site keeps a private key for it', async () => {
    const identity = await generateIdentity();
    const sealed = await house.encrypt(await identityToRecipient(identity));
    house.note(db, sealed, house.backup);
    writeFileSync(`${house.folder}/drill.age`, identity);
    const done = await drill(world({ backupIdentityFile: `${house.folder}/drill.age` }), drillOne);
    assert.equal(done?.state, 'good', done?.fault);
    assert.deepEqual(found()?.slice(0, 2), ['核对文件', '解密']);
  });

  test('says honestly that an encrypted backup was only looked at from outside', async () => {
    const sealed = await house.encrypt(await identityToRecipient(await generateIdentity()));
    house.note(db, sealed, house.backup);
    const done = await drill(world(), drillOne);
    assert.equal(done?.state, 'sealed');
    assert.equal(done?.fault, '已加密，服务器没有私钥，只核对了文件未被改动');
    assert.deepEqual(found(), ['核对文件']);
    assert.deepEqual(drillTroubles(db, now), []);
  });

  test('the private key of drills is a setting of the server, meant from the program folder', () => {
    const file = readConfig({ BACKUP_IDENTITY_FILE: 'data/drill.age' }).backupIdentityFile;
    assert.equal(file, join(projectRoot, 'data', 'drill.age'));
    assert.equal(readConfig({}).backupIdentityFile, undefined);
    assert.throws(() => readConfig({ BACKUP_IDENTITY_FILE: ' ' }), /BACKUP_IDENTITY_FILE 不能为空/);
  });

  test('there is nothing to drill where there is no backup', async () => {
    assert.equal(await drill(world(), drillOne), null);
    assert.deepEqual(drillsListed(db, 10), []);
  });

  test('one that was broken off counts as failed once the next begins', async () => {
    house.note(db, house.backup);
    noteDrillStart(db, { id: 1, file: 'x' }, now - 1000);
    await drill(world(), drillOne);
    assert.deepEqual(
      drillsListed(db, 10).map(({ state }) => state),
      ['good', 'failed'],
    );
  });

  const drilled = (time: string, ok: 0 | 1) =>
    run(
      db,
      q.insertInto('restore_drills').values({ file: 'x', started_at: at(time), ended_at: at(time), ok }),
    );

  test('comes once in a month, by night', () => {
    house.note(db, house.backup);
    assert.equal(isDrillDue(db, at('2026-11-24 02:59')), false);
    assert.equal(isDrillDue(db, at('2026-11-24 03:00')), true);
    assert.equal(isDrillDue(db, at('2026-11-24 05:59')), true);
    assert.equal(isDrillDue(db, at('2026-11-24 06:00')), false);
    drilled('2026-11-24 03:00', 1);
    assert.equal(isDrillDue(db, at('2026-11-30 03:00')), false);
    assert.equal(isDrillDue(db, at('2026-12-01 03:00')), true);
  });

  test('one that failed is tried again the next night', () => {
    house.note(db, house.backup);
    drilled('2026-11-24 03:00', 0);
    assert.equal(isDrillDue(db, at('2026-11-24 04:00')), false);
    assert.equal(isDrillDue(db, at('2026-11-25 03:00')), true);
  });

  test('is made up for at once after forty days without', () => {
    house.note(db, house.backup);
    drilled('2026-11-24 10:00', 1);
    assert.equal(isDrillDue(db, at('2027-01-03 10:00')), false);
    assert.equal(isDrillDue(db, at('2027-01-03 10:01')), true);
  });

  test('the job does it when it is due, and only then, in a thread of its own', async () => {
    house.note(db, house.backup);
    now = at('2026-11-24 02:45');
    await drillWhenDue(world());
    assert.equal(lastDrill(db), null);
    now = at('2026-11-24 03:45');
    await drillWhenDue(world());
    assert.equal(lastDrill(db)?.state, 'good');
  });

  test('administrators are told of one that failed, and of forty days without, not before', () => {
    house.note(db, house.backup);
    const told = (time: string) => drillTroubles(db, at(time)).map(({ what }) => what);
    assert.deepEqual(told('2027-01-02 10:00'), []);
    assert.deepEqual(told('2027-01-02 10:01'), ['已有 40 天没有成功的恢复演练']);
    drilled('2027-01-02 03:00', 0);
    assert.match(told('2027-01-02 10:00').join(), /2027-01-02 03:00 的恢复演练没有通过/);
    drilled('2027-01-03 03:00', 1);
    assert.deepEqual(told('2027-01-03 10:00'), []);
  });
});
