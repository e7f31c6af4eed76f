import { timingSafeEqual } from 'node:crypto';
import type { Callback, Channel, Settings } from '../gateways/channels/channel.ts';
import { charsetOf, decode, readFields } from '../gateways/channels/charset.ts';
import { channelOf } from '../gateways/channels/index.ts';
import { settingsOf } from '../gateways/gateways.ts';
import { gatewayById } from '../gateways/queries.ts';
import type { Routes } from '../web/access.ts';
import { BODY_LIMITS, readBytes } from '../web/body.ts';
import { type Ctx, dbOf, idOf, nowOf } from '../web/context.ts';
import { Expected, NotFound } from '../web/errors.ts';
import { takeReceived } from './received.ts';

type Caller = { gatewayId: number; channel: Channel; settings: Settings };

/**
 * Where gateways bring delivery reports and SMS from citizens. They have no session: the token in the address is what
 * lets them in. It is written to no log, as addresses never are (web/error-page.ts).
 */
export function callbackRoutes(routes: Routes): void {
  for (const [kind, take] of [
    ['report', report],
    ['inbound', inbound],
  ] as const) {
    routes.get(`/gateways/:id/${kind}/:token`, 'public', take);
    routes.post(`/gateways/:id/${kind}/:token`, 'public', take, { raw: true });
  }
}

async function report(c: Ctx): Promise<Response> {
  const { gatewayId, channel, settings } = callerOf(c);
  const callback = await callbackOf(c, settings);
  const reports = read(() => channel.reports?.(settings, callback));
  if (!reports) return notUnderstood(c);
  await takeReceived(dbOf(c), gatewayId, { reports, inbound: [] }, nowOf(c));
  return thank(c, channel, settings);
}

async function inbound(c: Ctx): Promise<Response> {
  const { gatewayId, channel, settings } = callerOf(c);
  const callback = await callbackOf(c, settings);
  const found = read(() => channel.inbound?.(settings, callback, nowOf(c)));
  if (!found) return notUnderstood(c);
  await takeReceived(dbOf(c), gatewayId, { reports: [], inbound: found }, nowOf(c));
  return thank(c, channel, settings);
}

/** What is nested so deeply that it cannot be read is nothing of a gateway's. */
function read<T>(reading: () => T): T | null {
  try {
    return reading();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @throws NotFound for a gateway that is not there and for a wrong token alike */
function callerOf(c: Ctx): Caller {
  const gateway = gatewayById(dbOf(c), idOf(c, 'id'));
  const channel = gateway && channelOf(gateway.channel);
  if (!gateway || !channel) throw new NotFound();
  const settings = settingsOf(dbOf(c), gateway);
  // The gateway calls again; by then the key file may be back.
  if (!settings) throw new Expected(503, '密钥文件暂时无法读取，请稍后再推送。');
  if (!isSame(c.req.param('token') ?? '', settings.token ?? '')) throw new NotFound();
  return { gatewayId: gateway.id, channel, settings };
}

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return right.length > 0 && left.length === right.length && timingSafeEqual(left, right);
}

async function callbackOf(c: Ctx, settings: Settings): Promise<Callback> {
  const charset = charsetOf(settings);
  const body = c.req.method === 'POST' ? decode(await readBytes(c.req.raw, BODY_LIMITS.form), charset) : '';
  const isForm = /^application\/x-www-form-urlencoded/i.test(c.req.header('content-type') ?? '');
  const query = new URL(c.req.url).search.slice(1);
  return {
    method: c.req.method,
    values: { ...readFields(query, charset), ...(isForm ? readFields(body, charset) : {}) },
    query,
    headers: c.req.header(),
    body,
  };
}

function thank(c: Ctx, channel: Channel, settings: Settings): Response {
  const words = settings.thanks ?? channel.thanks ?? 'ok';
  const type = /^\s*[[{]/.test(words) ? 'application/json' : 'text/plain';
  return c.body(words, 200, { 'content-type': `${type}; charset=utf-8` });
}

function notUnderstood(c: Ctx): Response {
  return c.text('推送的内容与本系统中的网关设置不符，没有处理。请核对字段设置。', 422);
}
