import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actForm } from '../../src/cases/act-form.ts';
import { caseView } from '../../src/cases/case-page.ts';
import { sightOf } from '../../src/cases/visible.ts';
import { all, first, q } from '../../src/db/query.ts';
import { type Actor, actorOf } from '../../src/people/actor.ts';
import type { Role } from '../../src/people/roles.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at, text } from '../calendar/samples.ts';
import { addCategories, addItem } from '../items/desk.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

function setUp() {
  const { db, cast } = freshFile();
  return { db, cast, life: new Life(db, cast) };
}

const formOf = (life: Life, act = 'dispatch', actor: Actor = life.cast.dispatcher) =>
  actForm(life.db, actor, { act, caseId: life.caseId, assignmentId: null }, life.now, null);

const urban = (life: Life) => String(life.cast.agencies.urban);
const dueOf = (life: Life) => text(life.clocks('reply').at(-1)?.due_at ?? 0);

/* Q-B3: an item proposes agency, fallback and period. */

test('Q-B3: the item taken down at intake proposes its agency and says its fallback and period', () => {
  const { db, cast, life } = setUp();
  const item = addItem(db, cast);
  life.take({ item: String(item) }, 'accept');
  const form = formOf(life);
  assert.deepEqual([form.typed.item, form.typed.lead, form.typed.role], [String(item), urban(life), 'lead']);
  assert.equal(
    form.forecast,
    '便民服务事项“路灯维修”：责任单位城管局，兜底单位住建局，答复 3 个工作日。现在派出：签收时限 2026-11-23 17:30，答复时限 2026-11-26 17:30。',
  );
});

for (const [what, wish, kind, due] of [
  ['a listed complaint has 3 working days', {}, 'complaint', '2026-11-26 17:30'],
  ['an item with its own period has that', { reply_days: 1 }, 'complaint', '2026-11-24 17:30'],
  ['a kind without a listed period keeps its own', {}, 'suggestion', '2026-11-30 17:30'],
] as const) {
  test(`Q-D2: ${what}`, () => {
    const { db, cast, life } = setUp();
    life.take({ kind, item: String(addItem(db, cast, wish)) }, 'accept');
    life.do(cast.dispatcher, 'dispatch', { ...formOf(life).typed });
    assert.equal(dueOf(life), due);
    assert.match(life.clocks('reply')[0]?.why ?? '', /^便民服务事项/);
  });
}

test('Q-D2: a complaint that is on no list has 10 working days', () => {
  const { life } = setUp();
  life.dispatched();
  assert.equal(dueOf(life), '2026-12-07 17:30');
});

test('Q-D3: an urgent case is answered the same day, whatever its item says', () => {
  const { db, cast, life } = setUp();
  life.take({ urgent: '1', item: String(addItem(db, cast)) }, 'accept');
  life.do(cast.dispatcher, 'dispatch', { ...formOf(life).typed });
  assert.equal(dueOf(life), '2026-11-23 17:30');
});

test('Q-B3: the dispatcher may settle on an item, and the limits follow it', () => {
  const { db, cast, life } = setUp();
  const item = addItem(db, cast);
  life.take({}, 'accept').do(cast.dispatcher, 'dispatch', { lead: urban(life), item: String(item) });
  assert.equal(life.case().item_id, item);
  assert.equal(dueOf(life), '2026-11-26 17:30');
  assert.equal(life.events().at(-1)?.why, '牵头：城管局；便民服务事项：路灯维修');
});

test('Q-B3: the dispatcher may take the item away, and the limits follow', () => {
  const { db, cast, life } = setUp();
  life.take({ item: String(addItem(db, cast)) }, 'accept');
  life.do(cast.dispatcher, 'dispatch', { lead: urban(life), item: '' });
  assert.equal(life.case().item_id, null);
  assert.equal(dueOf(life), '2026-12-07 17:30');
});

