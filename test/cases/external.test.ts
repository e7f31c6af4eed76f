import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { availableActs } from '../../src/cases/actions.ts';
import { assignmentsOf } from '../../src/cases/case-queries.ts';
import { mattersOf } from '../../src/cases/matters.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { QUEUES } from '../../src/cases/queues.ts';
import { all, first, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { Conflict, Forbidden } from '../../src/web/errors.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at, text } from '../calendar/samples.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast, newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { CHECKED, DISSATISFIED, Life, SATISFIED } from './life.ts';
import { addOutside } from './outside.ts';

function setUp(typed: Typed = {}) {
  const { db, cast } = freshFile();
  const outside = addOutside(db);
  const life = new Life(db, cast);
  life.take(typed, 'accept').do(cast.dispatcher, 'dispatch', { lead: String(outside) });
  return { db, cast, outside, life };
}

const letter = (life: Life): Typed => ({
  how: 'email',
  to: '省高速公路管理中心',
  address: 'office@example.cn',
  at: life.local(),
});

const ANSWER: Typed = {
  handling: '已派养护队修复护栏。',
  publicReply: '护栏已修复。',
  conclusion: 'solved',
  signedBy: '综合处李处长',
  signedOn: '2026-11-23',
};

const sent = (typed: Typed = {}) => {
  const made = setUp(typed);
  made.life.onLead(made.cast.dispatcher, 'send_letter', letter(made.life));
  return made;
};

const offeredTo = (actor: Actor, life: Life) =>
  availableActs(actor, life.case(), assignmentsOf(life.db, life.caseId), mattersOf(life.db, life.caseId))
    .filter(({ assignmentId }) => assignmentId !== null)
    .map(({ act }) => act);

test('Q-B5: a case is dispatched to an outside unit although nobody signs in there', () => {
  const { life } = setUp();
  assert.equal(life.status, 'dispatched');
  assert.equal(life.lead().status, 'unsigned');
});

test('Q-B5: the limit to sign is the hotline’s to send the letter, and is met when it was sent', () => {
  const { cast, life } = setUp();
  const [before] = life.clocks('sign');
  assert.match(before?.why ?? '', /^发函 半个工作日，自 .* 派单/);
  assert.equal(before?.met_at, null);
  life.onLead(cast.dispatcher, 'send_letter', letter(life));
  assert.equal(life.clocks('sign')[0]?.met_at, life.now);
  assert.equal(life.lead().status, 'signed');
});

test('Q-B5: the reply clock of an outside unit runs from the dispatch like any other', () => {
  const { life } = setUp();
  assert.equal(text(life.clocks('reply')[0]?.due_at ?? 0), '2026-12-07 17:30');
});

test('Q-B5: sending the letter starts neither return nor first contact', () => {
  const { life } = sent();
  assert.deepEqual([life.clocks('return').length, life.clocks('first_contact').length], [0, 0]);
});

test('Q-B5: dispatchers and supervisors are offered the letter, then the reply', () => {
  const { cast, life } = setUp();
  for (const actor of [cast.dispatcher, cast.supervisor]) {
    assert.deepEqual(
      offeredTo(actor, life).filter((act) => act !== 'withdraw'),
      ['send_letter'],
    );
  }
  life.onLead(cast.dispatcher, 'send_letter', letter(life));
  assert.deepEqual(offeredTo(cast.dispatcher, life).slice(0, 1), ['key_in_reply']);
  assert.ok(offeredTo(cast.dispatcher, life).includes('send_again'));
});

test('Q-B5: an agency of this hotline is not written to', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  assert.ok(!offeredTo(cast.dispatcher, life).includes('send_letter'));
  assert.throws(() => life.onLead(cast.dispatcher, 'send_letter', letter(life)), Conflict);
});

test('Q-B5: nobody signs or answers for an outside unit, also not from an agency above it', () => {
  const { db, cast, outside, life } = setUp();
  db.prepare('UPDATE agencies SET parent_id = ? WHERE id = ?').run(cast.agencies.traffic, outside);
  const above = newPerson(
    db,
    { login: 'above', name: '上级', roles: ['handler'], agencyId: cast.agencies.traffic, operatorNo: null },
    life.now,
  );
  assert.throws(() => life.onLead(above, 'sign', { handler: String(above.id) }), Conflict);
  life.onLead(cast.dispatcher, 'send_letter', letter(life));
  for (const act of ['contact', 'submit', 'ask_return'])
    assert.throws(() => life.onLead(above, act, life.reply()), Conflict, act);
  assert.ok(!offeredTo(above, life).includes('submit'));
});

