import { dayOf } from '../calendar/local-time.ts';
import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import { inWorker } from '../jobs/in-worker.ts';
import type { World } from '../web/context.ts';
import { CLEARED } from './cleared.ts';
import type { YearFigure } from './count-year.ts';
import type { CountedYear, YearsOrder } from './years-worker.ts';

const WORKER = new URL('./years-worker.ts', import.meta.url);

/** Reckons the figures of years that may have changed; counted in a thread, written in one short transaction each. */
export async function reckonYears({ db, file, now }: World): Promise<void> {
  const at = now();
  const order: YearsOrder = { file, years: yearsDue(db, at) };
  for (const { year, figures } of await inWorker<CountedYear[]>(WORKER, order)) {
    await throughGate(db, () => db.open && keepYear(db, year, figures, at));
  }
}

const OLDEST = 'SELECT received_at FROM cases ORDER BY id LIMIT 1';
const RECKONED = `SELECT year, max(reckoned_at) AS at FROM yearly_figures WHERE figure NOT LIKE '${CLEARED}%' GROUP BY year`;
const IMPORTED = 'SELECT max(finished_at) FROM import_runs WHERE dry_run = 0 AND imported > 0';

/**
 * This year and the last: what came in late is still being handled. Older ones once, and again where cases were imported
 * since.
 */
export function yearsDue(db: Db, now: number): number[] {
  const current = yearAt(now);
  const oldest = prepared(db, OLDEST).pluck().get() as number | undefined;
  const first = Math.min(oldest === undefined ? current : yearAt(oldest), current);
  const imported = (prepared(db, IMPORTED).pluck().get() as number | null) ?? 0;
  const reckoned = new Map(
    (prepared(db, RECKONED).all() as { year: number; at: number }[]).map((row) => [row.year, row.at]),
  );
  return Array.from({ length: current - first + 1 }, (_, at) => first + at).filter(
    (year) => year >= current - 1 || (reckoned.get(year) ?? -1) < imported || !reckoned.has(year),
  );
}

function yearAt(at: number): number {
  return Number(dayOf(at).slice(0, 4));
}

const FORGET = `DELETE FROM yearly_figures WHERE year = ? AND figure NOT LIKE '${CLEARED}%'`;
const KEEP = 'INSERT INTO yearly_figures (year, figure, key, value, reckoned_at) VALUES (?, ?, ?, ?, ?)';

/** Writes what was counted of a year in place of what was counted before. */
export function keepYear(db: Db, year: number, figures: readonly YearFigure[], now: number): void {
  transact(db, () => {
    prepared(db, FORGET).run(year);
    for (const { figure, key, value } of figures) prepared(db, KEEP).run(year, figure, key, value, now);
  });
}

const ALL = `SELECT year, figure, key, value, reckoned_at FROM yearly_figures WHERE figure NOT LIKE '${CLEARED}%' ORDER BY year`;

export type KeptFigure = YearFigure & { year: number; reckoned_at: number };

export function keptFigures(db: Db): KeptFigure[] {
  return prepared(db, ALL).all() as KeptFigure[];
}
