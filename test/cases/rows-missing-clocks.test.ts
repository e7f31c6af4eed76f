import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { enterYear } from '../calendar/desk.ts';
import { text } from '../calendar/samples.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { CHECKED, Life } from './life.ts';

const NEW_YEAR = '2027-01-01 至 2027-01-03 假 元旦';

describe('the hotline’s own clocks at the end of a year whose successor is not published', () => {
  let test: TestWorld;
  let cast: Cast;
  let life: Life;
  const worlds: TestWorld[] = [];
  beforeEach(() => {
    test = newWorld('2026-12-31 10:00');
    worlds.push(test);
    cast = newCast(test.world.db, test.world.now());
    life = new Life(test.world.db, cast, '2026-12-31 10:00');
  });
  after(() => {
    for (const world of worlds) world.close();
  });

  const enter = (days: string) => enterYear(visit(test, cast.admin), '2027', days);
  const shown = (kind: string) =>
    life.clocks(kind).map((clock) => `${text(clock.started_at)} - ${text(clock.due_at)}`);

  it('a call is taken down without a clock', () => {
    life.take();
    assert.equal(life.status, 'received');
    assert.deepEqual(life.clocks('accept'), []);
    assert.equal(life.case().next_due_at, null);
  });

  it('a case without a clock still stands in its queue, and its page opens', async () => {
    life.take();
    const desk = visit(test, cast.dispatcher);
    assert.ok((await (await desk.get('/queues/to-accept')).text()).includes(life.case().number));
    assert.equal((await desk.get(`/cases/${life.caseId}`)).status, 200);
  });

  it('the year entered, acceptance runs from the receipt', async () => {
    life.take();
    test.setTime('2026-12-31 16:00');
    assert.equal((await enter(NEW_YEAR)).status, 303);
    assert.deepEqual(shown('accept'), ['2026-12-31 10:00 - 2027-01-04 17:30']);
    assert.equal(text(life.case().next_due_at ?? 0), '2027-01-04 17:30');
  });

  it('the year entered, dispatch runs from the acceptance', async () => {
    life.take().do(cast.operator, 'accept');
    await enter(NEW_YEAR);
    assert.deepEqual(shown('dispatch'), ['2026-12-31 10:01 - 2027-01-04 17:30']);
    assert.deepEqual(life.clocks('accept'), []);
  });

  it('the year entered, the call-back runs from the reply, also where it was passed since', async () => {
    const asked = { kind: 'consultation', phone: '', name: '', anonymous: '1' };
    const early = new Life(test.world.db, cast, '2026-12-25 10:00').signed(asked);
    early.now = life.now;
    const reply = { ...early.reply(), toldHow: 'published', toldAt: '' };
    early.onLead(cast.handler, 'submit', reply).onLead(cast.agencyLeader, 'approve');
    life.caseId = early.do(cast.dispatcher, 'pass', CHECKED).caseId;
    assert.deepEqual(shown('callback'), []);
    await enter(NEW_YEAR);
    assert.deepEqual(shown('callback'), ['2026-12-31 10:02 - 2027-01-06 17:30']);
  });

  it('what was decided before the year was entered gets no clock', async () => {
    life.take().do(cast.operator, 'reject', { reason: 'litigation', told: 'on_the_line' });
    await enter(NEW_YEAR);
    assert.deepEqual(life.clocks('accept'), []);
  });

  it('a clock that runs already is not started twice', async () => {
    life.take({ urgent: '1' });
    await enter(NEW_YEAR);
    assert.deepEqual(shown('accept'), ['2026-12-31 10:00 - 2026-12-31 10:10']);
  });

  it('a year with a mistake in it is refused and starts nothing', async () => {
    life.take();
    assert.equal((await enter('2027-01-01 元旦')).status, 422);
    assert.deepEqual(life.clocks('accept'), []);
  });

  it('the log says how many clocks were started', async () => {
    life.take();
    await enter(NEW_YEAR);
    const detail = test.world.db
      .prepare(`SELECT detail FROM audit_log WHERE act = 'calendar_added'`)
      .pluck()
      .get();
    assert.deepEqual(JSON.parse(String(detail)), { days: 3, moved: 0, clocks: 1 });
  });

  it('what is urgent has its minutes, known or not the year', () => {
    life.take({ urgent: '1' }, 'accept');
    assert.deepEqual(shown('dispatch'), ['2026-12-31 10:00 - 2026-12-31 10:10']);
  });

  const corrected = (urgent: string) => ({ headline: '路灯不亮', kind: 'help', urgent });

  it('a correction from urgent to normal is taken, and the clock waits for the year', async () => {
    life.take({ urgent: '1' }).do(cast.operator, 'correct', corrected(''));
    assert.deepEqual(life.clocks('accept'), []);
    await enter(NEW_YEAR);
    assert.deepEqual(shown('accept'), ['2026-12-31 10:00 - 2027-01-04 17:30']);
  });

  it('a correction from normal to urgent starts the ten minutes, which need no calendar', () => {
    life.take().do(cast.operator, 'correct', corrected('1'));
    assert.deepEqual(shown('accept'), ['2026-12-31 10:00 - 2026-12-31 10:10']);
  });

  it('an urgent case is sent and signed on the last day of the year (Q-A5)', async () => {
    life.signed({ urgent: '1' });
    assert.equal(life.lead().status, 'signed');
    assert.deepEqual(life.clocks('first_contact'), []);
    await enter(NEW_YEAR);
    assert.deepEqual(
      shown('first_contact').map((each) => each.slice(-16)),
      ['2027-01-05 17:30'],
    );
  });

  it('the dispatch form says on the page why nothing can be sent', async () => {
    life.take({}, 'accept');
    const answer = await visit(test, cast.dispatcher).get(`/cases/${life.caseId}/dispatch`);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /2027 年的工作日历尚未导入/);
  });
});