test('Q-B5: operators and call-back clerks do not write letters', () => {
  const { cast, life } = setUp();
  assert.throws(() => life.onLead(cast.operator, 'send_letter', letter(life)), Forbidden);
});

test('Q-B5: the letter is on record with how, to whom and when; a second one too', () => {
  const { cast, life } = sent();
  assert.equal(life.lead().letter_sent_at, at('2026-11-23 09:01'));
  assert.equal(
    life.events().at(-1)?.why,
    '2026-11-23 09:01 电子邮件至省高速公路管理中心（office@example.cn）',
  );
  life.onLead(cast.dispatcher, 'send_again', { how: 'post', to: '综合处', at: life.local() });
  assert.equal(life.events().at(-1)?.why, '2026-11-23 09:02 邮寄至综合处');
  assert.equal(life.lead().status, 'signed');
});

for (const [when, taken] of [
  ['2026-11-23T09:00', false],
  ['2026-11-23T09:01', true],
  ['2026-11-23T09:02', true],
  ['2026-11-23T09:03', false],
] as const) {
  test(`Q-B5: dispatched at 09:01 and told at 09:02, a letter of ${when.slice(11)} is ${taken ? 'taken' : 'refused'}`, () => {
    const { cast, life } = setUp();
    const send = () => life.onLead(cast.dispatcher, 'send_letter', { ...letter(life), at: when });
    if (taken) assert.equal(send().lead().status, 'signed');
    else assert.throws(send, /发函时间不能(早于派单时间|晚于现在)/);
  });
}

test('Q-B5: the answer that is keyed in meets the reply and goes to the hotline’s check', () => {
  const { db, cast, life } = sent();
  life.onLead(cast.dispatcher, 'key_in_reply', ANSWER);
  assert.equal(life.status, 'replied');
  assert.equal(life.lead().status, 'replied');
  assert.equal(life.clocks('reply')[0]?.met_at, life.now);
  assert.equal(life.clocks('callback').length, 1);
  const reply = first(db, q.selectFrom('replies').selectAll());
  assert.deepEqual(
    [reply?.keyed_from, reply?.approved_by, reply?.approved_at, reply?.told_how, reply?.told_at],
    ['综合处李处长 2026-11-23 签发', null, life.now, 'via_hotline', null],
  );
  assert.equal(
    life.events().find((event) => event.act === 'key_in_reply')?.why,
    '综合处李处长 2026-11-23 签发；结论：已解决',
  );
});

test('Q-B5: it is checked, called back and closed like any other', () => {
  const { cast, life } = sent();
  life.onLead(cast.dispatcher, 'key_in_reply', ANSWER);
  life.do(cast.dispatcher, 'pass', CHECKED).do(cast.clerk, 'call_back', SATISFIED);
  assert.equal(life.status, 'closed');
});

test('Q-B5: sent back by the hotline, a letter can be sent again and the answer keyed in anew', () => {
  const { cast, life } = sent();
  life
    .onLead(cast.dispatcher, 'key_in_reply', ANSWER)
    .do(cast.supervisor, 'send_back', { reason: '未逐项答复。' });
  assert.equal(life.lead().status, 'signed');
  life.onLead(cast.dispatcher, 'send_again', letter(life)).onLead(cast.dispatcher, 'key_in_reply', ANSWER);
  assert.equal(life.status, 'replied');
});

test('Q-B5: a redo goes to the outside unit by a letter of its own', () => {
  const { cast, life } = sent();
  life.onLead(cast.dispatcher, 'key_in_reply', ANSWER);
  life.do(cast.dispatcher, 'pass', CHECKED).do(cast.clerk, 'call_back', DISSATISFIED);
  life.do(cast.supervisor, 'verify', {
    method: 'on_site',
    finding: '护栏未修。',
    responsible: 'yes',
    redoReason: 'not_solved',
  });
  assert.deepEqual(
    [life.lead().status, life.lead().round, life.lead().letter_sent_at],
    ['unsigned', 1, null],
  );
  assert.deepEqual(offeredTo(cast.dispatcher, life).slice(0, 1), ['send_letter']);
});

