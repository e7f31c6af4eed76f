import type { Db } from '../db/open.ts';
import type { GatewayRow } from '../outbox/message.ts';
import { logError } from '../web/log.ts';
import { channelOf } from './channels/index.ts';
import { settingsOf } from './gateways.ts';
import { allGateways } from './queries.ts';
import { takeReceived } from './received.ts';

/**
 * Fetches reports and SMS from gateways that do not call back, also from those switched off: something may still come.
 * Never fails: what cannot be fetched now is fetched the next time.
 */
export async function pollGateways(db: Db, now: number): Promise<void> {
  for (const gateway of allGateways(db)) {
    try {
      await poll(db, gateway, now);
    } catch (error) {
      // Folders that are not there are told of when something is sent.
      if (gateway.active === 1 && !isMissing(error)) logError({ gateway: String(gateway.id) }, error);
    }
  }
}

async function poll(db: Db, gateway: GatewayRow, now: number): Promise<void> {
  const look = channelOf(gateway.channel)?.poll;
  const settings = look && settingsOf(db, gateway);
  if (!look || !settings) return;
  const found = await look(settings, now);
  takeReceived(db, gateway.id, found, now);
  await found.forget();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
