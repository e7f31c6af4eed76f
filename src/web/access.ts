import { timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { isGateClosed, pastGate, throughGate } from '../db/gate.ts';
import { hasRole } from '../people/actor.ts';
import type { Role } from '../people/roles.ts';
import { findSession } from '../people/sessions.ts';
import { BODY_LIMITS, one, readBody } from './body.ts';
import { type Ctx, csrfOf, type Env, type Handler } from './context.ts';
import { Forbidden } from './errors.ts';
import { localPath } from './local-path.ts';

/** Who may use a route: anybody, anybody signed in, or the holders of one of these roles. */
export type Access = 'public' | 'signed_in' | readonly Role[];

export type Route = { method: 'GET' | 'POST'; path: string; access: Access };

/** What else a route says of itself. */
export type RouteOptions = {
  /** Its form takes files: it may be as large as they are. Some are of no use to it and only come along. */
  files?: boolean | 'ignored';
  /** The browser asks for it by itself: that does not count as somebody being there (idle log-out). */
  quiet?: boolean;
  /** What is sent to it is no form: the handler reads it. Only for public routes, whose senders are machines. */
  raw?: boolean;
};

export const SESSION_COOKIE = 'session';

/** Pages that stay open while the first password or the secrecy undertaking is still due. */
const BEFORE_ENTRY = new Set(['/account/password', '/undertaking', '/logout']);

/**
 * The only way to add a route: none exists without saying who may use it. `all` lists them for the test that
 * walks every route for every role.
 */
export class Routes {
  readonly all: Route[] = [];
  readonly #app: Hono<Env>;

  constructor(app: Hono<Env>) {
    this.#app = app;
  }

  get(path: string, access: Access, handler: Handler, options: RouteOptions = {}): void {
    const read: Handler = (c) => pastGate(c.get('world').db, () => handler(c));
    this.#add('GET', path, access, read, options);
  }

  post(path: string, access: Access, handler: Handler, options: RouteOptions = {}): void {
    const limit = BODY_LIMITS[options.files ? 'files' : access === 'public' ? 'stranger' : 'form'];
    const take: Handler = async (c) => {
      const body =
        options.raw && access === 'public' ? null : await readBody(c, limit, options.files !== 'ignored');
      try {
        c.set('body', body);
        if (access !== 'public') refuseForgery(c);
        return await throughGate(c.get('world').db, () => handler(c));
      } finally {
        await body?.discard();
      }
    };
    this.#add('POST', path, access, take, options);
  }

  #add(method: Route['method'], path: string, access: Access, handler: Handler, options: RouteOptions): void {
    this.all.push({ method, path, access });
    const { quiet = false } = options;
    this.#app.on(method, path, (c) => {
      c.set('quiet', quiet);
      return enter(c, access, quiet) ?? handler(c);
    });
  }
}

/** Lets the request in, or answers it: log-in page, first steps, 403. Null means: go on. */
function enter(c: Ctx, access: Access, quiet: boolean): Response | null {
  const { db, now } = c.get('world');
  const token = getCookie(c, SESSION_COOKIE);
  const found = token ? findSession(db, token, now(), quiet || isGateClosed(db)) : null;
  c.set('actor', found?.actor ?? null);
  c.set('session', found?.session ?? null);
  if (access === 'public') return null;
  if (!found) return toLogin(c);
  const firstStep = dueFirstStep(found.session);
  if (firstStep && !BEFORE_ENTRY.has(c.req.path)) return c.redirect(firstStep, 303);
  if (access !== 'signed_in' && !hasRole(found.actor, ...access)) throw new Forbidden();
  return null;
}

function dueFirstStep(session: { mustChangePassword: boolean; secrecyAccepted: boolean }): string | null {
  if (session.mustChangePassword) return '/account/password';
  return session.secrecyAccepted ? null : '/undertaking';
}

/**
 * Where to go on after log-in is kept, for a form the page it stood on, where its draft is offered again; a fragment
 * asked for by htmx sends the whole window there.
 */
function toLogin(c: Ctx): Response {
  const page = c.req.method === 'GET' ? c.req.url : (c.req.header('referer') ?? '/');
  const { pathname, search } = new URL(page, c.req.url);
  const wanted = localPath(pathname + search);
  const login = wanted === '/' ? '/login' : `/login?to=${encodeURIComponent(wanted)}`;
  if (c.req.header('hx-request')) return c.body(null, 401, { 'hx-redirect': '/login' });
  return c.redirect(login, 303);
}

/** The session's token in the form or header; browsers that say where a request comes from must say: from here. */
function refuseForgery(c: Ctx): void {
  const site = c.req.header('sec-fetch-site');
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const given = c.req.header('x-csrf-token') ?? one(c.get('body')?.typed ?? {}, 'csrf');
  const wanted = csrfOf(c);
  if (foreign || !sameText(given, wanted)) {
    throw new Forbidden(
      '页面已过期或来源不明，操作没有执行。请返回上一页刷新后重新提交，已填写的内容仍在草稿中。',
    );
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length > 0 && left.length === right.length && timingSafeEqual(left, right);
}
