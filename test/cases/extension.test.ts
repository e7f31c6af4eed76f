import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTS } from '../../src/cases/acts/index.ts';
import { besideOf } from '../../src/cases/beside/index.ts';
import { contextOf } from '../../src/cases/facts.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { QUEUES } from '../../src/cases/queues.ts';
import { all, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { policyAt } from '../../src/policy/policy.ts';
import { openTasks } from '../../src/tasks/tasks.ts';
import { Conflict, Forbidden } from '../../src/web/errors.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at, text } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

/* A complaint dispatched on 2026-11-23 is due on 2026-12-07 17:30; half a working day before is 14:00. */

const ASKED: Typed = { days: '5', reason: '需更换地下电缆，待材料到货。' };
const CONFIDENTIAL: Typed = { confidential: '1' };
const ANONYMOUS: Typed = { phone: '', name: '', anonymous: '1' };

function setUp(typed: Typed = {}) {
  const { db, cast } = freshFile();
  return { db, cast, life: new Life(db, cast).signed(typed) };
}

function asked(typed: Typed = {}) {
  const made = setUp(typed);
  made.life.onLead(made.cast.handler, 'ask_extension', ASKED);
  return made;
}

function agreed(typed: Typed = {}) {
  const made = asked(typed);
  made.life.onLead(made.cast.agencyLeader, 'agree_extension');
  return made;
}

function granted(typed: Typed = {}) {
  const made = agreed(typed);
  made.life.onLead(made.cast.dispatcher, 'grant_extension');
  return made;
}

const due = (life: Life) => text(life.clocks('reply')[0]?.due_at ?? 0);
const told = (life: Life, how = 'phone'): Typed => ({ how, at: life.local() });

test('Q-D8: asked by the handler, agreed by the leader, granted by the hotline: the reply is due later, and the clock says why', () => {
  const { db, cast, life } = granted();
  assert.equal(due(life), '2026-12-14 17:30');
  assert.match(
    life.clocks('reply')[0]?.why ?? '',
    /投诉答复 10 个工作日.*经批准延期 5 个工作日，至 2026-12-14 17:30 止/,
  );
  const [kept] = all(db, q.selectFrom('extensions').selectAll());
  assert.deepEqual(
    [kept?.status, kept?.days, kept?.asked_by, kept?.agreed_by, kept?.judged_by],
    ['granted', 5, cast.handler.id, cast.agencyLeader.id, cast.dispatcher.id],
  );
  assert.equal(life.case().next_due_at !== null, true);
});

test('Q-D8: while nothing is granted the limit stands', () => {
  assert.equal(due(agreed().life), '2026-12-07 17:30');
});

test('Q-D8: asked half a working day before the reply is due, and not a minute later', () => {
  const { cast, life } = setUp();
  life.now = at('2026-12-07 14:00');
  assert.throws(
    () => life.onLead(cast.handler, 'ask_extension', ASKED),
    /延期申请已过时限（应于 2026-12-07 14:00 前（答复时限前半个工作日）提出并经分管领导同意）。答复时限仍为 2026-12-07 17:30/,
  );
  life.now = at('2026-12-07 13:59');
  life.onLead(cast.handler, 'ask_extension', ASKED);
  assert.equal(all(life.db, q.selectFrom('extensions').selectAll()).length, 1);
});

test('Q-D8: the leader agrees until then too: what was asked in time is refused a minute late', () => {
  const { cast, life } = asked();
  life.now = at('2026-12-07 14:00');
  assert.throws(
    () => life.onLead(cast.agencyLeader, 'agree_extension'),
    /同意延期已过时限（应于 2026-12-07 14:00 前.*请点“不同意延期”/,
  );
  life.now = at('2026-12-07 13:59');
  life.onLead(cast.agencyLeader, 'agree_extension');
});

test('Q-D8: what the leader agreed to in time the hotline may grant afterwards', () => {
  const { cast, life } = agreed();
  life.now = at('2026-12-07 17:00');
  life.onLead(cast.dispatcher, 'grant_extension');
  assert.equal(due(life), '2026-12-14 17:30');
});

test('Q-D8: an urgent matter, due the same day, is asked for by the beginning of the afternoon', () => {
  const { cast, life } = setUp({ urgent: '1' });
  assert.equal(due(life), '2026-11-23 17:30');
  life.now = at('2026-11-23 14:00');
  const typed = { ...ASKED, days: '1' };
  assert.throws(() => life.onLead(cast.handler, 'ask_extension', typed), /应于 2026-11-23 14:00 前/);
  life.now = at('2026-11-23 13:59');
  life.onLead(cast.handler, 'ask_extension', typed);
  life.now = at('2026-11-23 13:59') - 120_000;
  life.onLead(cast.agencyLeader, 'agree_extension').onLead(cast.dispatcher, 'grant_extension');
  assert.equal(due(life), '2026-11-24 17:30');
});

test('Q-D8: as long as the original period, and not a day longer', () => {
  const { cast, life } = setUp();
  assert.throws(
    () => life.onLead(cast.handler, 'ask_extension', { ...ASKED, days: '11' }),
    /延期不得长于原办理期限（10 个工作日），最多可申请 10 个工作日，您申请了 11 个。答复时限仍为 2026-12-07 17:30/,
  );
  life.onLead(cast.handler, 'ask_extension', { ...ASKED, days: '10' });
  life.onLead(cast.agencyLeader, 'agree_extension').onLead(cast.dispatcher, 'grant_extension');
  assert.equal(due(life), '2026-12-21 17:30');
});

for (const [kind, period] of [
  ['consultation', 2],
  ['suggestion', 5],
  ['help', 3],
] as const) {
  test(`Q-D8: the original period of a ${kind} is ${period} working days`, () => {
    const { cast, life } = setUp({ kind });
    const days = String(period + 1);
    assert.throws(
      () => life.onLead(cast.handler, 'ask_extension', { ...ASKED, days }),
      new RegExp(`原办理期限（${period} 个工作日）`),
    );
    life.onLead(cast.handler, 'ask_extension', { ...ASKED, days: String(period) });
  });
}

test('Q-D8: an urgent matter is extended by one day at most', () => {
  const { cast, life } = setUp({ urgent: '1' });
  assert.throws(() => life.onLead(cast.handler, 'ask_extension', { ...ASKED, days: '2' }), /1 个工作日/);
});

for (const days of ['', '0', '-1', '1.5', '半天']) {
  test(`Q-D8: “${days}” is no number of working days`, () => {
    const { cast, life } = setUp();
    assert.throws(
      () => life.onLead(cast.handler, 'ask_extension', { ...ASKED, days }),
      (error) => 'days' in ((error as { fields?: object }).fields ?? {}),
    );
  });
}

test('Q-D8: no request without a reason', () => {
  const { cast, life } = setUp();
  assert.throws(() => life.onLead(cast.handler, 'ask_extension', { days: '5' }), { status: 422 });
});

test('Q-D8: once: after one was granted a second is refused with the limit that stands', () => {
  const { cast, life } = granted();
  life.onLead(cast.handler, 'tell_extension', told(life));
  assert.throws(
    () => life.onLead(cast.handler, 'ask_extension', { ...ASKED, days: '1' }),
    /延期次数已用完（最多 1 次，已批准 1 次，共 5 个工作日）。答复时限仍为 2026-12-14 17:30/,
  );
});

test('Q-D8: what was refused does not count, and may be asked for again', () => {
  const { cast, life } = agreed();
  life.onLead(cast.dispatcher, 'refuse_extension', { reason: '材料可就近调配。' });
  assert.equal(due(life), '2026-12-07 17:30');
  life.onLead(cast.handler, 'ask_extension', ASKED);
  life.onLead(cast.agencyLeader, 'decline_extension', { reason: '请加派人手。' });
  life.onLead(cast.handler, 'ask_extension', ASKED);
  const states = all(life.db, q.selectFrom('extensions').select('status').orderBy('id'));
  assert.deepEqual(
    states.map((each) => each.status),
    ['refused', 'declined', 'asked'],
  );
});

test('Q-D8: while one request is open there is no second', () => {
  for (const made of [asked(), agreed()]) {
    assert.throws(() => made.life.onLead(made.cast.handler, 'ask_extension', ASKED), Conflict);
  }
});

test('Q-D8: the hotline does not grant what the leader has not agreed to', () => {
  const { cast, life } = asked();
  assert.throws(() => life.onLead(cast.dispatcher, 'grant_extension'), Conflict);
});

test('Q-D8: the assisting agency asks for no extension; it is the lead that answers', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({}, [cast.agencies.housing]);
  life.onAssist(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) });
  assert.throws(() => life.onAssist(cast.assistHandler, 'ask_extension', ASKED), { status: 404 });
});

