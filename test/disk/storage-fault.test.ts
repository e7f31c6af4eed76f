import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Database from 'better-sqlite3';
import { isWriteFault, type StorageFault, storageFaultOf } from '../../src/disk/storage-fault.ts';
import { WorkerFault } from '../../src/jobs/in-worker.ts';
import { failureOf } from '../../src/web/submit.ts';

const EXPECTED: Readonly<Record<StorageFault, { codes: readonly string[]; status: number; says: RegExp }>> = {
  full: { codes: ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'], status: 507, says: /空间不足/ },
  failing: {
    codes: [
      'SQLITE_IOERR',
      'SQLITE_IOERR_WRITE',
      'SQLITE_IOERR_FSYNC',
      'SQLITE_IOERR_DIR_FSYNC',
      'EIO',
    ].concat(['SQLITE_IOERR_TRUNCATE', 'SQLITE_IOERR_LOCK', 'SQLITE_IOERR_DELETE']),
    status: 507,
    says: /写入出错/,
  },
  read_only: {
    codes: ['SQLITE_READONLY', 'SQLITE_READONLY_DBMOVED', 'EROFS'],
    status: 507,
    says: /不能写入/,
  },
  unopened: { codes: ['SQLITE_CANTOPEN', 'SQLITE_CANTOPEN_ISDIR'], status: 507, says: /打不开/ },
  unreadable: {
    codes: ['SQLITE_IOERR_READ', 'SQLITE_IOERR_SHORT_READ', 'SQLITE_CORRUPT'],
    status: 503,
    says: /读取数据文件出错/,
  },
};

describe('what the disk refuses', () => {
  for (const [fault, { codes, status, says }] of Object.entries(EXPECTED)) {
    test(`${fault}: said in its own words, whoever met it`, () => {
      for (const code of codes) {
        for (const error of told(code)) {
          assert.equal(storageFaultOf(error), fault, code);
          const failure = failureOf(error);
          assert.equal(failure?.status, status, code);
          assert.match(failure?.message ?? '', says);
          assert.match(failure?.message ?? '', /尚未保存.*请/);
        }
      }
    });
  }

  test('a file that waits for another writer, a broken rule and a missing file are no faults of the disk', () => {
    for (const code of ['SQLITE_BUSY', 'SQLITE_CONSTRAINT_UNIQUE', 'ENOENT', 'SQLITE_ERROR']) {
      for (const error of told(code)) assert.equal(storageFaultOf(error), null, code);
    }
    assert.equal(storageFaultOf('SQLITE_FULL'), null);
  });

  test('a file that cannot be read is no reason to go on as if only writing failed', () => {
    assert.equal(isWriteFault(new Database.SqliteError('disk', 'SQLITE_IOERR_READ')), false);
    assert.equal(isWriteFault(new Database.SqliteError('disk', 'SQLITE_IOERR_FSYNC')), true);
    assert.equal(isWriteFault(new Error('disk')), false);
  });
});

/** The ways in which a code reaches us. */
function told(code: string): Error[] {
  return [
    new Database.SqliteError('disk', code),
    Object.assign(new Error('disk'), { code }),
    new WorkerFault({ message: 'disk', code }),
    new Error('outer', { cause: Object.assign(new Error('disk'), { code }) }),
  ];
}
