import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { proposeMapping } from '../../src/import/mapping.ts';
import { importRoutes } from '../../src/import/routes.ts';
import { ALONE, type Hooks, type ImportOrder, type Outcome, runImport } from '../../src/import/run.ts';
import { beginRun, runById } from '../../src/import/runs.ts';
import { startSession } from '../../src/people/sessions.ts';
import { Routes } from '../../src/web/access.ts';
import type { Env } from '../../src/web/context.ts';
import { parseCsv } from '../../src/web/csv.ts';
import { errorPage } from '../../src/web/error-page.ts';
import { at } from '../calendar/samples.ts';
import { type Cast, newCast } from '../support/cast.ts';

/** A fresh hotline with its cast, and the import pages alone. */
export type Desk = ReturnType<typeof newDesk>;

export const NOW = at('2026-11-23 09:00');

export function newDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  const file = join(folder, 'hotline.db');
  let opened = openDatabase(file, NOW);
  seedPublishedYears(opened.db, NOW);
  const cast = newCast(opened.db, NOW);
  let app = appOn(opened.db, file);
  return {
    folder,
    file,
    cast,
    get db() {
      return opened.db;
    },
    visitor: (actor: Cast['supervisor']) => visitor(opened.db, () => app, actor.id),
    write: (name: string, text: string | Uint8Array) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    restart: () => {
      opened.close();
      opened = openDatabase(file, NOW);
      app = appOn(opened.db, file);
    },
    /** Lets go of the file, as stopping the system does. */
    release: () => {
      if (opened.db.open) opened.close();
    },
    close: () => {
      if (opened.db.open) opened.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function appOn(db: Db, file: string): Hono<Env> {
  const app = new Hono<Env>();
  app.use('*', async (c, next) => {
    c.set('world', { db, file, now: () => NOW, assets: (name) => `/assets/test/${name}`, setupCode: '' });
    c.set('requestId', 'test');
    await next();
  });
  app.onError((error, c) => errorPage(c, error));
  importRoutes(new Routes(app));
  return app;
}

function visitor(db: Db, app: () => Hono<Env>, userId: number) {
  const token = startSession(db, userId, { ip: '', agent: '', now: NOW });
  const csrf = String(db.prepare('SELECT csrf FROM sessions ORDER BY rowid DESC').pluck().get());
  const headers = { cookie: `session=${token}` };
  return {
    get: async (path: string) => app().request(path, { headers }),
    post: async (path: string, fields: Record<string, string>, file?: File) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ csrf, ...fields })) body.append(name, value);
      if (file) body.append('file', file);
      return app().request(path, { method: 'POST', body, headers });
    },
  };
}

/** Imports a text as the command line does, with the mapping that its header suggests. */
export async function bringIn(
  db: Db,
  csv: string | Uint8Array,
  wish: Partial<ImportOrder> & Partial<Hooks> = {},
): Promise<Outcome & { runId: number }> {
  const bytes = typeof csv === 'string' ? Buffer.from(csv) : csv;
  const header = typeof csv === 'string' ? parseCsv(csv).header : [];
  const source = wish.source ?? '旧系统';
  const runId = beginRun(db, {
    source,
    fileName: 'old.csv',
    userId: null,
    dryRun: wish.dryRun ?? false,
    at: NOW,
  });
  const order: ImportOrder = {
    ...{ runId, source, userId: wish.userId ?? null, dryRun: wish.dryRun ?? false },
    mapping: wish.mapping ?? proposeMapping(header),
    ...{ defaultKind: wish.defaultKind ?? 'help', defaultChannel: wish.defaultChannel ?? 'web' },
  };
  const hooks: Hooks = {
    clock: () => NOW,
    pace: wish.pace ?? ALONE,
    ...(wish.stopped ? { stopped: wish.stopped } : {}),
  };
  return { ...(await runImport(db, bytes, order, hooks)), runId };
}

/** Waits until a run that goes on in its thread has ended. */
export async function ended(desk: Pick<Desk, 'db'>, runId: number) {
  for (let tries = 0; tries < 1500; tries++) {
    const run = runById(desk.db, runId);
    if (run && run.finished_at !== null) {
      await sleep(60);
      return run;
    }
    await sleep(20);
  }
  throw new Error(`run ${runId} has not ended`);
}
