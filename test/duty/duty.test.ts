import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '../../src/people/actor.ts';
import { IDLE_LIMIT } from '../../src/people/sessions.ts';
import { text } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { addOutside } from '../cases/outside.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/* Q-A5, Q-A6: the screen that stays open at the duty desk. */

describe('值班台', () => {
  let desk: TestWorld;
  let cast: Cast;
  let life: Life;

  before(() => {
    desk = newWorld();
    cast = newCast(desk.world.db, desk.world.now());
    life = new Life(desk.world.db, cast);
  });
  after(() => desk.close());

  const read = async (actor: Actor, path = '/duty') => {
    const answer = await visit(desk, actor).get(path);
    assert.equal(answer.status, 200);
    return answer.text();
  };
  const NOTICE = '待电话通知';

  it('an empty screen says what will appear there, and no other page speaks of it', async () => {
    const page = await read(cast.operator);
    assert.match(page, /目前没有需要立即通知的事项/);
    assert.match(page, /目前没有等待派出或签收的紧急工单/);
    assert.ok(!page.includes(NOTICE));
  });

  it('an urgent case waits there from receipt on, with its clock, and leads to what comes next', async () => {
    life.take({ urgent: '1', headline: '路面塌陷危及行人' });
    const row = `href="/cases/${life.caseId}/accept"`;
    const page = await read(cast.dispatcher);
    assert.match(page, /路面塌陷危及行人/);
    assert.match(page, /受理 剩 10 分钟/);
    assert.ok(page.includes(row));
    assert.ok(!(await read(cast.supervisor)).includes(row));
    life.do(cast.dispatcher, 'accept');
    assert.ok((await read(cast.dispatcher)).includes(`href="/cases/${life.caseId}/dispatch"`));
  });

  it('dispatched, the agency has to be phoned: the row leads to the form, for every operator on duty', async () => {
    life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
    const form = `/cases/${life.caseId}/phone_told?assignment=${life.lead().id}`;
    for (const actor of [cast.operator, cast.otherOperator, cast.dispatcher, cast.supervisor]) {
      assert.ok((await read(actor)).includes(form), actor.name);
      assert.match(await read(actor, form), /登记电话通知/);
    }
  });

  it('Q-B5: an outside unit has no page to sign on: what waits is its letter', async () => {
    const outside = String(addOutside(desk.world.db));
    const other = new Life(desk.world.db, cast, '2026-11-23 09:00').take({ urgent: '1' });
    other.do(cast.dispatcher, 'accept').do(cast.dispatcher, 'dispatch', { lead: outside });
    const page = await read(cast.dispatcher);
    assert.match(page, /待发函[\s\S]*省高速中心[\s\S]*发函 剩/);
    other.do(cast.supervisor, 'withdraw_case', { how: 'phone', reason: '已解决。' });
  });

  it('the notice stands on every page of those on duty, and on nobody else’s', async () => {
    for (const actor of [cast.operator, cast.dispatcher, cast.supervisor])
      assert.match(await read(actor, '/search'), /1 个承办单位待电话通知/);
    assert.ok(!(await read(cast.handler, '/search')).includes(NOTICE));
    assert.ok(!(await read(cast.clerk, '/search')).includes(NOTICE));
  });

  it('late ones are said to be late, on the screen and in the notice, from the minute after the limit', async () => {
    const due = life.lead().dispatched_at + 30 * 60_000;
    desk.setTime(text(due));
    assert.match(await read(cast.supervisor), /1 个承办单位待电话通知。/);
    desk.setTime(text(due + 60_000));
    const page = await read(cast.supervisor);
    assert.match(page, /其中 1 个已超时/);
    assert.match(page, /超期 1 分钟/);
  });

  it('signed, the case waits no more, yet the agency has still to be phoned', async () => {
    life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
    const page = await read(cast.supervisor);
    assert.match(page, /目前没有等待派出或签收的紧急工单/);
    assert.match(page, /电话通知承办单位/);
  });

  it('an attempt in vain is counted there, and whoever was reached takes the row away', async () => {
    const number = '0000-8800001';
    life.onLead(cast.operator, 'phone_failed', { number, at: life.local(), note: '占线' });
    assert.match(await read(cast.operator), /已拨 1 次未接通/);
    life.onLead(cast.operator, 'phone_told', {
      ...{ who: '赵明', post: '值班员', number, at: life.local(), said: '已告知。' },
    });
    const page = await read(cast.operator);
    assert.ok(!page.includes('phone_told'));
    assert.ok(!page.includes(NOTICE));
    assert.match(page, /通知应急联系人/);
  });

  it('it renews itself by a fragment', async () => {
    const page = await read(cast.operator);
    assert.match(page, /hx-get="\/duty\/now" hx-trigger="every 15s"/);
    const fragment = await read(cast.operator, '/duty/now');
    assert.match(fragment, /^<p class="ui-muted">更新于/);
    assert.ok(!fragment.includes('<html'));
  });

  it('a screen that only renews itself is nobody’s presence: the session ends as if left alone', async () => {
    const local = (ms: number) => text(ms);
    const start = desk.world.now();
    const screen = visit(desk, cast.operator);
    desk.setTime(local(start + IDLE_LIMIT - 60_000));
    assert.equal((await screen.get('/duty/now')).status, 200);
    desk.setTime(local(start + IDLE_LIMIT + 60_000));
    assert.equal((await screen.get('/duty/now')).status, 303);
  });
});