test('Q-B3: the assisting agency has the period of the item too', () => {
  const { db, cast, life } = setUp();
  life.take({ item: String(addItem(db, cast)) }, 'accept');
  life.do(cast.dispatcher, 'dispatch', { ...formOf(life).typed, assists: [String(cast.agencies.housing)] });
  assert.deepEqual(
    life.clocks('reply').map((clock) => text(clock.due_at)),
    ['2026-11-26 17:30', '2026-11-26 17:30'],
  );
});

test('Q-B3: a case without a category takes the one of its item; a chosen one stays', () => {
  const { db, cast, life } = setUp();
  addCategories(db);
  const idOf = (name: string) =>
    first(db, q.selectFrom('categories').select('id').where('name', '=', name))?.id ?? 0;
  const item = String(addItem(db, cast, { category_id: idOf('路灯不亮') }));
  assert.equal(life.take({ item }).case().category_id, idOf('路灯不亮'));
  assert.equal(life.take({ item, category: String(idOf('电梯故障')) }).case().category_id, idOf('电梯故障'));
});

test('Q-B3: the item is put right by a correction, which the timeline tells', () => {
  const { db, cast, life } = setUp();
  const [one, other] = [addItem(db, cast), addItem(db, cast, { code: 'B', name: '道路保洁' })];
  life.take({ item: String(one) });
  const form = formOf(life, 'correct');
  life.do(cast.dispatcher, 'correct', { ...form.typed, item: String(other) });
  assert.equal(life.case().item_id, other);
  assert.equal(life.events().at(-1)?.why, '便民服务事项：路灯维修 → 道路保洁');
});

test('Q-B3: a correction of something else leaves the period that the item had when it was chosen', () => {
  const { db, cast, life } = setUp();
  const item = addItem(db, cast, { reply_days: 3 });
  life.take({ item: String(item) }, 'accept');
  db.prepare('UPDATE service_items SET reply_days = 9 WHERE id = ?').run(item);
  life.do(cast.dispatcher, 'correct', { ...formOf(life, 'correct').typed, headline: '路灯不亮' });
  assert.equal(life.case().item_days, 3);
  life.do(cast.dispatcher, 'dispatch', { ...formOf(life).typed });
  assert.equal(dueOf(life), '2026-11-26 17:30');
});

test('Q-B3: an item out of use can no longer be chosen, but stays where it was', () => {
  const { db, cast, life } = setUp();
  const item = addItem(db, cast);
  life.take({ item: String(item) });
  db.prepare('UPDATE service_items SET active = 0 WHERE id = ?').run(item);
  life.do(cast.dispatcher, 'correct', { ...formOf(life, 'correct').typed, headline: '路灯不亮' });
  assert.equal(life.case().item_id, item);
  assert.throws(
    () => life.take({ item: String(item) }),
    (error) => 'item' in (error as { fields: object }).fields,
  );
});

test('a hotline without a catalogue is not asked for an item', () => {
  const { db, cast, life } = setUp();
  life.take({}, 'accept');
  const fields = () => formOf(life).fields.map(({ name }) => name);
  assert.ok(!fields().includes('item'));
  addItem(db, cast);
  assert.ok(fields().includes('item'));
});

test('Q-B3: the page of a case says which item it belongs to', () => {
  const { db, cast, life } = setUp();
  life.take({ item: String(addItem(db, cast)) });
  const { facts } = caseView(db, cast.dispatcher, life.case(), life.now);
  assert.ok(facts.some(([term, value]) => term === '便民服务事项' && value === '路灯维修'));
});

/* Q-B2: the fallback agency. */

test('Q-B2: where powers are unclear the fallback agency answers the citizen like a lead', () => {
  const { db, cast, life } = setUp();
  life.take({}, 'accept').do(cast.dispatcher, 'dispatch', { lead: urban(life), role: 'fallback' });
  assert.equal(life.lead().role, 'fallback');
  assert.match(life.events().at(-1)?.why ?? '', /^兜底：城管局/);
  life.takenUp().onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  assert.equal(life.status, 'replied');
  const [assignment] = caseView(db, cast.dispatcher, life.case(), life.now).assignments;
  assert.equal(assignment?.role, '兜底');
});

