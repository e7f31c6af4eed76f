import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { Life } from '../cases/life.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { DESK, type Desk, look, openDesk, PHONE } from './desk.ts';
import { choose, doAct, openAct, openFromQueue, send, state } from './hands.ts';
import { tooWide } from './judge.ts';

const HEADLINE = '宏远厂夜间排放废气';
const REQUEST = `${HEADLINE}，气味刺鼻，希望查处。`;
const CANARY = ['鸳鸯', '鸳**', '13987654321', '8765 4321', '4321', '614379', '金丝雀'];

/** Q-A7: a citizen complains and asks not to be known; the party complained of gets the case. */
describe('a confidential complaint as the accused agency sees it', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  let caseId = 0;

  before(async () => {
    desk = await openDesk();
    cast = newCast(desk.world.db, desk.world.now());
  });
  after(() => desk.close());

  /** Neither on the page as it is read, nor in what stands behind it. */
  async function tellsNothing(page: Page): Promise<void> {
    const whole = `${await page.content()}${await page.locator('body').innerText()}`;
    for (const word of CANARY) assert.ok(!whole.includes(word), `${word} on ${page.url()}`);
    assert.deepEqual(await tooWide(page), []);
  }

  it('the operator ticks what the caller asks for; the case shows them masked', async () => {
    const page = await desk.as(cast.operator);
    await page.goto('/intake');
    await page.getByLabel('来电号码').fill('139 8765 4321 转 614379');
    await page.getByLabel('姓名').fill('鸳鸯蝴蝶');
    await page.getByLabel('诉求人住址').fill('金丝雀巷77号');
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.getByRole('textbox', { name: '诉求内容' }).fill(REQUEST);
    await page.getByLabel('诉求人要求保密').check();
    await page.locator('[data-key=F9]').click();
    await page.waitForURL(/\/cases\/\d+/);
    caseId = Number(/\d+$/.exec(new URL(page.url()).pathname)?.[0]);
    assert.match(await page.locator('#citizen').innerText(), /鸳\*\*[\s\S]*139\*\*\*\*4321/);
    assert.match(await page.locator('main').innerText(), /密20261123-0001/);
    await look(page, 'confidential-1-taken');
    assert.deepEqual(desk.problems(), []);
  });

  it('the dispatcher sends it to the agency it is about', async () => {
    const life = new Life(desk.world.db, cast);
    Object.assign(life, { caseId, now: desk.world.now() });
    life.do(cast.dispatcher, 'dispatch', {
      lead: String(cast.agencies.urban),
      assists: [],
      opinion: '请依法查处。',
    });
    assert.equal(life.status, 'dispatched');
  });

  for (const [where, viewport] of [
    ['at the desk', DESK],
    ['on the phone', PHONE],
  ] as const) {
    it(`queue, preview, case, forms and print tell nothing of who it was, ${where}`, async () => {
      const page = await desk.as(cast.handler, { viewport });
      await page.goto('/queues/to-sign');
      await tellsNothing(page);
      await page.goto(`/cases/${caseId}/preview`);
      await tellsNothing(page);
      await openFromQueue(page, 'to-sign', HEADLINE);
      assert.match(
        await page.locator('#citizen').innerText(),
        /诉求人要求保密，姓名、电话和住址不对承办单位显示/,
      );
      assert.equal(await page.getByText('显示完整信息').count(), 0);
      await tellsNothing(page);
      await look(page, `confidential-2-case-${viewport.width}`);
      await openAct(page, '签收');
      await tellsNothing(page);
      await page.goto(`/cases/${caseId}/print`);
      await tellsNothing(page);
      await look(page, `confidential-3-print-${viewport.width}`);
      assert.deepEqual(desk.problems(), []);
    });
  }

  it('looking for the number or the name brings nothing', async () => {
    const page = await desk.as(cast.handler, { viewport: PHONE });
    for (const typed of ['13987654321', '鸳鸯蝴蝶', '金丝雀巷']) {
      await page.goto(`/search?q=${encodeURIComponent(typed)}`);
      assert.equal(await page.locator('.ui-row-link').count(), 0, typed);
    }
    await look(page, 'confidential-4-search');
  });

  it('it can be handled all the same: signed, answered through the hotline, approved', async () => {
    const page = await desk.as(cast.handler, { viewport: PHONE });
    await openFromQueue(page, 'to-sign', HEADLINE);
    await doAct(page, '签收');
    await openAct(page, '提交答复');
    await page.getByRole('textbox', { name: '办理情况' }).fill('已责令停产整改。');
    await page.getByRole('textbox', { name: '公开答复' }).fill('已责令该厂停产整改。');
    await choose(page, '办理结论', '已解决');
    await choose(page, '告知诉求人的方式', '由热线转告');
    await tellsNothing(page);
    await look(page, 'confidential-5-reply');
    await send(page, '提交答复');
    assert.match(await state(page), /待领导审核/);
    const leader = await desk.as(cast.agencyLeader);
    await openFromQueue(leader, 'to-approve', HEADLINE);
    await tellsNothing(leader);
    await doAct(leader, '同意答复');
    await tellsNothing(leader);
    assert.deepEqual(desk.problems(), []);
  });

  it('the hotline sees whom to tell, on the record', async () => {
    const page = await desk.as(cast.supervisor);
    await page.goto(`/cases/${caseId}`);
    await page.getByText('显示完整信息').click();
    await page.getByLabel('用途').selectOption('联系诉求人');
    await page.getByRole('button', { name: '显示', exact: true }).click();
    await page.locator('#citizen').getByText('139 8765 4321 转 614379').waitFor();
    assert.match(await page.locator('#citizen').innerText(), /鸳鸯蝴蝶[\s\S]*金丝雀巷77号/);
    await look(page, 'confidential-6-revealed');
    await page.reload();
    assert.match(await page.locator('#citizen').innerText(), /139\*\*\*\*4321/);
    assert.deepEqual(desk.problems(), []);
  });
});
