import type { Db } from '../db/open.ts';
import { CALL_LIST } from './channels/call-list.ts';
import { CHANNELS, channelOf } from './channels/index.ts';
import { allGateways } from './queries.ts';
import type { GatewayRow } from './rows.ts';

export { settingsOf } from './settings.ts';
export { saveGateway } from './write.ts';

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

/** Lets go of every pooled connection, when the server stops. */
export function closeChannels(): void {
  for (const channel of CHANNELS) channel.close?.();
}
