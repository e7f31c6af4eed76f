import type { Db } from '../db/open.ts';
import { CALL_LIST } from '../gateways/channels/call-list.ts';
import type { Channel, Settings } from '../gateways/channels/channel.ts';
import { isPaused } from '../gateways/pause.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { logError } from '../web/log.ts';
import { activeRows } from './after.ts';
import type { Way } from './route-message.ts';
import { roomThisMinute, roomToday } from './shares.ts';
import type { Tools } from './tools.ts';

/** A gateway with what it takes to send through it; `fault` says what stands in the way. */
export type Equipped = Way & { channel: Channel | null; settings: Settings; fault: string | null };

/** The gateways in use, as they stand now. */
export function waysOf(db: Db, now: number, tools: Tools): Equipped[] {
  return activeRows(db).map((gateway) => equip(db, gateway, now, tools));
}

function equip(db: Db, gateway: GatewayRow, now: number, tools: Tools): Equipped {
  const { channel, settings, fault } = openedWith(db, gateway, tools);
  // The first message after a failure shows whether the gateway is there again.
  const most = gateway.down_since === null ? Number.POSITIVE_INFINITY : 1;
  return {
    ...{ gateway, channel, settings, fault },
    room: Math.min(most, roomThisMinute(db, gateway, now)),
    spent: roomToday(db, gateway, now) === 0,
    down: fault !== null || isPaused(gateway.down_until, now),
  };
}

const UNREADABLE = '网关的设置无法读取：请系统管理员检查密钥文件，或重新填写网关设置。';

/** Settings that cannot be read put their own gateway out of service, no other. */
function openedWith(
  db: Db,
  gateway: GatewayRow,
  tools: Tools,
): Pick<Equipped, 'channel' | 'settings' | 'fault'> {
  const channel = tools.channelOf(gateway.channel) ?? null;
  if (gateway.channel === CALL_LIST) return { channel, settings: {}, fault: null };
  if (!channel) return { channel, settings: {}, fault: '本程序不支持这种网关，请更换网关类型。' };
  try {
    const settings = tools.settingsOf(db, gateway);
    return settings ? { channel, settings, fault: null } : { channel, settings: {}, fault: UNREADABLE };
  } catch (error) {
    logError({ gateway: String(gateway.id) }, error);
    return { channel, settings: {}, fault: UNREADABLE };
  }
}
