import { setImmediate } from 'node:timers/promises';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import type { Inbound, Report } from '../gateways/channels/channel.ts';
import { takeReport } from '../outbox/outcome.ts';
import { takeInbound } from './inbound.ts';

/** Delivery reports and SMS that one gateway has brought. */
export type Received = { reports: readonly Report[]; inbound: readonly Inbound[] };

const SLICE = 20;

/**
 * Writes down what a gateway has brought, slice by slice, so that requests are answered in between: one that fails
 * holds up no other. Each counts once, however often it is brought.
 * @throws the first failure, after the rest was written: the gateway brings it again
 */
export async function takeReceived(
  db: Db,
  gatewayId: number,
  { reports, inbound }: Received,
  now: number,
): Promise<void> {
  const work = [
    ...reports.map((report) => () => takeReport(db, gatewayId, report, now)),
    ...inbound.map((one) => () => takeInbound(db, gatewayId, one, now)),
  ];
  const failures: unknown[] = [];
  for (let at = 0; at < work.length; at += SLICE) {
    if (at > 0) await setImmediate();
    transact(db, () => failures.push(...failuresIn(db, work.slice(at, at + SLICE))));
  }
  if (failures.length > 0) throw failures[0];
}

/** Each undoes what it did itself. @throws what takes the whole transaction along, as a full disk does */
function failuresIn(db: Db, work: readonly (() => void)[]): unknown[] {
  return work.flatMap((write) => {
    try {
      write();
      return [];
    } catch (error) {
      if (!db.inTransaction) throw error;
      return [error];
    }
  });
}
