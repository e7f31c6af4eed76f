import type { Db } from '../db/open.ts';
import { chainHash } from './chain.ts';
import { type Cut, cutsOf, linesInOrder, type StoredLine } from './chain-queries.ts';

/** Where the log is no longer what was written; `what` is a Chinese sentence without its full stop. */
export type Fault = { id: number; what: string };

/** A place in the chain; the hash in hexadecimal. */
export type ChainHead = { id: number; hash: string };

export type ChainReport = {
  ok: boolean;
  /** How many lines were found to be whole. */
  lines: number;
  /** The newest of them. */
  head: ChainHead | null;
  fault?: Fault;
  /** Lines that are older than the line before them: a clock was set back, which is no fault. */
  backwards: number;
};

type Watch = { every: number; say: (lines: number) => void };

/**
 * Q-M1: reads the whole log and reckons its chain anew, from the last cut on. Any connection will do, also a read-only
 * one; what is written meanwhile is not looked at.
 */
export function verifyChain(db: Db, watch?: Watch): ChainReport {
  return db.transaction(() => {
    const cuts = cutsOf(db);
    const walk = new Walk(cuts.at(-1));
    for (const line of linesInOrder(db)) {
      if (!walk.take(line)) break;
      if (watch && walk.lines % watch.every === 0) watch.say(walk.lines);
    }
    walk.fault ??= cutFault(cuts, walk.cutLines);
    return walk.report();
  })();
}

/** Whether a number of lines hang together behind the last cut. */
export function verifyLines(cut: Cut | undefined, lines: readonly StoredLine[]): ChainReport {
  const walk = new Walk(cut);
  for (const line of lines) if (!walk.take(line)) break;
  return walk.report();
}

class Walk {
  lines = 0;
  fault: Fault | undefined;
  readonly cutLines: StoredLine[] = [];
  #id: number;
  #hash: Buffer | null;
  #at = 0;
  #backwards = 0;

  constructor(cut: Cut | undefined) {
    this.#id = cut?.through_id ?? 0;
    this.#hash = cut?.through_hash ?? null;
  }

  /** @returns whether the line follows the one before */
  take(line: StoredLine): boolean {
    this.fault = this.#faultOf(line);
    if (this.fault) return false;
    if (line.at < this.#at) this.#backwards += 1;
    if (line.act === 'audit_cut') this.cutLines.push(line);
    this.#id = line.id;
    this.#hash = line.hash;
    this.#at = line.at;
    this.lines += 1;
    return true;
  }

  #faultOf(line: StoredLine): Fault | undefined {
    const next = this.#id + 1;
    if (line.id > next) return { id: next, what: `${sayMissing(next, line.id - 1)}被删除` };
    if (line.id < next) return { id: line.id, what: `第 ${line.id} 条记录是后来插入的` };
    if (chainHash(this.#hash, line).equals(line.hash)) return undefined;
    return { id: line.id, what: `第 ${line.id} 条记录与写入时不同，被改动过` };
  }

  report(): ChainReport {
    const head = this.#hash && this.#id > 0 ? { id: this.#id, hash: this.#hash.toString('hex') } : null;
    const found = { lines: this.lines, head, backwards: this.#backwards };
    return this.fault ? { ok: false, ...found, fault: this.fault } : { ok: true, ...found };
  }
}

function sayMissing(from: number, to: number): string {
  return from === to ? `第 ${from} 条记录` : `第 ${from} 至 ${to} 条记录`;
}

/**
 * Each cut stands in the log itself, the newest cuts at least: their lines may have been cut off in turn, always the
 * oldest first.
 */
function cutFault(cuts: readonly Cut[], lines: readonly StoredLine[]): Fault | undefined {
  const told = lines.map(({ id, detail }) => ({ id, ...readCut(detail) }));
  const stray = told.find(({ through, hash }) => !cuts.some((cut) => isOf(cut, through, hash)));
  if (stray) return { id: stray.id, what: `第 ${stray.id} 条记录所说的清理没有登记，或登记被改动过` };
  const expected = cuts.slice(-Math.max(1, told.length));
  const silent = expected.find((cut) => !told.some(({ through, hash }) => isOf(cut, through, hash)));
  if (!silent) return undefined;
  return {
    id: silent.through_id,
    what: `第 ${silent.through_id} 条以前的记录被清理，操作日志中没有这次清理的记录`,
  };
}

function readCut(detail: string): { through: unknown; hash: unknown } {
  const { through, hash } = (JSON.parse(detail) ?? {}) as Record<string, unknown>;
  return { through, hash };
}

function isOf(cut: Cut, through: unknown, hash: unknown): boolean {
  return cut.through_id === through && cut.through_hash.toString('hex') === hash;
}
