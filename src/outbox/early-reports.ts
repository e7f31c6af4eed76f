import type { Db } from '../db/open.ts';
import type { Report } from '../gateways/channels/channel.ts';

const MOST = 1000;

const early = new WeakMap<Db, Map<string, Report>>();

/** Keeps a report that came before the answer to the sending told what the gateway calls the message. */
export function keepEarly(db: Db, gatewayId: number, report: Report): void {
  const kept = early.get(db) ?? new Map<string, Report>();
  early.set(db, kept);
  kept.set(`${gatewayId} ${report.ref}`, report);
  // Reports of messages that are not ours never find their sending: the oldest make room.
  const [oldest] = kept.keys();
  if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
}

/** The report on a message that a gateway has just named, if it was quicker. */
export function takeEarly(db: Db, gatewayId: number, ref: string): Report | undefined {
  const kept = early.get(db);
  const report = kept?.get(`${gatewayId} ${ref}`);
  kept?.delete(`${gatewayId} ${ref}`);
  return report;
}
