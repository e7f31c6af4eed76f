import { keysFor } from '../citizens/key.ts';
import { unseal } from '../citizens/sealing.ts';
import type { Db } from '../db/open.ts';
import type { Settings } from './channels/channel.ts';
import { CHANNELS, channelOf } from './channels/index.ts';
import { allGateways } from './gateway-queries.ts';
import type { GatewayRow } from './message.ts';

/** Prints or lists for people; nothing leaves the house through it. */
const CALL_LIST = 'call_list';

/** Settings with what is secret opened; null where the key outside the file is not to be had. */
export function settingsOf(
  db: Db,
  gateway: Pick<GatewayRow, 'id' | 'settings' | 'secrets'>,
): Settings | null {
  const open = JSON.parse(gateway.settings) as Settings;
  if (!gateway.secrets) return open;
  const keys = keysFor(db);
  const text = keys && unseal(keys, gateway.secrets, placeOf(gateway.id));
  return text === null ? null : { ...open, ...(JSON.parse(text) as Settings) };
}

/** Where a gateway's secrets are sealed: they open there and nowhere else. */
export function placeOf(gatewayId: number): string {
  return `gateway ${gatewayId}`;
}

/** Those in use whose channel this program knows, in the order in which they are tried. */
export function activeGateways(db: Db): GatewayRow[] {
  return allGateways(db).filter(({ active, channel }) => active === 1 && channelOf(channel));
}

/** Whether e-mail can be sent at all. */
export function hasEmail(db: Db): boolean {
  return activeGateways(db).some(({ medium }) => medium === 'email');
}

/** Whether SMS can be sent at all; the list for phoning sends none. */
export function hasSms(db: Db): boolean {
  return activeGateways(db).some(({ medium, channel }) => medium === 'sms' && channel !== CALL_LIST);
}

/** Lets go of every pooled connection: settings have changed, or the server stops. */
export function closeChannels(): void {
  for (const channel of CHANNELS) channel.close?.();
}
