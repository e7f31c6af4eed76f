import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actForm } from '../../src/cases/act-form.ts';
import { sightOf } from '../../src/cases/visible.ts';
import { text } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

/* What comes back to the dispatcher: recalled, returned, or an opinion that is waited for no more. */

function setUp() {
  const { db, cast } = freshFile();
  const life = new Life(db, cast);
  const RETURN = { proposed: String(cast.agencies.traffic), reason: '不属本单位。', ground: '三定方案。' };
  const sign = (): Life =>
    life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) }).onLead(cast.handler, 'contact', {
      how: 'phone',
      at: life.local(),
      result: '已联系。',
    });
  const proposedLead = () => {
    const open = { act: 'dispatch', caseId: life.caseId, assignmentId: null };
    return actForm(db, cast.dispatcher, open, life.now, null).typed.lead;
  };
  return { db, cast, life, RETURN, sign, proposedLead };
}

test('recall: nobody leads the case any more and every assignment is taken back', () => {
  const { cast, life } = setUp();
  life.dispatched({}, [cast.agencies.housing]);
  assert.equal(life.case().lead_agency_id, cast.agencies.urban);
  life.do(cast.dispatcher, 'recall', { reason: '派错单位。' });
  assert.deepEqual(
    [life.status, life.case().lead_agency_id, life.lead().status, life.assist().status],
    ['accepted', null, 'withdrawn', 'withdrawn'],
  );
});

test('recall: the agencies’ clocks stop and the dispatcher’s starts anew', () => {
  const { cast, life } = setUp();
  life.dispatched({}, [cast.agencies.housing]).do(cast.supervisor, 'recall', { reason: '派错单位。' });
  for (const kind of ['sign', 'reply']) {
    assert.deepEqual(
      life.clocks(kind).map((clock) => clock.stopped_at),
      [life.now, life.now],
      kind,
    );
  }
  const dispatch = life.clocks('dispatch');
  assert.equal(dispatch.length, 2);
  assert.deepEqual([dispatch[1]?.started_at, dispatch[1]?.met_at], [life.now, null]);
});

test('recall: the agency that lost the case sees nothing of it', () => {
  const { db, cast, life } = setUp();
  life.signed();
  assert.equal(sightOf(db, cast.handler, life.case()), 'whole');
  life.do(cast.dispatcher, 'recall', { reason: '派错单位。' });
  assert.equal(sightOf(db, cast.handler, life.case()), null);
});

test('recall needs its reason', () => {
  const { cast, life } = setUp();
  life.dispatched();
  assert.throws(() => life.do(cast.dispatcher, 'recall', { reason: '' }), { status: 422 });
});

test('sent out again after a recall, the period to answer starts anew', () => {
  const { cast, life } = setUp();
  life.dispatched({ kind: 'consultation' }).do(cast.dispatcher, 'recall', { reason: '派错单位。' });
  life.now += 24 * 3_600_000;
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.housing) });
  assert.equal(life.case().lead_agency_id, cast.agencies.housing);
  assert.deepEqual(
    life.clocks('reply').map((clock) => [text(clock.due_at), clock.stopped_at === null]),
    [
      ['2026-11-25 17:30', false],
      ['2026-11-26 17:30', true],
    ],
  );
});

test('Q-C3: a granted return leaves the case without a lead', () => {
  const { cast, life, RETURN } = setUp();
  life.signed().onLead(cast.handler, 'ask_return', RETURN).onLead(cast.dispatcher, 'grant_return');
  assert.deepEqual([life.status, life.case().lead_agency_id], ['accepted', null]);
});

test('Q-C3: while a return is judged the agency still leads and its period runs on', () => {
  const { cast, life, RETURN } = setUp();
  life.signed().onLead(cast.handler, 'ask_return', RETURN);
  assert.equal(life.case().lead_agency_id, cast.agencies.urban);
  assert.equal(life.clocks('reply')[0]?.stopped_at, null);
});

for (const missing of ['proposed', 'reason', 'ground']) {
  test(`Q-C3: a return without its ${missing} is refused`, () => {
    const { cast, life, RETURN } = setUp();
    life.signed();
    assert.throws(
      () => life.onLead(cast.handler, 'ask_return', { ...RETURN, [missing]: '' }),
      (error) => missing in ((error as { fields?: object }).fields ?? {}),
    );
    assert.equal(life.lead().status, 'signed');
  });
}

test('Q-C3: the agency that the return proposed stands in the next dispatch form', () => {
  const { cast, life, RETURN, proposedLead } = setUp();
  life.signed().onLead(cast.handler, 'ask_return', RETURN).onLead(cast.dispatcher, 'grant_return');
  assert.equal(proposedLead(), String(cast.agencies.traffic));
});

test('a case that nobody returned proposes no agency', () => {
  const { life, proposedLead } = setUp();
  life.take({}, 'accept');
  assert.equal(proposedLead(), '');
});

test('Q-B2: relieved of its opinion, the assisting agency holds up the lead no more', () => {
  const { cast, life, sign } = setUp();
  life.dispatched({}, [cast.agencies.housing]);
  sign();
  assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /协办单位尚未答复/);
  life.onAssist(cast.dispatcher, 'waive', { reason: '职责已明确。' });
  life.onLead(cast.handler, 'submit', life.reply());
  assert.deepEqual([life.lead().status, life.assist().status], ['reviewing', 'withdrawn']);
});

test('Q-B2: with two assisting agencies the lead waits for the one that was not relieved', () => {
  const { db, cast, life, sign } = setUp();
  const leads = {
    login: 'traffic-leader',
    name: '谢衡',
    roles: ['agency_leader'],
    operatorNo: null,
  } as const;
  newPerson(db, { ...leads, agencyId: cast.agencies.traffic }, life.now);
  life.dispatched({}, [cast.agencies.traffic, cast.agencies.housing]);
  sign();
  life.onAssist(cast.dispatcher, 'waive', { reason: '职责已明确。' });
  assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /协办单位尚未答复：交通局。/);
});

test('Q-B2: a relieved agency’s clocks stop, and the lead cannot be relieved', () => {
  const { cast, life } = setUp();
  life.dispatched({}, [cast.agencies.housing]).onAssist(cast.supervisor, 'waive', { reason: '职责已明确。' });
  const ofAssist = life.clocks('reply').filter((clock) => clock.assignment_id === life.assist().id);
  assert.deepEqual(
    ofAssist.map((clock) => clock.stopped_at),
    [life.now],
  );
  assert.throws(() => life.onLead(cast.dispatcher, 'waive', { reason: '不必。' }), { status: 404 });
});

test('Q-C3: an assisting agency’s granted return leaves the lead with the case and free to answer', () => {
  const { cast, life, RETURN, sign } = setUp();
  life.dispatched({}, [cast.agencies.housing]);
  sign();
  life.onAssist(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) });
  life.onAssist(cast.assistHandler, 'ask_return', RETURN).onAssist(cast.dispatcher, 'grant_return');
  assert.deepEqual([life.status, life.case().lead_agency_id], ['dispatched', cast.agencies.urban]);
  life.onLead(cast.handler, 'submit', life.reply());
  assert.equal(life.lead().status, 'reviewing');
});
