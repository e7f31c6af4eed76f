import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import type { Actor } from '../people/actor.ts';
import { policyAt } from '../policy/policy.ts';
import type { World } from '../web/context.ts';
import { MEGABYTE, warningLine } from './limits.ts';
import { spaceOf } from './space.ts';

/*
 * A file that only takes up room, so that there is some to give away when the disk is full: then not even deleting
 * works in the database, for that is written too. It is given away by a person, never by itself: given away silently
 * it would only put off the moment when somebody has to look, and nothing would be left to clean up with.
 */

export function ballastFile(database: string): string {
  return `${database}-ballast`;
}

/** Not while the system has just begun and everybody logs in, in s. */
export const NOT_BEFORE = 600;
/** The rest is for the next time: a slow disk has other things to do. */
const AT_ONCE = 512 * MEGABYTE;

/** Sees to it that the reserve is as large as policy has it: takes what is too much away at once, adds while there is room. */
export async function tendBallast(
  { db, file, now }: World,
  upFor: number = process.uptime(),
  spaceAt = spaceOf,
): Promise<void> {
  const { disk } = policyAt(db, now());
  const [path, wanted] = [ballastFile(file), disk.ballastMegabytes * MEGABYTE];
  const there = await sizeOf(path);
  if (wanted === 0) return rm(path, { force: true });
  if (there > wanted) return truncate(path, wanted);
  if (there === wanted || upFor < NOT_BEFORE) return;
  const space = await spaceAt(dirname(file));
  if (!space || space.free - (wanted - there) < warningLine(space, disk)) return;
  growing.add(db);
  try {
    await extend(path, there, Math.min(wanted, there + AT_ONCE));
  } finally {
    growing.delete(db);
  }
}

const growing = new WeakSet<Db>();

/** Whether it is being written just now. */
export function isBallastGrowing(db: Db): boolean {
  return growing.has(db);
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

/** Random bytes, for file systems pack or leave out what is all alike; given to the disk in pieces, for others write too. */
async function extend(path: string, from: number, to: number): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    for (let at = from; at < to; at += MEGABYTE) {
      await file.writeFile(randomBytes(Math.min(MEGABYTE, to - at)));
      await file.datasync();
    }
  } finally {
    await file.close();
  }
}

/** Who gave the reserve away, as long as the log could not take it. */
type Release = { at: number; actor: Actor; ip: string };
const unlogged = new WeakMap<Db, Release>();

/** Gives the reserve away. Needs no writing in the database; the audit log hears of it as soon as it can be written. */
export function releaseBallast({ db, file }: Pick<World, 'db' | 'file'>, release: Release): void {
  rmSync(ballastFile(file), { force: true });
  unlogged.set(db, release);
}

/** @throws what the disk refuses; then it is for later */
export function logReleaseLater(db: Db): void {
  const release = unlogged.get(db);
  if (!release) return;
  audit(db, { ...release, act: 'ballast_released' });
  unlogged.delete(db);
}
