import type { Db } from '../db/open.ts';
import { first, prepared, q } from '../db/query.ts';
import { startClock } from './clocks.ts';
import type { CaseStatus, ClockKind } from './lifecycle.ts';
import { contextOf } from './perform.ts';
import { placeInQueue } from './queue-place.ts';

/** The hotline's own clock of each state, and the act that starts it. */
const OWN: readonly { kind: ClockKind; status: CaseStatus; since: string }[] = [
  { kind: 'accept', status: 'received', since: 'receive' },
  { kind: 'dispatch', status: 'accepted', since: 'accept' },
  { kind: 'callback', status: 'replied', since: 'receive_reply' },
  { kind: 'callback', status: 'callback', since: 'receive_reply' },
];

const WITHOUT = `SELECT c.id, (SELECT max(at) FROM events e WHERE e.case_id = c.id AND e.act = ?) AS since FROM cases c
  WHERE c.status = ? AND NOT EXISTS (SELECT 1 FROM clocks k WHERE k.case_id = c.id AND k.kind = ?
    AND k.met_at IS NULL AND k.stopped_at IS NULL)`;

/**
 * Starts the clocks that could not start because a year's calendar was missing, from the moment they should have
 * run. To be called in the transaction that adds the year.
 * @returns how many were started
 */
export function startMissingClocks(db: Db): number {
  let started = 0;
  for (const { kind, status, since } of OWN) {
    const rows = prepared(db, WITHOUT).all(since, status, kind) as { id: number; since: number | null }[];
    for (const row of rows) {
      const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', row.id));
      if (!given || row.since === null) continue;
      startClock(db, contextOf(db, null, given, null, row.since), kind);
      placeInQueue(db, given.id, given.status, given.urgent === 1);
      started += 1;
    }
  }
  return started;
}
