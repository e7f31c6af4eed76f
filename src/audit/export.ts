import { setImmediate } from 'node:timers/promises';
import { dayOf } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { all, transact } from '../db/query.ts';
import { type Actor, signature } from '../people/actor.ts';
import type { Visitor } from '../people/visitor.ts';
import { toCsv } from '../web/csv.ts';
import { audit } from './audit.ts';
import { firstLines, newestLine } from './chain-queries.ts';
import { sayFilter } from './filter.ts';
import { type AuditFilter, type AuditLine, chosen, holding } from './list.ts';
import { refusePersonal } from './notes.ts';
import { sayAct, sayDetail, toTheSecond } from './words.ts';

const HEAD = ['序号', '时间', '操作人', '操作', '对象', '详情', '网络地址', '校验码'];
const LINES_A_SLICE = 2000;

/**
 * C-M1: everything that the conditions leave, from the oldest on, as a table; who exports what and why is itself a line
 * of the log and stands at the top and at the bottom of the table. It is read slice by slice as it is taken.
 */
export function exportLog(
  db: Db,
  by: { actor: Actor; visitor: Visitor },
  filter: AuditFilter,
  purpose: string,
): ReadableStream<Uint8Array> {
  refusePersonal('purpose', purpose);
  const [{ now, ip }, conditions] = [by.visitor, sayFilter(filter)];
  const through = transact(db, () => {
    const newest = newestLine(db)?.id ?? 0;
    const detail = { purpose, conditions, through: newest };
    audit(db, { at: now, actor: by.actor, act: 'audit_exported', detail, ip });
    return newest;
  });
  const mark = `${signature(by.actor)}（${by.actor.login}）于 ${toTheSecond(now)} 导出；条件：${conditions}；事由：${purpose}；截至第 ${through} 条`;
  return streamed(table(db, filter, mark, through));
}

/** Says of which days it is, as far as days were chosen. */
export function nameOfExport({ from, to }: AuditFilter, now: number): string {
  const until = to ?? dayOf(now);
  return `操作日志_${from ? `${from}至` : '截至'}${until}.csv`;
}

function* table(db: Db, filter: AuditFilter, mark: string, through: number): Generator<string> {
  yield toCsv([[mark], HEAD]);
  let count = 0;
  for (let from = firstLines(db, 1)[0]?.id ?? 1; from <= through; from += LINES_A_SLICE) {
    const lines = linesIn(db, filter, from, Math.min(through, from + LINES_A_SLICE - 1));
    count += lines.length;
    yield goOn(lines.map(cellsOf));
  }
  yield goOn([[`共 ${count} 条；${mark}`]]);
}

/** The byte order mark stands only at the beginning. */
function goOn(rows: Parameters<typeof toCsv>[0]): string {
  return toCsv(rows).slice(1);
}

function linesIn(db: Db, filter: AuditFilter, from: number, to: number): AuditLine[] {
  const query = holding(chosen(filter).selectAll(), filter);
  return all(db, query.where('id', '>=', from).where('id', '<=', to).orderBy('id'));
}

function cellsOf(line: AuditLine): (string | number)[] {
  const { id, at, who, act, subject, detail, ip, hash } = line;
  return [id, toTheSecond(at), who, sayAct(act), subject, sayDetail(detail), ip, hash.toString('hex')];
}

/** Others are answered between two slices; where the file is closed meanwhile, the browser learns that a part is missing. */
function streamed(parts: Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(stream) {
      await setImmediate();
      const next = parts.next();
      if (next.done) stream.close();
      else stream.enqueue(encoder.encode(next.value));
    },
  });
}
