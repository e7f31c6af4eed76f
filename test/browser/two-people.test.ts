import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { all, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { Life } from '../cases/life.ts';
import { type Cast, newCast, newPerson } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, givePasswords, givePinyin, look, openDesk } from './desk.ts';
import { openAct, pick, send, state } from './hands.ts';

const PASSWORD = 'qingyuan-12345';

/** Habits that people bring (ui.md): two at once, double clicks, the back button, forwarded links, long lunches. */
describe('two people, and one with habits', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  let second: Actor;
  let life: Life;

  before(async () => {
    desk = await openDesk('2026-11-23 10:00');
    const { db } = desk.world;
    cast = newCast(db, desk.world.now());
    givePinyin(db);
    const person = {
      login: 'dispatcher2',
      name: '杨帆',
      roles: ['dispatcher'] as const,
      agencyId: null,
      operatorNo: null,
    };
    second = newPerson(db, person, desk.world.now());
    await givePasswords(db, PASSWORD);
  });
  after(() => desk.close());
  afterEach(() => assert.deepEqual(desk.problems(), []));

  const newLife = () => {
    life = new Life(desk.world.db, cast, '2026-11-23 09:00');
    return life;
  };
  const toDispatch = () => newLife().take().do(cast.dispatcher, 'accept').caseId;
  const times = (act: string) => life.events().filter((event) => event.act === act).length;

  it('two dispatchers open the same form: the second is told who was quicker and when, and keeps the text', async () => {
    desk.expect(409);
    const id = toDispatch();
    const [first, late] = [await desk.as(cast.dispatcher), await desk.as(second)];
    for (const page of [first, late]) {
      await page.goto(`/cases/${id}`);
      await openAct(page, '派单');
      await pick(page, '牵头单位', 'cgj');
    }
    await late.getByRole('textbox', { name: '派单意见' }).fill('请城管局会同供电公司查看线路。');
    await send(first, '派单');
    await late.locator('#act-form').getByRole('button', { name: '派单' }).click();
    await late.getByText(/陈平 已于 今天 10:\d\d 派单/).waitFor();
    await look(late, '30-late');
    assert.equal(await late.getByLabel('您填写的内容').inputValue(), '请城管局会同供电公司查看线路。');
    assert.match(await state(late), /城管局待签收/);
    assert.equal(times('dispatch'), 1);
  });

  it('a form that is no longer possible says so when it is opened', async () => {
    const page = await desk.as(second);
    await page.goto(`/cases/${life.caseId}/dispatch`);
    await look(page, '31-no-longer');
    assert.match(await page.locator('main').innerText(), /陈平 已于 今天 10:\d\d 派单/);
    assert.match(await state(page), /城管局待签收/);
  });

  it('a double click on the button acts once', async () => {
    const page = await desk.as(cast.dispatcher);
    await page.goto(`/cases/${toDispatch()}`);
    await openAct(page, '派单');
    await pick(page, '牵头单位', 'cgj');
    await page.locator('#act-form').getByRole('button', { name: '派单' }).dblclick();
    await page.locator('.ui-note[data-tone=ok]').waitFor();
    assert.equal(times('dispatch'), 1);
  });

  it('the back button and the same form again: still one act', async () => {
    const page = await desk.as(cast.dispatcher);
    await page.goto(`/cases/${toDispatch()}/dispatch`);
    await pick(page, '牵头单位', 'cgj');
    await send(page, '派单');
    await page.goBack();
    const again = page.locator('#act-form').getByRole('button', { name: '派单' });
    if (await again.isVisible()) await again.click();
    await page.locator('.ui-state').waitFor();
    assert.match(await state(page), /城管局待签收/);
    assert.equal(times('dispatch'), 1);
  });

  it('the back button after a call was taken down does not take it down twice', async () => {
    desk.expect(422);
    const page = await desk.as(cast.operator);
    const calls = () => all(desk.world.db, q.selectFrom('cases').select('id')).length;
    await page.goto('/intake');
    await page.getByLabel('来电号码').fill('13900001234');
    await page.getByRole('radio', { name: '求助' }).check();
    await page.getByRole('textbox', { name: '诉求内容' }).fill('楼道灯坏了，老人夜里出行不便。');
    await page.keyboard.press('F9');
    await page.waitForURL(/\/cases\/\d+/);
    const before = calls();
    await page.goBack();
    await page.locator('#intake').waitFor();
    await page.keyboard.press('F9');
    await page.waitForLoadState();
    await page.waitForTimeout(300);
    assert.equal(calls(), before);
  });

  it('a forwarded link leads somebody without the right to a page that says so and nothing more', async () => {
    desk.expect(404);
    const id = newLife().signed().caseId;
    const page = await desk.as(cast.strangerHandler);
    const answer = await page.goto(`/cases/${id}`);
    assert.equal(answer?.status(), 404);
    await look(page, '32-not-found');
    const text = await page.locator('main').innerText();
    assert.match(text, /没有找到/);
    assert.doesNotMatch(text, /路灯|城管局/);
    for (const path of ['print', 'preview', 'submit']) {
      assert.equal((await page.goto(`/cases/${id}/${path}`))?.status(), 404, path);
    }
  });

  it('a forwarded link to somebody signed out leads there after log-in', async () => {
    const page = await desk.as(null);
    await page.goto(`/cases/${life.caseId}?from=handling`);
    await logIn(page, 'handler');
    await page.waitForURL(/\/cases\/\d+\?from=handling$/);
    assert.match(await state(page), /城管局办理中/);
  });

  it('the session ends while a reply is being typed: after log-in the text is offered again', async () => {
    desk.expect(401, 403);
    const page = await desk.as(cast.handler);
    const { caseId } = newLife().contacted();
    await page.goto(`/cases/${caseId}`);
    await openAct(page, '提交答复');
    desk.pass(180);
    await page.getByRole('textbox', { name: '办理情况' }).fill('已派员更换灯具两盏，并检查整条线路。');
    await page.getByText('登录已过期').first().waitFor();
    await look(page, '33-expired');
    // The counts at the left are asked for all the time; that must not lead away from what is being typed.
    await page.evaluate('htmx.ajax("GET", "/nav", { source: "#nav", target: "#nav" })');
    await page.locator('#trouble').getByText('登录已过期').waitFor();
    await page.locator('#act-form').getByRole('button', { name: '提交答复' }).click();
    await logIn(page, 'handler');
    await page.goto(`/cases/${caseId}`);
    await openAct(page, '提交答复');
    await look(page, '34-offered');
    await page.getByRole('button', { name: '恢复' }).click();
    const text = await page.getByRole('textbox', { name: '办理情况' }).inputValue();
    assert.equal(text, '已派员更换灯具两盏，并检查整条线路。');
  });

  it('what was typed before lunch is there after lunch, in another browser too', async () => {
    const { caseId } = newLife().contacted();
    const page = await desk.as(cast.handler);
    await page.goto(`/cases/${caseId}`);
    await openAct(page, '提交答复');
    await page.getByRole('textbox', { name: '办理情况' }).fill('上午已到现场。');
    await page.getByText('草稿已保存').waitFor();
    const phone = await desk.as(cast.handler);
    await phone.goto(`/cases/${caseId}`);
    await openAct(phone, '提交答复');
    assert.equal(await phone.getByRole('textbox', { name: '办理情况' }).inputValue(), '上午已到现场。');
  });
});

async function logIn(page: Page, login: string): Promise<void> {
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.locator('.ui-who').waitFor();
}
