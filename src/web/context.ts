import type { Context } from 'hono';
import type { Db } from '../db/open.ts';
import type { SpaceAt } from '../disk/space.ts';
import type { Actor, By } from '../people/actor.ts';
import type { Session } from '../people/sessions.ts';
import type { Assets } from './assets.ts';
import type { Body } from './body.ts';
import type { RequestLog } from './request-log.ts';

/** What every handler works with; made once at start. */
export type World = {
  db: Db;
  /** Path of the database file, for workers. */
  file: string;
  /** Epoch ms; the only clock handlers may read. */
  now: () => number;
  assets: Assets;
  /** The code printed on the console while the system has no administrator yet. */
  setupCode: string;
  /** Which requests are written to the log; none where it is not said. */
  requestLog?: RequestLog;
  /** Private keys (age) for restore drills, where the site keeps any on the server. */
  backupIdentityFile?: string | null;
  /** How much room the disk of a folder has; as the system says where it is not said. */
  spaceAt?: SpaceAt;
};

export type Env = {
  Variables: {
    world: World;
    requestId: string;
    /** The browser asks by itself (RouteOptions); false as long as no route is found. */
    quiet: boolean;
    /** Null on public pages. */
    actor: Actor | null;
    session: Session | null;
    /** The sent form, read before the handler runs. */
    body: Body | null;
  };
};

export type Ctx = Context<Env>;
export type Handler = (c: Ctx) => Response | Promise<Response>;

export function dbOf(c: Ctx): Db {
  return c.get('world').db;
}

/** The signed-in person; only for routes that are not public. */
export function whoIs(c: Ctx): Actor {
  const actor = c.get('actor');
  if (!actor) throw new Error('this route is public, nobody is signed in');
  return actor;
}

/** Epoch ms, read once a request where a handler stores it. */
export function nowOf(c: Ctx): number {
  return c.get('world').now();
}

/** Who does it and when, for what is written. */
export function by(c: Ctx): By {
  return { actor: whoIs(c), now: nowOf(c) };
}

/** What every form carries (access.ts asks for it); '' where nobody is signed in. */
export function csrfOf(c: Ctx): string {
  return c.get('session')?.csrf ?? '';
}

/** What the form sent; only in POST handlers. */
export function bodyOf(c: Ctx): Body {
  const body = c.get('body');
  if (!body) throw new Error('only a POST has a body');
  return body;
}

/** A whole number from the path; anything else is answered like a thing that does not exist. */
export function idOf(c: Ctx, name: string): number {
  const text = c.req.param(name) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
