import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, givePasswords, look, openDesk } from './desk.ts';
import { choose, openFromQueue, state } from './hands.ts';

const PASSWORD = 'qingyuan-12345';
const HEADLINE = '清源路路灯坏了三天';

/** The scripts only add comforts: where they are blocked or broken, everything still works. */
describe('the same work with JavaScript switched off', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;

  before(async () => {
    desk = await openDesk('2026-11-23 10:00');
    cast = newCast(desk.world.db, desk.world.now());
    await givePasswords(desk.world.db, PASSWORD);
  });
  after(() => desk.close());
  afterEach(() => assert.deepEqual(desk.problems(), []));

  const plain = { javaScriptEnabled: false };

  async function logIn(login: string): Promise<Page> {
    const page = await desk.as(null, plain);
    await page.goto('/');
    await page.getByLabel('登录名').fill(login);
    await page.getByLabel('密码').fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.locator('.ui-who').waitFor();
    return page;
  }

  /** The button is a link to a page with the form; the form's own button sends it. */
  async function act(page: Page, label: string, fill: () => Promise<unknown>): Promise<void> {
    const link = page.locator('.ui-primary').getByRole('link', { name: label, exact: true });
    if (!(await link.isVisible())) await page.locator('.ui-more > summary').click();
    await link.click();
    await page.locator('#act-form').waitFor();
    await fill();
    await page.locator('#act-form').getByRole('button', { name: label }).click();
    await page.locator('.ui-note[data-tone=ok]').waitFor();
  }

  it('log in, and out again', async () => {
    const page = await logIn('operator');
    assert.match(page.url(), /\/queues\/mine$/);
    await page.locator('.ui-who > summary').click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL(/\/login$/);
  });

  it('take a call, with what was missing asked for and what was typed kept', async () => {
    desk.expect(422);
    const page = await logIn('operator');
    await page.getByRole('link', { name: '新来电' }).click();
    await page.getByLabel('来电号码').fill('13900001234');
    await page.getByRole('textbox', { name: '诉求内容' }).fill(`${HEADLINE}，夜里出行不便。`);
    await page.locator('[data-key=F9]').click();
    await page.locator('.ui-error-summary').waitFor();
    assert.match(await page.getByRole('textbox', { name: '诉求内容' }).inputValue(), new RegExp(HEADLINE));
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.locator('[data-key=F9]').click();
    await page.waitForURL(/\/cases\/\d+/);
    assert.match(await state(page), /待派单/);
  });

  it('answer a call on the spot, through the page that asks for the answer', async () => {
    const page = await logIn('operator');
    await page.goto('/intake');
    await page.getByLabel('来电号码').fill('13900005678');
    await page.getByRole('radio', { name: '咨询' }).check();
    await page.getByRole('textbox', { name: '诉求内容' }).fill('请问公交老年卡在哪里办理？');
    await page.locator('[data-key=F8]').click();
    await page.getByRole('textbox', { name: '答复内容' }).fill('请带身份证到政务大厅公交窗口办理。');
    await look(page, '40-plain-answer');
    await page.getByRole('button', { name: '确认答复并办结' }).click();
    await page.waitForURL(/\/cases\/\d+/);
    assert.match(await state(page), /已办结/);
  });

  it('dispatch with plain lists', async () => {
    const page = await logIn('dispatcher');
    await openFromQueue(page, 'to-dispatch', HEADLINE);
    await act(page, '派单', async () => {
      await page.getByLabel('牵头单位').selectOption('城市管理和综合执法局');
      await look(page, '41-plain-dispatch');
    });
    assert.match(await state(page), /城管局待签收/);
  });

  it('sign, record the contact, submit the reply', async () => {
    const page = await logIn('handler');
    await openFromQueue(page, 'to-sign', HEADLINE);
    await act(page, '签收', () => page.getByLabel('经办人').selectOption('赵明'));
    await act(page, '登记首次联系', () =>
      page.getByRole('textbox', { name: '联系结果与初步意见' }).fill('今天派员更换。'),
    );
    await act(page, '提交答复', async () => {
      await page.getByRole('textbox', { name: '办理情况' }).fill('已更换灯具两盏。');
      await page.getByRole('textbox', { name: '公开答复' }).fill('清源路路灯已修复。');
      await choose(page, '办理结论', '已解决');
      await page.getByLabel('告知时间').fill('2026-11-23T10:00');
    });
    assert.match(await state(page), /待领导审核/);
  });

  it('reveal the number', async () => {
    const page = await logIn('dispatcher');
    await openFromQueue(page, 'open', HEADLINE);
    await page.getByText('显示完整信息').click();
    await page.getByRole('button', { name: '显示' }).click();
    await page.locator('#citizen').getByText('139 0000 1234').waitFor();
  });

  it('search and filter', async () => {
    const page = await logIn('dispatcher');
    await page.getByRole('searchbox').fill('路灯');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    assert.equal(await page.locator('.ui-row-link').count(), 1);
    await page.goto('/search');
    assert.equal(await page.locator('.ui-row-link').count(), 2);
    await page.getByLabel('类型').selectOption('咨询');
    await page.getByRole('button', { name: '筛选' }).click();
    await page.waitForURL(/kind=consultation/);
    assert.deepEqual(await page.locator('.ui-row-link').allInnerTexts(), ['请问公交老年卡在哪里办理']);
    await page.getByRole('link', { name: '去掉此条件' }).click();
    await page.waitForURL((url) => !url.search.includes('kind'));
    assert.equal(await page.locator('.ui-row-link').count(), 2);
  });

  it('a menu on a phone opens and leads on', async () => {
    const page = await desk.as(cast.handler, { ...plain, viewport: { width: 390, height: 844 } });
    await page.goto('/queues/to-sign');
    await page.getByText('菜单').click();
    await page.locator('#nav').getByRole('link', { name: '办理中' }).click();
    await page.waitForURL(/\/queues\/handling$/);
  });
});
