import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../src/calendar/days.ts';
import { openDatabase } from '../../src/db/open.ts';
import { prepared, transact } from '../../src/db/query.ts';
import { fillDemo } from '../../src/demo/fill.ts';
import { remindCase } from '../../src/notifications/remind.ts';
import { sweep } from '../../src/notifications/sweep.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { sending } from '../../src/presets/reminders.ts';
import type { Sending } from '../../src/presets/types.ts';
import { at } from '../calendar/samples.ts';
import { emptyFile } from '../demo/empty-file.ts';
import { allSent, changeRules, lifeIn, messages, reachableFile, sweepAt, told, written } from './desk.ts';

const LATE = '2026-12-08 08:30';

test('X-F1: however often is looked, nothing is written twice', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  assert.ok(sweepAt(file.db, '2026-11-23 10:02') > 0);
  assert.equal(sweepAt(file.db, '2026-11-23 10:02'), 0);
  assert.equal(sweepAt(file.db, '2026-11-23 10:03'), 0);
});

test('X-F1: nor when all has to be reckoned anew', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-04 17:30');
  sweepAt(file.db, LATE);
  prepared(file.db, 'UPDATE clocks SET remind_at = 0').run();
  assert.equal(sweepAt(file.db, LATE), 0);
});

test('X-F1: nor by another process that opens the file', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  sweepAt(file.db, '2026-11-23 10:02');
  const folder = file.path.replace(/[^/]+$/, 'again.db');
  prepared(file.db, 'VACUUM INTO ?').run(folder);
  const again = openDatabase(folder, at('2026-11-23 10:03'));
  assert.equal(sweepAt(again.db, '2026-11-23 10:03'), 0);
  again.close();
});

test('X-F1: a clock two hours back says nothing again, and goes on where it was', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  const noon = at('2026-11-23 12:00');
  sweepAt(file.db, noon);
  allSent(file.db, '2026-11-23 12:00');
  assert.equal(sweepAt(file.db, noon - 2 * HOUR), 0);
  life.now = noon - 2 * HOUR;
  life.do(file.cast.dispatcher, 'note', { note: '已电话联系。' });
  assert.equal(sweepAt(file.db, '2026-11-23 17:29'), 0);
  assert.equal(sweepAt(file.db, '2026-11-23 17:30'), 4);
});

test('X-F1: a clock 24 hours forward makes up for the day once, and back again repeats nothing', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  const now = at('2026-11-23 12:00');
  sweepAt(file.db, now);
  sweepAt(file.db, now + 24 * HOUR);
  assert.deepEqual(told(file.db, 'unsigned_overdue'), ['冯岩', '赵明']);
  assert.deepEqual(told(file.db, 'unsigned_escalated'), ['吴川']);
  allSent(file.db, '2026-11-24 12:00');
  assert.equal(sweepAt(file.db, now), 0);
  assert.equal(sweepAt(file.db, '2026-11-23 17:30'), 0);
});

test('X-F1: what waited while the clock was two weeks ahead is said in its time, and counted once', () => {
  const file = reachableFile();
  const life = lifeIn(file).contacted();
  allSent(file.db, '2026-11-23 12:00');
  sweepAt(file.db, '2026-12-07 17:31');
  assert.deepEqual(told(file.db, 'reply_overdue'), ['冯岩', '赵明']);
  const presses = life.case().pressed;
  sweepAt(file.db, '2026-11-23 12:00');
  assert.deepEqual(told(file.db, 'reply_overdue'), []);
  sweepAt(file.db, '2026-12-04 17:30');
  assert.deepEqual(told(file.db, 'reply_due'), ['冯岩', '赵明']);
  sweepAt(file.db, '2026-12-07 17:30');
  assert.deepEqual(told(file.db, 'reply_overdue'), ['冯岩', '赵明']);
  assert.equal(life.case().pressed, presses);
});

test('X-F1: what an act brought up while the clock was ahead is kept', () => {
  const file = reachableFile();
  const life = lifeIn(file);
  sweepAt(file.db, '2026-11-24 09:00');
  life.now = at('2026-11-24 09:00');
  life.dispatched();
  const before = written(file.db);
  sweepAt(file.db, '2026-11-23 09:30');
  assert.deepEqual(written(file.db), before);
});

test('X-F1: after three days switched off each hears the newest that is still true, once', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  sweepAt(file.db, '2026-11-23 09:30');
  const before = messages(file.db).length;
  sweepAt(file.db, '2026-11-26 09:30');
  assert.deepEqual(written(file.db).slice(before).sort(), [
    'unsigned_escalated email 吴川',
    'unsigned_escalated sms 吴川',
    'unsigned_overdue email 冯岩',
    'unsigned_overdue email 赵明',
    'unsigned_overdue sms 冯岩',
    'unsigned_overdue sms 赵明',
  ]);
  assert.equal(sweepAt(file.db, '2026-11-26 09:31'), 0);
});

test('X-F1: of three days overdue one is told, the newest', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-07 17:30');
  sweepAt(file.db, '2026-12-10 09:00');
  assert.equal(written(file.db, 'reply_overdue_daily').length, 1);
});

test('what fell due before the file knew reminders is not made up for; who is late is told from then on', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  prepared(file.db, 'DELETE FROM messages').run();
  prepared(file.db, 'UPDATE clocks SET remind_at = 0').run();
  const upgrade = prepared(file.db, 'UPDATE migrations SET applied_at = ? WHERE number = 4');
  upgrade.run(at('2026-12-09 10:00'));
  sweepAt(file.db, '2026-12-09 10:01');
  assert.deepEqual(written(file.db), ['reply_overdue_daily sms 冯岩']);
});