function both(made: ReturnType<typeof setUp>, roles: Parameters<typeof newPerson>[1]['roles']): Actor {
  const { db, cast } = made;
  const person = { login: 'both', name: '杨同', roles, agencyId: cast.agencies.urban, operatorNo: null };
  return newPerson(db, person, at('2026-11-23 09:00'));
}

test('whoever asks for the extension does not agree to it', () => {
  const made = setUp();
  const person = both(made, ['handler', 'agency_leader']);
  made.life.onLead(person, 'ask_extension', ASKED);
  assert.throws(() => made.life.onLead(person, 'agree_extension'), /由您本人申请，须由本单位另一位分管领导/);
  made.life.onLead(made.cast.agencyLeader, 'agree_extension');
});

test('whoever asks for or agrees to the extension does not judge it for the hotline', () => {
  for (const role of ['handler', 'agency_leader'] as const) {
    const made = setUp();
    const person = both(made, [role, 'dispatcher']);
    const { cast, life } = made;
    life.onLead(role === 'handler' ? person : cast.handler, 'ask_extension', ASKED);
    life.onLead(role === 'agency_leader' ? person : cast.agencyLeader, 'agree_extension');
    assert.throws(() => life.onLead(person, 'grant_extension'), /须由另一位派单员审核/);
    assert.throws(() => life.onLead(person, 'refuse_extension', { reason: '不同意。' }), /另一位派单员/);
    life.onLead(cast.dispatcher, 'grant_extension');
  }
});

