import type { Db } from '../db/open.ts';

/** Less than this is soon used again. */
const WORTH_BYTES = 64 * 1024 * 1024;
const WORTH_SHARE = 0.05;
/** Measured on a busy machine: 6 ms a slice, most of it the fsync of its commit. */
const PAGES = 128;

type Space = { pages: number; free: number; pageSize: number };

/** What is free inside the file, and whether it can be given back while it is in use. */
export function spaceIn(db: Db): Space & { bytes: number; givesBack: boolean } {
  const space = spaceOf(db);
  return {
    ...space,
    bytes: space.free * space.pageSize,
    givesBack: db.pragma('auto_vacuum', { simple: true }) === 2,
  };
}

export function isWorthGivingBack({ pages, free, pageSize }: Space): boolean {
  return free > pages * WORTH_SHARE && free * pageSize > WORTH_BYTES;
}

/**
 * Gives free pages back to the disk, some a slice, as long as they are many. A file of an older version has no map of its
 * pages and stays as large as it is (`npm run compact`).
 */
export function* giveBack(db: Db, isWorth = isWorthGivingBack): Generator<void> {
  if (!spaceIn(db).givesBack) return;
  for (let before = spaceOf(db); isWorth(before); ) {
    db.pragma(`incremental_vacuum(${PAGES})`);
    const after = spaceOf(db);
    if (after.free >= before.free) return;
    before = after;
    yield;
  }
}

function spaceOf(db: Db): Space {
  const pragma = (name: string) => Number(db.pragma(name, { simple: true }));
  return { pages: pragma('page_count'), free: pragma('freelist_count'), pageSize: pragma('page_size') };
}
