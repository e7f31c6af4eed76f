import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createApp } from '../../src/app.ts';
import { openDatabase } from '../../src/db/open.ts';
import type { Routes } from '../../src/web/access.ts';
import { loadAssets } from '../../src/web/assets.ts';
import type { Env, World } from '../../src/web/context.ts';
import { at } from '../calendar/samples.ts';
import { writeTemplate } from './template.ts';

/** A hotline on a fresh file with a clock that the test moves. */
export type TestWorld = {
  world: World;
  app: Hono<Env>;
  routes: Routes;
  /** Moves the clock: "2026-11-23 09:05", local time. */
  setTime: (local: string) => void;
  /** Closes the file and opens it again, as a restart does. */
  restart: () => void;
  close: () => void;
};

/** Monday morning, in a week without holidays. */
export const MONDAY = '2026-11-23 09:00';

export function newWorld(time: string = MONDAY): TestWorld {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-'));
  const file = join(folder, 'hotline.db');
  let now = at(time);
  writeTemplate(file, now, { name: 'empty', fill: () => null });
  const { assets, serve } = loadAssets();
  const build = () => {
    const { db, close } = openDatabase(file, now);
    const world: World = { db, file, now: () => now, assets, setupCode: '123456' };
    return { world, close, ...createApp(world, serve) };
  };
  let built = build();
  return {
    get world() {
      return built.world;
    },
    get app() {
      return built.app;
    },
    get routes() {
      return built.routes;
    },
    setTime: (local) => {
      now = at(local);
    },
    restart: () => {
      built.close();
      built = build();
    },
    close: () => {
      built.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
