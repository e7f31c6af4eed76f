import { setTimeout as sleep } from 'node:timers/promises';
import { foldersOf } from '../backup/folders.ts';
import { lookAtFolders } from '../backup/look.ts';
import { DAY, HOUR } from '../calendar/days.ts';
import { formatLocal } from '../calendar/local-time.ts';
import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import { inWorker } from '../jobs/in-worker.ts';
import { needsChoice } from '../setup/state.ts';
import type { World } from '../web/context.ts';
import { firstLines } from './chain-queries.ts';
import type { Findings, Progress } from './check-log.ts';
import type { KnownHead } from './heads.ts';

/** The last check that came to its end; `good`: where the log stood when it was last found whole. */
export type LastCheck = Findings & { at: number; took: number; good: KnownHead | null };

export type CheckOrder = { file: string; folders: readonly string[]; good: readonly KnownHead[] };

type Running = { progress: Progress; finished: Promise<void> };

const CHECKED = 'audit_checked';
const running = new WeakMap<Db, Running>();

/** Null as long as none was made. */
export function lastCheck(db: Db): LastCheck | null {
  return JSON.parse(settingOf(db, CHECKED) ?? 'null') as LastCheck | null;
}

/** How far the check is that goes on now; null where none does. */
export function runningCheck(db: Db): Progress | null {
  return running.get(db)?.progress ?? null;
}

/** Checks the whole log in a thread of its own and notes what was found; whoever asks meanwhile waits for the same one. */
export function checkAuditLog(world: World, look = lookAtFolders): Promise<void> {
  const going = running.get(world.db);
  if (going) return going.finished;
  const started: Running = { progress: { done: 0, total: 0 }, finished: Promise.resolve() };
  running.set(world.db, started);
  started.finished = inThread(world, started, look).finally(() => running.delete(world.db));
  return started.finished;
}

/** Waits for the check that goes on, but not longer than a reader of the page would like to. */
export async function waitForCheck(check: Promise<void>, ms: number): Promise<void> {
  await Promise.race([check, sleep(ms, undefined, { ref: false })]);
}

async function inThread(
  { db, file, now }: World,
  started: Running,
  look: typeof lookAtFolders,
): Promise<void> {
  const [began, before] = [now(), lastCheck(db)];
  const folders = await look(needsChoice(db) ? [] : foldersOf(db, file, began), file);
  const order: CheckOrder = {
    file,
    // A network disk that is gone would hold the thread for ever.
    folders: folders.flatMap(({ folder, state }) => (state === 'silent' ? [] : [folder])),
    good: before?.good ? [before.good] : [],
  };
  const found = await inWorker<Findings>(new URL('./check-worker.ts', import.meta.url), order, (progress) => {
    started.progress = progress as Progress;
  });
  if (!db.open) return;
  const good =
    found.ok && found.head ? { ...found.head, at: began, where: '上次核对' } : (before?.good ?? null);
  const noted: LastCheck = { ...found, at: began, took: now() - began, good };
  await throughGate(db, () => noteSetting(db, CHECKED, JSON.stringify(noted)));
}

/** Once a night, between one and five; by day only where the nights were missed. */
export function checkDue(db: Db, now: number): boolean {
  const since = checkedSince(db);
  if (since === null) return false;
  const hour = Number(formatLocal(now).slice(11, 13));
  const night = hour >= 1 && hour < 5;
  return now - since > (night ? NIGHTLY : AT_THE_LATEST) || now < since - DAY;
}

const NIGHTLY = 20 * HOUR;
const AT_THE_LATEST = 30 * HOUR;

/** The last check, before the first one the beginning of the log; null where there is nothing to check. */
export function checkedSince(db: Db): number | null {
  return lastCheck(db)?.at ?? firstLines(db, 1)[0]?.at ?? null;
}