test('Q-D8: the citizen is told before anything is answered, and how and when is on record', () => {
  const { db, cast, life } = granted();
  life.onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已说明。' });
  assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /延期已获批准，但尚未告知诉求人/);
  assert.throws(() => life.onLead(cast.handler, 'tell_extension', { how: 'published', at: life.local() }), {
    status: 422,
  });
  life.onLead(cast.handler, 'tell_extension', told(life, 'in_person'));
  const [kept] = all(db, q.selectFrom('extensions').select(['told_how', 'told_at']));
  assert.deepEqual([kept?.told_how, text(kept?.told_at ?? 0)], ['当面告知', text(life.now - 60_000)]);
  assert.deepEqual(openTasks(db, life.caseId), []);
  life.onLead(cast.handler, 'submit', life.reply());
  assert.equal(life.lead().status, 'reviewing');
});

test('Q-D8: nobody was told before it was granted, or will have been tomorrow', () => {
  const { cast, life } = granted();
  for (const [moment, message] of [
    ['2026-11-23T09:05', /告知时间不能早于批准时间（2026-11-23 09:06）/],
    ['2026-11-24T09:00', /告知时间不能晚于现在/],
  ] as const) {
    assert.throws(() => life.onLead(cast.handler, 'tell_extension', { how: 'phone', at: moment }), message);
  }
});

test('Q-A7: a confidential citizen is told by the hotline, on its list; the agency is not held up', () => {
  const { db, cast, life } = granted(CONFIDENTIAL);
  const [task] = openTasks(db, life.caseId);
  assert.deepEqual([task?.kind, task?.side, task?.user_id], ['relay_extension', 'hotline', cast.operator.id]);
  assert.throws(() => life.onLead(cast.handler, 'tell_extension', told(life)), Conflict);
  assert.throws(() => life.onLead(cast.handler, 'relay_extension', { at: life.local() }), Forbidden);
  life.onLead(cast.operator, 'relay_extension', { at: life.local() });
  const [kept] = all(db, q.selectFrom('extensions').select('told_how'));
  assert.equal(kept?.told_how, '由热线转告');
  assert.deepEqual(openTasks(db, life.caseId), []);
});

test('Q-A8: to an anonymous caller the extension is published', () => {
  const { db, cast, life } = granted(ANONYMOUS);
  assert.throws(() => life.onLead(cast.handler, 'tell_extension', told(life)), { status: 422 });
  life.onLead(cast.handler, 'tell_extension', told(life, 'published'));
  assert.equal(all(db, q.selectFrom('extensions').select('told_how'))[0]?.told_how, '平台公开答复');
});

