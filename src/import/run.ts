import { setTimeout as sleep } from 'node:timers/promises';
import { keysFor } from '../citizens/key.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { isSqliteError } from '../db/sqlite-error.ts';
import { storageFaultOf } from '../disk/storage-fault.ts';
import { actorOf, signature } from '../people/actor.ts';
import { policyAt } from '../policy/policy.ts';
import { toCsv } from '../web/csv.ts';
import { logError } from '../web/log.ts';
import type { Mapping } from './mapping.ts';
import { loadNames } from './names.ts';
import { type Plan, planImport, UnreadableFile } from './plan.ts';
import type { Candidate, Refused } from './row.ts';
import { type Counts, endRun, saveProgress } from './runs.ts';
import { type Importing, lookUp, writeCase } from './write.ts';

/** What a run is asked to do; can be sent to a worker. */
export type ImportOrder = {
  runId: number;
  source: string;
  userId: number | null;
  dryRun: boolean;
  mapping: Mapping;
  defaultKind: string;
  defaultChannel: string;
};

export type Pace = {
  /** Rows in one transaction, and characters at most: a transaction holds up every other writer. */
  rows: number;
  characters: number;
  /** Rest after a transaction, as a multiple of the time it took, and at least this many ms. */
  rest: number;
  restAtLeast: number;
};

/** Beside people at work: a writer of the serving thread waits for one small transaction at most. */
export const BESIDE_SERVING: Pace = { rows: 10, characters: 10_000, rest: 1, restAtLeast: 5 };
export const ALONE: Pace = { rows: 500, characters: 2_000_000, rest: 0, restAtLeast: 0 };

export type Hooks = {
  /** Epoch ms. */
  clock: () => number;
  pace: Pace;
  stopped?: () => boolean;
  progress?: (counts: Counts) => void;
};

export type Outcome = Counts & { refusedCsv: string; remarks: readonly string[]; failure: string | null };

/**
 * Does a run that `beginRun` has written down, to its end; what goes wrong becomes its `failure`. Every batch and the
 * progress that tells of it are one transaction, so that a run can be broken off anywhere and done again.
 */
export async function runImport(
  db: Db,
  bytes: Uint8Array,
  order: ImportOrder,
  hooks: Hooks,
): Promise<Outcome> {
  const state: Outcome = {
    ...{ total: 0, done: 0, imported: 0, doubles: 0, refused: 0 },
    ...{ refusedCsv: '', remarks: [], failure: null },
  };
  try {
    const now = hooks.clock();
    const plan = planImport(bytes, { ...order, names: loadNames(db, now), now });
    state.remarks = plan.remarks;
    const late = await bringIn(db, plan, order, hooks, state);
    state.refusedCsv = refusedTable(plan, late);
  } catch (error) {
    state.failure = wordsFor(error);
  }
  endRun(db, order.runId, { ...state, at: hooks.clock() });
  return state;
}

async function bringIn(
  db: Db,
  plan: Plan,
  order: ImportOrder,
  hooks: Hooks,
  state: Outcome,
): Promise<Refused[]> {
  const importing = importingOf(db, order, hooks.clock());
  const late: Refused[] = [];
  state.total = plan.total;
  state.refused = plan.refused.length;
  state.doubles = plan.doubles;
  state.done = plan.refused.length + plan.doubles;
  saveProgress(db, order.runId, countsOf(state));
  for (const batch of batches(plan.candidates, hooks.pace)) {
    if (hooks.stopped?.()) {
      state.failure = stoppedWords(order.dryRun);
      break;
    }
    const began = performance.now();
    const found = transact(db, () => bringInBatch(db, importing, batch, order, hooks.clock(), state));
    Object.assign(state, found.counts);
    late.push(...found.late);
    hooks.progress?.(countsOf(state));
    await sleep(Math.max(hooks.pace.restAtLeast, (performance.now() - began) * hooks.pace.rest));
  }
  return late;
}

/** Counts are returned, not written into `before`: a transaction that is rolled back must not have counted. */
function bringInBatch(
  db: Db,
  importing: Importing,
  batch: readonly Candidate[],
  order: ImportOrder,
  now: number,
  before: Counts,
): { counts: Counts; late: Refused[] } {
  const counts = countsOf(before);
  const late: Refused[] = [];
  for (const candidate of batch) {
    const found = lookUp(db, importing.source, candidate);
    if (found === 'new' && candidate.confidential && !keysFor(db)) {
      late.push({ line: candidate.line, cells: candidate.cells, reason: CANNOT_BE_SEALED });
      counts.refused += 1;
    } else if (found === 'new') {
      if (!order.dryRun) writeCase(db, importing, candidate, now);
      counts.imported += 1;
    } else if (found === 'there') counts.doubles += 1;
    else {
      late.push({
        line: candidate.line,
        cells: candidate.cells,
        reason: differs(importing.source, candidate),
      });
      counts.refused += 1;
    }
  }
  counts.done += batch.length;
  saveProgress(db, importing.runId, counts);
  return { counts, late };
}

const CANNOT_BE_SEALED = '身份密钥不可用，保密工单暂时不能导入。请系统管理员恢复密钥后再次导入';

function differs(source: string, candidate: Candidate): string {
  return `来源“${source}”的编号 ${candidate.sourceNumber} 已导入过，但内容不同。如果是另一批数据，请换一个来源名称`;
}

function importingOf(db: Db, order: ImportOrder, now: number): Importing {
  return {
    runId: order.runId,
    source: order.source,
    policy: policyAt(db, now),
    userId: order.userId,
    who: order.userId === null ? '系统' : signature(actorOf(db, order.userId)),
  };
}

function* batches(candidates: readonly Candidate[], pace: Pace): Generator<Candidate[]> {
  let batch: Candidate[] = [];
  let characters = 0;
  for (const candidate of candidates) {
    batch.push(candidate);
    characters += candidate.text.length + (candidate.answer?.length ?? 0);
    if (batch.length < pace.rows && characters < pace.characters) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

/** The refused rows as they stood, behind their line and the reason: to be corrected and imported again. */
function refusedTable(plan: Plan, late: readonly Refused[]): string {
  const refused = [...plan.refused, ...late].sort((a, b) => a.line - b.line);
  if (refused.length === 0) return '';
  const head = ['行号', '未导入原因', ...plan.header];
  return toCsv([head, ...refused.map((row) => [row.line, row.reason, ...row.cells])]);
}

function countsOf({ total, done, imported, doubles, refused }: Counts): Counts {
  return { total, done, imported, doubles, refused };
}

function wordsFor(error: unknown): string {
  if (error instanceof UnreadableFile) return error.message;
  const fault = storageFaultOf(error);
  if (fault === 'full') {
    return '服务器磁盘空间不足，导入停止。已导入的工单都在；请联系系统管理员清理空间，再次导入同一文件即可接着完成。';
  }
  if (isSqliteError(error, 'SQLITE_BUSY')) {
    return '数据文件一直被占用，导入停止。已导入的工单都在，请稍后再次导入同一文件，不会重复。';
  }
  logError({ job: 'import' }, error);
  if (fault) {
    return '服务器磁盘读写出错，导入停止。已导入的工单都在；请联系系统管理员检查磁盘，恢复后再次导入同一文件即可接着完成。';
  }
  return '导入时出现意外错误，已经停止。已导入的工单都在，可再次导入同一文件；仍不行时，请联系系统管理员查看日志。';
}

function stoppedWords(dryRun: boolean): string {
  if (dryRun) return '检查已按要求停止，没有写入任何工单。';
  return '导入已按要求停止。已导入的工单都在，再次导入同一文件即可接着完成，不会重复。';
}
