import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { audit } from '../../src/audit/audit.ts';
import type { Db } from '../../src/db/open.ts';
import { prepared, q, run } from '../../src/db/query.ts';
import { clearInbound, clearMessages } from '../../src/keeping/clear.ts';
import { keepAuditFigures } from '../../src/keeping/cleared.ts';
import { countYear } from '../../src/keeping/count-year.ts';
import type { MessageStatus } from '../../src/outbox/message.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { freshFile } from '../support/file.ts';
import { closedCase } from './old-case.ts';

let next = 0;

function message(
  db: Db,
  given: { at: number; caseId?: number; status?: MessageStatus; parts?: number },
): number {
  next += 1;
  const { id } = run(
    db,
    q.insertInto('messages').values({
      ...{
        uid: `old-${next}`,
        medium: 'sms',
        rule: 'digest',
        occasion: 'digest',
        audience: 'admin',
        stage: next,
      },
      ...{ recipient: 'user:1', recipient_name: '值班员', text: '一', case_id: given.caseId ?? null },
      ...{
        status: given.status ?? 'delivered',
        parts: given.parts ?? 1,
        not_before: given.at,
        created_at: given.at,
      },
    }),
  );
  run(db, q.insertInto('message_tries').values({ message_id: id, at: given.at, result: 'taken' }));
  return id;
}

function left(db: Db, ids: readonly number[]): number[] {
  const found = new Set(prepared(db, 'SELECT id FROM messages').pluck().all() as number[]);
  return ids.filter((id) => found.has(id));
}

function figure(db: Db, year: number, name: string, key = ''): number {
  return countYear(db, year).find((each) => each.figure === name && each.key === key)?.value ?? 0;
}

const clearAt = (db: Db, now: number) => [...clearMessages(db, now)].length;

describe('messages whose time is over', () => {
  const written = at('2026-11-23 12:00');
  const DAYS = 400 * 86_400_000;

  test('go after 400 days with their tries, not a moment sooner', () => {
    const { db } = freshFile();
    const id = message(db, { at: written });
    clearAt(db, written + DAYS);
    assert.deepEqual(left(db, [id]), [id]);
    clearAt(db, written + DAYS + 1);
    assert.deepEqual(left(db, [id]), []);
    assert.equal(prepared(db, 'SELECT count(*) FROM message_tries').pluck().get(), 0);
  });

  test('X-F1: stay while they wait, or while a limit of their case runs: nothing is sent twice', () => {
    const { db, cast } = freshFile();
    const open = new Life(db, cast, '2026-11-23 10:00').signed().caseId;
    const closed = closedCase(db, cast, '2026-11-23 11:00').caseId;
    db.exec('DELETE FROM message_tries; DELETE FROM messages');
    const waiting = message(db, { at: written, status: 'queued' });
    const ofOpen = message(db, { at: written, caseId: open });
    const ofClosed = message(db, { at: written, caseId: closed });
    clearAt(db, written + DAYS + 1);
    assert.deepEqual(left(db, [waiting, ofOpen, ofClosed]), [waiting, ofOpen]);
    db.exec('UPDATE clocks SET met_at = NULL, stopped_at = NULL');
    const supervised = message(db, { at: written, caseId: closed });
    clearAt(db, written + DAYS + 1);
    assert.deepEqual(left(db, [supervised]), [supervised]);
  });

  test('are counted when they go: the figures of their year stay what they were, however often it is cleared', () => {
    const { db } = freshFile();
    message(db, { at: at('2026-12-31 23:59'), parts: 2 });
    message(db, { at: at('2027-01-01 00:00'), parts: 3 });
    message(db, { at: at('2027-01-02 00:00'), status: 'dead' });
    const counted = () =>
      [2026, 2027].map((year) =>
        ['messages_sent', 'message_parts', 'messages_failed'].map((name) => figure(db, year, name, 'sms')),
      );
    const before = counted();
    assert.deepEqual(before, [
      [1, 2, 0],
      [1, 3, 1],
    ]);
    clearAt(db, at('2027-01-01 00:00') + DAYS);
    assert.equal(prepared(db, 'SELECT count(*) FROM messages').pluck().get(), 2);
    assert.deepEqual(counted(), before);
    clearAt(db, at('2027-06-01 00:00') + DAYS);
    assert.equal(prepared(db, 'SELECT count(*) FROM messages').pluck().get(), 0);
    assert.deepEqual(counted(), before);
  });

  test('go in slices; a run that was broken off is gone on with', () => {
    const { db } = freshFile();
    db.transaction(() => {
      for (let count = 0; count < 450; count++) message(db, { at: written + count });
    })();
    const broken = clearMessages(db, written + DAYS + 1000);
    broken.next();
    assert.equal(prepared(db, 'SELECT count(*) FROM messages').pluck().get(), 250);
    clearAt(db, written + DAYS + 1000);
    assert.equal(prepared(db, 'SELECT count(*) FROM messages').pluck().get(), 0);
    assert.equal(figure(db, 2026, 'messages_sent', 'sms'), 450);
  });

  test('SMS from citizens without a case go likewise, who unsubscribed stays', () => {
    const { db, cast } = freshFile();
    const { caseId } = closedCase(db, cast);
    const gateway = run(
      db,
      q.insertInto('gateways').values({ channel: 'list', medium: 'sms', name: '一', created_at: written }),
    ).id;
    const inbound = { gateway_id: gateway, sender: '138****5678', text: '好' };
    const add = (ref: string, when: number, of: number | null) =>
      run(
        db,
        q.insertInto('inbound_messages').values({
          ...{
            ...inbound,
            gateway_ref: ref,
            at: when,
            case_id: of,
            outcome: of === null ? 'unknown' : 'noted',
          },
        }),
      );
    add('old', written, null);
    add('young', written + 1, null);
    add('of a case', written, caseId);
    const mac = Buffer.from('a number');
    run(db, q.insertInto('unsubscribed').values({ phone_mac: mac, at: written, source: 'sms' }));
    for (const _ of clearInbound(db, written + DAYS + 1));
    const refs = prepared(db, 'SELECT gateway_ref FROM inbound_messages ORDER BY id').pluck().all();
    assert.deepEqual(refs, ['young', 'of a case']);
    assert.equal(prepared(db, 'SELECT count(*) FROM unsubscribed').pluck().get(), 1);
  });
});

describe('lines of the audit log that are cut off', () => {
  test('Q-M1: log-ins, exports and reveals are counted when they go, and not once more', () => {
    const { db } = freshFile();
    const line = (act: 'login' | 'phone_revealed' | 'logout', local: string) =>
      audit(db, { at: at(local), actor: null, act });
    line('login', '2026-12-31 23:59');
    line('phone_revealed', '2026-12-31 23:59');
    line('logout', '2026-12-31 23:59');
    line('login', '2027-01-01 00:00');
    const counted = () =>
      [2026, 2027].map((year) => [figure(db, year, 'logins'), figure(db, year, 'reveals')]);
    const before = counted();
    assert.deepEqual(before, [
      [1, 1],
      [1, 0],
    ]);
    keepAuditFigures(db, 2, at('2027-08-01 00:00'));
    db.exec('DROP TRIGGER audit_log_no_delete; DELETE FROM audit_log WHERE id <= 2');
    assert.deepEqual(counted(), before);
  });
});
