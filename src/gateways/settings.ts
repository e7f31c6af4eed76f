import { keysFor } from '../citizens/key.ts';
import { seal, unseal } from '../citizens/sealing.ts';
import type { Db } from '../db/open.ts';
import { q, run } from '../db/query.ts';
import { Invalid } from '../web/errors.ts';
import type { Channel, Settings } from './channels/channel.ts';
import type { GatewayRow } from './rows.ts';

/** The secret field that callbacks carry in their address; made here, never typed. */
export const TOKEN = 'token';

/**
 * Settings with what is secret opened; null where the key outside the file is not to be had. `report_path` is where
 * on this system reports are brought, for gateways that have to be told with each message.
 */
export function settingsOf(
  db: Db,
  gateway: Pick<GatewayRow, 'id' | 'settings' | 'secrets'>,
): Settings | null {
  const open = JSON.parse(gateway.settings) as Settings;
  if (!gateway.secrets) return open;
  const keys = keysFor(db);
  const text = keys && unseal(keys, gateway.secrets, placeOf(gateway.id));
  if (text === null) return null;
  const secrets = JSON.parse(text) as Settings;
  const token = secrets[TOKEN];
  return { ...open, ...secrets, ...(token && { report_path: `/gateways/${gateway.id}/report/${token}` }) };
}

/**
 * What a changed gateway starts from. Secrets sealed with a key that is lost for good are left out, and have to be
 * typed anew; null while there is no key at all to seal them with.
 */
export function settingsToChange(
  db: Db,
  gateway: Pick<GatewayRow, 'id' | 'settings' | 'secrets'>,
): Settings | null {
  return settingsOf(db, gateway) ?? (keysFor(db) && (JSON.parse(gateway.settings) as Settings));
}

/**
 * Writes the settings, what is secret sealed with the key outside the file.
 * @throws Invalid where there is something to seal and the key is not to be had
 */
export function keepSettings(db: Db, id: number, channel: Channel, settings: Settings): void {
  const names = new Set(secretNames(channel));
  const given = Object.entries(settings).filter(([, value]) => value !== '');
  const secrets = given.filter(([name]) => names.has(name));
  const open = Object.fromEntries(given.filter(([name]) => !names.has(name)));
  const row = {
    settings: JSON.stringify(open),
    secrets: secrets.length > 0 ? sealed(db, id, secrets) : null,
  };
  run(db, q.updateTable('gateways').set(row).where('id', '=', id));
}

function secretNames(channel: Channel): string[] {
  return [...channel.fields.filter((field) => field.secret).map(({ name }) => name), TOKEN];
}

/** Whether the gateway calls back: with delivery reports, or with what citizens send. */
export function callsBack(channel: Channel): boolean {
  return Boolean(channel.reports || channel.inbound);
}

/** Said where secrets can neither be opened nor sealed. */
export const NO_KEY =
  '身份密钥不可用，密码不能加密保存，本次更改没有保存，原有设置不受影响。请恢复密钥文件并重新启动系统后再保存。';

function sealed(db: Db, id: number, secrets: [string, string][]): Buffer {
  const keys = keysFor(db);
  if (!keys) throw new Invalid(NO_KEY);
  return seal(keys, JSON.stringify(Object.fromEntries(secrets)), placeOf(id));
}

/** A gateway's secrets open with this gateway and nowhere else. */
function placeOf(gatewayId: number): string {
  return `gateway ${gatewayId}`;
}
