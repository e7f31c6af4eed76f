import { sayDuration } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { allGateways } from '../gateways/queries.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { MEDIA } from '../outbox/message.ts';
import { urgentWaitingSince, waitingSince } from './queries.ts';
import type { Trouble } from './troubles.ts';

/** A gateway that cannot be reached is tried again and again; after so long the administrators are told. */
export const GATEWAY_PATIENCE = 15 * 60_000;
/** The same, while something urgent waits for it. */
const URGENT_PATIENCE = 2 * 60_000;

type Medium = GatewayRow['medium'];

/** Gateways that cannot be reached, and media of which every gateway is switched off. */
export function gatewayTroubles(db: Db, now: number): Trouble[] {
  const gateways = allGateways(db);
  const down = gateways.flatMap((gateway) => downTrouble(db, gateway, now) ?? []);
  return [...down, ...(['sms', 'email'] as const).flatMap((medium) => offTrouble(db, medium, gateways, now))];
}

function downTrouble(db: Db, gateway: GatewayRow, now: number): Trouble | null {
  const { id, active, name, medium, fault, down_since } = gateway;
  if (active !== 1 || down_since === null) return null;
  const [span, why] = [sayDuration(now - down_since), fault ? `：${fault}` : ''];
  const tell = now - down_since > (urgentWaits(db, medium, now) ? URGENT_PATIENCE : GATEWAY_PATIENCE);
  return {
    key: `gateway ${id}`,
    part: 'gateways',
    what: `网关“${name}”已有 ${span}无法使用${why}`,
    todo: '系统会自动重试，消息不会丢失。请检查网络，并在“短信与邮件网关”页核对设置、发送测试消息。',
    over: `网关“${name}”（此前无法使用）`,
    tell,
    urgent: tell,
  };
}

/** Who means to send nothing has the list for phoning as a gateway in use: then nothing is amiss. */
function offTrouble(db: Db, medium: Medium, gateways: readonly GatewayRow[], now: number): Trouble[] {
  const ofMedium = gateways.filter((gateway) => gateway.medium === medium);
  if (ofMedium.length === 0 || ofMedium.some(({ active }) => active === 1)) return [];
  const since = waitingSince(db, medium);
  const tell = urgentWaits(db, medium, now) || (since !== null && now - since > GATEWAY_PATIENCE);
  return [
    {
      key: `no gateway ${medium}`,
      part: 'gateways',
      what: `${MEDIA[medium]}网关均已停用，${MEDIA[medium]}提醒不能自动送出`,
      todo: `请在“短信与邮件网关”页启用或新建。${medium === 'sms' ? '只打电话、不发短信的，请新建“列入电话通知单”的网关。' : ''}`,
      over: `${MEDIA[medium]}网关（此前均已停用）`,
      tell,
      urgent: tell,
    },
  ];
}

function urgentWaits(db: Db, medium: Medium, now: number): boolean {
  const since = urgentWaitingSince(db, medium);
  return since !== null && now - since > URGENT_PATIENCE;
}
