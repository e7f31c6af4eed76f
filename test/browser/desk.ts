import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { agencyKeys } from '../../src/agencies/names.ts';
import type { Db } from '../../src/db/open.ts';
import { all, q, run } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { hashPassword } from '../../src/people/passwords.ts';
import { startSession } from '../../src/people/sessions.ts';
import { start } from '../../src/server.ts';
import type { World } from '../../src/web/context.ts';
import { at } from '../calendar/samples.ts';
import { launchChromium } from '../support/chromium.ts';
import { MONDAY } from '../support/world.ts';

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A real server on a fresh file, a real browser, and everybody at a browser of their own. */
export type Desk = {
  address: string;
  world: World;
  browser: Browser;
  /** A page of this person, signed in, in a browser context of its own; null is a stranger. */
  as: (person: Pick<Actor, 'id'> | null, options?: BrowserContextOptions) => Promise<Page>;
  /** Lets the clock of the server leap; between leaps it goes on as clocks do. */
  setTime: (local: string) => void;
  pass: (minutes: number) => void;
  /** Answers that a test provokes (404, 422) and that are therefore no problem. */
  expect: (...statuses: readonly number[]) => void;
  /** Script errors, violations of the content policy, failed and refused requests since the last call. */
  problems: () => string[];
  close: () => Promise<void>;
};

export async function openDesk(time: string = MONDAY): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-'));
  const config = { host: '127.0.0.1', port: 0, database: join(folder, 'hotline.db') };
  const { address, world, stop } = await start(config);
  const browser = await launchChromium();
  const seen: string[] = [];
  const expected = new Set<number>();
  let lead = at(time) - Date.now();
  world.now = () => Date.now() + lead;

  const as: Desk['as'] = async (person, options = {}) => {
    const context = await browser.newContext({
      viewport: DESK,
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      baseURL: address,
      ...options,
    });
    context.setDefaultTimeout(30_000);
    if (person) await signIn(context, world, person, address);
    watch(context, (problem) => seen.push(problem), expected);
    return context.newPage();
  };
  return {
    address,
    world,
    browser,
    as,
    setTime: (local) => {
      lead = at(local) - Date.now();
    },
    pass: (minutes) => {
      lead += minutes * 60_000;
    },
    expect: (...statuses) => {
      for (const status of statuses) expected.add(status);
    },
    problems: () => seen.splice(0),
    close: async () => {
      await browser.close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every person of the cast gets this password; a cheap hash, as a test makes many. */
export async function givePasswords(db: Db, password: string): Promise<void> {
  run(db, q.updateTable('users').set({ password_hash: await hashPassword(password, 4) }));
}

/** Agencies of the cast are found by pinyin, as agencies written through the page are. */
export function givePinyin(db: Db): void {
  for (const { id, name, short_name } of all(
    db,
    q.selectFrom('agencies').select(['id', 'name', 'short_name']),
  )) {
    run(
      db,
      q
        .updateTable('agencies')
        .set({ search_keys: agencyKeys(name, short_name) })
        .where('id', '=', id),
    );
  }
}

export async function signIn(
  context: BrowserContext,
  world: World,
  person: Pick<Actor, 'id'>,
  address: string,
): Promise<void> {
  const value = startSession(world.db, person.id, { ip: '127.0.0.1', agent: 'test', now: world.now() });
  await context.addCookies([{ name: 'session', value, url: address }]);
}

function watch(
  context: BrowserContext,
  tell: (problem: string) => void,
  expected: ReadonlySet<number>,
): void {
  context.on('console', (message) => {
    // The browser says this of every answer above 399; the answers themselves are judged below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      tell(`console: ${message.text()}`);
    }
  });
  context.on('weberror', (error) => tell(`script: ${error.error().stack ?? error.error().message}`));
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // Leaving a page ends what it was still asking for.
    if (why !== 'net::ERR_ABORTED') tell(`request: ${request.url()} ${why}`);
  });
  context.on('response', (response) => {
    const status = response.status();
    if (status >= 400 && !expected.has(status)) tell(`answer: ${status} ${response.url()}`);
  });
}

/** A picture of the state on the way, where PICTURES names a folder. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
