import { getConnInfo } from '@hono/node-server/conninfo';
import { deleteCookie, setCookie } from 'hono/cookie';
import { SESSION_COOKIE } from '../web/access.ts';
import { type Ctx, nowOf } from '../web/context.ts';
import { Forbidden } from '../web/errors.ts';

/** From where and when somebody knocks; kept with the session and in the audit log. */
export type Visitor = { ip: string; agent: string; now: number };

export function visitorOf(c: Ctx): Visitor {
  return { ip: addressOf(c), agent: c.req.header('user-agent') ?? '', now: nowOf(c) };
}

/** The peer's address; behind a proxy on the same machine the last one that the proxy itself added. */
function addressOf(c: Ctx): string {
  const peer = isConnected(c.env) ? (getConnInfo(c).remote.address ?? '') : '';
  const address = peer.replace(/^::ffff:/, '');
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  const isProxy = address === '127.0.0.1' || address === '::1';
  return (isProxy && forwarded ? forwarded : address).slice(0, 45);
}

/** Requests made without a server, as tests do, come from nowhere. */
function isConnected(env: unknown): boolean {
  return typeof env === 'object' && env !== null && ('incoming' in env || 'server' in env);
}

export function keepSession(c: Ctx, token: string): void {
  const secure = new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
  setCookie(c, SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure });
}

export function dropSession(c: Ctx): void {
  deleteCookie(c, SESSION_COOKIE, { path: '/' });
}

/** Public forms have no session token yet: at least the browser must not say that they come from elsewhere. */
export function refuseForeignForm(c: Ctx): void {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Forbidden('这个表单不是从本系统打开的，操作没有执行。请直接打开本系统的网址再试。');
  }
}
