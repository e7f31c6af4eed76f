import type { Db } from '../db/open.ts';
import { closeChannels } from '../gateways/gateways.ts';
import { linesOf, type Site, startRound, stopDelivering } from './rounds.ts';
import { TOOLS, type Tools } from './tools.ts';

/**
 * X-F1: one round of delivery, every few seconds. What is slow goes on by itself; the next round finds its lines taken
 * and sees to the others.
 */
export async function startDelivery(site: Site): Promise<void> {
  await startRound(site, TOOLS);
}

/** One round, until everything in it has been sent or has failed. */
export async function deliver(site: Site, tools: Tools = TOOLS, timeout?: number): Promise<void> {
  await startRound(site, tools, timeout);
  await linesOf(site.db);
}

/** When the server stops: what is being sent is waited for a little, and connections are let go. */
export async function endDelivery(db: Db): Promise<void> {
  await stopDelivering(db);
  closeChannels();
}
