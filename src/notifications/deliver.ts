import { pollGateways } from './poll.ts';
import { linesOf, type Site, startRound } from './rounds.ts';
import { TOOLS, type Tools } from './tools.ts';

/**
 * X-F1: one round of delivery, every few seconds. What is slow goes on by itself; the next round finds its lines taken
 * and sees to the others.
 */
export async function startDelivery(site: Site): Promise<void> {
  await startRound(site, TOOLS);
  await pollGateways(site.db, site.now());
}

/** One round, until everything in it has been sent or has failed. */
export async function deliver(site: Site, tools: Tools = TOOLS, timeout?: number): Promise<void> {
  await startRound(site, tools, timeout);
  await linesOf(site.db);
}