test('what a stranger to the calendar notes as the beginning in time to come hides nothing', () => {
  const file = reachableFile();
  prepared(file.db, 'UPDATE migrations SET applied_at = ? WHERE number = 4').run(at('2031-01-01 00:00'));
  lifeIn(file).dispatched();
  assert.deepEqual(told(file.db, 'dispatched'), ['城管局', '赵明']);
});

test('one clock that cannot be worked out holds up no other, and is tried again', (context) => {
  const file = reachableFile();
  const broken = lifeIn(file).dispatched();
  lifeIn(file, '2026-11-23 09:10').dispatched();
  prepared(file.db, `UPDATE cases SET kind = 'unheard-of', received_at = 0 WHERE id = ?`).run(broken.caseId);
  prepared(file.db, `UPDATE messages SET stage = stage`).run();
  const trap = `CREATE TEMP TRIGGER trap BEFORE INSERT ON messages WHEN NEW.case_id = ${broken.caseId}
    BEGIN SELECT RAISE(ABORT, 'trap'); END`;
  file.db.exec(trap);
  context.mock.method(console, 'error', () => undefined);
  sweepAt(file.db, '2026-11-23 10:12');
  const unsigned = messages(file.db).filter(({ rule }) => rule === 'unsigned');
  assert.deepEqual(new Set(unsigned.map((each) => each.case_id)).size, 1);
  file.db.exec('DROP TRIGGER trap');
  sweepAt(file.db, '2026-11-23 11:13');
  assert.equal(
    new Set(
      messages(file.db)
        .filter(({ rule }) => rule === 'unsigned')
        .map((each) => each.case_id),
    ).size,
    2,
  );
});

test('one clock whose moments cannot be reckoned holds up neither the sweep nor an act', (context) => {
  const file = reachableFile();
  const broken = lifeIn(file).dispatched();
  lifeIn(file, '2026-11-23 09:10').dispatched();
  const { received_at } = broken.case();
  const hours = `INSERT INTO policies (key, value, in_force_from, set_at)
    SELECT 'hours', iif(?, 'null', value), ?, set_at FROM policies WHERE key = 'hours' LIMIT 1`;
  prepared(file.db, hours).run(1, received_at);
  prepared(file.db, hours).run(0, received_at + 1);
  context.mock.method(console, 'error', () => undefined);
  assert.doesNotThrow(() =>
    transact(file.db, () => remindCase(file.db, broken.caseId, at('2026-11-23 10:12'))),
  );
  sweepAt(file.db, '2026-11-23 10:12');
  const unsigned = messages(file.db).filter(({ rule }) => rule === 'unsigned');
  assert.ok(unsigned.length > 0);
  assert.ok(unsigned.every(({ case_id }) => case_id !== broken.caseId));
});

test('many are looked at in slices, and in one sweep all that was never reckoned', () => {
  const file = reachableFile();
  const life = lifeIn(file).contacted();
  const many = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 11000)
    INSERT INTO clocks (case_id, assignment_id, kind, started_at, due_at, why)
    SELECT ?, ?, 'reply', ?, ? + i, 'x' FROM n`;
  prepared(file.db, many).run(life.caseId, life.lead().id, at('2026-11-23 09:00'), at('2026-12-09 17:30'));
  const slices = [...sweep(file.db, at('2026-11-23 12:00'))];
  assert.ok(Math.max(...slices) <= 500);
  const left = prepared(file.db, 'SELECT count(*) FROM clocks WHERE remind_at = 0').pluck();
  assert.equal(left.get(), 0);
});

test('other rules and other holidays reckon every open limit anew, the same ones none', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  const looked = (now: string) => [...sweep(file.db, at(now))].reduce((sum, each) => sum + each, 0);
  looked('2026-11-23 12:00');
  assert.equal(looked('2026-11-23 12:01'), 0);
  changeRules(file.db, '2026-11-23 12:02', (rule) => ({ ...rule, text: `${rule.text}。` }));
  assert.ok(looked('2026-11-23 12:02') > 0);
  assert.equal(looked('2026-11-23 12:03'), 0);
  prepared(
    file.db,
    `INSERT INTO calendar_days (day, kind, name) VALUES ('2026-12-04', 'holiday', '停工')`,
  ).run();
  assert.ok(looked('2026-11-23 12:04') > 0);
});

test('how messages are sent decides about no moment, but for the hour of the daily ones', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  const looked = (now: string) => [...sweep(file.db, at(now))].reduce((sum, each) => sum + each, 0);
  const change = (now: string, to: Partial<Sending>) =>
    setPolicy(file.db, { sending: { ...sending, ...to } }, { userId: null, from: at(now), now: at(now) });
  looked('2026-11-23 12:00');
  change('2026-11-23 12:01', { perPersonDaily: 3 });
  assert.equal(looked('2026-11-23 12:01'), 0);
  change('2026-11-23 12:02', { digestAt: '09:30' });
  assert.ok(looked('2026-11-23 12:02') > 0);
});

test('rules with a day to come into force are silent until then', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  setPolicy(
    file.db,
    { reminderRules: [] },
    { userId: null, from: at('2026-11-23 10:00'), now: at('2026-11-23 09:30') },
  );
  sweepAt(file.db, '2026-11-23 09:31');
  assert.equal(sweepAt(file.db, '2026-11-23 12:00'), 0);
});

test('a demonstration begins without a message, and its presses are those of its people', async () => {
  const now = at('2026-11-23 09:00');
  const { db, close } = emptyFile(now);
  await fillDemo(db, now, { cases: 40, seed: 3 });
  assert.deepEqual(messages(db), []);
  assert.equal(prepared(db, `SELECT count(*) FROM events WHERE act = 'auto_press'`).pluck().get(), 0);
  sweepAt(db, now);
  assert.ok(messages(db).every(({ stage }) => stage > 0));
  close();
});
