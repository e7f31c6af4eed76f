import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import Database from 'better-sqlite3';
import { newestVersion } from '../../src/db/migrate.ts';
import { APPLICATION_ID, openDatabase } from '../../src/db/open.ts';
import { readIdentities } from '../../src/restore/identities.ts';
import { type RefusalCode, RestoreRefused } from '../../src/restore/refused.ts';
import { checkFile } from '../../src/restore/restore.ts';
import { requireRoom, roomFor } from '../../src/restore/room.ts';
import { House, numbersIn } from './house.ts';

describe('restore refuses', () => {
  let house: House;
  let odd: string;
  beforeEach(() => {
    house = new House();
    odd = `${house.folder}/odd.db`;
  });
  afterEach(() => house.end());

  /** Both of the restore and of the check alone; the system starts with what it had. */
  const refuses = async (code: RefusalCode, words: RegExp, more: Parameters<House['order']>[0] = {}) => {
    const order = house.order(more);
    const named = (error: unknown) =>
      error instanceof RestoreRefused && error.code === code && words.test(error.message);
    await assert.rejects(house.restore(more), named);
    await assert.rejects(checkFile(order), named);
    assert.equal(numbersIn(house.database).length, 2);
  };
  const altered = (change: (db: Database.Database) => void) => {
    copyFileSync(house.backup, odd);
    const db = new Database(odd);
    change(db);
    db.close();
  };

  test('a file that is not there', () => refuses('missing', /没有找到文件：.*磁盘是否已接好/, { file: odd }));

  test('a folder, naming the newest backup in it', async () => {
    await refuses('missing', /这是文件夹.*没有热线系统的备份/, { file: house.folder });
    const words = /这是文件夹.*最新的备份是 .*hotline-20261123-100000-hourly\.db。/;
    await refuses('missing', words, { file: `${house.folder}/backup` });
  });

  test('the database itself, also by another name', () =>
    refuses('same_file', /就是正在使用的数据文件/, { file: `${house.folder}/backup/../hotline.db` }));

  test('a file of no length', async () => {
    writeFileSync(odd, '');
    await refuses('empty', /^文件是空的。请换一份备份/, { file: odd });
  });

  test('what is no database', async () => {
    writeFileSync(odd, '工单编号,诉求内容\n'.repeat(50));
    await refuses('not_database', /不是数据文件/, { file: odd });
  });

  test('the database of another program, also an empty one', async () => {
    const db = new Database(odd);
    db.exec('CREATE TABLE notes (text TEXT)');
    db.close();
    await refuses('not_ours', /别的程序/, { file: odd });
  });

  test('one with our mark and none of our tables', async () => {
    const db = new Database(odd);
    db.exec('CREATE TABLE notes (text TEXT)');
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.close();
    await refuses('damaged', /缺少必要的数据表/, { file: odd });
  });

  test('one that a newer program wrote', async () => {
    altered((db) => db.pragma(`user_version = ${newestVersion() + 1}`));
    await refuses('newer', /更新版本的程序写成.*升级/, { file: odd });
  });

  test('one whose pages are damaged', async () => {
    copyFileSync(house.backup, odd);
    const bytes = readFileSync(odd);
    bytes.fill(0xa5, 4096 * 10, 4096 * 14);
    writeFileSync(odd, bytes);
    await refuses('damaged', /损坏/, { file: odd });
  });

  test('one that was cut off', async () => {
    copyFileSync(house.backup, odd);
    truncateSync(odd, Math.floor(readFileSync(odd).length / 2));
    await refuses('damaged', /损坏/, { file: odd });
  });

  test('one with rows that point at nothing', async () => {
    altered((db) => {
      db.pragma('foreign_keys = OFF');
      db.exec(
        'INSERT INTO user_roles (user_id, role, granted_at) VALUES (99999, "operator", 0)'.replaceAll(
          '"',
          "'",
        ),
      );
    });
    await refuses('damaged', /对应关系/, { file: odd });
  });

  test('one that was not copied whole, as the list beside it says', async () => {
    truncateSync(house.backup, readFileSync(house.backup).length - 1);
    await refuses('damaged', /文件不完整.*重新复制/);
  });

  test('one that is no longer what the list beside it says, though it is whole in itself', async () => {
    const db = new Database(house.backup);
    db.pragma('journal_mode = DELETE');
    db.exec("UPDATE cases SET headline = 'X'");
    db.close();
    await refuses('altered', /校验值不符/);
  });

  test('an encrypted one without a private key', async () => {
    const sealed = await house.encrypt(await identityToRecipient(await generateIdentity()));
    await refuses('no_identity', /已加密.*--identity/, { file: sealed });
  });

  test('an encrypted one with the wrong private key', async () => {
    const sealed = await house.encrypt(await identityToRecipient(await generateIdentity()));
    const identities = [await generateIdentity()];
    await refuses('wrong_identity', /私钥不对/, { file: sealed, identities });
  });

  test('a disk without room for the copy', () => {
    const needed = roomFor(1_000_000);
    requireRoom(house.database, 1_000_000, needed);
    assert.throws(
      () => requireRoom(house.database, 1_000_000, needed - 1),
      (error) =>
        error instanceof RestoreRefused && error.code === 'no_room' && /没有改动/.test(error.message),
    );
  });

  test('a running system, which goes on undisturbed', async () => {
    const { db, close } = openDatabase(house.database, house.now);
    try {
      await assert.rejects(
        house.restore(),
        (error) =>
          error instanceof RestoreRefused && error.code === 'running' && /先停止系统/.test(error.message),
      );
      house.take(db, '2026-11-23 15:00');
      assert.equal((await checkFile(house.order())).cases, 1);
    } finally {
      close();
    }
    assert.equal(numbersIn(house.database).length, 3);
  });

  test('a file without private keys where they should be', () => {
    writeFileSync(odd, '# created\nage1abc\n');
    assert.throws(() => readIdentities(odd), /没有私钥/);
    rmSync(odd);
    assert.throws(() => readIdentities(odd), /读不出来/);
  });

  test('but not an encrypted one with its private key', async () => {
    const identity = await generateIdentity();
    const sealed = await house.encrypt(await identityToRecipient(identity));
    writeFileSync(odd, `# created: 2026-11-23\n${identity}\n`);
    const report = await house.restore({ file: sealed, identities: readIdentities(odd) });
    assert.equal(report?.encrypted, true);
    assert.equal(numbersIn(house.database).length, 1);
  });
});