test('Q-B2: after a return to the item’s fallback agency, that one is proposed as fallback', () => {
  const { db, cast, life } = setUp();
  life
    .take({ item: String(addItem(db, cast)) }, 'accept')
    .do(cast.dispatcher, 'dispatch', { ...formOf(life).typed });
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  life.onLead(cast.handler, 'ask_return', {
    proposed: String(cast.agencies.housing),
    reason: '小区内路灯。',
    ground: '职责分工。',
  });
  life.onLead(cast.dispatcher, 'grant_return');
  const { lead, role } = formOf(life).typed;
  assert.deepEqual([lead, role], [String(cast.agencies.housing), 'fallback']);
});

test('without a role the agency leads', () => {
  assert.equal(setUp().life.dispatched().lead().role, 'lead');
});

/* X-E1: barred from returning. */

for (const [barred, words] of [
  ['1', /禁止再次退件|不能再.*退件|不得.*退件/],
  ['', null],
] as const) {
  test(`X-E1: dispatched ${barred ? 'with' : 'without'} the bar, the agency ${barred ? 'cannot' : 'can'} return it`, () => {
    const { cast, life } = setUp();
    life.take({}, 'accept').do(cast.dispatcher, 'dispatch', { lead: urban(life), returnBarred: barred });
    life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
    const typed = { proposed: String(cast.agencies.traffic), reason: '不属本单位。', ground: '三定方案。' };
    if (words) assert.throws(() => life.onLead(cast.handler, 'ask_return', typed), words);
    else assert.equal(life.onLead(cast.handler, 'ask_return', typed).lead().status, 'returning');
  });
}

test('X-E1: the bar holds for the lead alone and is told on the timeline', () => {
  const { cast, life } = setUp();
  life.take({}, 'accept').do(cast.dispatcher, 'dispatch', {
    lead: urban(life),
    assists: [String(cast.agencies.housing)],
    returnBarred: '1',
  });
  assert.deepEqual([life.lead().return_barred, life.assist().return_barred], [1, 0]);
  assert.equal(life.events().at(-1)?.why, '牵头：城管局；协办：住建局；禁止再次退件');
});

/* domain.md "Clocks": the total over several dispatches. */

const totalOf = (life: Life, actor: Actor = life.cast.dispatcher) =>
  caseView(life.db, actor, life.case(), life.now).beside.find(({ title }) => title === '累计办理用时');

test('a re-dispatch after a granted return starts the reply anew, the total is still shown', () => {
  const { cast, life } = setUp();
  life.signed();
  life.onLead(cast.handler, 'ask_return', {
    proposed: String(cast.agencies.housing),
    reason: '不属本单位。',
    ground: '三定方案。',
  });
  life.now = at('2026-11-24 09:59');
  life.onLead(cast.dispatcher, 'grant_return');
  assert.equal(totalOf(life), undefined);
  life.now = at('2026-11-24 10:59');
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.housing) });
  assert.equal(dueOf(life), '2026-12-08 17:30');
  life.now = at('2026-11-24 11:30');
  // 11-23 09:02 to 11-24 10:00 with the first agency, 11:00 to 11:30 with the second.
  assert.deepEqual(
    totalOf(life)?.lines.map((line) => line.text),
    ['派往城管局，已退件，用时 7 小时 58 分钟', '派往住建局，用时 30 分钟'],
  );
  assert.deepEqual(totalOf(life)?.rows, [
    ['首次派出', '2026-11-23 09:02'],
    ['累计用时', '8 小时 28 分钟（工作时间），共派出 2 次'],
  ]);
  assert.ok(totalOf(life, cast.assistHandler), 'the agency that has it now reads it too');
});

