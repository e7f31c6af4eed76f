import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sightOf } from '../../src/cases/visible.ts';
import { all, first, q, run } from '../../src/db/query.ts';
import { actorOf } from '../../src/people/actor.ts';
import type { Role } from '../../src/people/roles.ts';
import { Forbidden, NotFound } from '../../src/web/errors.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

function setUp() {
  const { db, cast } = freshFile();
  const hire = (login: string, role: Role, agencyId: number) =>
    newPerson(db, { login, name: login, roles: [role], agencyId, operatorNo: null }, at('2026-11-23 09:00'));
  const inSection = hire('section-handler', 'handler', cast.agencies.section);
  const headOfSection = hire('section-leader', 'agency_leader', cast.agencies.section);
  const life = new Life(db, cast);
  return { db, cast, hire, inSection, headOfSection, life };
}

/** Signed by the bureau, handled by its section. */
function handedDown() {
  const made = setUp();
  const { cast, inSection, life } = made;
  life.dispatched().onLead(cast.handler, 'sign', {
    handler: String(inSection.id),
    section: String(cast.agencies.section),
  });
  return made;
}

const contact = (life: Life): Typed => ({ how: 'phone', at: life.local(), result: '已联系。' });
const RETURN: Typed = { reason: '不属本科室。', ground: '科室职责。' };

test("Q-B4: before it is handed down, the section's handler sees nothing of the case", () => {
  const { db, inSection, life } = setUp();
  life.dispatched();
  assert.equal(sightOf(db, inSection, life.case()), null);
});

test("Q-B4: handed down, the section's handler sees it and contacts and submits", () => {
  const { db, inSection, life } = handedDown();
  assert.equal(sightOf(db, inSection, life.case()), 'whole');
  life.onLead(inSection, 'contact', contact(life)).onLead(inSection, 'submit', life.reply());
  assert.equal(life.lead().status, 'reviewing');
});

test('Q-B4: the section does not sign', () => {
  const { cast, inSection, life } = setUp();
  life.dispatched();
  const typed = { handler: String(inSection.id), section: String(cast.agencies.section) };
  assert.throws(() => life.onLead(inSection, 'sign', typed), NotFound);
});

test('Q-B4: the section does not ask for a return', () => {
  const { cast, inSection, life } = handedDown();
  const typed = { ...RETURN, proposed: String(cast.agencies.traffic) };
  assert.throws(() => life.onLead(inSection, 'ask_return', typed), Forbidden);
  life.onLead(cast.handler, 'ask_return', typed);
  assert.equal(life.lead().status, 'returning');
});

test("Q-B4: the section's own leader does not approve, the answerable agency's does", () => {
  const { cast, inSection, headOfSection, life } = handedDown();
  life.onLead(inSection, 'contact', contact(life)).onLead(inSection, 'submit', life.reply());
  assert.throws(() => life.onLead(headOfSection, 'approve'), Forbidden);
  life.onLead(cast.agencyLeader, 'approve');
  assert.equal(life.status, 'replied');
});

test('Q-B4: the parent stays answerable: the assignment, its clocks and the lead stay its own', () => {
  const { cast, inSection, life } = handedDown();
  const { agency_id, section_id, handler_id } = life.lead();
  assert.deepEqual(
    [agency_id, section_id, handler_id],
    [cast.agencies.urban, cast.agencies.section, inSection.id],
  );
  assert.equal(life.case().lead_agency_id, cast.agencies.urban);
  assert.equal(life.clocks('reply')[0]?.assignment_id, life.lead().id);
});

test("Q-B4: the parent agency's handler may act for what was handed down", () => {
  const { cast, life } = handedDown();
  life.onLead(cast.handler, 'contact', contact(life)).onLead(cast.handler, 'submit', life.reply());
  assert.equal(life.lead().status, 'reviewing');
});

test("Q-B4: a parent agency's handler acts on what was given to its child", () => {
  const { db, cast, hire, life } = setUp();
  const { id: child } = run(
    db,
    q.insertInto('agencies').values({
      parent_id: cast.agencies.urban,
      name: '综合执法大队',
      short_name: '执法大队',
      kind: 'bureau',
      created_at: life.now,
    }),
  );
  const own = hire('child-handler', 'handler', child);
  life.take({}, 'accept').do(cast.dispatcher, 'dispatch', { lead: String(child) });
  life.onLead(actorOf(db, cast.handler.id), 'sign', { handler: String(own.id) });
  assert.equal(life.lead().status, 'signed');
});

test('Q-B4: a case is not dispatched to a section', () => {
  const { cast, life } = setUp();
  life.take({}, 'accept');
  assert.throws(() => life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.section) }), {
    status: 422,
  });
});

test("Q-C2: signing names the handler and section out of the agency's own", () => {
  const { life } = handedDown();
  const signed = life.events().find((event) => event.act === 'sign');
  assert.equal(signed?.why, '经办人：section-handler，承办科室：市容科');
  assert.equal(life.lead().signed_at, life.now);
});

test('Q-C2: a person of another agency cannot be named', () => {
  const { cast, life } = setUp();
  life.dispatched();
  assert.throws(
    () => life.onLead(cast.handler, 'sign', { handler: String(cast.strangerHandler.id) }),
    (error) => 'fields' in (error as object) && 'handler' in (error as { fields: object }).fields,
  );
  assert.equal(life.lead().status, 'unsigned');
});

