import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Life } from '../cases/life.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { noBrowser } from '../support/chromium.ts';
import { type Desk, look, openDesk, PHONE } from './desk.ts';
import { tooWide } from './judge.ts';

/* Q-A5: the screen at the duty desk renews itself, and each row leads to the form that takes it away. */

const skip = noBrowser();
let desk: Desk;
let cast: Cast;

before(async () => {
  if (skip) return;
  desk = await openDesk();
  cast = newCast(desk.world.db, desk.world.now());
});
after(async () => {
  if (!skip) await desk.close();
});

test('Q-A5: an urgent case comes up on the duty screen by itself and leaves it when the agency was reached', {
  skip,
}, async () => {
  const page = await desk.as(cast.otherOperator);
  await page.clock.install();
  await page.goto('/duty');
  await page.getByText('目前没有需要立即通知的事项').waitFor();

  const life = new Life(desk.world.db, cast).dispatched({ urgent: '1', headline: '路面塌陷危及行人' });
  desk.pass(5);
  await page.clock.fastForward('01:00');
  const row = page.getByRole('link', { name: /城管局（牵头）/ });
  await row.waitFor();
  await look(page, 'duty');
  await row.click();

  await page.getByLabel('接听人姓名').fill('赵明');
  await page.getByLabel('接听人职务').fill('值班员');
  await page.getByLabel('拨打号码').fill('0000-8800001');
  await page.getByLabel('通知时间').fill(life.local());
  await page.getByLabel('通知内容与对方答复').fill('已告知地点，立即出动。');
  await page.keyboard.press('Control+Enter');
  await page.getByText('已登记电话通知').waitFor();

  await page.goto('/duty');
  await page.getByText('总值班室').waitFor();
  assert.equal(await row.count(), 0);
  assert.deepEqual(desk.problems(), []);
});

test('on a phone long words wrap: the duty screen and the choice of a gateway are no wider than the screen', {
  skip,
}, async () => {
  const headline = '来电人反映清源路与环城西路交叉口路面大面积塌陷，多辆车被困，危及过往行人，请立即处置';
  new Life(desk.world.db, cast).dispatched({ urgent: '1', headline });
  for (const [actor, path] of [
    [cast.otherOperator, '/duty'],
    [cast.admin, '/gateways/new'],
  ] as const) {
    const page = await desk.as(actor, { viewport: PHONE });
    await page.goto(path);
    assert.deepEqual(await tooWide(page), [], path);
  }
  assert.deepEqual(desk.problems(), []);
});
