import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, look, openDesk, PHONE } from './desk.ts';

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
});
