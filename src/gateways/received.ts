import type { Db } from '../db/open.ts';
import { takeReport } from '../outbox/outcome.ts';
import { takeInbound } from '../portal/inbound.ts';
import type { Inbound, Report } from './channels/channel.ts';

/** Delivery reports and SMS that one gateway has brought. */
export type Received = { reports: readonly Report[]; inbound: readonly Inbound[] };

/**
 * Writes down what a gateway has brought, each by itself: one that fails holds up no other. Each counts once, however
 * often it is brought.
 * @throws the first failure, after the rest was written: the gateway brings it again
 */
export function takeReceived(db: Db, gatewayId: number, { reports, inbound }: Received, now: number): void {
  const work = [
    ...reports.map((report) => () => takeReport(db, gatewayId, report, now)),
    ...inbound.map((one) => () => takeInbound(db, gatewayId, one, now)),
  ];
  const failures: unknown[] = [];
  for (const write of work) {
    try {
      write();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
