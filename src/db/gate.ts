import { setTimeout as sleep } from 'node:timers/promises';
import { Expected } from '../web/errors.ts';
import type { Db } from './open.ts';
import { isSqliteError } from './sqlite-error.ts';

/*
 * SQLite has one writer at a time. While a worker thread is in one long transaction, a write of the serving thread
 * would wait inside SQLite and hold up every page with it. So the worker has the gate closed: what wants to write
 * waits outside, without blocking anything, and what is not asked to wait fails at once instead.
 */

type Gate = {
  /** Resolves when it is opened again; null while it stands open. */
  closed: Promise<void> | null;
  /** Handlers that are inside, and may write at any moment. */
  inside: number;
  /** Called when the last of them is through. */
  empty: () => void;
};

const gates = new WeakMap<Db, Gate>();

/** How long somebody waits outside, in ms. */
const WAIT = 60_000;
/** How long those inside are waited for. */
const PATIENCE = 10_000;

const TOO_LONG = `系统正在按新的工作日历重新计算时限，已等待 1 分钟仍未完成，您的操作没有执行。请稍候返回上一页再提交一次，已填写的内容还在。`;

/**
 * Does something that may write: once the gate is open, and so that it cannot be closed meanwhile.
 * @throws Expected 503 after `wait` ms outside
 */
export async function throughGate<T>(db: Db, work: () => T | Promise<T>, wait = WAIT): Promise<T> {
  const gate = gateOf(db);
  if (gate.closed) await opened(gate, wait);
  gate.inside += 1;
  try {
    return await work();
  } finally {
    gate.inside -= 1;
    if (gate.inside === 0) gate.empty();
  }
}

/** Does something that mostly reads; where it wants to note something and the gate is closed, it is done again after. */
export async function pastGate<T>(db: Db, work: () => T | Promise<T>, wait = WAIT): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const gate = gateOf(db);
    if (!gate.closed || !isSqliteError(error, 'SQLITE_BUSY')) throw error;
    await opened(gate, wait);
    return work();
  }
}

export function isGateClosed(db: Db): boolean {
  return gateOf(db).closed !== null;
}

/**
 * Closes the gate and waits for those inside. Until the returned function opens it, a write of this connection fails
 * at once where it would have to wait.
 */
export async function closeGate(db: Db, patience = PATIENCE): Promise<() => void> {
  const gate = gateOf(db);
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.closed = promise;
  if (gate.inside > 0) await Promise.race([emptied(gate), sleep(patience, undefined, { ref: false })]);
  const usual = Number(db.pragma('busy_timeout', { simple: true }));
  db.pragma('busy_timeout = 0');
  return () => {
    if (db.open) db.pragma(`busy_timeout = ${usual}`);
    gate.closed = null;
    resolve();
  };
}

async function opened(gate: Gate, wait: number): Promise<void> {
  const tooLong = sleep(wait, 'too long', { ref: false });
  while (gate.closed)
    if ((await Promise.race([gate.closed, tooLong])) === 'too long') throw new Expected(503, TOO_LONG);
}

function emptied(gate: Gate): Promise<void> {
  return new Promise((resolve) => {
    gate.empty = resolve;
  });
}

function gateOf(db: Db): Gate {
  let gate = gates.get(db);
  if (!gate) {
    gate = { closed: null, inside: 0, empty: () => undefined };
    gates.set(db, gate);
  }
  return gate;
}
