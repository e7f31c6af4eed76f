import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Page } from 'playwright-core';
import { type Cast, newCast, newPerson } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, givePinyin, look, openDesk, PHONE } from './desk.ts';
import { doAct, done, inQueue, openAct, openFromQueue, pick, state } from './hands.ts';
import { stepsAt } from './steps.ts';

const REQUEST = '新华街积水，雨后两天不退，行人绕行。';
const HEADLINE = '新华街积水';

/** What an agency asks of the hotline while it handles: to give a case back, and more time for it. */
describe('a case returned, dispatched again, and extended', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  const pages = new Map<string, Page>();

  before(async () => {
    desk = await openDesk();
    cast = newCast(desk.world.db, desk.world.now());
    const person = {
      login: 'traffic-leader',
      name: '秦峰',
      agencyId: cast.agencies.traffic,
      operatorNo: null,
    };
    newPerson(desk.world.db, { ...person, roles: ['agency_leader'] }, desk.world.now());
    givePinyin(desk.world.db);
  });
  after(() => desk.close());

  async function at(who: keyof Omit<Cast, 'agencies'>, viewport?: typeof PHONE): Promise<Page> {
    const known = pages.get(who);
    if (known) return known;
    const page = await desk.as(cast[who], viewport ? { viewport } : {});
    pages.set(who, page);
    return page;
  }

  /** By then everybody has to sign in again. */
  async function leapTo(time: string): Promise<void> {
    for (const page of pages.values()) await page.context().close();
    desk.setTime(time);
    pages.clear();
  }

  const step = stepsAt(() => desk);

  /** The rule that stands in the way is read before anything can be typed. */
  async function refusal(page: Page, label: string): Promise<string> {
    const link = page
      .locator('.ui-acts, .ui-primary')
      .getByRole('link', { name: label, exact: true })
      .first();
    if (!(await link.isVisible())) await page.locator('.ui-more > summary').click();
    await link.click();
    await page.locator('#act').getByText('知道了').waitFor();
    return page.locator('#act').innerText();
  }

  step('the call is taken and goes to the wrong agency, which signs it', async () => {
    const operator = await at('operator');
    await operator.goto('/intake');
    await operator.getByLabel('来电号码').fill('139 0000 1234');
    await operator.getByRole('radio', { name: '投诉' }).check();
    await operator.getByRole('textbox', { name: '诉求内容' }).fill(REQUEST);
    await operator
      .getByRole('button', { name: '受理', exact: false })
      .and(operator.locator('[data-key=F9]'))
      .click();
    await operator.waitForURL(/\/cases\/\d+/);
    const dispatcher = await at('dispatcher');
    await openFromQueue(dispatcher, 'to-dispatch', HEADLINE);
    await doAct(dispatcher, '派单', () => pick(dispatcher, '牵头单位', 'zjj'));
    const wrong = await at('assistHandler');
    await openFromQueue(wrong, 'to-sign', HEADLINE);
    await doAct(wrong, '签收');
  });

  step('Q-C3: it asks to return it, with whose it is, why, and on what ground', async () => {
    const page = await at('assistHandler');
    await openAct(page, '申请退件');
    assert.match(await page.locator('.ui-consequence').innerText(), /退件须于 2026-11-24 17:30 前提出/);
    await pick(page, '建议承办单位', 'cgj');
    await page.getByRole('textbox', { name: '退件理由' }).fill('市政道路排水不属本单位。');
    await page.getByRole('textbox', { name: '法律法规或职责依据' }).fill('县城管局三定方案。');
    await look(page, 'return-ask');
    await page.locator('#act-form').getByRole('button', { name: '申请退件' }).click();
    await page.locator('.ui-note[data-tone=ok]').waitFor();
    assert.match(await state(page), /住建局退件待审/);
  });

  step(
    'Q-C3: the dispatcher grants it, and the proposed agency stands in the form of the re-dispatch',
    async () => {
      const page = await at('dispatcher');
      await openFromQueue(page, 'returns', HEADLINE);
      await doAct(page, '同意退件', async () => {
        assert.match(await page.locator('.ui-brief').innerText(), /建议由城管局承办/);
        await look(page, 'return-grant');
      });
      assert.match(await state(page), /待派单/);
      await doAct(page, '派单', async () => {
        const lead = page.getByRole('combobox', { name: '牵头单位' });
        assert.equal(await lead.inputValue(), '城市管理和综合执法局');
      });
      assert.match(await state(page), /城管局待签收/);
      assert.match(await page.locator('main').innerText(), /退件[\s\S]*住建局[\s\S]*申请 1 次，同意 1 次/);
      assert.deepEqual(await inQueue(await at('assistHandler'), 'handling'), []);
      await look(page, 'return-redispatched');
    },
  );

  step('the right agency signs and speaks with the citizen', async () => {
    const page = await at('handler', PHONE);
    await openFromQueue(page, 'to-sign', HEADLINE);
    await doAct(page, '签收');
    await doAct(page, '登记首次联系', () =>
      page.getByRole('textbox', { name: '联系结果与初步意见' }).fill('已说明需疏通管道。'),
    );
  });

  step(
    'Q-D8: asked for when less than half a working day is left, the form says that it is late',
    async () => {
      await leapTo('2026-12-07 14:01');
      const page = await at('handler', PHONE);
      await openFromQueue(page, 'handling', HEADLINE);
      assert.match(await refusal(page, '申请延期'), /延期申请已过时限（应于 2026-12-07 14:00 前/);
      await look(page, 'extension-late');
    },
  );

  step('Q-D8: asked for in time, it says until when the leader must agree', async () => {
    await leapTo('2026-12-04 10:00');
    const page = await at('handler', PHONE);
    await openFromQueue(page, 'handling', HEADLINE);
    await openAct(page, '申请延期');
    assert.match(
      await page.locator('.ui-consequence').innerText(),
      /须于 2026-12-07 14:00 前经本单位分管领导同意/,
    );
    await page.getByLabel('申请延期工作日数').fill('5');
    await page.getByRole('textbox', { name: '延期理由' }).fill('管道塌陷，需更换管节。');
    await look(page, 'extension-ask');
    await page.locator('#act-form').getByRole('button', { name: '申请延期' }).click();
    await page.locator('.ui-note[data-tone=ok]').waitFor();
    await look(page, 'extension-asked');
  });

  step('Q-D8: the leader finds it in the queue, as the first thing to do, and agrees', async () => {
    const page = await at('agencyLeader');
    await openFromQueue(page, 'our-extensions', HEADLINE);
    assert.equal(await page.locator('.ui-primary > a').first().innerText().then(firstWord), '同意延期');
    await doAct(page, '同意延期', async () => {
      assert.match(await page.locator('.ui-brief').innerText(), /申请延期 5 个工作日[\s\S]*管道塌陷/);
      await look(page, 'extension-agree');
    });
    assert.deepEqual(await inQueue(page, 'our-extensions'), []);
  });

  step('Q-D8: the dispatcher grants it, and the limit moves', async () => {
    const page = await at('dispatcher');
    await openFromQueue(page, 'extensions', HEADLINE);
    await doAct(page, '批准延期', async () => {
      assert.match(
        await page.locator('.ui-consequence').innerText(),
        /答复时限由 2026-12-07 17:30 延至 2026-12-14 17:30/,
      );
      await look(page, 'extension-grant');
    });
    assert.match(await page.locator('main').innerText(), /城管局[\s\S]*5 个工作日，已批准/);
    await look(page, 'extension-granted');
  });

  step('Q-D8: no answer before the citizen was told of it', async () => {
    const page = await at('handler', PHONE);
    await openFromQueue(page, 'handling', HEADLINE);
    assert.equal(await page.locator('.ui-primary > a').first().innerText().then(firstWord), '告知延期');
    assert.match(await refusal(page, '提交答复'), /延期已获批准，但尚未告知诉求人/);
    await openFromQueue(page, 'handling', HEADLINE);
    await doAct(page, '告知延期', () => look(page, 'extension-tell'));
    assert.equal((await done(page))[0], '告知诉求人延期');
    await openAct(page, '提交答复');
    await page.getByRole('textbox', { name: '公开答复' }).waitFor();
  });
});

function firstWord(text: string): string {
  return text.trim().split(/\s/)[0] ?? '';
}
