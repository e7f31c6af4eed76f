import type { CallbackAddress, ListedGateway, ShownTry } from '../../views/gateways/types.ts';
import { sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { when } from '../people/when.ts';
import { policyAt } from '../policy/policy.ts';
import { CALL_LIST } from './channels/call-list.ts';
import type { Channel } from './channels/channel.ts';
import { channelOf } from './channels/index.ts';
import { GATEWAY_AUDIENCES } from './form.ts';
import { type GatewayTry, lastTries, wasUsed } from './queries.ts';
import type { GatewayRow } from './rows.ts';
import { settingsOf, settingsToChange, TOKEN } from './settings.ts';

/** A gateway as people read it. `sent`: what it sent today. */
export function listedGateway(
  db: Db,
  gateway: GatewayRow,
  sent: { count: number; parts: number } | undefined,
  now: number,
): ListedGateway {
  const { id, name, medium, last_ok_at, price, active } = gateway;
  const { count = 0, parts = 0 } = sent ?? {};
  return {
    ...{ id, name, medium, active: active === 1, used: wasUsed(db, id) },
    channel: channelOf(gateway.channel)?.name ?? gateway.channel,
    audience: medium === 'sms' && gateway.channel !== CALL_LIST ? GATEWAY_AUDIENCES[gateway.audience] : '',
    ...stateOf(db, gateway, now),
    today:
      medium === 'email' ? `${count} 封` : parts > count ? `${count} 条，计费 ${parts} 条` : `${count} 条`,
    cost: price > 0 && parts > 0 ? `${yuan(parts * price)} 元` : '',
    lastOk: last_ok_at === null ? '尚未发送过' : when(last_ok_at, now),
  };
}

function stateOf(db: Db, gateway: GatewayRow, now: number): Pick<ListedGateway, 'tone' | 'state' | 'why'> {
  if (gateway.active === 0) return { tone: 'neutral', state: '已停用', why: '' };
  if (!channelOf(gateway.channel))
    return { tone: 'overdue', state: '不能使用', why: '当前程序不支持这种网关，请停用。' };
  if (!settingsOf(db, gateway))
    return {
      tone: 'overdue',
      state: '不能使用',
      why: settingsToChange(db, gateway) ? OTHER_KEY : NO_KEY,
    };
  if (gateway.down_since === null) return untried(db, gateway) ?? { tone: 'done', state: '正常', why: '' };
  return { tone: 'overdue', state: `自 ${sayTime(gateway.down_since, now)} 起无法连接`, why: gateway.fault };
}

const NO_KEY = '密码已加密，身份密钥不可用。请恢复密钥文件并重新启动系统。';
const OTHER_KEY =
  '密码类内容是用以前的身份密钥加密的，现在的密钥打不开。找不回以前的密钥的，请打开网关，把密码类内容全部重新填写后保存；有回调地址的，请把新的回调地址告知平台。';

/** Of one that has taken nothing so far it is not said that it works; null once it has. */
export function untried(
  db: Db,
  { id, channel, last_ok_at }: GatewayRow,
): Pick<ListedGateway, 'tone' | 'state' | 'why'> | null {
  if (last_ok_at !== null || channel === CALL_LIST) return null;
  const [last] = lastTries(db, id, 1);
  if (!last?.result) return { tone: 'neutral', state: '未测试', why: '' };
  return { tone: 'due', state: last.rule === 'test' ? '上次测试失败' : '上次发送失败', why: last.why };
}

/** How a try ended, as the gateway's channel said. */
export const RESULTS: Readonly<Record<string, string>> = {
  taken: '网关已接收',
  refused: '网关拒收',
  later: '暂未接收，稍后重试',
  down: '网关无法连接',
  unsure: '不确定是否接收',
  delivered: '已送达',
  undelivered: '未送达',
};

export function triesOf(tries: readonly GatewayTry[], now: number): ShownTry[] {
  return tries.map(({ at, result, why, recipient_name, rule }) => ({
    at: when(at, now),
    what: rule === 'test' ? `测试，${recipient_name}` : recipient_name,
    result: result === null ? '正在发送' : (RESULTS[result] ?? result),
    tone: result === null ? 'new' : result === 'taken' || result === 'delivered' ? 'done' : 'overdue',
    why,
  }));
}

const CALLBACKS = [
  { kind: 'reports', path: 'report', label: '送达回执地址' },
  { kind: 'inbound', path: 'inbound', label: '上行短信地址' },
] as const;

/** Where the gateway reaches this system; a path alone while nobody has said where the system is reached. */
export function callbacksOf(db: Db, channel: Channel, gateway: GatewayRow, now: number): CallbackAddress[] {
  const token = settingsOf(db, gateway)?.[TOKEN];
  if (!token) return [];
  const base = policyAt(db, now).sending.address.replace(/\/+$/, '');
  return CALLBACKS.filter(({ kind }) => channel[kind]).map(({ path, label }) => ({
    label,
    address: `${base}/gateways/${gateway.id}/${path}/${token}`,
    whole: base !== '',
  }));
}

/** Names of the secret fields that hold something; all of them where they cannot be opened. */
export function secretsFilled(db: Db, channel: Channel, gateway: GatewayRow): Set<string> {
  const settings = settingsToChange(db, gateway);
  const secret = channel.fields.filter((field) => field.secret).map(({ name }) => name);
  return new Set(settings ? secret.filter((name) => settings[name]) : secret);
}

/** Thousandths of a yuan as yuan, no more figures than it takes: 12.3, 0.045. */
function yuan(thousandths: number): string {
  return String(thousandths / 1000);
}
