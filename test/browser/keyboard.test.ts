import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { all, q } from '../../src/db/query.ts';
import { Life } from '../cases/life.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, givePinyin, openDesk } from './desk.ts';
import { state } from './hands.ts';

describe('a dispatcher who never touches the mouse', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  let page: Page;
  const texts = ['清源路路灯不亮', '南街下水道堵塞', '公交站台玻璃破损'];
  const lives: Life[] = [];

  before(async () => {
    desk = await openDesk('2026-11-23 10:00');
    cast = newCast(desk.world.db, desk.world.now());
    givePinyin(desk.world.db);
    for (const [index, text] of texts.entries()) {
      const life = new Life(desk.world.db, cast, `2026-11-23 09:${10 + index * 10}`);
      lives.push(life.take({ text }).do(cast.dispatcher, 'accept'));
    }
    page = await desk.as(cast.dispatcher);
  });
  after(() => desk.close());
  afterEach(() => assert.deepEqual(desk.problems(), []));

  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  const fieldInHand = () =>
    page.evaluate(
      () => document.activeElement?.closest('.ui-field')?.querySelector('label')?.textContent ?? '',
    );
  const dispatched = () =>
    all(desk.world.db, q.selectFrom('cases').select('headline').where('status', '=', 'dispatched')).length;

  /** The keys work once the page that says so is whole. */
  async function wasDone(): Promise<void> {
    await page.locator('.ui-note[data-tone=ok]').waitFor();
    await page.waitForLoadState();
  }

  it('j and k move through the queue, the row in hand is previewed, Enter opens it', async () => {
    await page.goto('/queues/to-dispatch');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.equal(await focused(), texts[1]);
    await page.locator('#preview').getByText('南街下水道堵塞').first().waitFor();
    await page.keyboard.press('k');
    assert.equal(await focused(), texts[0]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cases\/\d+\?from=to-dispatch$/);
    assert.equal(await page.locator('h1').innerText(), texts[0]);
  });

  it('b opens the act with the first field in hand; initials, Tab and Ctrl+Enter dispatch', async () => {
    await page.keyboard.press('b');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    assert.match(await fieldInHand(), /牵头单位/);
    await page.keyboard.type('cgj');
    // 承办角色 lies between.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.match(await fieldInHand(), /协办单位/);
    await page.keyboard.type('zjj');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    for (let step = 0; step < 3 && !(await fieldInHand()).includes('派单意见'); step++) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('请今天查看，bjn 都是普通字母');
    await page.keyboard.press('Control+Enter');
    await wasDone();
    assert.match(await state(page), /城管局待签收/);
    assert.equal(dispatched(), 1);
  });

  it('n goes to the next case of the queue, down to the end, where the queue is empty', async () => {
    for (const text of texts.slice(1)) {
      await page.keyboard.press('n');
      await page.locator('h1').filter({ hasText: text }).waitFor();
      await page.waitForLoadState();
      await page.keyboard.press('b');
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
      await page.keyboard.type('zjj');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+Enter');
      await wasDone();
    }
    assert.equal(dispatched(), 3);
    await page.keyboard.press('n');
    await page.waitForURL(/\/queues\/to-dispatch$/);
    await page.getByText('这里暂时没有工单').waitFor();
  });

  it('/ goes to the search box, Enter searches, a case number opens its case', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('下水道');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    assert.deepEqual(await page.locator('.ui-row-link').allInnerTexts(), [texts[1]]);
    await page.keyboard.press('/');
    await page.keyboard.type(lives[2]?.case().number ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cases\//);
    assert.equal(await page.locator('h1').innerText(), texts[2]);
  });

  it('the keyboard is seen: whatever has the focus is framed', async () => {
    await page.goto('/queues/open');
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      const framed = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return true;
        const look = getComputedStyle(element);
        return look.outlineStyle !== 'none' || look.boxShadow !== 'none';
      });
      assert.ok(framed, await focused());
    }
  });
});
