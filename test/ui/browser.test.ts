// In a process of its own: it drives a browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, noBrowser } from '../support/chromium.ts';
import { openDesk } from './desk.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AGENCY = '#f-agency';

describe('the desk in a browser', { skip: noBrowser() }, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let desk: Awaited<ReturnType<typeof openDesk>>;
  let complaints: string[];

  before(async () => {
    browser = await launchChromium();
    desk = await openDesk();
    context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
  });
  after(async () => {
    await browser.close();
    desk.close();
  });
  beforeEach(async () => {
    desk.forget();
    await context.clearCookies();
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(desk.address);
  });
  afterEach(async () => {
    await page.evaluate('localStorage.clear()');
    await page.close();
    // The refused draft of one test is a complaint of the network, not of ours.
    const ours = complaints.filter((text) => !text.includes('status of 500'));
    assert.deepEqual(ours, [], 'no script error and nothing refused by the content security policy');
  });

  const focused = () => page.evaluate('document.activeElement.id');
  const options = () => page.locator('.ui-picker-list:not([hidden]) [role=option]').allTextContents();
  const posted = (path: string) => desk.sent.filter((one) => one.path === path);

  test('typing zjj and Enter chooses 住建局, and the form sends it', async () => {
    await page.focus(AGENCY);
    await page.keyboard.type('zjj');
    assert.match((await options())[0] ?? '', /^住建局/);
    await page.keyboard.press('Enter');
    assert.equal(await page.inputValue(AGENCY), '住建局');
    await page.keyboard.press('F9');
    await page.waitForURL('**/send');
    assert.equal(posted('/send')[0]?.fields.get('agency'), '2');
  });

  test('a picker finds by Chinese, by pinyin, by initials and by path, the best match first', async () => {
    const found = async (typed: string) => {
      await page.fill(AGENCY, typed);
      return (await options()).map((text) => text.replace(/(县政府|街道)$/, ''));
    };
    assert.deepEqual(await found('教育'), ['教育局']);
    assert.deepEqual(await found('zj'), ['住建局', '浙江路街道']);
    assert.deepEqual(await found("z'j'l"), ['浙江路街道']);
    assert.deepEqual(await found('县政府'), ['城管局', '住建局', '教育局']);
    assert.deepEqual(await found('没有'), []);
  });

  test('a picker tells screen readers which option is active', async () => {
    await page.focus(AGENCY);
    assert.equal(await page.getAttribute(AGENCY, 'aria-expanded'), 'false');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.getAttribute(AGENCY, 'aria-expanded'), 'true');
    const active = await page.getAttribute(AGENCY, 'aria-activedescendant');
    assert.match((await page.textContent(`#${active}`)) ?? '', /住建局/);
    assert.equal(await page.getByRole('combobox', { name: '承办单位' }).count(), 1);
  });

  test('Esc and half-typed words leave what was chosen; the button clears it', async () => {
    await page.selectOption('#f-agency-value', '1', { force: true });
    await page.fill(AGENCY, 'jy');
    await page.keyboard.press('Escape');
    assert.equal(await page.inputValue(AGENCY), '城管局');
    await page.fill(AGENCY, 'abc');
    await page.focus('#f-phone');
    assert.equal(await page.inputValue(AGENCY), '城管局');
    await page.locator('.ui-picker-clear').first().click();
    assert.equal(await page.inputValue('#f-agency-value'), '');
  });

  test('Tab takes the best match and goes on', async () => {
    await page.focus(AGENCY);
    await page.keyboard.type('jyj');
    await page.keyboard.press('Tab');
    assert.equal(await page.inputValue('#f-agency-value'), '4');
    assert.equal(await focused(), 'f-assist');
  });

  test('several agencies are chosen as chips and taken away again', async () => {
    const chosen = () => page.locator('#f-assist-value > option:checked').allTextContents();
    for (const typed of ['cgj', 'zjj']) {
      await page.fill('#f-assist', typed);
      await page.press('#f-assist', 'Enter');
    }
    assert.deepEqual(await chosen(), ['城管局', '住建局']);
    await page.getByRole('button', { name: '去掉 城管局' }).click();
    assert.deepEqual(await chosen(), ['住建局']);
    await page.press('#f-assist', 'Backspace');
    assert.deepEqual(await chosen(), []);
  });

  test('/ goes to the search, but stays a character while typing', async () => {
    await page.keyboard.press('/');
    assert.equal(await focused(), 'q');
    await page.focus('#f-content');
    await page.keyboard.type('1/2');
    assert.equal(await page.inputValue('#f-content'), '1/2');
  });

  test('F2 opens a new call from anywhere, also while typing', async () => {
    await page.focus('#f-phone');
    await page.keyboard.press('F2');
    await page.waitForURL('**/intake');
  });

  test('j and k move through the queue with a preview, Enter opens', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await page.getByText('预览 /preview/2').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases/2');
  });

  test('the whole row opens its case', async () => {
    await page.getByText('2026-3').click();
    await page.waitForURL('**/cases/3');
  });

  test('an act opens its form in place, ready for typing, with working pickers', async () => {
    // Before htmx has come, the link opens a page of its own, as it does without scripts.
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('F8');
    await page.locator('#f-lead:focus').waitFor();
    await page.keyboard.type('zjj');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/send');
    assert.equal(posted('/send')[0]?.fields.get('lead'), '2');
  });

  test('a double click sends once', async () => {
    await page.getByRole('button', { name: '受理' }).dblclick();
    await page.waitForURL('**/send');
    assert.equal(posted('/send').length, 1);
  });

  test('an act with a question is only sent after 确认', async () => {
    const press = async () => {
      await page.getByText('更多').click();
      await page.getByRole('button', { name: '催办' }).click();
    };
    await press();
    await page.keyboard.press('Escape');
    assert.equal(posted('/send').length, 0);
    await page.getByRole('button', { name: '催办' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '催办' }).click();
    await page.waitForURL('**/send');
    assert.equal(posted('/send').length, 1);
  });

  test('what is typed is kept on the server shortly after', async () => {
    await page.fill('#f-content', '路灯不亮');
    await page.getByText('草稿已保存 14:05').waitFor();
    assert.equal(posted('/drafts/1').at(-1)?.fields.get('content'), '路灯不亮');
    assert.equal(posted('/drafts/1').at(-1)?.fields.get('csrf'), 'token');
    assert.equal(await page.evaluate('localStorage.length'), 0);
  });

  test('when the server cannot keep it, this browser does, and gives it back', async () => {
    desk.state.draftStatus = 500;
    page.on('dialog', (dialog) => dialog.accept());
    await page.fill('#f-content', '路灯不亮');
    await page.getByText('草稿尚未保存').first().waitFor();
    await page.reload();
    await page.getByRole('button', { name: '恢复' }).click();
    assert.equal(await page.inputValue('#f-content'), '路灯不亮');
  });

  test('logging out leaves nothing typed behind', async () => {
    desk.state.draftStatus = 500;
    page.on('dialog', (dialog) => dialog.accept());
    await page.fill('#f-content', '路灯不亮');
    await page.getByText('草稿尚未保存').first().waitFor();
    await page.locator('.ui-who > summary').click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL('**/logout');
    assert.equal(await page.evaluate('localStorage.length'), 0);
  });

  test('a phrase is written where the cursor stands', async () => {
    await page.fill('#f-content', '再见');
    await page.press('#f-content', 'Home');
    await page.getByRole('button', { name: '开头' }).click();
    assert.equal(await page.inputValue('#f-content'), '您好再见');
  });

  test('a pasted number loses its spaces and +86', async () => {
    await page.fill('#f-phone', '+86 138 0013-8000');
    await page.press('#f-phone', 'Tab');
    assert.equal(await page.inputValue('#f-phone'), '13800138000');
  });

  test('a file that is too large is named before anything is sent, and can be taken away', async () => {
    await page.setInputFiles('#f-files', [
      { name: '大图.png', mimeType: 'image/png', buffer: Buffer.alloc(1_200_000) },
      { name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('a') },
    ]);
    assert.match((await page.textContent('.ui-files')) ?? '', /大图\.png · 1\.1 MB，超过 1 MB/);
    await page.getByRole('button', { name: '移除 大图.png' }).click();
    assert.equal(await page.evaluate('document.querySelector("#f-files").files.length'), 1);
  });

  test('counts arrive in the navigation without moving it', async () => {
    await page.getByText('18 件').waitFor();
    assert.equal(await page.locator('.ui-nav a').count(), 1);
  });

  test('the chosen theme stays on the next page', async () => {
    await page.locator('.ui-who > summary').click();
    await page.getByRole('button', { name: '切换深色浅色' }).click();
    await page.reload();
    assert.equal(await page.getAttribute('html', 'data-bs-theme'), 'dark');
  });

  for (const [width, height] of [
    [1366, 768],
    [390, 844],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe finds nothing at ${width} px, ${colorScheme}, and nothing scrolls sideways`, async () => {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        await page.reload();
        const session = await context.newCDPSession(page);
        const { result } = await session.send('Runtime.evaluate', {
          expression: `${AXE};axe.run().then((r) => JSON.stringify(r.violations.map((v) => [v.id, v.nodes.map((n) => n.target + '')])))`,
          awaitPromise: true,
        });
        assert.equal(result.value, '[]');
        assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0);
      });
    }
  }

  test('paper is black on white, also for somebody who works in the dark', async () => {
    await context.addCookies([{ name: 'theme', value: 'dark', url: desk.address }]);
    await page.reload();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const look = await page.evaluate(
      '[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector("h1")).color]',
    );
    assert.deepEqual(look, ['rgb(255, 255, 255)', 'rgb(28, 37, 48)']);
    assert.equal(await page.locator('.ui-nav').isVisible(), false);
  });

  test('every target on a phone is at least 44 px high', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.ui-menu-toggle > summary').click();
    const small = await page.$$eval('a.btn, button, summary, input:not([type=hidden]), .ui-nav a', (all) =>
      all
        .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(small, []);
  });
});
