import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actForm } from '../../src/cases/act-form.ts';
import { sightOf } from '../../src/cases/visible.ts';
import type { Actor } from '../../src/people/actor.ts';
import { Conflict, Forbidden, NotFound } from '../../src/web/errors.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, DISSATISFIED, Life } from './life.ts';

/** One lead and two assisting agencies: 城管局 with 住建局 and 交通局, contacted and ready to answer. */
function setUp() {
  const { db, cast } = freshFile();
  const trafficLeader = newPerson(
    db,
    {
      login: 'traffic-leader',
      name: '沈远',
      roles: ['agency_leader'],
      agencyId: cast.agencies.traffic,
      operatorNo: null,
    },
    0,
  );
  const life = new Life(db, cast).dispatched({}, [cast.agencies.housing, cast.agencies.traffic]);
  life.takenUp();
  const of = (agencyId: number) => {
    const row = db
      .prepare(`SELECT id, status FROM assignments WHERE case_id = ? AND agency_id = ? ORDER BY id DESC`)
      .get(life.caseId, agencyId) as { id: number; status: string };
    return row;
  };
  const advise = (agencyId: number, handler: Actor, leader: Actor, words: string) =>
    life
      .do(handler, 'sign', { handler: String(handler.id) }, of(agencyId).id)
      .do(handler, 'advise', { handling: words }, of(agencyId).id)
      .do(leader, 'approve', {}, of(agencyId).id);
  return {
    db,
    cast,
    life,
    of,
    housing: () =>
      advise(cast.agencies.housing, cast.assistHandler, cast.assistLeader, '小区外路灯由城管局管养。'),
    traffic: () => advise(cast.agencies.traffic, cast.strangerHandler, trafficLeader, '该路段不属公路。'),
    submitForm: () =>
      actForm(
        db,
        cast.handler,
        { act: 'submit', caseId: life.caseId, assignmentId: life.lead().id },
        life.now,
        null,
      ),
  };
}

test('Q-B2: each agency is given the case in its role, with clocks of its own', () => {
  const { db, life } = setUp();
  const roles = db
    .prepare('SELECT role FROM assignments WHERE case_id = ? ORDER BY id')
    .pluck()
    .all(life.caseId);
  assert.deepEqual(roles, ['lead', 'assist', 'assist']);
  assert.deepEqual([life.clocks('sign').length, life.clocks('reply').length], [3, 3]);
  assert.match(life.clocks('reply')[1]?.why ?? '', /协办意见/);
});

test('Q-B2: an agency can be named once, not as lead and assist, nor twice as assist', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({}, 'accept');
  const [urban, housing] = [String(cast.agencies.urban), String(cast.agencies.housing)];
  assert.throws(
    () => life.do(cast.dispatcher, 'dispatch', { lead: urban, assists: [urban] }),
    /牵头单位不能同时协办/,
  );
  life.do(cast.dispatcher, 'dispatch', { lead: urban, assists: [housing, housing] });
  assert.equal(life.clocks('sign').length, 2);
});

test('Q-B2: the lead waits for every opinion that is missing, by name', () => {
  const { cast, life, housing, traffic } = setUp();
  const submit = () => life.onLead(cast.handler, 'submit', life.reply());
  assert.throws(submit, /协办单位尚未答复：住建局、交通局/);
  housing();
  assert.throws(submit, /协办单位尚未答复：交通局/);
  traffic();
  submit();
  assert.equal(life.lead().status, 'reviewing');
});

test('Q-B2: an opinion counts once its own leader has agreed', () => {
  const { cast, life, of, traffic } = setUp();
  traffic();
  const { id } = of(cast.agencies.housing);
  life.do(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) }, id);
  life.do(cast.assistHandler, 'advise', { handling: '属实。' }, id);
  assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /协办单位尚未答复：住建局/);
  life.do(cast.assistLeader, 'approve', {}, id);
  assert.equal(life.status, 'dispatched', 'an opinion does not move the case');
  assert.equal(life.onLead(cast.handler, 'submit', life.reply()).lead().status, 'reviewing');
});

test('Q-B2: the lead reads the opinions where it writes the reply', () => {
  const { housing, traffic, submitForm } = setUp();
  assert.equal(submitForm().brief, null);
  housing();
  assert.deepEqual(submitForm().brief, { title: '协办意见', text: '住建局：小区外路灯由城管局管养。' });
  traffic();
  assert.equal(submitForm().brief?.text, '住建局：小区外路灯由城管局管养。\n\n交通局：该路段不属公路。');
});

