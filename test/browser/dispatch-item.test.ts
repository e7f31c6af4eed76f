import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { addItem } from '../items/desk.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, givePinyin, look, openDesk, PHONE } from './desk.ts';
import { openAct, openFromQueue, pick, send, state } from './hands.ts';

const HEADLINE = '清源路路灯坏了三天';

/** Q-B3: the item is only found out at the dispatcher's desk. */
describe('an item chosen on the dispatch form', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;

  before(async () => {
    desk = await openDesk();
    const { db, now } = desk.world;
    cast = newCast(db, now());
    addItem(db, cast);
    const other = { code: 'B', name: '物业服务', agency_id: cast.agencies.housing, fallback_id: null };
    addItem(db, cast, { ...other, reply_days: 1 });
    givePinyin(db);
    const page = await desk.as(cast.operator);
    await page.goto('/intake?new=1');
    await page.getByLabel('来电号码').fill('139 0000 1234');
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.getByRole('textbox', { name: '诉求内容' }).fill(`${HEADLINE}，夜里出行不便。`);
    await page.locator('[data-key=F9]').click();
    await page.waitForURL(/\/cases\/\d+/);
  });
  after(() => desk.close());
  afterEach(() => assert.deepEqual(desk.problems(), []));

  const opinion = (page: Page) => page.getByRole('textbox', { name: '派单意见' });
  const lead = (page: Page) => page.getByRole('combobox', { name: '牵头单位' });
  const item = (page: Page) => page.getByRole('combobox', { name: '便民服务事项' });
  const follows = (page: Page, words: string) =>
    page.locator('.ui-consequence').filter({ hasText: words }).waitFor();
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

  /** Until the server has kept a draft that holds this. */
  const draftWith = (page: Page, words: string) =>
    page.waitForResponse(
      (answer) => answer.url().includes('/drafts/') && !!answer.request().postData()?.includes(words),
    );

  async function opened(page: Page): Promise<Page> {
    await openFromQueue(page, 'to-dispatch', HEADLINE);
    await openAct(page, '派单');
    return page;
  }

  it('by keyboard: agency and limit follow at once, nothing typed is lost, the hands go on', async () => {
    const page = await opened(await desk.as(cast.dispatcher));
    await opinion(page).fill('请尽快更换。');
    await pick(page, '便民服务事项', 'ldwx');
    await follows(page, '责任单位城管局，兜底单位住建局，答复 3 个工作日');
    assert.equal(await lead(page).inputValue(), '城市管理和综合执法局');
    assert.equal(await focused(page), 'f-item');
    assert.equal(await opinion(page).inputValue(), '请尽快更换。');
    await item(page).press('ControlOrMeta+a');
    await item(page).pressSequentially('wyfw');
    await item(page).press('Tab');
    await follows(page, '责任单位住建局，答复 1 个工作日');
    assert.equal(await focused(page), 'f-lead');
    assert.equal(await lead(page).inputValue(), '住房和城乡建设局');
    const kept = draftWith(page, `lead=${cast.agencies.traffic}`);
    await page.keyboard.type('jtj');
    await page.keyboard.press('Enter');
    assert.equal(await lead(page).inputValue(), '交通运输局');
    assert.ok(await page.locator('#act-form').getByRole('button', { name: '派单' }).isEnabled());
    await look(page, 'dispatch-item-01');
    await kept;
  });

  it('what followed is in the draft; a lead of one’s own stays, whatever item is chosen', async () => {
    const page = await desk.as(cast.dispatcher, { viewport: PHONE });
    await opened(page);
    await page.getByText('已恢复上次填写的草稿').waitFor();
    assert.equal(await item(page).inputValue(), '物业服务');
    assert.equal(await lead(page).inputValue(), '交通运输局');
    await follows(page, '责任单位住建局，答复 1 个工作日');
    await item(page).click();
    await page.getByRole('option', { name: '路灯维修' }).click();
    await follows(page, '责任单位城管局');
    await item(page).click();
    await page.getByRole('option', { name: '物业服务' }).click();
    await follows(page, '责任单位住建局');
    assert.equal(await lead(page).inputValue(), '交通运输局');
    await look(page, 'dispatch-item-02-phone');
  });

  it('without scripts the form comes back with the agency filled in, and is taken then', async () => {
    desk.expect(422);
    const page = await desk.as(cast.dispatcher, { javaScriptEnabled: false });
    await openFromQueue(page, 'to-dispatch', HEADLINE);
    await page.locator('.ui-primary').getByRole('link', { name: '派单' }).click();
    await page.getByLabel('便民服务事项').selectOption('路灯维修');
    await page.getByLabel('牵头单位').selectOption('');
    await page.locator('#act-form').getByRole('button', { name: '派单' }).click();
    await page.getByText('已按便民服务事项填入牵头单位，请核对后再次派单。').waitFor();
    await look(page, 'dispatch-item-03-plain');
    assert.match(await page.locator('.ui-consequence').innerText(), /责任单位城管局.*答复 3 个工作日/);
    await send(page, '派单');
    assert.match(await state(page), /城管局待签收/);
  });
});
