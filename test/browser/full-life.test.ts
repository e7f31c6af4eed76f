import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Page } from 'playwright-core';
import { formatLocal } from '../../src/calendar/local-time.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, givePasswords, givePinyin, look, openDesk, PHONE } from './desk.ts';
import {
  choose,
  doAct,
  done,
  foretold,
  inQueue,
  openAct,
  openFromQueue,
  pick,
  send,
  state,
} from './hands.ts';
import { stepsAt } from './steps.ts';

const PASSWORD = 'qingyuan-12345';
const REQUEST = '清源路路灯坏了三天，夜里出行不便。';
const HEADLINE = '清源路路灯坏了三天';
const PHOTO = {
  name: '修复现场.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

/** One case from the call to the archive, redone once, each act by whoever does it, at a browser of their own. */
describe('a case lived through with a redo', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  const pages = new Map<string, Page>();

  before(async () => {
    desk = await openDesk();
    cast = newCast(desk.world.db, desk.world.now());
    givePinyin(desk.world.db);
    await givePasswords(desk.world.db, PASSWORD);
  });
  after(() => desk.close());

  /** Everybody logs in once, with their password; agencies sit at a phone where the test says so. */
  async function at(who: keyof Omit<Cast, 'agencies'>, viewport?: typeof PHONE): Promise<Page> {
    const known = pages.get(who);
    if (known) return known;
    const page = await desk.as(null, viewport ? { viewport } : {});
    await page.goto('/');
    await page.getByLabel('登录名').fill(cast[who].login);
    await page.getByLabel('密码').fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.locator('.ui-who').waitFor();
    pages.set(who, page);
    return page;
  }

  const step = stepsAt(() => desk);

  step('the operator takes the call and accepts it', async () => {
    const page = await at('operator');
    await page.getByRole('link', { name: '新来电' }).click();
    await page.getByLabel('来电号码').fill('139 0000 1234');
    await page.getByLabel('姓名').fill('何建国');
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.getByRole('textbox', { name: '诉求内容' }).fill(REQUEST);
    await look(page, '01-intake');
    await page.getByRole('button', { name: '受理', exact: false }).and(page.locator('[data-key=F9]')).click();
    await page.waitForURL(/\/cases\/\d+/);
    assert.match(await state(page), /待派单/);
    assert.match(await page.locator('#citizen').innerText(), /何\*\*[\s\S]*139\*\*\*\*1234/);
    assert.deepEqual(await done(page), ['受理', '登记']);
    await look(page, '02-accepted');
    assert.equal((await inQueue(page, 'mine')).length, 1);
  });

  step(
    'the dispatcher finds it by its queue and dispatches it with one assisting agency, found by initials',
    async () => {
      const page = await at('dispatcher');
      await openFromQueue(page, 'to-dispatch', HEADLINE);
      await openAct(page, '派单');
      await pick(page, '牵头单位', 'cgj');
      await pick(page, '协办单位', 'zjj');
      await page.getByRole('textbox', { name: '派单意见' }).fill('请当日派员查看。');
      await foretold(page, /签收时限 2026-11-23 17:30，答复时限 2026-12-07 17:30/);
      await look(page, '03-dispatch-form');
      await send(page, '派单');
      assert.match(await state(page), /办理中 城管局待签收，签收 剩/);
      assert.deepEqual(await done(page), ['派单', '受理', '登记']);
      await look(page, '04-dispatched');
      assert.deepEqual(await inQueue(page, 'to-dispatch'), []);
    },
  );

  step('the agency sees the request and a masked number, signs, and records the first contact', async () => {
    const page = await at('handler', PHONE);
    assert.match(await page.locator('.ui-row-link').innerText(), new RegExp(HEADLINE));
    await look(page, '05-phone-queue');
    await page.locator('.ui-row-link').click();
    assert.match(await page.locator('#citizen').innerText(), /139\*\*\*\*1234/);
    await look(page, '06-phone-case');
    await doAct(page, '签收', async () => {
      assert.equal(await page.getByRole('combobox', { name: '经办人' }).inputValue(), '赵明');
      await look(page, '07-phone-sign');
    });
    assert.match(await state(page), /办理中 城管局办理中，首次联系 剩 2 个工作日/);
    await doAct(page, '登记首次联系', () =>
      page.getByRole('textbox', { name: '联系结果与初步意见' }).fill('已说明今天派员更换灯具。'),
    );
    await look(page, '08-phone-contacted');
    assert.deepEqual((await done(page)).slice(0, 2), ['联系诉求人', '签收']);
    assert.deepEqual(await inQueue(page, 'to-sign'), []);
    assert.equal((await inQueue(page, 'handling')).length, 1);
  });

  step('the lead is told that it cannot answer before the assisting agency has', async () => {
    const page = await at('handler');
    await openFromQueue(page, 'handling', HEADLINE);
    await page.locator('.ui-primary').getByRole('link', { name: '提交答复' }).click();
    await page.locator('#act').getByText('协办单位尚未答复：住建局').waitFor();
    await look(page, '09-phone-blocked');
  });

  step('the assisting agency signs, advises, and its leader approves', async () => {
    const page = await at('assistHandler');
    await openFromQueue(page, 'to-sign', HEADLINE);
    await doAct(page, '签收');
    await doAct(page, '提交协办意见', () =>
      page.getByRole('textbox', { name: '协办意见' }).fill('小区外围路灯由城管局管养。'),
    );
    const leader = await at('assistLeader');
    await openFromQueue(leader, 'to-approve', HEADLINE);
    assert.match(await leader.locator('main').innerText(), /小区外围路灯由城管局管养/);
    await doAct(leader, '同意答复');
    await look(leader, '10-assist-approved');
    assert.match(await state(leader), /城管局办理中/);
  });

  step('the lead submits the reply with a photo', async () => {
    const page = await at('handler');
    await openFromQueue(page, 'handling', HEADLINE);
    await doAct(page, '提交答复', async () => {
      await fillReply(page, '已更换灯具两盏。', '清源路路灯已修复。', desk.world.now());
      await page.locator('input[name=files]').setInputFiles(PHOTO);
      await look(page, '11-phone-reply');
    });
    assert.match(await state(page), /城管局待领导审核/);
    assert.match(await page.locator('.ui-thumbs').innerText(), /修复现场\.png/);
    await look(page, '12-phone-submitted');
  });

  step(
    'the leader sends it back once; the handler finds the text again and resubmits; the leader approves',
    async () => {
      const leader = await at('agencyLeader');
      assert.match(leader.url(), /\/queues\/to-approve$/);
      await openFromQueue(leader, 'to-approve', HEADLINE);
      await look(leader, '13-leader');
      await doAct(leader, '退回修改', () =>
        leader.getByRole('textbox', { name: '退回原因' }).fill('请写明修复时间。'),
      );

      const page = await at('handler');
      await openFromQueue(page, 'handling', HEADLINE);
      assert.match(await page.locator('.ui-timeline').innerText(), /请写明修复时间/);
      await doAct(page, '提交答复', async () => {
        assert.equal(await page.getByRole('textbox', { name: '办理情况' }).inputValue(), '已更换灯具两盏。');
        assert.ok(await page.getByRole('radio', { name: '已解决' }).isChecked());
        await page.getByRole('textbox', { name: '公开答复' }).fill('清源路路灯已于今天上午修复。');
      });

      await openFromQueue(leader, 'to-approve', HEADLINE);
      await doAct(leader, '同意答复');
      assert.deepEqual(await inQueue(leader, 'to-approve'), []);
    },
  );

  step('the dispatcher checks the reply and passes it', async () => {
    const page = await at('dispatcher');
    await openFromQueue(page, 'to-check', HEADLINE);
    assert.match(await state(page), /待审核/);
    assert.match(await page.locator('main').innerText(), /清源路路灯已于今天上午修复/);
    await doAct(page, '审核通过', () => tickAll(page));
    assert.match(await state(page), /待回访/);
    await look(page, '14-passed');
  });

  step(
    'the call-back clerk reveals the number on the record, and hears that the citizen is dissatisfied',
    async () => {
      const page = await at('clerk');
      await openFromQueue(page, 'to-call', HEADLINE);
      await page.getByText('显示完整信息').click();
      await page.getByLabel('用途').selectOption('回访诉求人');
      await page.getByRole('button', { name: '显示' }).click();
      await page.locator('#citizen').getByText('139 0000 1234').waitFor();
      await look(page, '15-revealed');
      await doAct(page, '登记回访', async () => {
        await choose(page, '回访情况', '已接通');
        await choose(page, '承办单位是否联系过诉求人', '是');
        await choose(page, '问题是否解决', '未解决');
        await choose(page, '诉求人是否满意', '不满意');
        await page.getByRole('textbox', { name: '诉求人意见' }).fill('夜里还是不亮。');
        await look(page, '16-call-back');
      });
      assert.match(await state(page), /待核实/);
      assert.deepEqual(await inQueue(page, 'to-call'), []);
      await page.reload();
    },
  );

  step('verification finds the agency responsible and the case goes back as the first redo', async () => {
    const page = await at('supervisor');
    await openFromQueue(page, 'to-verify', HEADLINE);
    await doAct(page, '登记核实', async () => {
      await choose(page, '核实方式', '现场核实');
      await page.getByRole('textbox', { name: '核实情况' }).fill('现场两盏灯不亮。');
      await choose(page, '是否属承办单位责任', '是，重办');
      await pick(page, '重办原因', '未解决');
      await look(page, '17-verify');
    });
    assert.match(await state(page), /城管局待签收/);
    assert.match(await page.locator('main').innerText(), /第 1 次重办/);
    await look(page, '18-redo');
  });

  step('the agency handles it again, and this time the citizen is satisfied', async () => {
    const page = await at('handler');
    await openFromQueue(page, 'to-sign', HEADLINE);
    await doAct(page, '签收');
    await doAct(page, '登记首次联系', () =>
      page.getByRole('textbox', { name: '联系结果与初步意见' }).fill('今晚到场复查。'),
    );
    await doAct(page, '提交答复', () =>
      fillReply(page, '更换线路。', '线路已更换，路灯已全部点亮。', desk.world.now()),
    );
    const leader = await at('agencyLeader');
    await openFromQueue(leader, 'to-approve', HEADLINE);
    await doAct(leader, '同意答复');
    const dispatcher = await at('dispatcher');
    await openFromQueue(dispatcher, 'to-check', HEADLINE);
    await doAct(dispatcher, '审核通过', () => tickAll(dispatcher));
    const clerk = await at('clerk');
    await openFromQueue(clerk, 'to-call', HEADLINE);
    await doAct(clerk, '登记回访', async () => {
      await choose(clerk, '回访情况', '已接通');
      await choose(clerk, '承办单位是否联系过诉求人', '是');
      await choose(clerk, '问题是否解决', '已解决');
      await choose(clerk, '诉求人是否满意', '满意');
    });
    assert.match(await state(clerk), /已办结 今天 \d\d:\d\d，回访满意，办结/);
    await look(clerk, '19-closed');
  });

  step('the operator who took the call sees how it ended, without a place in the queue', async () => {
    const page = await at('operator');
    assert.deepEqual(await inQueue(page, 'mine'), []);
    await page.getByRole('searchbox').fill('路灯');
    await page.keyboard.press('Enter');
    await page.locator('.ui-row-link').filter({ hasText: HEADLINE }).click();
    assert.match(await page.locator('main').innerText(), /线路已更换，路灯已全部点亮/);
  });

  step('the supervisor archives it; from then on nobody can add anything', async () => {
    const page = await at('supervisor');
    await page.goto(`/search?q=${encodeURIComponent('路灯')}`);
    await page.locator('.ui-row-link').click();
    await doAct(page, '归档', () => look(page, '20-archive'));
    assert.match(await state(page), /已归档/);
    for (const who of ['supervisor', 'handler', 'dispatcher'] as const) {
      const reader = await at(who);
      await reader.goto(new URL(page.url()).pathname);
      assert.equal(await reader.locator('.ui-primary').count(), 0, who);
    }
    await look(page, '21-archived');
  });

  step('the timeline tells the whole life, newest first', async () => {
    const page = await at('supervisor');
    const told = await done(page);
    assert.equal(told[0], '归档');
    assert.equal(told.at(-1), '登记');
    const acts = ['答复审核通过', '回访', '核实', '派单', '受理', '分管领导退回修改', '联系诉求人'];
    for (const act of acts) assert.ok(told.includes(act), `${act} in ${told.join(' | ')}`);
    assert.match(await page.locator('.ui-timeline').innerText(), /8001 号 王晓/);
  });
});

/** `now`: epoch ms; the citizen is told at that minute. */
async function fillReply(page: Page, handling: string, publicReply: string, now: number): Promise<void> {
  await page.getByRole('textbox', { name: '办理情况' }).fill(handling);
  await page.getByRole('textbox', { name: '公开答复' }).fill(publicReply);
  await choose(page, '办理结论', '已解决');
  await choose(page, '告知诉求人的方式', '电话告知');
  await page.getByLabel('告知时间').fill(formatLocal(now).slice(0, 16).replace(' ', 'T'));
}

async function tickAll(page: Page): Promise<void> {
  for (const box of await page.locator('#act-form').getByRole('checkbox').all()) await box.check();
}