test('X-E1: the time in which the case was suspended is not counted, and going on is no further dispatch', () => {
  const { cast, life } = setUp();
  life.signed().do(cast.supervisor, 'suspend', { reason: '须待立项。', reviewOn: '2026-12-21' });
  life.now = at('2026-12-07 09:59');
  life.do(cast.supervisor, 'resume', { reason: '已立项。' });
  assert.equal(totalOf(life), undefined);
  life.now = at('2026-12-07 10:29');
  life.do(cast.dispatcher, 'recall', { reason: '改派。' });
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.housing) });
  // 09:02 to 09:04 on 11-23, 10:00 to 10:30 on 12-07; then a moment ago.
  assert.deepEqual(
    totalOf(life)?.lines.map((line) => line.text),
    ['派往城管局，已收回，用时 32 分钟', '派往住建局，用时 0 分钟'],
  );
});

test('Q-D8: an extension that nobody decided on before the case was taken back waits for nobody any more', () => {
  const { cast, life } = setUp();
  life.signed().onLead(cast.handler, 'ask_extension', { days: '3', reason: '待材料到货。' });
  const card = () =>
    caseView(life.db, cast.dispatcher, life.case(), life.now).beside.find(({ title }) => title === '延期');
  assert.deepEqual(card()?.rows, [['城管局', '3 个工作日，待分管领导同意']]);
  life.do(cast.dispatcher, 'recall', { reason: '改派。' });
  assert.deepEqual(card()?.rows, [['城管局', '3 个工作日，未处理，派单已结束']]);
});

/* Q-B4: the tree of agencies. */

function withChild() {
  const made = setUp();
  const { db, cast, life } = made;
  db.prepare('UPDATE agencies SET parent_id = ? WHERE id = ?').run(
    cast.agencies.urban,
    cast.agencies.traffic,
  );
  const hire = (login: string, role: Role) =>
    newPerson(
      db,
      { login, name: login, roles: [role], agencyId: cast.agencies.traffic, operatorNo: null },
      life.now,
    );
  const child = { handler: hire('child-handler', 'handler'), leader: hire('child-leader', 'agency_leader') };
  // The people above are read again, as their next request does.
  const above = { handler: actorOf(db, cast.handler.id), leader: actorOf(db, cast.agencyLeader.id) };
  return { ...made, child, above };
}

test('Q-B4: handlers and leaders of the parent see what was given to its child, and nobody else’s', () => {
  const { db, cast, life, child, above } = withChild();
  life.take({}, 'accept').do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.traffic) });
  const sights = [above.handler, above.leader, child.handler, child.leader, cast.assistHandler];
  assert.deepEqual(
    sights.map((actor) => sightOf(db, actor, life.case())),
    ['whole', 'whole', 'whole', 'whole', null],
  );
});

test('Q-B4: the child does not see what was given to its parent', () => {
  const { db, life, child } = withChild();
  life.dispatched();
  assert.deepEqual(
    [sightOf(db, child.handler, life.case()), sightOf(db, child.leader, life.case())],
    [null, null],
  );
});

test('Q-B4: handed down to the child, it sees the case; the parent stays answerable', () => {
  const { db, cast, life, child, above } = withChild();
  life.dispatched().onLead(above.handler, 'sign', {
    handler: String(child.handler.id),
    section: String(cast.agencies.traffic),
  });
  assert.equal(sightOf(db, child.handler, life.case()), 'whole');
  const reply = (): Typed => life.reply();
  life.onLead(child.handler, 'contact', { how: 'phone', at: life.local(), result: '已联系。' });
  life.onLead(child.handler, 'submit', reply());
  assert.throws(() => life.onLead(child.leader, 'approve'), { status: 403 });
  life.onLead(above.leader, 'approve');
  assert.equal(life.status, 'replied');
  assert.equal(life.lead().agency_id, cast.agencies.urban);
});

test('Q-B4: the parent’s leader may approve what its child answered', () => {
  const { cast, life, child, above } = withChild();
  life.take({}, 'accept').do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.traffic) });
  life.onLead(child.handler, 'sign', { handler: String(child.handler.id) });
  life.onLead(child.handler, 'contact', { how: 'phone', at: life.local(), result: '已联系。' });
  life.onLead(child.handler, 'submit', life.reply()).onLead(above.leader, 'approve');
  assert.equal(life.status, 'replied');
  assert.equal(all(life.db, q.selectFrom('replies').selectAll()).length, 1);
});