test("Q-C2: the agency's leader is no handler and cannot be named as one", () => {
  const { cast, life } = setUp();
  life.dispatched();
  assert.throws(() => life.onLead(cast.handler, 'sign', { handler: String(cast.agencyLeader.id) }), {
    status: 422,
  });
});

test('Q-C2: somebody who has left cannot be named', () => {
  const { db, cast, inSection, life } = setUp();
  db.prepare('UPDATE users SET active = 0 WHERE id = ?').run(inSection.id);
  life.dispatched();
  assert.throws(() => life.onLead(cast.handler, 'sign', { handler: String(inSection.id) }), { status: 422 });
});

test('Q-C2: a section of another agency cannot be named', () => {
  const { cast, life } = setUp();
  life.dispatched();
  const typed = { handler: String(cast.handler.id), section: String(cast.agencies.housing) };
  assert.throws(
    () => life.onLead(cast.handler, 'sign', typed),
    (error) => 'fields' in (error as object) && 'section' in (error as { fields: object }).fields,
  );
});

test('Q-D5: a reply goes from the handler to the leader to the hotline', () => {
  const { cast, life } = setUp();
  life.contacted();
  const path = [`${life.lead().status}/${life.status}`];
  const step = (act: () => Life) => {
    act();
    path.push(`${life.lead().status}/${life.status}`);
  };
  step(() => life.onLead(cast.handler, 'submit', life.reply()));
  step(() => life.onLead(cast.agencyLeader, 'approve'));
  assert.deepEqual(path, ['signed/dispatched', 'reviewing/dispatched', 'replied/replied']);
});

test('Q-D5: what the leader sends back is with the handler again, and the reason is on record', () => {
  const { cast, life } = setUp();
  life.submitted().onLead(cast.agencyLeader, 'disapprove', { reason: '请附照片。' });
  assert.equal(life.lead().status, 'signed');
  assert.equal(life.events().at(-1)?.why, '请附照片。');
});

test('Q-D5: the reply keeps who wrote it, who approved it, and how and when the citizen was told', () => {
  const { db, cast, life } = setUp();
  life.replied();
  const reply = first(db, q.selectFrom('replies').selectAll());
  assert.deepEqual(
    [reply?.submitted_by, reply?.approved_by, reply?.told_how, reply?.told_at, reply?.to_publish],
    [cast.handler.id, cast.agencyLeader.id, 'phone', at('2026-11-23 09:04'), 0],
  );
});

test('Q-D5: the citizen was told by the minute of submission at the latest', () => {
  const { cast, life } = setUp();
  life.contacted();
  const ahead = { ...life.reply(), toldAt: '2026-11-23T09:07' };
  assert.throws(() => life.onLead(cast.handler, 'submit', ahead), /告知时间不能晚于现在/);
  life.onLead(cast.handler, 'submit', { ...life.reply(), toldAt: life.local() });
  assert.equal(life.lead().status, 'reviewing');
});

const ANONYMOUS = { phone: '', name: '', anonymous: '1' };
const NO_NUMBER = { phone: '' };
const CONFIDENTIAL = { confidential: '1' };

for (const [who, typed, way, publish] of [
  ['who can be reached is told by phone', {}, 'phone', 0],
  ['who can be reached is told in person', {}, 'in_person', 0],
  ['who asked for confidentiality is told through the hotline', CONFIDENTIAL, 'via_hotline', 0],
  ['to an anonymous caller the reply is published', ANONYMOUS, 'published', 1],
  ['to a caller without a number the reply is published', NO_NUMBER, 'published', 1],
  ['anonymous and confidential, it is published', { ...ANONYMOUS, ...CONFIDENTIAL }, 'published', 1],
] as const) {
  test(`Q-D6: ${who}, to_publish is ${publish}`, () => {
    const { db, cast, life } = setUp();
    life.signed(typed);
    if (way === 'phone' || way === 'in_person') life.onLead(cast.handler, 'contact', contact(life));
    life.onLead(cast.handler, 'submit', { ...life.reply(), toldHow: way });
    const replies = all(db, q.selectFrom('replies').select(['told_how', 'to_publish']));
    assert.deepEqual(
      replies.map((each) => [each.told_how, each.to_publish]),
      [[way, publish]],
    );
  });
}

for (const [who, typed, ways] of [
  ['who can be reached', {}, ['via_hotline', 'published']],
  ['who asked for confidentiality', CONFIDENTIAL, ['phone', 'in_person', 'published']],
  ['an anonymous caller', ANONYMOUS, ['phone', 'in_person', 'via_hotline']],
] as const) {
  test(`Q-D6: no other way of telling is taken for ${who}`, () => {
    const { cast, life } = setUp();
    life.signed(typed);
    if (life.clocks('first_contact').length > 0) life.onLead(cast.handler, 'contact', contact(life));
    for (const toldHow of ways) {
      assert.throws(
        () => life.onLead(cast.handler, 'submit', { ...life.reply(), toldHow }),
        { status: 422 },
        toldHow,
      );
    }
    assert.equal(life.lead().status, 'signed');
  });
}
