import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { checkAuditLog, checkDue, lastCheck, runningCheck } from '../../src/audit/check.ts';
import { auditFigures, auditTroubles } from '../../src/audit/troubles.ts';
import { FORMAT, writeSidecar } from '../../src/backup/sidecar.ts';
import { all, q, run } from '../../src/db/query.ts';
import { raiseAlarms } from '../../src/health/alarms.ts';
import { monitored } from '../../src/health/monitor.ts';
import { at } from '../calendar/samples.ts';
import { newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { headNow, rechain, tamper, writeLines } from './tampering.ts';

describe('the nightly check of the audit log', () => {
  /* Ten lines of Monday 2026-11-23, from 09:01 on. */
  let house: TestWorld;

  beforeEach(() => {
    house = newWorld();
    const { db, now } = house.world;
    newCast(db, now());
    writeLines(db, 10, now());
  });
  afterEach(() => house.close());

  const dueAt = (local: string) => checkDue(house.world.db, at(local));
  const change = () =>
    tamper(house.world.file, (db) => db.exec(`UPDATE audit_log SET who = '别人' WHERE id = 5`));
  /** The newest line, as it is noted beside a backup. @returns the folder */
  function noteBesideBackup(): string {
    const { db, file, now } = house.world;
    const { id, hash } = headNow(db, now());
    const folder = join(dirname(file), 'backup');
    mkdirSync(folder);
    writeSidecar(join(folder, 'b.db'), {
      ...{ format: FORMAT, program: '1', kind: 'nightly', made: '', madeAt: now(), version: 5, bytes: 1 },
      ...{ sha256: '0'.repeat(64), encrypted: false, counts: {}, audit: { id, hash }, identityCheck: null },
    });
    return folder;
  }
  const keys = (local: string) => auditTroubles(house.world.db, at(local)).map(({ key }) => key);

  async function checkAt(local: string): Promise<void> {
    house.setTime(local);
    await checkAuditLog(house.world);
  }

  test('Q-M1: is due at night, by day only where the nights were missed', async () => {
    assert.deepEqual([dueAt('2026-11-24 04:59'), dueAt('2026-11-24 05:02')], [false, false]);
    assert.deepEqual([dueAt('2026-11-24 15:01'), dueAt('2026-11-24 15:02')], [false, true]);
    await checkAt('2026-11-24 15:02');
    assert.deepEqual([dueAt('2026-11-25 04:59'), dueAt('2026-11-25 21:02')], [false, false]);
    await checkAt('2026-11-25 04:59');
    assert.deepEqual([dueAt('2026-11-26 00:59'), dueAt('2026-11-26 01:00')], [false, true]);
  });

  test('is due again soon where a clock that was wrong had put it off', async () => {
    await checkAt('2028-01-01 02:00');
    assert.equal(dueAt('2026-11-24 12:00'), true);
  });

  test('Q-M1: notes what it found; two at a time are one', async () => {
    const [one, two] = [checkAuditLog(house.world), checkAuditLog(house.world)];
    assert.equal(one, two);
    assert.deepEqual(runningCheck(house.world.db), { done: 0, total: 0 });
    await one;
    assert.equal(runningCheck(house.world.db), null);
    const last = lastCheck(house.world.db);
    assert.deepEqual([last?.ok, last?.lines, last?.fault, last?.head?.id], [true, 10, null, 10]);
    assert.deepEqual(auditFigures(house.world.db, house.world.now() + 61_000), {
      lines: 10,
      checkedAgeSeconds: 61,
      remarkedAgeSeconds: null,
    });
  });

  test('is not held up by a network disk that gives no answer: what lies there is not read', async () => {
    const folder = noteBesideBackup();
    const compared = async (state: 'silent' | 'fine') => {
      tamper(house.world.file, (raw) => raw.exec(`DELETE FROM settings WHERE key = 'audit_checked'`));
      await checkAuditLog(house.world, async () => [{ folder, state, freeBytes: null, onSameDisk: null }]);
      return lastCheck(house.world.db)?.compared;
    };
    assert.deepEqual([await compared('fine'), await compared('silent')], [1, 0]);
  });

  test('Q-M1: a broken chain is an urgent trouble that says where', async () => {
    change();
    await checkAt('2026-11-24 02:00');
    const [trouble, ...others] = auditTroubles(house.world.db, house.world.now());
    assert.deepEqual([trouble?.urgent, trouble?.tell, others], [true, true, []]);
    assert.equal(trouble?.what, '操作日志于 2026-11-24 02:00 核对不符：第 5 条记录与写入时不同，被改动过');
    assert.equal(monitored(house.world.db, house.world.now()).audit.status, 'degraded');
  });

  test('Q-M1: a log not checked for three days is a trouble, a check ends it', async () => {
    assert.deepEqual([keys('2026-11-26 09:01'), keys('2026-11-26 09:02')], [[], ['audit unchecked']]);
    await checkAt('2026-11-26 09:02');
    assert.deepEqual(keys('2026-11-26 09:02'), []);
  });

  test('Q-M1: lines lost since the last good check are found, and stay found', async () => {
    await checkAt('2026-11-24 02:00');
    tamper(house.world.file, (db) => db.exec('DELETE FROM audit_log WHERE id > 8'));
    for (const day of ['2026-11-25', '2026-11-26']) {
      await checkAt(`${day} 02:00`);
      assert.match(
        lastCheck(house.world.db)?.fault?.what ?? '',
        /^上次核对（2026-11-24 02:00）操作日志已有 10 条/,
      );
    }
  });

  test('Q-M1: a log written anew is found by a backup that the file knows of', async () => {
    const { db, now } = house.world;
    const { id, hash } = headNow(db, now());
    const backup = { kind: 'nightly', folder: '/mnt/nas', file: 'a.db', started_at: now(), ok: 1 } as const;
    run(
      db,
      q.insertInto('backups').values({ ...backup, audit_id: id, audit_hash: Buffer.from(hash, 'hex') }),
    );
    await checkAt('2026-11-24 02:00');
    assert.deepEqual([lastCheck(db)?.ok, lastCheck(db)?.compared], [true, 1]);
    change();
    tamper(house.world.file, (raw) => {
      rechain(raw);
      raw.exec(`DELETE FROM settings WHERE key = 'audit_checked'`);
    });
    await checkAt('2026-11-25 02:00');
    assert.equal(lastCheck(db)?.fault?.what, '第 10 条或更早的记录与备份 a.db时不同，日志被改写过');
  });

  test('Q-M1: and by the note beside a backup, where the file knows of none', async () => {
    const { db, file } = house.world;
    noteBesideBackup();
    change();
    tamper(file, rechain);
    await checkAt('2026-11-24 02:00');
    assert.match(lastCheck(db)?.fault?.what ?? '', /与备份 b\.db时不同/);
  });

  test('Q-M1: auditors are told as well as administrators, of the log alone, and where they find it', async () => {
    const { db } = house.world;
    const cast = { admin: '沈立', auditor: '韩正' };
    for (const name of Object.values(cast))
      run(db, q.updateTable('users').set({ email: 'a@example.gov.cn' }).where('name', '=', name));
    const mail = { channel: 'smtp', medium: 'email', name: '邮件', created_at: 0, active: 1 } as const;
    run(db, q.insertInto('gateways').values(mail));
    change();
    await checkAt('2026-11-24 02:00');
    await raiseAlarms(house.world);
    const sent = all(db, q.selectFrom('messages').selectAll().orderBy('id'));
    assert.deepEqual(
      sent.map(({ recipient_name, audience, urgent }) => [recipient_name, audience, urgent]),
      [
        ['沈立', 'admin', 1],
        ['韩正', 'auditor', 1],
      ],
    );
    assert.match(sent[1]?.subject ?? '', /核对不符.*请查看“操作日志”。$/);
    assert.match(sent[1]?.text ?? '', /第 5 条记录/);
  });
});
