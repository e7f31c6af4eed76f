import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, look, openDesk } from './desk.ts';
import { done, inQueue, state } from './hands.ts';

/** What a call that ends at once leaves behind; how it is typed is in intake.test.ts. */
describe('a call answered on the spot', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  let page: Page;

  before(async () => {
    desk = await openDesk('2026-11-23 10:00');
    cast = newCast(desk.world.db, desk.world.now());
    page = await desk.as(cast.operator);
    await page.goto('/intake');
    await page.getByLabel('来电号码').fill('13812345678');
    await page.getByRole('radio', { name: '咨询' }).check();
    await page.getByRole('textbox', { name: '诉求内容' }).fill('请问公交老年卡在哪里办理？');
    await page.keyboard.press('F8');
    await page.getByRole('textbox', { name: '答复内容' }).fill('请带身份证到政务大厅公交窗口办理。');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/cases\/\d+/);
  });
  after(() => desk.close());
  afterEach(() => assert.deepEqual(desk.problems(), []));

  it('is closed, and its page shows the answer', async () => {
    assert.match(await state(page), /已办结 今天 10:\d\d，当场答复/);
    assert.match(await page.locator('main').innerText(), /答复内容\s+请带身份证到政务大厅公交窗口办理。/);
    assert.deepEqual(await done(page), ['办结', '当场答复', '登记']);
    await look(page, '50-on-the-spot');
  });

  it('stands in nobody’s queue', async () => {
    assert.deepEqual(await inQueue(page, 'mine'), []);
    const dispatcher = await desk.as(cast.dispatcher);
    for (const queue of ['to-accept', 'to-dispatch', 'open']) {
      assert.deepEqual(await inQueue(dispatcher, queue), [], queue);
    }
  });

  it('tells another operator how it ended when the caller asks again, and nothing of what was said', async () => {
    const other = await desk.as(cast.otherOperator);
    await other.goto('/intake');
    await other.getByLabel('来电号码').pressSequentially('13812345678');
    await other.locator('#caller').getByText('请问公交老年卡在哪里办理').waitFor();
    const opened = other.context().waitForEvent('page');
    await other.locator('#caller a').click();
    const reader = await opened;
    await reader.locator('.ui-state').waitFor();
    assert.match(await state(reader), /已办结 今天 10:\d\d，当场答复/);
    assert.doesNotMatch(await reader.locator('main').innerText(), /请带身份证|138\*\*\*\*5678/);
    await look(reader, '51-other-operator');
  });
});
