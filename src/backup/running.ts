import { truncate } from 'node:fs/promises';
import { audit } from '../audit/audit.ts';
import { HOUR } from '../calendar/days.ts';
import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import { policyAt } from '../policy/policy.ts';
import type { World } from '../web/context.ts';
import { Conflict } from '../web/errors.ts';
import { logError } from '../web/log.ts';
import { backupFaultOf, NotTaken } from './fault.ts';
import { foldersOf, usualFolder } from './folders.ts';
import { type BackupKind, backupName } from './names.ts';
import type { BackupOrder, Outcome, Phase, Stage, Told } from './order.ts';
import {
  BROKEN_OFF,
  failedOf,
  forgetOldLines,
  noteBegun,
  noteBrokenOff,
  noteOutcome,
  placesOf,
} from './records.ts';
import { inThread, silentStill, withoutSilent } from './silence.ts';

/** How far the backup is that is being made: bytes, or pages while it is copied; `total` 0 where nobody can tell. */
export type Progress = { phase: Phase; done: number; total: number; folder: string; startedAt: number };

type Running = { startedAt: number; stage: Stage; stop: AbortController; finished: Promise<void> };

const running = new WeakMap<Db, Running>();

/** Even the check of a very large file takes less. */
const SILENCE = 2 * HOUR;

/** How long a line waits to be written while a worker writes, in ms: nobody looks on. */
const WAIT = HOUR;

/** Null while none is being made in this process. */
export function runningBackup(db: Db): Progress | null {
  const now = running.get(db);
  if (!now) return null;
  const { phase, done, total, folder } = now.stage;
  return { phase, done, total, folder, startedAt: now.startedAt };
}

/**
 * Starts to make a backup in a thread of its own; returns at once.
 * @param silence after so long without a sign of life it is given up, in ms
 * @throws Conflict while one is being made
 */
export function startBackup(
  world: World,
  { kind, actor, ip = '' }: { kind: BackupKind; actor: Actor | null; ip?: string },
  silence = SILENCE,
): void {
  const { db } = world;
  if (running.has(db)) throw new Conflict('正在备份，这一次没有开始。请等正在进行的备份完成后再试。');
  const order = orderOf(db, world.file, kind, world.now());
  const ids = transact(db, () => {
    if (actor) audit(db, { at: order.at, actor, act: 'backup_made', subject: nameOf(order), ip });
    noteBrokenOff(db, order.at);
    forgetOldLines(db, order.at);
    return noteBegun(db, order, actor?.id ?? null);
  });
  const stop = new AbortController();
  const stage: Stage = {
    phase: 'copying',
    done: 0,
    total: 0,
    folder: order.places[0]?.folder ?? '',
    unfinished: '',
  };
  const now: Running = { startedAt: order.at, stage, stop, finished: Promise.resolve() };
  running.set(db, now);
  const carriedOut = carryOut(world, order, ids, now, silence);
  const recorded = carriedOut.then(() => actor && write(db, () => auditFailed(world, ids, actor, ip)));
  now.finished = recorded.then(() => undefined).finally(() => running.delete(db));
}

/** Resolves when none is being made any more, whatever came of it. */
export async function waitForBackup(db: Db): Promise<void> {
  await running.get(db)?.finished;
}

/** Breaks off the one that is being made, for a server that stops: what is unfinished is worth nothing. */
export async function endBackup(db: Db): Promise<void> {
  const now = running.get(db);
  if (!now) return;
  now.stop.abort();
  // SQLite cannot be interrupted while it checks a file; of an empty one it sees the end at once.
  if (now.stage.unfinished) await truncate(now.stage.unfinished).catch(() => undefined);
  await now.finished;
}

/** What a backup that begins now has to do. */
export function orderOf(db: Db, database: string, kind: BackupKind, at: number): BackupOrder {
  const { backup, disk } = policyAt(db, at);
  const places = placesOf(db, foldersOf(db, database, at), usualFolder(database));
  return { database, kind, at, places, policy: backup, reserve: disk.ballastMegabytes * 1024 * 1024 };
}

/** Who reads that somebody asked for one must not believe that it lies everywhere. */
function auditFailed({ db, now }: World, ids: ReadonlyMap<string, number>, actor: Actor, ip: string): void {
  for (const { file, folder, fault } of failedOf(db, [...ids.values()])) {
    const detail = { folder, reason: fault };
    audit(db, { at: now(), actor, act: 'backup_failed', subject: file, detail, ip });
  }
}

function nameOf(order: BackupOrder): string {
  return backupName({ ...order, encrypted: order.policy.recipient !== '' });
}

async function carryOut(
  world: World,
  order: BackupOrder,
  ids: Map<string, number>,
  now: Running,
  silence: number,
): Promise<void> {
  const { db } = world;
  const noted: Promise<unknown>[] = [];
  const note = (outcome: Outcome) =>
    noted.push(write(db, () => noteOutcome(db, ids.get(outcome.folder) ?? 0, outcome, world.now())));
  const hear = (told: Told) => {
    if ('stage' in told) now.stage = told.stage;
    else note(told.outcome);
  };
  let fault = BROKEN_OFF;
  try {
    const free = withoutSilent(order);
    for (const { folder, mounted } of order.places)
      if (!free.places.some((place) => place.folder === folder)) note(silentStill(folder, mounted));
    await inThread(free, hear, now.stop, silence);
  } catch (error) {
    if (error instanceof NotTaken || !now.stop.signal.aborted) fault = backupFaultOf(error);
  }
  await Promise.all(noted);
  await write(db, () => noteBrokenOff(db, world.now(), fault));
}

/** What cannot be noted, on a full disk say, does not undo the backup: the next one finds it by what lies beside it. */
async function write(db: Db, work: () => void): Promise<void> {
  try {
    await throughGate(db, () => db.open && work(), WAIT);
  } catch (error) {
    logError({ job: 'backup' }, error);
  }
}