test('Q-B2: an opinion that its leader has not agreed to is not read yet', () => {
  const { cast, life, of, submitForm } = setUp();
  const { id } = of(cast.agencies.housing);
  life.do(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) }, id);
  life.do(cast.assistHandler, 'advise', { handling: '草稿意见。' }, id);
  assert.equal(submitForm().brief, null);
});

test('Q-B2: a missing opinion is waived with a reason, and the lead goes on', () => {
  const { cast, life, of, housing, submitForm } = setUp();
  housing();
  const { id } = of(cast.agencies.traffic);
  assert.throws(
    () => life.do(cast.dispatcher, 'waive', {}, id),
    (error) => 'reason' in (error as { fields: object }).fields,
  );
  life.do(cast.dispatcher, 'waive', { reason: '该路段已确认归城管局。' }, id);
  assert.equal(of(cast.agencies.traffic).status, 'withdrawn');
  assert.equal(life.events().at(-1)?.why, '该路段已确认归城管局。');
  assert.equal(submitForm().brief?.text, '住建局：小区外路灯由城管局管养。\n\n交通局：已免除协办意见');
  assert.equal(life.onLead(cast.handler, 'submit', life.reply()).lead().status, 'reviewing');
});

test('Q-B2: what was waived has no clocks left, and its agency no longer sees the case', () => {
  const { db, cast, life, of } = setUp();
  const { id } = of(cast.agencies.traffic);
  life.do(cast.supervisor, 'waive', { reason: '无需协办。' }, id);
  const running = db
    .prepare('SELECT count(*) FROM clocks WHERE assignment_id = ? AND met_at IS NULL AND stopped_at IS NULL')
    .pluck()
    .get(id);
  assert.equal(running, 0);
  assert.equal(sightOf(db, cast.strangerHandler, life.case()), null);
  assert.throws(
    () => life.do(cast.strangerHandler, 'sign', { handler: String(cast.strangerHandler.id) }, id),
    NotFound,
  );
});

for (const [state, bring] of [
  ['signed', (made: ReturnType<typeof setUp>) => made],
  ['reviewing', adviseOnly],
] as const) {
  test(`Q-B2: an opinion can be waived while it is ${state}`, () => {
    const made = setUp();
    const { cast, life, of } = made;
    const { id } = of(cast.agencies.housing);
    life.do(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) }, id);
    bring(made);
    assert.equal(of(cast.agencies.housing).status, state);
    life.do(cast.dispatcher, 'waive', { reason: '不再需要。' }, id);
    assert.equal(of(cast.agencies.housing).status, 'withdrawn');
  });
}

function adviseOnly({ cast, life, of }: ReturnType<typeof setUp>): void {
  life.do(cast.assistHandler, 'advise', { handling: '属实。' }, of(cast.agencies.housing).id);
}

test('Q-B2: an opinion that is in cannot be waived, nor can the lead', () => {
  const { cast, life, of, housing } = setUp();
  housing();
  const waive = (id: number) => life.do(cast.dispatcher, 'waive', { reason: '不再需要。' }, id);
  assert.throws(() => waive(of(cast.agencies.housing).id), Conflict);
  assert.throws(() => waive(life.lead().id), NotFound);
});

test('Q-B2: neither the lead nor the assisting agency waives', () => {
  const { cast, life, of } = setUp();
  const { id } = of(cast.agencies.housing);
  for (const actor of [cast.handler, cast.agencyLeader, cast.assistHandler, cast.assistLeader, cast.operator])
    assert.throws(() => life.do(actor, 'waive', { reason: '不再需要。' }, id), Forbidden, actor.login);
});

test('Q-B2: only the lead answers the citizen, only assisting agencies advise', () => {
  const { cast, life, of } = setUp();
  const { id } = of(cast.agencies.housing);
  life.do(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) }, id);
  assert.throws(() => life.do(cast.assistHandler, 'submit', life.reply(), id), NotFound);
  assert.throws(() => life.onLead(cast.handler, 'advise', { handling: '属实。' }), NotFound);
});

test('Q-E2: a redo is the lead’s alone and waits for no opinion of the round before', () => {
  const { cast, life, housing, traffic } = setUp();
  housing();
  traffic();
  life.onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  life.do(cast.dispatcher, 'pass', CHECKED).do(cast.clerk, 'call_back', DISSATISFIED);
  life.do(cast.clerk, 'verify', {
    method: 'on_site',
    finding: '灯未修。',
    responsible: 'yes',
    redoReason: 'not_solved',
  });
  life.takenUp();
  assert.equal(life.onLead(cast.handler, 'submit', life.reply()).lead().status, 'reviewing');
});
