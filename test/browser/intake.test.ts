import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { serve } from '@hono/node-server';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { first, q } from '../../src/db/query.ts';
import { startSession } from '../../src/people/sessions.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { launchChromium, noBrowser } from '../support/chromium.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/** What has the focus, by its field's name. */
const FOCUSED = `(document.activeElement?.getAttribute('name') ?? document.activeElement?.id)`;

describe('a call taken down by keyboard alone', { skip: noBrowser() }, () => {
  let test: TestWorld;
  let cast: Cast;
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let home: string;

  before(async () => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    server = await new Promise<Server>((resolve) => {
      const listening = serve({ fetch: test.app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
        resolve(listening as Server),
      ) as Server;
    });
    home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const seen = { ip: '127.0.0.1', agent: 'test', now: test.world.now() };
    const session = startSession(test.world.db, cast.operator.id, seen);
    await context.addCookies([{ name: 'session', value: session, url: home }]);
    page = await context.newPage();
  });

  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    test.close();
  });

  const newest = () => first(test.world.db, q.selectFrom('cases').selectAll().orderBy('id', 'desc'));
  const focused = () => page.evaluate(FOCUSED);

  /** An empty form, ready for typing: a page is loaded a moment before the browser puts the focus where it belongs. */
  async function openIntake(): Promise<void> {
    await page.goto(`${home}/intake?new=1`);
    await page.locator('[name=phone]:focus').waitFor();
  }

  /** Tab until the field has the focus: the order of Tab is the order of the page. */
  async function tabTo(name: string): Promise<void> {
    for (let step = 0; step < 12; step++) {
      if ((await focused()) === name) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab does not reach ${name}`);
  }

  async function takeDownCall(phone: string, text: string): Promise<void> {
    await page.keyboard.type(phone);
    await tabTo('name');
    await page.keyboard.type('李女士');
    await tabTo('kind');
    await page.keyboard.press('Space');
    await tabTo('text');
    await page.keyboard.type(text);
  }

  it('every button that ends a call is on the screen without scrolling', async () => {
    await openIntake();
    for (const key of ['F7', 'F8', 'F9', 'Ctrl+s']) {
      const box = await page.locator(`[data-key="${key}"]`).boundingBox();
      assert.ok(box && box.y + box.height < 700, key);
    }
  });

  it('当场答复: F8, the answer, Ctrl+Enter, and the number stands on the next page', async () => {
    await openIntake();
    await takeDownCall('13812345678', '请问灵活就业人员养老保险怎么办理');
    await page.keyboard.press('F8');
    await page.locator('[name=answer]:focus').waitFor();
    await page.keyboard.type('请带身份证到政务大厅办理');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/cases\/\d+/);
    assert.equal(newest()?.status, 'closed');
    assert.match((await page.textContent('main')) ?? '', new RegExp(`工单号 ${newest()?.number}`));
  });

  it('不予受理: F7, the reason by its words, how the caller was told, Ctrl+Enter', async () => {
    await page.keyboard.press('F2');
    await page.waitForURL(/\/intake$/);
    await page.locator('[name=phone]:focus').waitFor();
    await takeDownCall('13812345678', '法院判决后对方不付款');
    await page.keyboard.press('F7');
    await page.locator('#f-reason:focus').waitFor();
    await page.keyboard.type('susong');
    await page.keyboard.press('Enter');
    await page.getByText('12368、12348').first().waitFor();
    await tabTo('told');
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/cases\/\d+/);
    assert.equal(newest()?.rejection_reason, 'litigation');
  });

  it('取消 takes an outcome back, keeps what was typed, and the other ways to end the call work', async () => {
    await openIntake();
    await takeDownCall('13812349999', '下水道堵塞');
    await page.keyboard.press('F8');
    await page.locator('[name=answer]:focus').waitFor();
    await page.getByRole('button', { name: '取消' }).click();
    await page.locator('[name=answer]').waitFor({ state: 'detached' });
    assert.equal(await page.inputValue('[name=text]'), '下水道堵塞');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/cases\/\d+/);
    assert.equal(newest()?.status, 'received');
  });

  it('Enter in a field sends nothing', async () => {
    const before = newest()?.id;
    await openIntake();
    await page.keyboard.type('13812345678');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
    assert.equal(newest()?.id, before);
    assert.match(page.url(), /\/intake/);
  });

  it('the earlier cases of the caller appear while the number is typed', async () => {
    await openIntake();
    await page.keyboard.type('+86 138 1234 5678');
    await page.getByText('以前来电 2 件').waitFor();
  });

  it('a photo goes up while the rest is being typed, and F9 takes it along', async () => {
    await openIntake();
    await takeDownCall('13812340000', '门口路灯坏了');
    const photo = {
      name: '现场.png',
      mimeType: 'image/png',
      buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    };
    await page.setInputFiles('input[name=files]', photo);
    await page.locator('#draft-files li a').waitFor();
    await page.keyboard.press('F9');
    await page.waitForURL(/\/cases\/\d+/);
    assert.equal(newest()?.status, 'accepted');
    const files = q
      .selectFrom('attachments')
      .select('name')
      .where('case_id', '=', newest()?.id ?? 0);
    assert.equal(first(test.world.db, files)?.name, '现场.png');
  });

  it('the browser is killed in the middle of a sentence, and the text is there again', async () => {
    await openIntake();
    await takeDownCall('13899998888', '自来水从昨天开始浑浊');
    await page.getByText('草稿已保存').waitFor();
    await page.close({ runBeforeUnload: false });
    page = await context.newPage();
    await page.goto(`${home}/intake`);
    assert.equal(await page.inputValue('[name=text]'), '自来水从昨天开始浑浊');
    assert.equal(await page.inputValue('[name=phone]'), '13899998888');
    assert.ok(await page.isChecked('[name=kind]'));
  });
});
