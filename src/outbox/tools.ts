import type { Db } from '../db/open.ts';
import type { Channel, Settings } from '../gateways/channels/channel.ts';
import { channelOf } from '../gateways/channels/index.ts';
import { settingsOf } from '../gateways/gateways.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { noLongerTrue } from '../notifications/still-true.ts';
import type { MessageRow } from './message.ts';

/** What delivery asks the rest of the house. */
export type Tools = {
  channelOf: (code: string) => Channel | undefined;
  /** Settings with what is secret opened; null where the key is not to be had. */
  settingsOf: (db: Db, gateway: GatewayRow) => Settings | null;
  /** Why a message must not go out any more; null where it still holds. */
  noLongerTrue: (db: Db, message: MessageRow, now: number) => string | null;
};

export const TOOLS: Tools = { channelOf, settingsOf, noLongerTrue };
