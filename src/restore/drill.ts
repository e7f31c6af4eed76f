import { dirname, join } from 'node:path';
import { audit } from '../audit/audit.ts';
import { lastGood } from '../backup/queries.ts';
import { HOUR } from '../calendar/days.ts';
import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { inWorker, WorkerFault } from '../jobs/in-worker.ts';
import type { Actor } from '../people/actor.ts';
import type { Visitor } from '../people/visitor.ts';
import type { World } from '../web/context.ts';
import { Conflict } from '../web/errors.ts';
import { logError } from '../web/log.ts';
import { isDrillDue } from './drill-due.ts';
import type { DrillOrder, DrillResult } from './drill-one.ts';
import { type Drill, lastDrill, noteDrillEnd, noteDrillStart } from './drill-queries.ts';

export type DrillWorld = Pick<World, 'db' | 'file' | 'now' | 'backupIdentityFile'>;

const running = new WeakSet<Db>();

/**
 * X-M1: takes the newest backup to pieces, to see whether it could be lived on, and writes down what came of it.
 * @param look how it is taken to pieces: in a thread of its own
 * @returns null where there is no backup yet
 * @throws Conflict while one runs
 */
export async function drill(world: DrillWorld, look: Look = inThread): Promise<Drill | null> {
  const { db } = world;
  if (running.has(db)) throw new Conflict('恢复演练正在进行，请稍候查看结果。');
  const backup = newestOf(world);
  if (!backup) return null;
  running.add(db);
  try {
    await drillOn(world, backup, look);
  } finally {
    running.delete(db);
  }
  return lastDrill(db);
}

export function isDrilling(db: Db): boolean {
  return running.has(db);
}

function newestOf({ db, now }: DrillWorld): Backup | null {
  return lastGood(db, null, now()) ?? lastGood(db, null);
}

/** Begins one that somebody asked for, on the record, and returns at once; what comes of it stands in its row. */
export function startDrill(world: DrillWorld, { actor, visitor }: { actor: Actor; visitor: Visitor }): void {
  const [subject, { now, ip }] = [newestOf(world)?.file ?? '', visitor];
  audit(world.db, { at: now, actor, act: 'drill_begun', subject, ip });
  drill(world).catch((error: unknown) => logError({ job: 'restore drill' }, error));
}

/** The monthly one; nothing where its time has not come. */
export async function drillWhenDue(world: DrillWorld): Promise<void> {
  if (!running.has(world.db) && isDrillDue(world.db, world.now())) await drill(world);
}

type Look = (order: DrillOrder) => Promise<DrillResult>;
type Backup = NonNullable<ReturnType<typeof lastGood>>;

async function drillOn(world: DrillWorld, backup: Backup, look: Look): Promise<void> {
  const { db, now } = world;
  const id = noteDrillStart(db, backup, now());
  const { ok, sealed, fault, steps } = await look(orderFor(world, backup));
  if (!db.open) return;
  const end = { ok, fault: sealed ? SEALED : fault, steps, at: now() };
  await throughGate(db, () => db.open && noteDrillEnd(db, id, end), WAIT);
}

/** For a worker that writes, in ms: nobody looks on. */
const WAIT = HOUR;
const SEALED = '已加密，服务器没有私钥，只核对了文件未被改动';

function orderFor({ file: database, now, backupIdentityFile }: DrillWorld, backup: Backup): DrillOrder {
  return {
    file: join(backup.folder, backup.file),
    bytes: backup.bytes ?? 0,
    sha256: backup.sha256,
    counts: JSON.parse(backup.counts) as Record<string, number>,
    // What was encrypted lies open only beside the database, as while it was made.
    folders: backup.encrypted === 1 ? [dirname(database)] : [dirname(database), backup.folder],
    identityFile: backupIdentityFile ?? null,
    now: now(),
  };
}

async function inThread(order: DrillOrder): Promise<DrillResult> {
  try {
    return await inWorker<DrillResult>(new URL('./drill-worker.ts', import.meta.url), order);
  } catch (error) {
    if (!(error instanceof WorkerFault)) throw error;
    return { ok: false, sealed: false, fault: '程序出错，演练没有做完', steps: [] };
  }
}
