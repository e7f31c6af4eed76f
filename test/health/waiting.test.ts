import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { prepared } from '../../src/db/query.ts';
import { oldestDue, urgentWaitingSince, waitingSince } from '../../src/health/queries.ts';
import { freshFile } from '../support/file.ts';

describe('how long messages have waited, where very many do', () => {
  const { db } = freshFile();
  /** Of which nothing was asked yet. */
  const { db: other } = freshFile();
  beforeEach(() => db.exec('DELETE FROM message_tries; DELETE FROM messages'));

  const MANY = 3000;
  let written = 0;
  type Wanted = {
    medium?: 'sms' | 'email';
    urgent?: 0 | 1;
    attempts?: number;
    notBefore: number;
    at?: number;
  };
  /** As many as are wanted, each a millisecond after the other. @returns the id of the first */
  function write(count: number, wanted: Wanted): number {
    const first = written + 1;
    const { medium = 'sms', urgent = 0, attempts = 0, notBefore, at = notBefore } = wanted;
    const insert = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @count)
      INSERT INTO messages (id, uid, medium, urgent, rule, occasion, audience, recipient, recipient_name, stage, text,
        status, attempts, not_before, created_at) SELECT @first + i, 'u' || (@first + i), @medium, @urgent, 'r', 'o',
        'contact', 'contact:1', '某', @first + i, '字', 'queued', @attempts, @notBefore + i, @at + i FROM n`;
    prepared(db, insert).run({ count, first, medium, urgent, attempts, notBefore, at });
    written += count;
    return first;
  }
  const tried = (id: number, at: number) =>
    prepared(db, 'INSERT INTO message_tries (message_id, at) VALUES (?, ?)').run(id, at);

  test('the oldest that is due, whatever it is sent with', () => {
    write(MANY, { notBefore: 10_000 });
    write(MANY, { medium: 'email', notBefore: 9000 });
    write(1, { urgent: 1, notBefore: 8000 });
    assert.equal(oldestDue(db, 20_000), 8000);
    assert.equal(oldestDue(db, 7999), null);
  });

  test('one that was tried waits since then, though thousands wait for the morning before and behind it', () => {
    write(MANY, { notBefore: 90_000, at: 1000 });
    const id = write(1, { attempts: 1, notBefore: 60_000, at: 5000 });
    tried(id, 5500);
    write(MANY, { notBefore: 90_000, at: 6000 });
    assert.equal(oldestDue(db, 50_000), 5500);
  });

  test('the first of thousands that were all tried waits since its first try', () => {
    const id = write(MANY, { attempts: 1, notBefore: 60_000, at: 1000 });
    for (let at = 0; at < MANY; at++) tried(id + at, 2000 + at);
    prepared(db, 'UPDATE messages SET attempts = 5, not_before = 500000 WHERE id = ?').run(id);
    tried(id, 40_000);
    assert.equal(oldestDue(db, 50_000), 2000);
  });

  test('the first that is to go out by each way, and the first urgent one', () => {
    write(MANY, { notBefore: 90_000, at: 3000 });
    write(MANY, { medium: 'email', notBefore: 90_000, at: 2000 });
    write(2, { urgent: 1, notBefore: 90_000, at: 8000 });
    assert.deepEqual([waitingSince(db, 'sms'), waitingSince(db, 'email')], [3000, 2000]);
    assert.deepEqual([urgentWaitingSince(db, 'sms'), urgentWaitingSince(db, 'email')], [8000, null]);
  });

  test('none of it reads all that waits: indexes are searched, in their order, up to a limit', (t) => {
    write(MANY, { notBefore: 10_000 });
    db.exec('ANALYZE');
    const prepare = t.mock.method(other, 'prepare');
    oldestDue(other, 20_000);
    waitingSince(other, 'sms');
    urgentWaitingSince(other, 'sms');
    const queries = prepare.mock.calls.map((call) => String(call.arguments[0]));
    assert.equal(queries.length, 3);
    for (const sql of queries) {
      const values = Array.from(sql.matchAll(/\?/g), () => 'sms');
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
      const steps = plan.map(({ detail }) => detail);
      const searched = steps.filter((step) => /^SEARCH messages USING (?:COVERING )?INDEX/.test(step));
      assert.equal(searched.length, sql.match(/ LIMIT \d+/g)?.length, sql);
      for (const step of steps) assert.doesNotMatch(step, /^SCAN message|FOR ORDER BY/, sql);
    }
  });
});
