import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forgetCalendar } from '../../src/calendar/current.ts';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { all, q } from '../../src/db/query.ts';
import { Life } from '../cases/life.ts';
import { freshFile } from '../support/file.ts';
import { at, text } from './samples.ts';

test('a year that comes with a newer program starts the limits that waited for it, on the record', () => {
  const { db, cast } = freshFile('2025-12-31 10:00');
  db.exec(`DELETE FROM calendar_years WHERE year = 2026; DELETE FROM calendar_days WHERE day LIKE '2026-%'`);
  forgetCalendar(db);
  const life = new Life(db, cast, '2025-12-31 10:00').take();
  assert.deepEqual(life.clocks('accept'), []);
  assert.deepEqual(seedPublishedYears(db, at('2026-01-01 09:00')), [2026]);
  assert.deepEqual(
    life.clocks('accept').map(({ due_at }) => text(due_at)),
    ['2026-01-04 17:30'],
  );
  const newest = life.events().at(-1);
  assert.equal(newest?.act, 'calendar_moved');
  assert.match(
    newest?.why ?? '',
    /录入 2026 年工作日历。受理时限自 2025-12-31 10:00 起算，2026-01-04 17:30 止/,
  );
  const logged = all(db, q.selectFrom('audit_log').select(['act', 'who', 'subject']));
  assert.deepEqual(logged.at(-1), { act: 'calendar_added', who: '系统', subject: '2026' });
});
