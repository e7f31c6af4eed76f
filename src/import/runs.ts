import type { Selectable } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { all, first, q, run, transact } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import { type Actor, actorOf } from '../people/actor.ts';
import { openedTable, storedTable } from './refused-table.ts';

export type ImportRun = Selectable<Schema['import_runs']>;

/** Everything of a run except the refused rows, which may be many megabytes. */
export type RunSummary = Omit<ImportRun, 'refused_csv' | 'remarks'> & { who: string };

const SUMMARY = [
  'r.id',
  'r.source',
  'r.file_name',
  'r.started_by',
  'r.started_at',
  'r.finished_at',
  'r.dry_run',
  'r.total',
  'r.done',
  'r.imported',
  'r.doubles',
  'r.refused',
  'r.failure',
] as const;

function summaries() {
  return q
    .selectFrom('import_runs as r')
    .leftJoin('users as u', 'u.id', 'r.started_by')
    .select(SUMMARY)
    .select((of) => of.fn.coalesce('u.name', of.val('系统')).as('who'));
}

export function runById(db: Db, id: number): RunSummary | undefined {
  return first(db, summaries().where('r.id', '=', id));
}

export function recentRuns(db: Db, limit: number): RunSummary[] {
  return all(db, summaries().orderBy('r.id', 'desc').limit(limit));
}

/** The refused rows as CSV, or only its first `length` characters. */
export function refusedCsv(db: Db, id: number, length?: number): string {
  const found = first(db, q.selectFrom('import_runs').select('refused_csv').where('id', '=', id));
  return openedTable(db, id, found?.refused_csv ?? '').slice(0, length);
}

/** @param started.at epoch ms */
export function beginRun(
  db: Db,
  started: { source: string; fileName: string; userId: number | null; dryRun: boolean; at: number },
): number {
  return run(
    db,
    q.insertInto('import_runs').values({
      source: started.source,
      file_name: started.fileName,
      started_by: started.userId,
      started_at: started.at,
      dry_run: started.dryRun ? 1 : 0,
    }),
  ).id;
}

export type Counts = Pick<ImportRun, 'total' | 'done' | 'imported' | 'doubles' | 'refused'>;

export function saveProgress(db: Db, id: number, counts: Counts): void {
  run(db, q.updateTable('import_runs').set(counts).where('id', '=', id));
}

/** Ends a run that has not ended yet, for whatever reason, and writes it to the audit log (a check changes nothing). */
export function endRun(
  db: Db,
  id: number,
  end: { failure: string | null; refusedCsv?: string; remarks?: readonly string[]; at: number },
): void {
  transact(db, () => {
    const given = first(db, q.selectFrom('import_runs').selectAll().where('id', '=', id));
    if (!given || given.finished_at !== null) return;
    const refused = end.refusedCsv === undefined ? {} : { refused_csv: storedTable(db, id, end.refusedCsv) };
    const remarks = end.remarks === undefined ? {} : { remarks: JSON.stringify(end.remarks) };
    const ended = { finished_at: end.at, failure: end.failure, ...refused, ...remarks };
    run(db, q.updateTable('import_runs').set(ended).where('id', '=', id));
    if (given.dry_run === 1) return;
    const { source, total, imported, doubles, refused: left } = given;
    audit(db, {
      at: end.at,
      actor: starterOf(db, given),
      act: 'cases_imported',
      subject: source,
      detail: {
        run: id,
        total,
        imported,
        doubles,
        refused: left,
        ...(end.failure ? { failure: end.failure } : {}),
      },
    });
  });
}

/** What a run says of itself that its process left unfinished. */
export function interrupted(dryRun: boolean): string {
  if (dryRun) return '检查在中途停止（系统重启或程序退出），没有写入任何工单，请重新检查。';
  return '导入在中途停止（系统重启或程序退出）。已导入的工单都在，再次导入同一文件即可接着完成，不会重复。';
}

/** Runs that no longer go on although nobody ended them: the process that did them has gone. */
export function endAbandonedRuns(db: Db, runningId: number | null, at: number): void {
  const open = all(
    db,
    q.selectFrom('import_runs').select(['id', 'dry_run']).where('finished_at', 'is', null),
  );
  for (const { id, dry_run } of open) {
    if (id !== runningId) endRun(db, id, { failure: interrupted(dry_run === 1), at });
  }
}

function starterOf(db: Db, given: ImportRun): Actor | null {
  return given.started_by === null ? null : actorOf(db, given.started_by);
}

export function remarksOf(db: Db, id: number): string[] {
  const found = first(db, q.selectFrom('import_runs').select('remarks').where('id', '=', id));
  return found ? (JSON.parse(found.remarks) as string[]) : [];
}
