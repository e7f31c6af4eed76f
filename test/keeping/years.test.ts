import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { q, run } from '../../src/db/query.ts';
import { countYear, type YearFigure } from '../../src/keeping/count-year.ts';
import { keepYear, reckonYears, yearsDue } from '../../src/keeping/years.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { newDesk } from '../people/desk.ts';
import { visit } from '../support/browserless.ts';
import { freshFile } from '../support/file.ts';
import { auditLines, closedCase, maskAt } from './old-case.ts';

function figureOf(figures: readonly YearFigure[], figure: string, key = ''): number {
  return figures.find((each) => each.figure === figure && each.key === key)?.value ?? 0;
}

describe('figures of whole years', () => {
  test('Q-H1: what was received, what came of it, and how citizens found it', () => {
    const { db, cast } = freshFile();
    closedCase(db, cast, '2026-11-23 09:00');
    new Life(db, cast, '2026-11-23 10:00').take({ kind: 'consultation' });
    const figures = countYear(db, 2026);
    const of = (figure: string, key?: string) => figureOf(figures, figure, key);
    assert.deepEqual([of('received'), of('closed')], [2, 1]);
    assert.deepEqual([of('received_kind', 'complaint'), of('received_channel', 'phone')], [1, 2]);
    assert.equal(of('received_agency', String(cast.agencies.urban)), 1);
    assert.deepEqual([of('reply_on_time'), of('reply_late'), of('first_contact_on_time')], [1, 0, 1]);
    assert.deepEqual(
      [of('called_back', 'yes'), of('solution', 'solved'), of('satisfaction', 'satisfied')],
      [1, 1, 1],
    );
    assert.deepEqual(
      [figureOf(countYear(db, 2025), 'received'), figureOf(countYear(db, 2027), 'received')],
      [0, 0],
    );
  });

  test('a year begins and ends at local midnight', () => {
    const { db, cast } = freshFile('2026-12-31 23:00');
    new Life(db, cast, '2026-12-31 23:59').take();
    new Life(db, cast, '2027-01-01 00:00').take();
    assert.deepEqual(
      [2026, 2027].map((year) => figureOf(countYear(db, year), 'received')),
      [1, 1],
    );
  });

  test('C-M1: masking changes none of them', () => {
    const { db, cast } = freshFile();
    closedCase(db, cast);
    const before = countYear(db, 2026);
    maskAt(db, '2031-11-24 03:00');
    assert.deepEqual(countYear(db, 2026), before);
  });

  test('this year and the last are reckoned each night, older ones once, and again after an import', () => {
    const { db, cast } = freshFile();
    new Life(db, cast).take();
    const now = at('2029-03-01 01:40');
    assert.deepEqual(yearsDue(db, now), [2026, 2027, 2028, 2029]);
    for (const year of [2026, 2027]) keepYear(db, year, [{ figure: 'received', key: '', value: 1 }], now);
    assert.deepEqual(yearsDue(db, now), [2028, 2029]);
    const imported = { source: '一', file_name: '一', dry_run: 0, imported: 1, started_at: now };
    run(db, q.insertInto('import_runs').values({ ...imported, finished_at: now + 1 }));
    assert.deepEqual(yearsDue(db, now + 2), [2026, 2027, 2028, 2029]);
  });

  test('they stand on a page and in a table for leaders; the download is on record', async () => {
    const desk = await newDesk('2026-11-23 09:00');
    const { db } = desk.world;
    closedCase(db, desk.cast);
    const reader = visit(desk, desk.cast.leader);
    assert.match(await (await reader.get('/years')).text(), /还没有汇总数字/);
    await reckonYears(desk.world);
    const page = await (await reader.get('/years')).text();
    assert.match(page, /2026 年/);
    assert.match(page, /按牵头单位[\s\S]*城管局/);
    const csv = await (await reader.get('/years/table.csv')).text();
    assert.match(csv, /工单,登记,1\r\n/);
    assert.match(csv, /工单,按时答复,1\r\n工单,按时答复率,100%\r\n/);
    assert.match(csv, /"?回访，满意程度"?,满意,1\r\n/);
    assert.match(csv, /^[^\r]*12345[^\r]*历年数字，本年数字截至 2026-11-23 09:00\r\n类别,项目,2026 年\r\n/);
    assert.equal(auditLines(db, 'export_downloaded')[0]?.subject, '历年数字_截至2026-11-23');
    assert.deepEqual(JSON.parse(auditLines(db, 'export_downloaded')[0]?.detail ?? ''), {
      lines: csv.trimEnd().split('\r\n').length - 2,
    });
    desk.close();
  });
});
