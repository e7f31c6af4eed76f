import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCalendar } from '../../src/calendar/load.ts';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { isWorkingDay, sessionsOf, UnknownYearError } from '../../src/calendar/working-time.ts';
import { connect } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { Db } from '../../src/db/open.ts';
import { publishedCalendar, SEASONS } from './samples.ts';

const NOW = Date.UTC(2026, 10, 21);

function freshDatabase(): Db {
  const db = connect(':memory:');
  migrate(db, NOW);
  return db;
}

const count = (db: Db) => db.prepare('SELECT count(*) FROM calendar_days').pluck().get();

test('a new file gets every published year and gives the same calendar', () => {
  const db = freshDatabase();
  const added = seedPublishedYears(db, NOW);
  assert.deepEqual(added.slice(0, 3), [2024, 2025, 2026]);
  assert.deepEqual(loadCalendar(db, SEASONS), publishedCalendar());
});

test('the second start adds nothing', () => {
  const db = freshDatabase();
  seedPublishedYears(db, NOW);
  const before = count(db);
  assert.deepEqual(seedPublishedYears(db, NOW + 1), []);
  assert.equal(count(db), before);
  assert.equal(db.prepare('SELECT max(loaded_at) FROM calendar_years').pluck().get(), NOW);
});

test('a year that the administrator loaded, and days they changed, stay as they are', () => {
  const db = freshDatabase();
  db.exec(`INSERT INTO calendar_years VALUES (2025, '市政府通知', 1);
    INSERT INTO calendar_days VALUES ('2026-02-23', 'half_morning', '本市安排')`);
  assert.ok(!seedPublishedYears(db, NOW).includes(2025));
  const calendar = loadCalendar(db, SEASONS);
  assert.ok(isWorkingDay(calendar, '2025-10-01'));
  assert.equal(sessionsOf(calendar, '2026-02-23').length, 1);
  assert.ok(!isWorkingDay(calendar, '2026-02-22'));
});

test('a file without years knows no working day at all', () => {
  const calendar = loadCalendar(freshDatabase(), SEASONS);
  assert.throws(() => isWorkingDay(calendar, '2026-11-20'), UnknownYearError);
});

test('nothing is kept when a year cannot be written whole', () => {
  const db = freshDatabase();
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON calendar_days WHEN NEW.day = '2026-10-01'
    BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  assert.throws(() => seedPublishedYears(db, NOW));
  assert.equal(count(db), 0);
});
