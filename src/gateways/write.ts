import { randomBytes } from 'node:crypto';
import { type Audited, audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { q, run, transact } from '../db/query.ts';
import type { By } from '../people/actor.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import type { Channel, Settings } from './channels/channel.ts';
import { channelOf } from './channels/index.ts';
import { refuseRealSms } from './demonstration.ts';
import { allGateways, gatewayById, wasUsed } from './queries.ts';
import type { GatewayRow } from './rows.ts';
import { callsBack, keepSettings, NO_KEY, settingsOf, settingsToChange, TOKEN } from './settings.ts';

/** What every gateway has, whatever its channel. */
export type GatewayCommon = Pick<
  GatewayRow,
  'name' | 'audience' | 'prefixes' | 'signature' | 'per_minute' | 'per_day' | 'price'
>;

/** @returns the gateway's id; `id` null makes a new one, the last to be tried @throws Invalid */
export function saveGateway(
  db: Db,
  by: By,
  id: number | null,
  given: { channel: Channel; common: GatewayCommon; settings: Settings },
): number {
  return transact(db, () => {
    refuseTwin(db, id, given.common.name);
    refuseRealSms(db, given.channel, given.settings);
    return id === null ? created(db, by, given) : changed(db, by, id, given);
  });
}

/** Takes a gateway out of use or back into it; back in use it is tried at once. */
export function switchGateway(db: Db, by: By, id: number, active: 0 | 1): void {
  transact(db, () => {
    const gateway = existing(db, id);
    if (gateway.active === active) return;
    update(db, id, { active, ...AT_ONCE });
    record(db, by, 'gateway_changed', gateway, { active: active === 1 ? '启用' : '停用' });
  });
}

/** @throws Invalid where something was sent through it: then it stays in the records */
export function removeGateway(db: Db, by: By, id: number): void {
  transact(db, () => {
    const gateway = existing(db, id);
    if (wasUsed(db, id)) throw new Invalid('该网关已有发送记录，不能删除，记录都在。不再使用的，请停用。');
    run(db, q.deleteFrom('gateways').where('id', '=', id));
    record(db, by, 'gateway_deleted', gateway);
  });
}

/** One place earlier (-1) or later (1) in the order in which they are tried. */
export function moveGateway(db: Db, by: By, id: number, step: -1 | 1): void {
  transact(db, () => {
    const gateway = existing(db, id);
    const ids = allGateways(db).map((each) => each.id);
    const from = ids.indexOf(id);
    const other = ids[from + step];
    if (other === undefined) return;
    ids[from + step] = id;
    ids[from] = other;
    for (const [position, each] of ids.entries()) update(db, each, { position: position + 1 });
    record(db, by, 'gateway_changed', gateway, { fields: ['顺序'] });
  });
}

/** A new address for callbacks; the one before is worth nothing from now on. @throws Invalid without the key */
export function renewToken(db: Db, by: By, id: number): void {
  transact(db, () => {
    const gateway = existing(db, id);
    const channel = channelOf(gateway.channel);
    if (!channel || !callsBack(channel)) throw new NotFound();
    keepSettings(db, id, channel, { ...openedOf(db, gateway), [TOKEN]: newToken() });
    record(db, by, 'gateway_changed', gateway, { fields: ['回调地址'] });
  });
}

/** Whatever failed before, as it stands now it has not been tried. */
const AT_ONCE = { down_since: null, down_until: null, fault: '' };

type Given = { channel: Channel; common: GatewayCommon; settings: Settings };

function created(db: Db, by: By, { channel, common, settings }: Given): number {
  const last = allGateways(db).at(-1)?.position ?? 0;
  const { code, medium, name } = channel;
  const row = { channel: code, medium, ...common, position: last + 1, created_at: by.now };
  const { id } = run(db, q.insertInto('gateways').values(row));
  keepSettings(db, id, channel, callsBack(channel) ? { ...settings, [TOKEN]: newToken() } : settings);
  record(db, by, 'gateway_created', { id, name: common.name }, { kind: name });
  return id;
}

function changed(db: Db, by: By, id: number, { channel, common, settings }: Given): number {
  const gateway = existing(db, id);
  const before = settingsToChange(db, gateway);
  if (!before) throw new Invalid(NO_KEY);
  const token = before[TOKEN]
    ? { [TOKEN]: before[TOKEN] }
    : callsBack(channel)
      ? { [TOKEN]: newToken() }
      : {};
  const fields = changedFields(channel, gateway, before, { common, settings });
  update(db, id, { ...common, ...AT_ONCE });
  keepSettings(db, id, channel, { ...settings, ...token });
  if (fields.length > 0) record(db, by, 'gateway_changed', gateway, { fields });
  channel.close?.();
  return id;
}

const COMMON_NAMES: Readonly<Record<keyof GatewayCommon, string>> = {
  name: '名称',
  audience: '发送对象',
  prefixes: '号段',
  signature: '短信签名',
  per_minute: '每分钟上限',
  per_day: '每日上限',
  price: '单价',
};

/** Their names only: the log is no place for addresses and passwords. */
function changedFields(
  channel: Channel,
  gateway: GatewayCommon,
  before: Settings,
  { common, settings }: Pick<Given, 'common' | 'settings'>,
): string[] {
  const names = Object.keys(COMMON_NAMES) as (keyof GatewayCommon)[];
  const general = names.filter((name) => gateway[name] !== common[name]).map((name) => COMMON_NAMES[name]);
  const own = channel.fields.filter(({ name }) => (before[name] ?? '') !== (settings[name] ?? ''));
  return [...general, ...own.map(({ label }) => label)];
}

function openedOf(db: Db, gateway: GatewayRow): Settings {
  const settings = settingsOf(db, gateway);
  if (!settings) throw new Invalid(NO_KEY);
  return settings;
}

function refuseTwin(db: Db, id: number | null, name: string): void {
  const twin = allGateways(db).some((each) => each.id !== id && each.name === name);
  if (twin)
    throw new Invalid('有内容需要更正，已填写的内容都在。', {
      name: `已有名为“${name}”的网关，请另取名称。`,
    });
}

function existing(db: Db, id: number): GatewayRow {
  const gateway = gatewayById(db, id);
  if (!gateway) throw new NotFound();
  return gateway;
}

function update(db: Db, id: number, values: Partial<GatewayRow>): void {
  run(db, q.updateTable('gateways').set(values).where('id', '=', id));
}

function record(
  db: Db,
  by: By,
  act: Audited,
  { id, name }: Pick<GatewayRow, 'id' | 'name'>,
  detail: Record<string, unknown> = {},
): void {
  audit(db, { at: by.now, actor: by.actor, act, subject: name, detail: { id, ...detail } });
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}