test('a request that nobody decided ends with its assignment', () => {
  const { db, cast, life } = asked();
  life.onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已说明。' });
  life.onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  assert.throws(() => life.onLead(cast.agencyLeader, 'agree_extension'), Conflict);
  assert.deepEqual(inQueue(life, cast.agencyLeader, 'our-extensions'), []);
  assert.equal(all(db, q.selectFrom('extensions').select('status'))[0]?.status, 'asked');
});

function inQueue(life: Life, actor: Actor, key: string): number[] {
  const queue = QUEUES.find((each) => each.key === key);
  assert.ok(queue);
  return listQueue(life.db, actor, queue, { sort: 'due' }, life.now).map((row) => row.id);
}

test('延期待审: the leader finds what was asked, the dispatcher what was agreed, and neither the other', () => {
  const first = asked();
  const { cast, life } = first;
  assert.deepEqual(inQueue(life, cast.agencyLeader, 'our-extensions'), [life.caseId]);
  assert.deepEqual(inQueue(life, cast.assistLeader, 'our-extensions'), []);
  assert.deepEqual(inQueue(life, cast.dispatcher, 'extensions'), []);
  life.onLead(cast.agencyLeader, 'agree_extension');
  assert.deepEqual(inQueue(life, cast.agencyLeader, 'our-extensions'), []);
  assert.deepEqual(inQueue(life, cast.dispatcher, 'extensions'), [life.caseId]);
  life.onLead(cast.dispatcher, 'grant_extension');
  assert.deepEqual(inQueue(life, cast.dispatcher, 'extensions'), []);
});

function forecast(life: Life, actor: Actor, act: string): string {
  const context = contextOf(life.db, actor, life.case(), life.lead(), life.now);
  return ACTS[act]?.forecast?.(life.db, context) ?? '';
}

test('Q-D8: the forms say until when it must be agreed, and what the limit will be', () => {
  const { cast, life } = setUp();
  assert.match(forecast(life, cast.handler, 'ask_extension'), /须于 2026-12-07 14:00 前经本单位分管领导同意/);
  life.onLead(cast.handler, 'ask_extension', ASKED);
  const longer = /答复时限由 2026-12-07 17:30 延至 2026-12-14 17:30（5 个工作日）/;
  assert.match(forecast(life, cast.agencyLeader, 'agree_extension'), longer);
  life.onLead(cast.agencyLeader, 'agree_extension');
  assert.match(forecast(life, cast.dispatcher, 'grant_extension'), longer);
});

test('the page of the case tells what was asked, and what became of it', () => {
  const { db, cast, life } = granted();
  const policy = policyAt(db, life.case().received_at);
  const reading = { db, actor: cast.dispatcher, given: life.case(), policy, now: life.now, forAgency: false };
  const card = besideOf(reading).find((each) => each.title === '延期');
  assert.deepEqual(card?.rows, [['城管局', '5 个工作日，已批准']]);
  assert.deepEqual(
    card?.lines.map((line) => line.text),
    ['陈平 批准延期', '冯岩 同意延期', '城管局 赵明 申请延期 5 个工作日'],
  );
});

test('Q-E2: a redo has its own extension', () => {
  const { cast, life } = setUp();
  life.onLead(cast.handler, 'ask_extension', ASKED).onLead(cast.agencyLeader, 'agree_extension');
  life.onLead(cast.dispatcher, 'grant_extension').onLead(cast.handler, 'tell_extension', told(life));
  life.onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已说明。' });
  life.onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  life.do(cast.dispatcher, 'pass', { complete: '1', answers: '1', clean: '1' });
  life.do(cast.clerk, 'call_back', {
    reached: 'yes',
    contacted: 'yes',
    solved: 'not',
    satisfaction: 'dissatisfied',
    note: '仍不亮。',
  });
  const redo = { method: 'on_site', finding: '未接电。', responsible: 'yes', redoReason: 'not_solved' };
  life.do(cast.clerk, 'verify', redo);
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  life.onLead(cast.handler, 'ask_extension', ASKED);
  assert.equal(life.lead().status, 'signed');
});
