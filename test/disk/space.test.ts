import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import Database from 'better-sqlite3';
import { q, run } from '../../src/db/query.ts';
import { ballastFile, tendBallast } from '../../src/disk/ballast.ts';
import { noteFault } from '../../src/disk/faults.ts';
import { growthPerDay, noteSize, sizesOf } from '../../src/disk/growth.ts';
import { MEGABYTE, standingOf, warningLine } from '../../src/disk/limits.ts';
import { sayBallast } from '../../src/disk/page.ts';
import { spaceOf } from '../../src/disk/space.ts';
import { diskFigures, diskTroubles, sayUntilFull } from '../../src/disk/troubles.ts';
import { lookAtDisks } from '../../src/disk/watch.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { disk as usual } from '../../src/presets/survival.ts';
import type { DiskPolicy } from '../../src/presets/types.ts';
import { goodBackup } from '../backup/lines.ts';
import { newDesk } from '../people/desk.ts';
import { visit } from '../support/browserless.ts';

const GIGABYTE = 1024 * MEGABYTE;
const on = (total: number) => (free: number) => ({ free, total, device: 1 });

describe('how much room the disk has', () => {
  test('a large disk is low below a tenth', () => {
    const disk = on(500 * GIGABYTE);
    assert.equal(warningLine({ total: 500 * GIGABYTE }, usual), 50 * GIGABYTE);
    assert.equal(standingOf(disk(50 * GIGABYTE), usual, 0), 'well');
    assert.equal(standingOf(disk(50 * GIGABYTE - 1), usual, 0), 'low');
  });

  test('a small disk is low below 2 GB', () => {
    const disk = on(10 * GIGABYTE);
    assert.equal(standingOf(disk(2 * GIGABYTE), usual, 0), 'well');
    assert.equal(standingOf(disk(2 * GIGABYTE - 1), usual, 0), 'low');
  });

  test('below 200 MB, or below what a day takes, it is not for the morning', () => {
    const disk = on(500 * GIGABYTE);
    assert.equal(standingOf(disk(200 * MEGABYTE), usual, 0), 'low');
    assert.equal(standingOf(disk(200 * MEGABYTE - 1), usual, 0), 'short');
    assert.equal(standingOf(disk(GIGABYTE), usual, GIGABYTE), 'low');
    assert.equal(standingOf(disk(GIGABYTE - 1), usual, GIGABYTE), 'short');
  });

  test('a disk that never answers is waited for briefly and asked once only', async () => {
    let asked = 0;
    const hung = () => {
      asked += 1;
      return new Promise<never>(() => undefined);
    };
    assert.equal(await spaceOf('/gone/away', 10, hung), null);
    assert.equal(await spaceOf('/gone/away', 10, hung), null);
    assert.equal(asked, 1);
  });

  test('a folder that is not there has no disk', async () => {
    assert.equal(await spaceOf('/no/such/folder'), null);
  });
});

describe('when the disk will be full', () => {
  const days = (count: number, grown: number) => [
    { day: '2026-11-01', bytes: GIGABYTE },
    { day: `2026-11-${String(1 + count).padStart(2, '0')}`, bytes: GIGABYTE + grown },
  ];

  test('is told after a week, not before', () => {
    assert.equal(growthPerDay(days(7, 700)), 100);
    assert.equal(growthPerDay(days(6, 700)), null);
    assert.equal(growthPerDay([]), null);
  });

  test('is not told of a file that does not grow, or for more than a year ahead', () => {
    assert.equal(growthPerDay(days(7, 0)), null);
    assert.equal(sayUntilFull({ free: 1200 }, null), '');
    assert.equal(sayUntilFull({ free: 1200 }, 100), '，按近期增长约 12 天后写满');
    assert.equal(sayUntilFull({ free: 99 }, 100), '，按近期增长不到 1 天就会写满');
    assert.match(sayUntilFull({ free: 36_500 }, 100), /365 天/);
    assert.equal(sayUntilFull({ free: 36_600 }, 100), '');
  });
});

