import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { DatabaseRefused } from '../../src/db/open.ts';
import { keyAloneOf } from '../../src/restore/lost.ts';
import { House, numbersIn } from './house.ts';

describe('X-M1: a start where the data file is gone', () => {
  let house: House;
  beforeEach(() => {
    house = new House();
    for (const tail of ['', '-wal', '-shm']) rmSync(`${house.database}${tail}`, { force: true });
  });
  afterEach(() => house.end());

  const start = () => house.open(() => undefined);
  const refused = (words: RegExp) =>
    assert.throws(start, (error) => error instanceof DatabaseRefused && words.test(error.message));

  test('is refused beside its backups, and no empty system is made', () => {
    refused(
      /没有找到数据文件[\s\S]*1 份备份（最新一份为 2026-11-23 10:00：.*hourly\.db）[\s\S]*npm run restore[\s\S]*移到别处/,
    );
    assert.equal(existsSync(house.database), false);
  });

  test('is refused also where an empty file stands in its place', () => {
    writeFileSync(house.database, '');
    refused(/1 份备份/);
  });

  test('is refused beside an old file that was put aside', () => {
    renameSync(`${house.folder}/backup`, `${house.folder}/elsewhere`);
    writeFileSync(`${house.database}.before-20261123-150000`, 'old');
    refused(/1 个以前保留的数据文件（hotline\.db\.before-20261123-150000）/);
  });

  test('goes on where the backups were taken elsewhere, or the folder holds other things only', () => {
    renameSync(`${house.folder}/backup`, `${house.folder}/elsewhere`);
    mkdirSync(`${house.folder}/backup`);
    writeFileSync(`${house.folder}/backup/notes.db`, 'notes');
    start();
    assert.deepEqual(numbersIn(house.database), []);
  });

  test('goes on with the data file of another system beside it, whose backups they may be', async () => {
    await house.restore();
    renameSync(house.database, `${house.folder}/other.db`);
    start();
    assert.deepEqual(numbersIn(house.database), []);
  });

  test('goes on after a restore, without waiting for the next start', async () => {
    await house.restore();
    start();
    assert.equal(numbersIn(house.database).length, 1);
  });

  test('Q-A7: with the key alone it starts, and says so aloud', () => {
    assert.match(
      keyAloneOf(house.database, `${house.database}-key`) ?? '',
      /已有身份密钥文件.*npm run restore/,
    );
    writeFileSync(house.database, 'data');
    assert.equal(keyAloneOf(house.database, `${house.database}-key`), null);
    rmSync(house.database);
    assert.equal(keyAloneOf(house.database, `${house.database}-none`), null);
  });
});