test('Q-B5: whoever keyed in the answer does not call back', () => {
  const { db, cast } = freshFile();
  const both = newPerson(
    db,
    {
      login: 'both',
      name: '一人多岗',
      roles: ['dispatcher', 'callback_clerk'],
      agencyId: null,
      operatorNo: null,
    },
    at('2026-11-23 09:00'),
  );
  const life = new Life(db, cast).take({}, 'accept');
  life.do(cast.dispatcher, 'dispatch', { lead: String(addOutside(db)) });
  life
    .onLead(both, 'send_letter', letter(life))
    .onLead(both, 'key_in_reply', ANSWER)
    .do(cast.dispatcher, 'pass', CHECKED);
  assert.throws(() => life.do(both, 'call_back', SATISFIED), /您参与过该工单的办理/);
});

for (const [signedOn, taken] of [
  ['2026-11-22', false],
  ['2026-11-23', true],
  ['2026-11-24', true],
  ['2026-11-25', false],
] as const) {
  test(`Q-B5: of a letter of the 23rd an answer signed on ${signedOn} is ${taken ? 'taken' : 'refused'} on the 24th`, () => {
    const { cast, life } = sent();
    life.now = at('2026-11-24 10:00');
    const key = () => life.onLead(cast.dispatcher, 'key_in_reply', { ...ANSWER, signedOn });
    if (taken) assert.equal(key().status, 'replied');
    else assert.throws(key, /签发日期不能(早于发函日期（2026-11-23）|晚于今天)/);
  });
}

test('Q-D9: what an outside unit cannot solve now needs the day on which it is looked at again', () => {
  const { cast, life } = sent();
  const notNow = { ...ANSWER, conclusion: 'not_now' };
  assert.throws(() => life.onLead(cast.dispatcher, 'key_in_reply', notNow), /请填写复查日期/);
  life.onLead(cast.dispatcher, 'key_in_reply', { ...notNow, reviewOn: '2026-12-31' });
  assert.equal(life.status, 'replied');
});

test('Q-D6: for an anonymous caller the answer is published with an office phone and contact person', () => {
  const { db, cast, life } = sent({ phone: '', name: '', anonymous: '1' });
  assert.throws(
    () => life.onLead(cast.dispatcher, 'key_in_reply', ANSWER),
    (error) => 'officePhone' in (error as { fields: object }).fields,
  );
  life.onLead(cast.dispatcher, 'key_in_reply', {
    ...ANSWER,
    officePhone: '0000-9600000',
    contactPerson: '综合处',
  });
  const reply = first(db, q.selectFrom('replies').select(['told_how', 'to_publish']));
  assert.deepEqual([reply?.told_how, reply?.to_publish], ['published', 1]);
});

test('Q-B2: an outside unit that assists gives an opinion, for which the lead waits', () => {
  const { db, cast } = freshFile();
  const outside = addOutside(db);
  const life = new Life(db, cast).dispatched({}, [outside]);
  life.takenUp();
  assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /协办单位尚未答复：省高速中心/);
  life.onAssist(cast.dispatcher, 'send_letter', letter(life));
  assert.throws(() => life.onAssist(cast.dispatcher, 'key_in_reply', ANSWER), { status: 404 });
  const opinion = { handling: '该路段由我中心养护。', signedBy: '养护处', signedOn: '2026-11-23' };
  life.onAssist(cast.dispatcher, 'key_in_advice', opinion);
  assert.equal(life.assist().status, 'replied');
  assert.equal(life.status, 'dispatched');
  life.onLead(cast.handler, 'submit', life.reply());
  assert.equal(life.lead().status, 'reviewing');
});

test('Q-B2: an outside lead’s answer is not keyed in before the assisting opinions are in', () => {
  const { db, cast } = freshFile();
  const outside = addOutside(db);
  const life = new Life(db, cast).take({}, 'accept');
  life.do(cast.dispatcher, 'dispatch', { lead: String(outside), assists: [String(cast.agencies.housing)] });
  life.onLead(cast.dispatcher, 'send_letter', letter(life));
  assert.throws(() => life.onLead(cast.dispatcher, 'key_in_reply', ANSWER), /协办单位尚未答复：住建局/);
  life.onAssist(cast.supervisor, 'waive', { reason: '无需协办。' });
  life.onLead(cast.dispatcher, 'key_in_reply', ANSWER);
  assert.equal(life.status, 'replied');
});

