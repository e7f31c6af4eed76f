import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, look, openDesk } from './desk.ts';
import { choose, doAct, done, inQueue, pick, state } from './hands.ts';

/** Q-A3: what a call that cannot be accepted leaves behind; how it is typed is in intake.test.ts. */
describe('a call that cannot be accepted', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  let page: Page;

  before(async () => {
    desk = await openDesk('2026-11-23 10:00');
    cast = newCast(desk.world.db, desk.world.now());
    page = await desk.as(cast.operator);
    await page.goto('/intake');
    await page.getByLabel('来电号码').fill('13812345678');
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.getByRole('textbox', { name: '诉求内容' }).fill('法院判决后对方不付款，要求热线催办。');
    await page.keyboard.press('F7');
    await page.locator('#f-reason:focus').waitFor();
    await pick(page, '不予受理原因', '诉讼');
    await page.locator('#reason-words').getByText('告知用语').waitFor();
    await choose(page, '告知方式', '通话中已告知');
    await look(page, '60-reject-form');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/cases\/\d+/);
  });
  after(() => desk.close());
  afterEach(() => assert.deepEqual(desk.problems(), []));

  it('shows the reason, the words for the caller and where else to turn', async () => {
    assert.match(await state(page), /^不予受理/);
    const text = await page.locator('main').innerText();
    assert.match(text, /不予受理：.*诉讼/);
    assert.match(text, /12368、12348/);
    assert.match(text, /通话中已告知/);
    assert.deepEqual(await done(page), ['不予受理', '登记']);
    await look(page, '61-rejected');
  });

  it('stands in nobody’s queue', async () => {
    assert.deepEqual(await inQueue(page, 'mine'), []);
    const dispatcher = await desk.as(cast.dispatcher);
    for (const queue of ['to-accept', 'to-dispatch', 'open']) {
      assert.deepEqual(await inQueue(dispatcher, queue), [], queue);
    }
  });

  it('is archived by the supervisor', async () => {
    const supervisor = await desk.as(cast.supervisor);
    await supervisor.goto('/search?q=%E6%B3%95%E9%99%A2');
    await supervisor.locator('.ui-row-link').click();
    await doAct(supervisor, '归档');
    assert.match(await state(supervisor), /^已归档/);
  });
});
