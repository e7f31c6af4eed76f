// One picture for each page and role, at the desk and on the phone, into the git-ignored folder screenshots/.
//   npm run screenshots [-- ROLE ...]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { projectRoot } from '../src/config.ts';
import { all, q } from '../src/db/query.ts';
import { fillDemo } from '../src/demo/fill.ts';
import { actorOf } from '../src/people/actor.ts';
import { ALL_ROLES, type Role } from '../src/people/roles.ts';
import { startSession } from '../src/people/sessions.ts';
import { subjects } from '../src/policy/subjects/index.ts';
import { start } from '../src/server.ts';
import { navigationFor } from '../src/web/navigation.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { SAMPLES } from './screenshot-samples.ts';

const SIZES = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
];

/** Pages that no link of the navigation names. */
const PAGES: Partial<Record<Role, string[]>> = {
  operator: ['/intake', '/search?q=路灯'],
  admin: [
    ...['/people/new', '/agencies/new', '/agencies/import', '/items/new', '/items/import'],
    ...['/calendar/years', ...subjects.map(({ slug }) => `/policy/${slug}`)],
  ],
};

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'hotline-pictures-'));
const { address, world, stop } = await start({
  host: '127.0.0.1',
  port: 0,
  database: join(folder, 'demo.db'),
});
const browser = await launchChromium();
try {
  await pictures('stranger', null, ['/login', '/setup', '/nowhere']);
  await fillDemo(world.db, world.now());
  await pictures('stranger', null, ['/login']);
  for (const role of ALL_ROLES) await picturesOfRole(role);
} finally {
  await browser.close();
  await stop();
  rmSync(folder, { recursive: true, force: true });
}

async function picturesOfRole(role: Role): Promise<void> {
  const person = all(
    world.db,
    q.selectFrom('user_roles').select('user_id').where('role', '=', role).orderBy('user_id').limit(1),
  )[0];
  if (!person) throw new Error(`the demo has nobody with the role ${role}`);
  const actor = actorOf(world.db, person.user_id);
  const pages = navigationFor(actor, '').map((item) => item.href);
  await pictures(role, person.user_id, [...pages, '/account', ...(PAGES[role] ?? [])]);
}

async function pictures(role: string, userId: number | null, pages: readonly string[]): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(role)) return;
  for (const size of SIZES) {
    const context = await browser.newContext({ viewport: size, locale: 'zh-CN' });
    if (userId !== null) await signIn(context, userId);
    const page = await context.newPage();
    for (const path of pages) await picture(page, role, path, size.name);
    if (userId !== null) await caseOfQueue(page, role, size.name);
    for (const sample of SAMPLES.filter((each) => each.role === role)) {
      const path = world.db.prepare(sample.path).pluck().get();
      if (typeof path !== 'string') throw new Error(`the demo has nothing for ${sample.name}`);
      await page.goto(new URL(path, address).href);
      await shoot(page, role, sample.name, size.name);
    }
    await context.close();
  }
}

async function signIn(context: BrowserContext, userId: number): Promise<void> {
  const value = startSession(world.db, userId, { ip: '127.0.0.1', agent: 'screenshots', now: world.now() });
  await context.addCookies([{ name: 'session', value, url: address }]);
}

/** The first case of the role's first queue that has one, with its next act's form open, and its printed form. */
async function caseOfQueue(page: Page, role: string, size: string): Promise<void> {
  await page.goto(address);
  const link = page.locator('.ui-row-link').first();
  if ((await link.count()) === 0) return;
  await page.goto(new URL((await link.getAttribute('href')) ?? '/', address).href);
  await shoot(page, role, 'case', size);
  const act = page.locator('.ui-primary > a').first();
  if ((await act.count()) > 0) {
    await act.click();
    await page.waitForSelector('#act-form');
    await shoot(page, role, 'case-act', size);
  }
  const print = page.getByRole('link', { name: '打印' });
  if (size === 'desk' && (await print.count()) > 0) {
    await page.goto(new URL((await print.getAttribute('href')) ?? '/', address).href);
    await shoot(page, role, 'case-print', size);
  }
}

async function picture(page: Page, role: string, path: string, size: string): Promise<void> {
  await page.goto(new URL(path, address).href);
  await shoot(page, role, path.replace(/^\//, '').replaceAll(/[/?=&]+/g, '-') || 'home', size);
}

async function shoot(page: Page, role: string, name: string, size: string): Promise<void> {
  const target = join(projectRoot, 'screenshots', role);
  mkdirSync(target, { recursive: true });
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(target, `${name}-${size}.png`), fullPage: true });
}