test('Q-B5: what is with outside units stands in a queue of its own until it is answered', () => {
  const { db, cast, life } = setUp();
  const queue = QUEUES.find(({ key }) => key === 'external');
  assert.ok(queue);
  new Life(db, cast, '2026-11-23 08:50').dispatched();
  const listed = () => listQueue(db, cast.dispatcher, queue, { sort: 'due' }, life.now).map(({ id }) => id);
  assert.deepEqual(listed(), [life.caseId]);
  life.onLead(cast.dispatcher, 'send_letter', letter(life));
  assert.deepEqual(listed(), [life.caseId]);
  life.onLead(cast.dispatcher, 'key_in_reply', ANSWER);
  assert.deepEqual(listed(), []);
});

/* The letter itself. */

let world: TestWorld;
let cast: Cast;
let outside: number;
before(() => {
  world = newWorld();
  cast = newCast(world.world.db, world.world.now());
  outside = addOutside(world.world.db);
});
after(() => world.close());

const CANARY = { name: '金丝雀', phone: '139 8765 4321', address: '金丝雀胡同七号' };

function sentOut(typed: Typed = {}): Life {
  const life = new Life(world.world.db, cast).take({ ...CANARY, place: '高速入口', ...typed }, 'accept');
  return life.do(cast.dispatcher, 'dispatch', { lead: String(outside), opinion: '请尽快修复护栏。' });
}

const print = (actor: Actor, life: Life) =>
  visit(world, actor).get(`/cases/${life.caseId}/letter?assignment=${life.lead().id}`);

test('Q-B5: the letter names the unit, the case, the request, what is asked, until when and whom to answer', async () => {
  const life = sentOut();
  const page = await (await print(cast.dispatcher, life)).text();
  const told = [
    '省高速公路管理中心',
    life.case().number,
    '清源路路灯坏了三天',
    '高速入口',
    '请尽快修复护栏。',
  ];
  for (const words of [...told, '2026-12-07 17:30 前', '12345', '陈平'])
    assert.ok(page.includes(words), words);
});

for (const [whose, typed, words] of [
  ['a confidential', { confidential: '1' }, /诉求人要求保密/],
  ['any other', {}, /身份信息由本热线保管/],
] as const) {
  test(`Q-A7: the letter never has name, number or address of ${whose} citizen`, async () => {
    const page = await (await print(cast.dispatcher, sentOut(typed))).text();
    assert.match(page, words);
    for (const secret of ['金丝雀', '8765', '胡同']) assert.ok(!page.includes(secret), secret);
  });
}

test('C-M1: whoever printed a letter stands in the audit log', async () => {
  const life = sentOut();
  await print(cast.supervisor, life);
  const printed = q.selectFrom('audit_log').select(['who', 'subject']).where('act', '=', 'letter_printed');
  assert.deepEqual(all(world.world.db, printed).at(-1), { who: '吴川', subject: life.case().number });
});

test('Q-B5: only who writes for the hotline prints a letter, and only to an outside unit', async () => {
  const life = sentOut();
  const seen = [cast.dispatcher, cast.supervisor, cast.operator, cast.handler, cast.admin];
  const statuses = await Promise.all(seen.map(async (actor) => (await print(actor, life)).status));
  assert.deepEqual(statuses, [200, 200, 403, 403, 403]);
  const inside = new Life(world.world.db, cast).dispatched();
  assert.equal((await print(cast.dispatcher, inside)).status, 404);
  const noAssignment = await visit(world, cast.dispatcher).get(`/cases/${life.caseId}/letter`);
  assert.equal(noAssignment.status, 404);
});

test('Q-B5: the page of the case shows the letter and who signed the answer, the printed case too', async () => {
  const life = sentOut();
  const pageOf = async (actor: Actor) => (await visit(world, actor).get(`/cases/${life.caseId}`)).text();
  assert.match(await pageOf(cast.dispatcher), /省高速中心待发函，发函 剩 8 小时/);
  assert.match(await pageOf(cast.dispatcher), /尚未发函[\s\S]*打印函件/);
  assert.doesNotMatch(await pageOf(cast.inspector), /打印函件/);
  life.onLead(cast.dispatcher, 'send_letter', letter(life));
  assert.match(await pageOf(cast.dispatcher), /省高速中心已发函/);
  life.onLead(cast.dispatcher, 'key_in_reply', ANSWER);
  assert.match(await pageOf(cast.dispatcher), /外单位签发[\s\S]*综合处李处长 2026-11-23 签发/);
  const paper = await (await visit(world, cast.dispatcher).get(`/cases/${life.caseId}/print`)).text();
  assert.match(paper, /外单位签发：综合处李处长 2026-11-23 签发/);
});
