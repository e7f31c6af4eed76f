import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';

/*
 * The full-text index is written in parts that SQLite merges. What nobody merges at night it merges within somebody's
 * save, for seconds after much has been brought in together.
 *
 * It also only marks an entry as deleted; the words stay in the file until the part they stand in is written anew. So
 * after masking the whole index is, piece by piece.
 */

/** 'wanted' or 'begun'; '' where there is nothing to do. */
const STATE = 'search index to be merged';
const LAST = 'search index merged at';

/** It is large: not after each night's few cases. */
const APART = 30 * DAY;
/** Measured: 4 ms a slice, 18 at worst. */
const PAGES = 16;

/** In the transaction that masks. */
export function wantSearchMerged(db: Db): void {
  if (settingOf(db, STATE) !== 'begun') noteSetting(db, STATE, 'wanted');
}

/**
 * Merges what has piled up, and after masking the whole index; one broken off is gone on with.
 * @param pages a slice
 */
export function* mergeSearch(db: Db, now: number, pages = PAGES): Generator<void> {
  if (wholeIsDue(db, now)) {
    noteSetting(db, STATE, 'begun');
    merge(db, -pages);
    yield;
  }
  while (merge(db, pages)) yield;
  if (settingOf(db, STATE) !== 'begun') return;
  noteSetting(db, STATE, '');
  noteSetting(db, LAST, String(now));
}

function wholeIsDue(db: Db, now: number): boolean {
  return settingOf(db, STATE) === 'wanted' && now - Number(settingOf(db, LAST) ?? 0) >= APART;
}

const MERGE = `INSERT INTO case_search (case_search, rank) VALUES ('merge', ?)`;
const CHANGES = 'SELECT total_changes()';

/** @returns whether there was something to do: as SQLite says, more than one change */
function merge(db: Db, pages: number): boolean {
  const before = prepared(db, CHANGES).pluck().get() as number;
  prepared(db, MERGE).run(BigInt(pages));
  return (prepared(db, CHANGES).pluck().get() as number) - before > 1;
}
