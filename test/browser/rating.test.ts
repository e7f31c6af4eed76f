import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { accessOf } from '../../src/portal/access.ts';
import { Life } from '../cases/life.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { DESK, type Desk, look, openDesk, PHONE } from './desk.ts';
import { axe, foreignWords, tooWide, wellMade } from './judge.ts';

describe('a citizen rates the result from an SMS', { skip: noBrowser() }, () => {
  let desk: Desk;
  let cast: Cast;
  before(async () => {
    desk = await openDesk('2026-11-23 10:00');
    cast = newCast(desk.world.db, desk.world.now());
  });
  after(() => desk.close());
  afterEach(() => assert.deepEqual(desk.problems(), []));

  const linkOf = ({ db, caseId, now }: Life) => `/r/${accessOf(db, caseId, now).token}`;

  it('Q-E1: on a phone without JavaScript, and thinks again', async () => {
    desk.expect(422);
    const life = new Life(desk.world.db, cast).toCallBack();
    const page = await desk.as(null, { viewport: PHONE, javaScriptEnabled: false });
    await page.goto(linkOf(life));
    await page.getByText('清源路路灯已于当日修复').waitFor();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.locator('.ui-error-summary').waitFor();
    await page.getByRole('radio', { name: '不满意', exact: true }).check();
    await page.getByLabel('您的意见').fill('夜里还是不亮。');
    await look(page, '50-rating-phone');
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('感谢您的评价：不满意').waitFor();
    await look(page, '51-rated-phone');
    await page.locator('summary').filter({ hasText: '更改评价' }).click();
    await page.getByRole('radio', { name: '基本满意' }).check();
    await page.getByRole('button', { name: '更改评价' }).click();
    await page.getByText('感谢您的评价：基本满意').waitFor();
  });

  it('Q-L1: on a phone without JavaScript, by number and code where there is no link', async () => {
    desk.expect(422);
    const life = new Life(desk.world.db, cast).toCallBack();
    const { code } = accessOf(life.db, life.caseId, life.now);
    const page = await desk.as(null, { viewport: PHONE, javaScriptEnabled: false });
    await page.goto('/login');
    await page.getByRole('link', { name: '查询诉求进度' }).click();
    await page.getByLabel('工单号').fill(life.case().number);
    await page.getByLabel('查询码').fill(code === '111111' ? '222222' : '111111');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('工单号或查询码不正确').waitFor();
    await look(page, '55-find-phone');
    await page.getByLabel('查询码').fill(code);
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('清源路路灯已于当日修复').waitFor();
  });

  it('the page can be read by everybody, narrow and wide, before and after, and where there is none', async () => {
    desk.expect(404);
    const [waiting, answered] = [
      new Life(desk.world.db, cast).dispatched(),
      new Life(desk.world.db, cast).toCallBack(),
    ];
    for (const viewport of [PHONE, DESK]) {
      const page = await desk.as(null, { viewport });
      for (const [name, path] of [
        ['waiting', linkOf(waiting)],
        ['answered', linkOf(answered)],
        ['nothing', '/r/nothing'],
        ['find', '/r'],
      ] as const) {
        const source = (await (await page.goto(path))?.text()) ?? '';
        await look(page, `52-${name}-${viewport.width}`);
        const wrong = [...wellMade(source), ...(await foreignWords(page, [])), ...(await axe(page, 'html'))];
        assert.deepEqual(
          [...wrong, ...(viewport === PHONE ? await tooWide(page) : [])],
          [],
          `${name} ${viewport.width}`,
        );
      }
    }
  });

  it('Q-E1: the clerk reads it in the call-back form', async () => {
    const life = new Life(desk.world.db, cast).toCallBack();
    const citizen = await desk.as(null);
    await citizen.goto(linkOf(life));
    await citizen.getByRole('radio', { name: '满意', exact: true }).check();
    await citizen.getByRole('button', { name: '提交评价' }).click();
    await citizen.getByText('感谢您的评价：满意').waitFor();
    const clerk = await desk.as(cast.clerk);
    await clerk.goto(`/cases/${life.caseId}/call_back`);
    await clerk.getByText('诉求人已自行评价：满意').waitFor();
    await look(clerk, '53-call-back');
    const operator = await desk.as(cast.operator);
    await operator.goto(`/cases/${new Life(desk.world.db, cast).take().caseId}`);
    await operator.getByText('查询码').waitFor();
    await look(operator, '54-code');
  });
});