describe('the disk of a hotline', () => {
  let desk: Awaited<ReturnType<typeof newDesk>>;
  before(async () => {
    desk = await newDesk();
  });
  after(() => desk.close());
  beforeEach(() => choose({}));

  const ballast = () => ballastFile(desk.world.file);
  const size = () => (existsSync(ballast()) ? statSync(ballast()).size : 0);
  const choose = (chosen: Partial<DiskPolicy>) => {
    const now = desk.world.now();
    const disk = { ...usual, warnGigabytes: 0, warnPercent: 1, ballastMegabytes: 0, ...chosen };
    setPolicy(desk.world.db, { disk }, { userId: null, from: now, now });
  };
  const AN_HOUR = 3600;

  test('with room enough nothing is said, and a monitor gets the figures', async () => {
    await lookAtDisks(desk.world);
    assert.deepEqual(diskTroubles(desk.world.db, desk.world.now()), []);
    const { freeBytes, freePercent, ballast } = diskFigures(desk.world.db);
    assert.ok(freeBytes !== null && freeBytes > 0 && freePercent !== null && freePercent > 0);
    assert.equal(ballast, false);
  });

  test('below the line the administrators are told, with what is left', async () => {
    choose({ warnGigabytes: 1_000_000 });
    await lookAtDisks(desk.world);
    const [trouble, ...others] = diskTroubles(desk.world.db, desk.world.now());
    assert.match(trouble?.what ?? '', /^数据文件所在磁盘只剩 \d.*（\d+%），低于设置的 1000000 GB/);
    assert.deepEqual([trouble?.tell, trouble?.urgent, others.length], [true, false, 0]);
  });

  test('a fault of the disk is told for half an hour', () => {
    const now = desk.world.now();
    noteFault(desk.world.db, new Database.SqliteError('disk', 'SQLITE_IOERR_FSYNC'), now);
    const told = (at: number) =>
      diskTroubles(desk.world.db, at).filter(({ key }) => key === 'disk failing').length;
    assert.equal(told(now + 30 * 60_000), 1);
    assert.equal(told(now + 30 * 60_000 + 1), 0);
  });

  test('on a full disk the reserve is offered with what comes of it', async () => {
    const { db, now } = desk.world;
    writeFileSync(ballast(), Buffer.alloc(MEGABYTE));
    noteFault(db, new Database.SqliteError('disk', 'SQLITE_FULL'), now());
    const asked = await (await visit(desk, desk.cast.admin).get('/health/ballast')).text();
    assert.match(asked, /释放后登记和办理随即恢复。请立即清理磁盘/);
    noteFault(db, new Database.SqliteError('disk', 'SQLITE_FULL'), now() - 31 * 60_000);
    rmSync(ballast());
  });

  test('how the reserve stands: in the first minutes, later, while it is written, and when it is there', () => {
    const [none, wanted] = [0, 64 * MEGABYTE];
    assert.match(sayBallast(none, wanted, false, 599), /现在没有预留，应为 64 MB。启动约 10 分钟后建立/);
    assert.match(sayBallast(none, wanted, false, 600), /剩余空间足够时自动补足/);
    assert.equal(sayBallast(MEGABYTE, wanted, true, 600), '正在建立，应为 64 MB');
    assert.equal(sayBallast(wanted, wanted, false, 0), '已预留 64 MB');
  });

  test('backups on the same disk are counted also where their folder is no longer chosen', async () => {
    const { db, now, file } = desk.world;
    goodBackup(db, now());
    mkdirSync(join(dirname(file), 'backup'), { recursive: true });
    const { backup } = policyAt(db, now());
    const folders = [join(dirname(file), 'other')];
    setPolicy(db, { backup: { ...backup, folders } }, { userId: null, from: now(), now: now() });
    const { beside } = await lookAtDisks(desk.world);
    assert.deepEqual(beside.backupFolders, [join(dirname(file), 'backup')]);
    setPolicy(db, { backup }, { userId: null, from: now(), now: now() });
    run(db, q.deleteFrom('backups'));
  });

  test('the size of the file is noted once a day', () => {
    const before = sizesOf(desk.world.db).length;
    noteSize(desk.world.db, 1000, desk.world.now() + 2 * 86_400_000);
    noteSize(desk.world.db, 2000, desk.world.now() + 2 * 86_400_000 + 1);
    assert.equal(sizesOf(desk.world.db).length, before + 1);
  });

  test('the reserve is made for this account only, follows the setting, and 0 takes it away', async () => {
    choose({ ballastMegabytes: 3 });
    await tendBallast(desk.world, AN_HOUR);
    assert.equal(size(), 3 * MEGABYTE);
    assert.equal(statSync(ballast()).mode & 0o777, 0o600);
    assert.ok(statSync(ballast()).blocks * 512 >= 3 * MEGABYTE, 'really on the disk');
    choose({ ballastMegabytes: 1 });
    await tendBallast(desk.world, AN_HOUR);
    assert.equal(size(), MEGABYTE);
    choose({ ballastMegabytes: 0 });
    await tendBallast(desk.world, AN_HOUR);
    assert.equal(existsSync(ballast()), false);
  });

  test('the reserve is not made where it would bring the disk below the warning line', async () => {
    choose({ ballastMegabytes: 2 });
    const { db } = desk.world;
    const total = 100 * MEGABYTE;
    const withFree = (free: number) => async () => ({ free, total, device: 1 });
    await tendBallast(desk.world, AN_HOUR, withFree(3 * MEGABYTE - 1));
    assert.equal(size(), 0);
    await tendBallast(desk.world, AN_HOUR, withFree(3 * MEGABYTE));
    assert.equal(size(), 2 * MEGABYTE);
    assert.ok(db.open);
  });

  test('the reserve is not made in the first minutes, when everybody logs in', async () => {
    choose({ ballastMegabytes: 4 });
    const before = size();
    await tendBallast(desk.world, 599);
    assert.equal(size(), before);
    await tendBallast(desk.world, 600);
    assert.equal(size(), 4 * MEGABYTE);
  });

  test('the administrator gives it away on a full disk; the log hears of it once it can be written', async () => {
    const { db, file } = desk.world;
    const admin = visit(desk, desk.cast.admin);
    writeFileSync(ballast(), Buffer.alloc(MEGABYTE));
    const asked = await admin.get('/health/ballast');
    const words = await asked.text();
    assert.match(words, /释放预留空间.*1\.0 MB/s);
    assert.match(words, /现在磁盘没有写满，不需要释放/);
    assert.doesNotMatch(words, /随即恢复|请立即清理/);
    const inLog = () =>
      db.prepare(`SELECT count(*) FROM audit_log WHERE act = 'ballast_released'`).pluck().get();
    db.pragma('query_only = ON');
    const answer = await admin.post('/health/ballast', {});
    assert.equal(answer.status, 303);
    assert.equal(existsSync(ballast()), false);
    assert.equal(inLog(), 0);
    db.pragma('query_only = OFF');
    await lookAtDisks(desk.world);
    await lookAtDisks(desk.world);
    assert.equal(inLog(), 1);
    assert.ok(existsSync(dirname(file)));
  });

  test('without a reserve there is nothing to give away, and the page says so', async () => {
    const admin = visit(desk, desk.cast.admin);
    const answer = await admin.get('/health/ballast');
    assert.equal(answer.status, 303);
    assert.match(decodeURIComponent(answer.headers.get('set-cookie') ?? ''), /没有预留空间/);
  });

  test('the health page shows room, reserve and what can be cleaned up', async () => {
    choose({ ballastMegabytes: 2 });
    writeFileSync(`${desk.world.file}.before-20261101-090000`, Buffer.alloc(MEGABYTE));
    await lookAtDisks(desk.world);
    const page = await (await visit(desk, desk.cast.admin).get('/health/page')).text();
    assert.match(
      page,
      /磁盘空间.*剩余 .*预留空间.*现在没有预留，应为 2\.0 MB.*恢复备份时留下的旧数据文件.*1\.0 MB/s,
    );
  });

  test('only administrators may give it away', async () => {
    assert.equal((await visit(desk, desk.cast.operator).post('/health/ballast', {})).status, 403);
  });
});
