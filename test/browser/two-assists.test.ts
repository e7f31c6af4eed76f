import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Page } from 'playwright-core';
import type { Actor } from '../../src/people/actor.ts';
import { addOutside } from '../cases/outside.ts';
import { addItem } from '../items/desk.ts';
import { type Cast, newCast, newPerson } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, givePinyin, look, openDesk, PHONE } from './desk.ts';
import { choose, doAct, inQueue, openAct, openFromQueue, pick, send, state } from './hands.ts';
import { stepsAt } from './steps.ts';

const HEADLINE = '清源路路灯坏了三天';

/** Q-B2, Q-B3, Q-B5: a listed complaint with a lead and three assisting agencies, one of them outside; one is waived. */
describe('a lead with assisting agencies', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  let trafficLeader: Actor;
  const pages = new Map<number, Page>();

  before(async () => {
    desk = await openDesk();
    const { db, now } = desk.world;
    cast = newCast(db, now());
    const { traffic } = cast.agencies;
    trafficLeader = newPerson(
      db,
      {
        login: 'traffic-leader',
        name: '沈远',
        roles: ['agency_leader'],
        agencyId: traffic,
        operatorNo: null,
      },
      now(),
    );
    addOutside(db);
    addItem(db, cast);
    givePinyin(db);
  });
  after(() => desk.close());

  /** Everybody at a browser of their own; agencies at a phone. */
  async function at(person: Actor): Promise<Page> {
    const known = pages.get(person.id);
    const page = known ?? (await desk.as(person, person.agencyId === null ? {} : { viewport: PHONE }));
    pages.set(person.id, page);
    return page;
  }

  const step = stepsAt(() => desk);

  step('the operator finds the service item by its initials', async () => {
    const page = await at(cast.operator);
    await page.goto('/intake?new=1');
    await page.getByLabel('来电号码').fill('139 0000 1234');
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.getByRole('textbox', { name: '诉求内容' }).fill(`${HEADLINE}，夜里出行不便。`);
    await pick(page, '便民服务事项', 'ldwx');
    await look(page, 'assists-01-intake');
    await page.locator('[data-key=F9]').click();
    await page.waitForURL(/\/cases\/\d+/);
    assert.match(await page.locator('main').innerText(), /便民服务事项\s+路灯维修/);
  });

  step(
    'the dispatcher is told whose it is and in how many days, and names the assisting agencies',
    async () => {
      const page = await at(cast.dispatcher);
      await openFromQueue(page, 'to-dispatch', HEADLINE);
      await openAct(page, '派单');
      assert.match(
        await page.locator('.ui-consequence').innerText(),
        /便民服务事项“路灯维修”：责任单位城管局，兜底单位住建局，答复 3 个工作日。现在派出：签收时限 2026-11-23 17:30，答复时限 2026-11-26 17:30/,
      );
      assert.equal(
        await page.getByRole('combobox', { name: '牵头单位' }).inputValue(),
        '城市管理和综合执法局',
      );
      for (const typed of ['zjj', 'jtj', 'gaosu']) await pick(page, '协办单位', typed);
      await look(page, 'assists-02-dispatch');
      await send(page, '派单');
      assert.match(await state(page), /办理中 城管局待签收/);
      const handling = await page.locator('main').innerText();
      for (const words of [/牵头　城管局/, /协办　住建局/, /协办　交通局/, /协办　省高速中心\s+待发函/])
        assert.match(handling, words);
    },
  );

  step('the dispatcher prints the letter to the outside unit, and records that it was sent', async () => {
    const page = await at(cast.dispatcher);
    const paper = await page.context().newPage();
    await paper.goto((await page.getByRole('link', { name: '打印函件' }).getAttribute('href')) ?? '');
    assert.match(
      await paper.locator('main').innerText(),
      /诉求转办函[\s\S]*省高速公路管理中心[\s\S]*提出协办意见/,
    );
    assert.doesNotMatch(await paper.locator('main').innerText(), /139|\*/);
    await look(paper, 'assists-03-letter');
    await paper.close();
    assert.deepEqual((await inQueue(page, 'external')).length, 1);
    await openFromQueue(page, 'external', HEADLINE);
    await doAct(page, '登记发函', () => look(page, 'assists-04-send-letter'));
    assert.match(await page.locator('main').innerText(), /省高速中心\s+已发函/);
  });

  step('the lead cannot answer yet, and is told for whom it waits', async () => {
    const page = await at(cast.handler);
    await openFromQueue(page, 'to-sign', HEADLINE);
    await doAct(page, '签收');
    await doAct(page, '登记首次联系', () =>
      page.getByRole('textbox', { name: '联系结果与初步意见' }).fill('已说明今天派员更换灯具。'),
    );
    await page.locator('.ui-primary').getByRole('link', { name: '提交答复' }).click();
    await page.locator('#act').getByText('协办单位尚未答复：住建局、交通局、省高速中心').waitFor();
    await look(page, 'assists-05-phone-blocked');
  });

  step('one agency advises and its leader agrees', async () => {
    const page = await at(cast.assistHandler);
    await openFromQueue(page, 'to-sign', HEADLINE);
    await doAct(page, '签收');
    await doAct(page, '提交协办意见', () =>
      page.getByRole('textbox', { name: '协办意见' }).fill('小区外围路灯由城管局管养。'),
    );
    const leader = await at(cast.assistLeader);
    await openFromQueue(leader, 'to-approve', HEADLINE);
    await doAct(leader, '同意答复');
  });

  step('the answer of the outside unit is keyed in by the dispatcher', async () => {
    const page = await at(cast.dispatcher);
    await openFromQueue(page, 'external', HEADLINE);
    await doAct(page, '录入外单位协办意见', async () => {
      await page.getByRole('textbox', { name: '协办意见' }).fill('该路段不属高速公路。');
      await page.getByLabel('签发人').fill('综合处 李处长');
      await page.getByLabel('签发日期').fill('2026-11-23');
      await look(page, 'assists-06-key-in');
    });
    assert.deepEqual(await inQueue(page, 'external'), []);
  });

  step('the third stays silent and is waived with a reason; it no longer has the case', async () => {
    const page = await at(cast.dispatcher);
    await page.goto(`/search?q=${encodeURIComponent('路灯')}`);
    await page.locator('.ui-row-link').click();
    await openAct(page, '免除协办');
    await page.getByRole('textbox', { name: '免除原因' }).fill('已确认该路段不属公路。');
    await send(page, '免除协办');
    assert.match(await page.locator('main').innerText(), /协办　交通局\s+已收回/);
    const leader = await at(trafficLeader);
    assert.deepEqual(await inQueue(leader, 'to-sign'), []);
  });

  step('the lead reads the opinions where it writes the reply, and answers', async () => {
    const page = await at(cast.handler);
    await openFromQueue(page, 'handling', HEADLINE);
    await openAct(page, '提交答复');
    const brief = await page.locator('.ui-brief').innerText();
    for (const words of [
      '住建局：小区外围路灯由城管局管养。',
      '省高速中心：该路段不属高速公路。',
      '交通局：已免除协办意见',
    ])
      assert.ok(brief.includes(words), words);
    await look(page, 'assists-07-phone-submit');
    await page.getByRole('textbox', { name: '办理情况' }).fill('已更换灯具两盏。');
    await page.getByRole('textbox', { name: '公开答复' }).fill('清源路路灯已修复。');
    await choose(page, '办理结论', '已解决');
    await choose(page, '告知诉求人的方式', '电话告知');
    await page.getByLabel('告知时间').fill('2026-11-23T09:00');
    await send(page, '提交答复');
    const leader = await at(cast.agencyLeader);
    await openFromQueue(leader, 'to-approve', HEADLINE);
    await doAct(leader, '同意答复');
    const dispatcher = await at(cast.dispatcher);
    await openFromQueue(dispatcher, 'to-check', HEADLINE);
    assert.match(await state(dispatcher), /待审核/);
    await look(dispatcher, 'assists-08-replied');
  });
});
