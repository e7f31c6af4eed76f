import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Page } from 'playwright-core';
import { CHECKED, DISSATISFIED, Life } from '../cases/life.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, givePinyin, look, openDesk, PHONE } from './desk.ts';
import { choose, doAct, done, foretold, openAct, openFromQueue, pick, send, state } from './hands.ts';
import { stepsAt } from './steps.ts';

const HEADLINE = '清源路路灯坏了三天';

/** Redone twice, put under supervision by that, reported on from a phone, released (Q-E2, Q-E4, G-E4). */
describe('a case that is redone twice comes under supervision', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  let life: Life;
  const pages = new Map<string, Page>();

  before(async () => {
    desk = await openDesk();
    cast = newCast(desk.world.db, desk.world.now());
    givePinyin(desk.world.db);
    life = new Life(desk.world.db, cast).toVerify();
    desk.setTime('2026-11-23 10:00');
  });
  after(() => desk.close());

  async function at(who: keyof Omit<Cast, 'agencies'>, viewport?: typeof PHONE): Promise<Page> {
    const page = pages.get(who) ?? (await desk.as(cast[who], viewport ? { viewport } : {}));
    pages.set(who, page);
    return page;
  }

  const step = stepsAt(() => desk);

  /** What the agency, the dispatcher and the clerk do between two verifications. */
  function answeredAgainInVain(): void {
    life.now = desk.world.now();
    life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
    life.onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已联系。' });
    life.onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
    life.do(cast.dispatcher, 'pass', CHECKED).do(cast.clerk, 'call_back', DISSATISFIED);
    desk.pass(10);
  }

  async function verify(page: Page): Promise<void> {
    await openFromQueue(page, 'to-verify', HEADLINE);
    await openAct(page, '登记核实');
    await choose(page, '核实方式', '现场核实');
    await page.getByRole('textbox', { name: '核实情况' }).fill('现场两盏灯不亮。');
    await choose(page, '是否属承办单位责任', '是，重办');
    await pick(page, '重办原因', '未解决');
  }

  step('the first verification brings a redo and no order', async () => {
    const page = await at('supervisor');
    await verify(page);
    await foretold(page, /第 1 次重办/);
    await send(page, '登记核实');
    assert.match(await state(page), /城管局待签收/);
    assert.doesNotMatch(await page.locator('main').innerText(), /督〔/);
    answeredAgainInVain();
  });

  step('the second says before it is sent that an order comes with it, and so it does', async () => {
    const page = await at('supervisor');
    await verify(page);
    await foretold(page, /第 2 次重办.*同时下达督办（整改通知，5 个工作日内整改）/);
    await look(page, 'supervision-01-verify');
    await send(page, '登记核实');
    const main = await page.locator('main').innerText();
    assert.match(main, /督办　督〔2026〕1号 整改通知/);
    assert.match(main, /整改时限\s*2026-11-30 17:30/);
    assert.ok((await done(page)).includes('下达督办'));
    await look(page, 'supervision-02-case');
  });

  step('the agency reads the order first on its phone and reports', async () => {
    const page = await at('handler', PHONE);
    await page.goto('/supervision');
    await look(page, 'supervision-03-phone-ledger');
    await page.locator('.ui-row-link').click();
    const main = await page.locator('main').innerText();
    assert.ok(main.indexOf('督〔2026〕1号') < main.indexOf('诉求内容'));
    await look(page, 'supervision-04-phone-case');
    await doAct(page, '提交整改报告', () =>
      page.getByRole('textbox', { name: '整改情况' }).fill('已更换线路，安排专人每晚巡查。'),
    );
    assert.match(await page.locator('main').innerText(), /整改待审/);
  });

  step('a leader sees it and instructs', async () => {
    const page = await at('leader');
    await page.goto('/supervision?state=answered');
    await page.locator('.ui-row-link').click();
    await doAct(page, '批示', () =>
      page.getByRole('textbox', { name: '批示内容' }).fill('请核实到位后再解除。'),
    );
    assert.match(await page.locator('main').innerText(), /领导批示[\s\S]*请核实到位后再解除/);
    await look(page, 'supervision-05-leader');
  });

  step('the supervisor accepts the report and releases the order', async () => {
    const page = await at('supervisor');
    await page.goto('/supervision');
    await look(page, 'supervision-06-ledger');
    await page.locator('.ui-row-link').click();
    await doAct(page, '解除督办', async () => {
      assert.match(await page.locator('#act-form').innerText(), /安排专人每晚巡查/);
      await page.getByRole('textbox', { name: '审核意见' }).fill('夜间核查全部点亮。');
      await look(page, 'supervision-07-release');
    });
    assert.equal((await done(page))[0], '认可整改，解除督办');
    await page.goto('/supervision?state=released');
    assert.match(await page.locator('main').innerText(), /督〔2026〕1号[\s\S]*已解除/);
  });

  step('the order prints with its report and verdict', async () => {
    const page = await at('supervisor');
    await page.getByRole('link', { name: '督〔2026〕1号' }).click();
    assert.match(
      await page.locator('main').innerText(),
      /整改通知[\s\S]*第 1 次整改[\s\S]*安排专人每晚巡查[\s\S]*夜间核查全部点亮/,
    );
    await look(page, 'supervision-08-print');
  });
});
