import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { verifyChain } from '../../src/audit/verify.ts';
import { hashOf } from '../../src/backup/files.ts';
import { backupTroubles } from '../../src/backup/troubles.ts';
import { isUnsubscribed, unsubscribe } from '../../src/citizens/unsubscribed.ts';
import { projectRoot } from '../../src/config.ts';
import { connect } from '../../src/db/connect.ts';
import { migrate, newestVersion } from '../../src/db/migrate.ts';
import { all, prepared, q, run } from '../../src/db/query.ts';
import { readReplaced } from '../../src/restore/replaced.ts';
import { sayReplaced, sayReport } from '../../src/restore/words.ts';
import { Life } from '../cases/life.ts';
import { newCast } from '../support/cast.ts';
import { writeTemplate } from '../support/template.ts';
import { House, numbersIn } from './house.ts';

const [FIRST, SECOND, THIRD] = ['20261123-0001', '20261123-0002', '20261123-0003'];

describe('restore', () => {
  let house: House;
  beforeEach(() => {
    house = new House();
  });
  afterEach(() => house.end());

  test('X-M1: the backup takes the place of the database, and the system starts with it', async () => {
    const report = await house.restore();
    assert.equal(report?.cases, 1);
    assert.deepEqual(report?.newest?.number, FIRST);
    assert.deepEqual(
      house.open((db) => all(db, q.selectFrom('cases').select('number'))),
      [{ number: FIRST }],
    );
  });

  test('the old file lies beside it under its time, whole', async () => {
    const report = await house.restore();
    assert.equal(report?.aside, `${house.database}.before-20261123-150000`);
    assert.deepEqual(numbersIn(report?.aside ?? ''), [FIRST, SECOND]);
  });

  test('a log of writes of the old file goes with the old file, never into the new one', async () => {
    house.crash();
    assert.ok(readFileSync(`${house.database}-wal`).length > 0);
    const report = await house.restore();
    assert.deepEqual(numbersIn(house.database), [FIRST]);
    assert.deepEqual(numbersIn(report?.aside ?? ''), [FIRST, SECOND, THIRD]);
  });

  test('an old file that the disk no longer gives away does not stand in the way of a restore', () => {
    assert.equal(readReplaced(house.folder), null);
  });

  test('a damaged old file is kept as it is, with its log of writes', async () => {
    house.crash();
    const log = readFileSync(`${house.database}-wal`);
    const damaged = Buffer.concat([Buffer.from('torn'), readFileSync(house.database).subarray(4)]);
    writeFileSync(house.database, damaged);
    const report = await house.restore();
    assert.deepEqual(numbersIn(house.database), [FIRST]);
    assert.ok(damaged.equals(readFileSync(report?.aside ?? '')));
    assert.ok(log.equals(readFileSync(`${report?.aside}-wal`)));
  });

  test('an old file of no length does not cost the log of writes that lies beside it', async () => {
    house.crash();
    const log = readFileSync(`${house.database}-wal`);
    writeFileSync(house.database, '');
    const report = await house.restore();
    assert.deepEqual(numbersIn(house.database), [FIRST]);
    assert.ok(log.equals(readFileSync(`${report?.aside}-wal`)));
  });

  test('an old rollback journal is not worked into the new file', async () => {
    writeFileSync(`${house.database}-journal`, Buffer.alloc(512, 7));
    const report = await house.restore();
    assert.equal(existsSync(`${house.database}-journal`), false);
    assert.ok(existsSync(`${report?.aside}-journal`));
  });

  test('what was put aside in the same second before is not overwritten', async () => {
    writeFileSync(`${house.database}.before-20261123-150000`, 'another');
    const report = await house.restore();
    assert.equal(report?.aside, `${house.database}.before-20261123-150000-2`);
    assert.equal(readFileSync(`${house.database}.before-20261123-150000`, 'utf8'), 'another');
  });

  test('a file that was put aside is restored with the log of writes beside it', async () => {
    house.crash();
    const aside = `${house.folder}/aside`;
    for (const tail of ['', '-wal']) writeFileSync(`${aside}${tail}`, readFileSync(house.database + tail));
    await house.restore();
    await house.restore({ file: aside, now: house.now + 1000 });
    assert.deepEqual(numbersIn(house.database), [FIRST, SECOND, THIRD]);
  });

  test('nothing is left beside the files that were there, and the backup is as it was', async () => {
    const before = readFileSync(house.backup);
    await house.restore();
    assert.deepEqual(readdirSync(house.folder).sort(), [
      'backup',
      'hotline.db',
      'hotline.db-key',
      'hotline.db-lock',
      'hotline.db.before-20261123-150000',
    ]);
    assert.deepEqual(readdirSync(`${house.folder}/backup`).length, 2);
    assert.ok(before.equals(readFileSync(house.backup)));
  });

  test('not confirmed, nothing is touched', async () => {
    assert.equal(await house.restore({ confirm: () => false }), null);
    assert.deepEqual(numbersIn(house.database), [FIRST, SECOND]);
    assert.deepEqual(
      readdirSync(house.folder).filter((name) => /before|tmp|ready/.test(name)),
      [],
    );
  });

  test('before anything is replaced it is known what would be', async () => {
    let asked: unknown;
    await house.restore({
      confirm: (found, replaced) => {
        asked = [found.cases, found.madeAt, replaced?.facts.cases, replaced?.facts.newest?.number];
        return false;
      },
    });
    assert.deepEqual(asked, [1, house.madeAt, 2, SECOND]);
  });

  test('who wanted no messages since the backup gets none either', async () => {
    const now = house.now;
    house.open((db) => unsubscribe(db, '13800138000', 'sms', now));
    await house.restore();
    assert.equal(
      house.open((db) => isUnsubscribed(db, '13800138000')),
      true,
    );
  });

  test('a copy that a broken off check has left is everything, and open: the next start takes it away', () => {
    const copy = `${house.database}.check.tmp`;
    writeFileSync(copy, 'everything');
    house.open(() => undefined);
    assert.equal(existsSync(copy), false);
  });

  test('everybody has to log in anew', async () => {
    house.open((db) => {
      prepared(
        db,
        `INSERT INTO sessions (token_hash, user_id, csrf, created_at, last_seen_at) VALUES (x'00', ?, '', 0, 0)`,
      ).run(house.cast.operator.id);
      house.back(db, `${house.folder}/backup/second`);
    });
    await house.restore({ file: `${house.folder}/backup/second` });
    assert.equal(
      house.open((db) => prepared(db, 'SELECT count(*) FROM sessions').pluck().get()),
      0,
    );
  });

  test('X-F1: what waited to be sent is marked: it may have gone out since', async () => {
    house.open((db) => {
      new Life(db, house.cast, '2026-11-23 09:40').dispatched();
      house.back(db, `${house.folder}/backup/second`);
    });
    await house.restore({ file: `${house.folder}/backup/second` });
    const states = house.open((db) =>
      all(db, q.selectFrom('messages').select(['status', 'was_uncertain']).where('ended_at', 'is', null)),
    );
    assert.ok(states.length > 0);
    for (const state of states) assert.deepEqual(state, { status: 'uncertain', was_uncertain: 1 });
  });

  test("a backup's own line, which stands open in itself, is that of a good one, and of no other folder one fails", async () => {
    const second = `${house.folder}/backup/second`;
    house.open((db) => {
      const open = { kind: 'hourly' as const, file: 'second', started_at: house.now };
      for (const folder of [`${house.folder}/backup`, '/mnt/nas'])
        run(db, q.insertInto('backups').values({ ...open, folder }));
      house.back(db, second);
    });
    await house.restore({ file: second });
    const lines = house.open((db) => all(db, q.selectFrom('backups').selectAll()));
    const { bytes, sha256 } = hashOf(second);
    assert.deepEqual(
      lines.map((line) => [line.folder, line.ok, line.fault, line.bytes, line.sha256, line.ended_at]),
      [[`${house.folder}/backup`, 1, '', bytes, sha256, house.now]],
    );
    assert.deepEqual(
      house.open((db) => backupTroubles(db, house.now)),
      [],
    );
  });

  test('Q-M1: the audit log tells of it and hangs together', async () => {
    const report = await house.restore();
    const { line, chain } = house.open((db) => ({
      line: all(db, q.selectFrom('audit_log').selectAll().where('act', '=', 'backup_restored')),
      chain: verifyChain(db).ok,
    }));
    assert.equal(chain, true);
    assert.equal(report?.chain.ok, true);
    assert.equal(line[0]?.subject, 'hotline-20261123-100000-hourly.db');
    assert.match(line[0]?.detail ?? '', /"skipped":"20261123-0002"/);
  });

  test('numbers that citizens were told since the backup are not given again', async () => {
    const report = await house.restore();
    assert.deepEqual(report?.skipped, [SECOND]);
    assert.equal(
      house.open((db) => house.take(db, '2026-11-23 15:10')),
      THIRD,
    );
  });

  test('where the old file cannot be read, as many numbers are left out as wished, on each day since', async () => {
    writeFileSync(house.database, Buffer.alloc(4096, 1));
    house.now += 86_400_000;
    const report = await house.restore({ skip: 200 });
    assert.deepEqual(report?.skipped, ['20261123-0002 至 20261123-0201', '20261124-0001 至 20261124-0200']);
    assert.equal(
      house.open((db) => house.take(db, '2026-11-24 15:10')),
      '20261124-0201',
    );
  });

  test('the report says what is missing and what to do next', async () => {
    const report = await house.restore();
    assert.ok(report);
    const text = sayReport(report, { ms: 1200, now: house.now }).join('\n');
    assert.match(text, /工单 1 件，最新一件 20261123-0001/);
    assert.match(text, /旧文件中有 1 件工单不在备份中（20261123-0002，2026-11-23 11:30 起）/);
    assert.match(text, /编号：20261123-0002 已经或可能已经发出/);
    assert.match(text, /旧文件：.*before-20261123-150000/);
    assert.match(text, /npm start/);
  });

  test('the report advises to leave numbers out where nobody can know them', async () => {
    writeFileSync(house.database, '');
    const report = await house.restore();
    assert.ok(report);
    assert.match(sayReport(report, { ms: 1, now: house.now }).join('\n'), /--skip-numbers 200/);
  });

  const advises = async (words: RegExp) => {
    let before = '';
    const asked = await house.restore({
      confirm: (_, replaced, past) => {
        before = sayReplaced(house.database, { replaced, past, leftOut: false }, house.now).join('\n');
        return true;
      },
    });
    assert.ok(asked);
    const report = sayReport(asked, { ms: 1, now: house.now }).join('\n');
    assert.match(report, /缺少：2026-11-23 09:30（20261123-0001）之后受理的工单不在备份中/);
    for (const text of [before, report]) {
      assert.match(text, words);
      assert.match(text, /--skip-numbers 200/);
    }
  };

  test('so it does where the data file is gone', async () => {
    for (const tail of ['', '-wal', '-shm']) rmSync(`${house.database}${tail}`, { force: true });
    await advises(/没有旧文件可以对照/);
  });

  test('so it does where a new one was set up after the loss, which knows nothing of the numbers', async () => {
    for (const tail of ['', '-wal', '-shm']) rmSync(`${house.database}${tail}`, { force: true });
    writeTemplate(house.database, house.now, { name: 'empty', fill: (db) => newCast(db, house.now) });
    await advises(/被替换的数据文件不是从这份备份接着使用的/);
  });

  test('it advises no more where numbers were left out as wished', async () => {
    for (const tail of ['', '-wal', '-shm']) rmSync(`${house.database}${tail}`, { force: true });
    const report = await house.restore({ skip: 200 });
    assert.ok(report);
    const text = sayReport(report, { ms: 1, now: house.now }).join('\n');
    assert.match(text, /缺少：/);
    assert.match(text, /编号：20261123-0002 至 20261123-0201 已经或可能已经发出/);
    assert.doesNotMatch(text, /--skip-numbers/);
  });

  test('Q-A7: a key that does not fit is told, and does not hold up the restore', async () => {
    writeFileSync(`${house.database}-key`, Buffer.alloc(32, 3).toString('base64url'), { mode: 0o600 });
    const report = await house.restore();
    assert.match(report?.keyWarnings.join() ?? '', /密钥/);
    assert.deepEqual(numbersIn(house.database), [FIRST]);
  });

  test('a backup that an older version made is brought to the newest', async () => {
    const folder = join(projectRoot, 'migrations');
    const older = readdirSync(folder).sort().slice(0, 4);
    const file = `${house.folder}/older.db`;
    const db = connect(file);
    const known = older.map((name, index) => ({
      ...{ number: index + 1, name, sql: readFileSync(join(folder, name), 'utf8') },
    }));
    migrate(db, house.madeAt, known);
    db.close();
    const report = await house.restore({ file });
    assert.equal(report?.version, 4);
    assert.equal(report?.cases, 0);
    assert.equal(
      house.open((opened) => opened.pragma('user_version', { simple: true })),
      newestVersion(),
    );
  });

  test('a backup is restored where there was no database at all', async () => {
    const elsewhere = `${house.folder}/new.db`;
    const report = await house.restore({ database: elsewhere, keyFile: `${house.database}-key` });
    assert.equal(report?.aside, null);
    assert.equal(report?.missing, null);
    assert.deepEqual(numbersIn(elsewhere), [FIRST]);
  });
});
