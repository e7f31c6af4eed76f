import { sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { nextLine } from './chain-queries.ts';
import { type LastCheck, lastCheck, runningCheck } from './check.ts';
import type { Findings } from './check-log.ts';
import type { ChainHead, Fault } from './verify.ts';

/** Of a check value: what is told apart at a glance, and what is copied to be compared later. */
const [SHOWN, WHOLE] = [16, 64];

/** How the log stands, in words for the auditor. */
export function stateOf(db: Db, now: number) {
  const last = lastCheck(db);
  return {
    going: runningCheck(db),
    last: last && {
      ok: last.ok,
      text: sayFound(last, now),
      more: sayMore(last, SHOWN),
      fault: faultLink(db, last),
    },
  };
}

/** The line itself; where it is gone, the one that stands after the gap. */
function faultLink(db: Db, { fault }: LastCheck): { text: string; href: string } | null {
  const line = fault && nextLine(db, fault.id);
  if (!line) return null;
  return {
    text: `打开第 ${line.id} 条记录${line.id === fault.id ? '' : '（缺口之后的第一条）'}`,
    href: `/audit/${line.id}`,
  };
}

/** The line at which the last check found something wrong, and what; null where nothing. */
export function faultyLine(db: Db, now: number): { id: number; text: string } | null {
  const last = lastCheck(db);
  if (!last?.fault) return null;
  const text = `${sayTime(last.at, now)} 核对，与写入时不符：${last.fault.what}。请保留数据文件和全部备份，会同系统管理员查明原因。`;
  return { id: last.fault.id, text };
}

/** The same for the command, line by line. */
export function sayFindings(found: Findings): string[] {
  const { ok, lines, fault, compared } = found;
  if (!ok)
    return [`不符：${fault?.what ?? ''}。`, '请保留这个文件和全部备份，不要删改。', ...sayMore(found, WHOLE)];
  const noted = compared > 0 ? `与此前留存的 ${compared} 处日志末端一致。` : '没有可比较的备份或抄录。';
  return [`相符：共 ${lines} 条记录，前后相连，没有改动。`, noted, ...sayMore(found, WHOLE)];
}

function sayFound({ at, ok, lines, fault, compared }: LastCheck, now: number): string {
  const when = `${sayTime(at, now)} 核对`;
  if (!ok)
    return `${when}，与写入时不符：${fault?.what ?? ''}。请保留数据文件和全部备份，会同系统管理员查明原因。`;
  const noted = compared > 0 ? `，并与此前留存的 ${compared} 处日志末端一致` : '';
  return `${when}，共 ${lines} 条记录，前后相连，没有改动${noted}。`;
}

function sayMore({ head, fault, givenUp, backwards }: Findings, digits: number): string[] {
  return [
    ...(head ? [sayHead(head, fault, digits)] : []),
    ...(backwards > 0 ? [`有 ${backwards} 处时间早于前一条，通常是服务器时钟被调整过。`] : []),
    ...(givenUp > 0
      ? [`有 ${givenUp} 处末端是恢复备份以前留存的，恢复后不再可比，恢复本身记在日志中。`]
      : []),
  ];
}

/** Where the chain is broken, the last line that is whole is not the end of the log. */
function sayHead({ id, hash }: ChainHead, fault: Fault | null, digits: number): string {
  const value = `校验码 ${hash.slice(0, digits)}`;
  if (fault && fault.id > id) return `到第 ${id} 条为止前后相符，该条${value}`;
  return `日志末端：第 ${id} 条，${value}`;
}
