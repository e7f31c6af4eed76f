import { setTimeout as after } from 'node:timers/promises';
import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import type { Channel, Settings } from '../gateways/channels/channel.ts';
import { channelOf } from '../gateways/channels/index.ts';
import { settingsOf } from '../gateways/gateways.ts';
import { allGateways } from '../gateways/queries.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { logError } from '../web/log.ts';
import { takeReceived } from './received.ts';

/** A folder on a drive that does not answer is waited for so long, in ms. */
const PATIENCE = 10_000;

/**
 * Fetches reports and SMS from gateways that do not call back, also from those switched off: something may still come.
 * Never fails: what cannot be fetched now is fetched the next time.
 */
export function pollGateways(db: Db, now: number, patience = PATIENCE): Promise<void> {
  return lookAfterAll(db, patience, async (gateway, { poll }, settings) => {
    const found = await poll?.(settings, now);
    if (!found || !db.open) return;
    await throughGate(db, () => takeReceived(db, gateway.id, found, now));
    await found.forget();
  });
}

/** Clears away what gateways leave behind of messages long sent. Never fails. */
export function tidyGateways(db: Db, now: number, patience = PATIENCE): Promise<void> {
  return lookAfterAll(db, patience, async (_gateway, { tidy }, settings) => tidy?.(settings, now));
}

type Work = (gateway: GatewayRow, channel: Channel, settings: Settings) => Promise<void>;

/** Gateways that somebody is at: one that hangs is left alone until it answers, and holds up no other. */
const busy = new WeakMap<Db, Set<number>>();

async function lookAfterAll(db: Db, patience: number, work: Work): Promise<void> {
  const enough = new AbortController();
  const all = Promise.all(allGateways(db).map((gateway) => lookAfter(db, gateway, work)));
  const waited = after(patience, null, { signal: enough.signal }).catch(() => null);
  await Promise.race([all, waited]);
  enough.abort();
}

async function lookAfter(db: Db, gateway: GatewayRow, work: Work): Promise<void> {
  const channel = channelOf(gateway.channel);
  const taken = busy.get(db) ?? new Set();
  busy.set(db, taken);
  if (!channel?.poll || taken.has(gateway.id)) return;
  taken.add(gateway.id);
  try {
    const settings = settingsOf(db, gateway);
    if (settings) await work(gateway, channel, settings);
  } catch (error) {
    // Folders that are not there are told of when something is sent.
    if (gateway.active === 1 && !isMissing(error)) logError({ gateway: String(gateway.id) }, error);
  } finally {
    taken.delete(gateway.id);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
