import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatLocal } from '../calendar/local-time.ts';
import { connect } from '../db/connect.ts';
import { newestVersion } from '../db/migrate.ts';
import type { Db } from '../db/open.ts';
import { logError } from '../web/log.ts';
import { backupFaultOf } from './fault.ts';
import { chunksOf, isSame, removeUnfinished, renameForGood, type Written, writeNew } from './files.ts';
import { backupName } from './names.ts';
import type { BackupOrder, Outcome, Told } from './order.ts';
import { isFolder, isMountPoint, onSameDisk, type Place, readyPlace } from './place.ts';
import { FORMAT, programVersion, type Sidecar, sidecarPath, writeSidecar } from './sidecar.ts';
import type { Content } from './snapshot.ts';
import { readBack, type SayPart, type Take, takeEncrypted, takeOpen } from './take.ts';
import { NOTHING, removeLeftovers, type Tidied, tidyFolder } from './tidy.ts';

type Work = {
  order: BackupOrder;
  source: Db;
  take: Take;
  /** Its name in every folder. */
  file: string;
  /** How large it will be, about. */
  bytes: number;
  tell: (told: Told) => void;
};
/** The first good one; the other folders get copies of it. */
type Made = { path: string; sidecar: Sidecar };

/**
 * Makes a backup while the system runs and brings it to every folder; one that fails does not hold up the others.
 * Nothing is called good before it was checked and has reached the disk.
 */
export async function makeBackup(order: BackupOrder, tell: Work['tell']): Promise<Outcome[]> {
  const source = connect(order.database, { readonly: true });
  const encrypted = order.policy.recipient !== '';
  const take = encrypted ? takeEncrypted(source, order) : takeOpen(source);
  const bytes = pragma(source, 'page_count') * pragma(source, 'page_size');
  const work = { order, source, take, file: backupName({ ...order, encrypted }), bytes, tell };
  const outcomes: Outcome[] = [];
  let made: Made | null = null;
  try {
    removeLeftovers(dirname(order.database), order.at);
    for (const place of order.places) {
      const twin = twinOf(place, outcomes);
      const outcome: Outcome = twin ? refused(place, twin) : await bringTo(work, place, made);
      const { folder, sidecar } = outcome;
      if (sidecar) made ??= { path: join(folder, work.file), sidecar };
      outcomes.push(outcome);
      tell({ outcome });
    }
    return outcomes;
  } finally {
    take.end();
    source.close();
  }
}

/** A folder that has its copy under another name. */
function twinOf({ folder }: Place, outcomes: readonly Outcome[]): string | null {
  const good = outcomes.filter(({ sidecar }) => sidecar !== null);
  return good.find((other) => isSame(other.folder, folder))?.folder ?? null;
}

/** Nothing is written a second time, and nobody is left to believe that there are two. */
function refused({ folder, mounted }: Place, twin: string): Outcome {
  const fault = `与 ${twin} 是同一个位置，没有再存一份。请在备份设置中去掉其中一个`;
  return { folder, fault, sidecar: null, mounted, tidied: NOTHING };
}

async function bringTo(work: Work, place: Place, made: Made | null): Promise<Outcome> {
  const { folder, mounted } = place;
  try {
    readyPlace(place, neededIn(work, folder));
    const sidecar = await store(work, folder, made);
    return { folder, fault: '', sidecar, mounted: isMountPoint(folder), tidied: tidied(work, place) };
  } catch (error) {
    const fault = backupFaultOf(error);
    // What policy keeps no longer may be what there is no room for.
    return { folder, fault, sidecar: null, mounted, tidied: tidied(work, place) };
  }
}

/** Writes it under a name that says it is not finished, and gives it its own at the end; or leaves nothing. */
async function store(work: Work, folder: string, made: Made | null): Promise<Sidecar> {
  const path = join(folder, work.file);
  const unfinished = `${path}.tmp`;
  const say: SayPart = (phase, file, done, total) =>
    work.tell({ stage: { phase, done, total, folder, unfinished: file } });
  try {
    const sidecar = made ? await copyOf(made, unfinished, say) : await firstOf(work, unfinished, say);
    writeSidecar(path, sidecar);
    renameForGood(unfinished, path);
    return sidecar;
  } catch (error) {
    removeUnfinished(unfinished);
    rmSync(sidecarPath(path), { force: true });
    throw error;
  }
}

async function firstOf({ order, take }: Work, unfinished: string, say: SayPart): Promise<Sidecar> {
  const { content, written } = await take.to(unfinished, say);
  return sidecarOf(order, content, written);
}

async function copyOf({ path, sidecar }: Made, unfinished: string, say: SayPart): Promise<Sidecar> {
  const copying = (done: number) => say('storing', unfinished, done, sidecar.bytes);
  readBack(unfinished, await writeNew(unfinished, chunksOf(path), copying), say, sidecar.sha256);
  return sidecar;
}

function sidecarOf({ at, kind, policy }: BackupOrder, content: Content, written: Written): Sidecar {
  const { version, counts, auditHead, identityCheck } = content;
  return {
    ...{ format: FORMAT, program: programVersion(), kind, version },
    ...{ made: `${formatLocal(at)} (UTC+8)`, madeAt: at },
    ...{ ...written, encrypted: policy.recipient !== '', counts, audit: auditHead, identityCheck },
  };
}

/** The system itself needs room to go on working. */
function neededIn({ order, bytes }: Work, folder: string): number {
  return onSameDisk(folder, dirname(order.database)) ? bytes + order.reserve : bytes;
}

/**
 * A folder that is not there is left alone: what lies on a share that is not mounted is not gone. So it is where the
 * program is new and the database not yet: it does not know its own backups.
 */
function tidied({ order, source }: Work, { folder, mounted, keepAll }: Place): Tidied {
  try {
    if (keepAll) return NOTHING;
    if (pragma(source, 'user_version') !== newestVersion()) return NOTHING;
    if (!isFolder(folder) || (mounted && !isMountPoint(folder))) return NOTHING;
    return tidyFolder(source, folder, order.policy, order.at);
  } catch (error) {
    logError({ job: 'backup' }, error);
    return NOTHING;
  }
}

function pragma(db: Db, name: string): number {
  return Number(db.pragma(name, { simple: true }));
}
