import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { DESK, type Desk, look, openDesk, PHONE } from './desk.ts';
import { tooWide } from './judge.ts';

describe('settings in a browser', { skip: noBrowser() }, () => {
  let desk: Desk;
  let page: Page;

  before(async () => {
    desk = await openDesk();
    const { admin } = newCast(desk.world.db, desk.world.now());
    page = await desk.as(admin);
  });
  after(() => desk.close());

  it('a day filled in for the start chooses that it begins later', async () => {
    await page.goto('/policy/kinds');
    const atOnce = page.getByRole('radio', { name: '确认后立即施行' });
    assert.equal(await atOnce.isChecked(), true);
    await page.getByLabel('施行的日期和时间').fill('2026-12-01T08:00');
    assert.equal(await page.getByRole('radio', { name: /指定日期和时间/ }).isChecked(), true);
    await page.locator('#policy-example').getByText('届时派出的投诉').waitFor();
    await page.getByLabel('修改原因').fill('按修订后的办法调整');
    await look(page, 'settings-form');
    await page.getByLabel('答复时限').nth(1).fill('8');
    await page.getByRole('button', { name: '预览改动' }).last().click();
    await page.getByRole('heading', { name: /预览/ }).waitFor();
    assert.match(await page.locator('main').innerText(), /自 2026-12-01 08:00 起施行/);
    await look(page, 'settings-preview');
    await page.setViewportSize(PHONE);
    await look(page, 'settings-preview-phone');
    assert.deepEqual(desk.problems(), []);
  });

  it('a rule of reminders is opened by its sentence, and says what its text comes to while it is typed, all by keyboard', async () => {
    await page.setViewportSize(DESK);
    await page.goto('/policy/reminders');
    const rule = page.locator('#row-rules-1');
    const text = rule.getByLabel('内容');
    assert.equal(await text.isVisible(), false);
    await rule.locator('summary').focus();
    await page.keyboard.press('Enter');
    await text.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('请签收');
    await rule.getByText('样例：请签收（3 字，短信 1 条）').waitFor();
    await rule.getByRole('button', { name: '{工单号}' }).press('Enter');
    assert.equal(await text.inputValue(), '请签收{工单号}');
    await rule.getByText('样例：请签收20261123-0001（16 字，短信 1 条）').waitFor();
    await rule.getByLabel('时机').selectOption({ label: '受理（告知诉求人）' });
    await rule.getByRole('button', { name: '{查询码}' }).waitFor();
    await look(page, 'reminder-rule');
    await page.setViewportSize(PHONE);
    await look(page, 'reminder-rule-phone');
    assert.deepEqual(await tooWide(page), []);
    assert.deepEqual(desk.problems(), []);
  });

  it('a rule with something to correct stands open, and the cursor is where it is', async () => {
    await page.setViewportSize(DESK);
    await page.goto('/policy/reminders');
    await page.locator('#row-rules-0 > summary').click();
    await page.locator('#row-rules-0').getByLabel('内容').fill('{标题');
    await page.getByRole('button', { name: '预览改动' }).last().click();
    await page.getByText('花括号没有成对').first().waitFor();
    const text = page.locator('#row-rules-0').getByLabel('内容');
    await text.waitFor();
    assert.equal(await text.inputValue(), '{标题');
    assert.equal(await text.evaluate((field) => field === document.activeElement), true);
    assert.equal(await page.locator('#row-rules-3').getByLabel('内容').isVisible(), false);
  });
});
