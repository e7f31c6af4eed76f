import { dayOf } from '../calendar/local-time.ts';
import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { cutsOf, hashOfLine, newestLine, restoresIn } from './chain-queries.ts';
import type { ChainHead, Fault } from './verify.ts';

/**
 * What somebody wrote down elsewhere: that at this time (null: it is not known when) the newest line was this one.
 * `where` names the place in Chinese.
 */
export type KnownHead = ChainHead & { at: number | null; where: string };

export type HeadsReport = {
  /** How many of them could be compared with a line of the log. */
  compared: number;
  fault?: Fault;
  /** Heads of a time that was given up when a backup was restored, which the log itself tells of. */
  givenUp: number;
};

const YOUNGEST_CUT = 190 * 86_400_000;

/**
 * Finds a log that was cut off at its end, or written anew as a whole with a chain that is right in itself: it no
 * longer agrees with what was noted outside of it.
 */
export function verifyHeads(db: Db, heads: readonly KnownHead[]): HeadsReport {
  const log = {
    newest: newestLine(db)?.id ?? 0,
    cuts: cutsOf(db),
    restores: restoresIn(db),
    hash: (id: number) => hashOfLine(db, id)?.toString('hex'),
  };
  const report: HeadsReport = { compared: 0, givenUp: 0 };
  for (const head of heads) {
    const fault = faultOf(log, head);
    if (fault === 'unknown') continue;
    report.compared += 1;
    if (!fault) continue;
    if (isGivenUp(log, head)) report.givenUp += 1;
    else report.fault ??= fault;
  }
  return report;
}

type Log = {
  newest: number;
  cuts: ReturnType<typeof cutsOf>;
  restores: ReturnType<typeof restoresIn>;
  hash: (id: number) => string | undefined;
};

/** 'unknown': the line was cut off in time, nothing can be said. */
function faultOf(log: Log, head: KnownHead): Fault | 'unknown' | undefined {
  const cut = log.cuts.find(({ through_id }) => through_id >= head.id);
  if (cut) return tooYoung(cut, head) ?? 'unknown';
  if (head.id > log.newest) {
    const what = `${sayKept(head)}，现在只到第 ${log.newest} 条，末尾的记录被删除`;
    return { id: log.newest + 1, what };
  }
  if (log.hash(head.id) === head.hash) return undefined;
  return { id: head.id, what: `第 ${head.id} 条或更早的记录与${head.where}时不同，日志被改写过` };
}

/** Lines behind a head are younger than it is: none of them may be cut off before their time. */
function tooYoung(cut: Log['cuts'][number], head: KnownHead): Fault | undefined {
  if (cut.through_id === head.id || head.at === null || head.at <= cut.at - YOUNGEST_CUT) return undefined;
  const what = `${dayOf(cut.at)} 清理了不满 190 天的记录（第 ${head.id + 1} 至 ${cut.through_id} 条）`;
  return { id: head.id + 1, what };
}

/** A backup that was restored takes the log back to what it was: what was noted between is no longer in it. */
function isGivenUp({ restores }: Log, head: KnownHead): boolean {
  const made = head.at;
  return made !== null && restores.some(({ id, at }) => id <= head.id && at >= made);
}

function sayKept({ where, at, id }: KnownHead): string {
  return `${where}${at === null ? '' : `（${exactTime(at)}）`}操作日志已有 ${id} 条`;
}
