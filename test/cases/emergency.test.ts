import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactTold } from '../../src/cases/acts/contact-told.ts';
import { caseView } from '../../src/cases/case-page.ts';
import { contextOf } from '../../src/cases/facts.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import type { Contact } from '../../src/presets/types.ts';
import { dangerIsContained } from '../../src/rules/containment.ts';
import { nextLevel, skippedLevels } from '../../src/rules/report-up.ts';
import { tasksFor } from '../../src/tasks/task-queries.ts';
import { taskLines } from '../../src/tasks/task-rows.ts';
import { openTasks, tasksOf } from '../../src/tasks/tasks.ts';
import { writeTree } from '../../src/trees/write.ts';
import { text } from '../calendar/samples.ts';
import { factsOf } from '../rules/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, Life, SATISFIED } from './life.ts';

/* Q-A6, G-A3: emergencies are reported in time, the danger is contained first, and what matters goes upwards. */

const EMERGENCY = { emergency: '1', urgent: '1' };
const OFFICE = '应急办公室（突发事件报告）';
const LEADER = '分管领导（突发事件指挥）';
const DUTY = '总值班室（紧急诉求协调）';
const FIRST = '热线中心主任（要事上报第一级）';
const SECOND = '主管单位值班领导（要事上报第二级）';

function setUp() {
  const { db, cast } = freshFile();
  const life = new Life(db, cast);
  const toTell = () => openTasks(db, life.caseId, 'emergency_contact').map((task) => task.what);
  const tell = (contact: string) =>
    life.do(cast.operator, 'contact_told', {
      ...{ contact, who: '刘值班', how: 'phone', at: life.local(), said: '已报告事件地点与伤情。' },
    });
  const report = (level: string, more: Record<string, string> = {}) =>
    life.do(cast.operator, 'report_up', {
      ...{ level, who: '张主任', how: 'phone', at: life.local(), said: '已上报。', ...more },
    });
  return { db, cast, life, toTell, tell, report };
}

test('Q-A6: of an emergency every contact of the policy is to be told as soon as it comes in', () => {
  const { db, life, toTell } = setUp();
  life.take(EMERGENCY);
  assert.deepEqual(toTell(), [DUTY, OFFICE, LEADER]);
  assert.deepEqual(
    tasksOf(db, life.caseId).map((task) => task.due_at),
    [10, 10, 10].map((minutes) => life.now + minutes * 60_000),
  );
});

test('Q-A5, G-A3: of an urgent case only the contacts for urgent ones; an emergency is always urgent too', () => {
  const { life, toTell } = setUp();
  life.take({ urgent: '1' });
  assert.deepEqual(toTell(), [DUTY]);
  life.take({ emergency: '1' });
  assert.equal(life.case().urgent, 1);
  assert.deepEqual(toTell(), [DUTY, OFFICE, LEADER]);
  life.take();
  assert.deepEqual(toTell(), []);
});

test('G-A3: a contact for one category is told of that category alone', () => {
  const { db, cast, life, toTell } = setUp();
  const gas: Contact = {
    group: 'emergency',
    category: '燃气',
    name: '抢修队',
    duty: '抢修',
    phone: '8800002',
  };
  setPolicy(db, { contacts: [gas] }, { userId: null, from: 0, now: 0 });
  writeTree(db, 'categories', [['燃气', [['泄漏']]], ['供水']]);
  const id = (path: string) =>
    String(db.prepare('SELECT id FROM categories WHERE path = ?').pluck().get(path));
  life.take({ ...EMERGENCY, category: id('燃气 / 泄漏') });
  assert.deepEqual(toTell(), ['抢修队（抢修），电话 8800002']);
  life.take({ ...EMERGENCY, category: id('供水') });
  assert.deepEqual(toTell(), []);
  const { headline, kind } = life.case();
  const corrected = { headline, kind, ...EMERGENCY, category: id('燃气') };
  life.do(cast.operator, 'correct', corrected);
  assert.deepEqual(toTell(), ['抢修队（抢修），电话 8800002']);
});

const MISSING = '电话未填写，请系统管理员在“设置与时限”中补填';

test('Q-A6: of a contact without a number that is said on the task and its form, and the number once it is entered', () => {
  const { db, cast, life } = setUp();
  const officeOnly = (phone: string): Contact[] => [
    { group: 'emergency', category: '', name: '应急办公室', duty: '突发事件报告', phone },
  ];
  setPolicy(db, { contacts: officeOnly('') }, { userId: null, from: 0, now: 0 });
  life.take(EMERGENCY);
  const said = () => {
    const { beside } = caseView(db, cast.operator, life.case(), life.now);
    const [, onCase = ''] =
      beside.flatMap(({ rows = [] }) => rows).find(([name]) => name === '通知应急联系人') ?? [];
    const [listed] = taskLines(db, cast.operator, tasksFor(db, cast.operator, null), life.now);
    const context = contextOf(db, cast.operator, life.case(), null, life.now);
    return { onCase: String(onCase), listed: listed?.what, brief: contactTold.brief?.(db, context)?.text };
  };
  assert.match(said().onCase, new RegExp(`^${OFFICE}，${MISSING}，应于`));
  assert.equal(said().listed, `${OFFICE}，${MISSING}`);
  assert.equal(said().brief, `${OFFICE}：${MISSING}。`);
  life.now += 60_000;
  setPolicy(
    db,
    { contacts: officeOnly('8800001') },
    { userId: cast.admin.id, from: life.now, now: life.now },
  );
  assert.equal(said().listed, `${OFFICE}，电话 8800001`);
  assert.equal(said().brief, `${OFFICE}：电话 8800001。`);
  life.take(EMERGENCY);
  assert.equal(said().brief, undefined);
});

test('Q-A6: who was told, when and how is on record, contact by contact', () => {
  const { db, cast, life, toTell, tell } = setUp();
  life.take(EMERGENCY);
  tell(OFFICE);
  assert.deepEqual(toTell(), [DUTY, LEADER]);
  const done = tasksOf(db, life.caseId).find((task) => task.what === OFFICE);
  assert.equal(done?.result, `刘值班，${text(life.now - 60_000)} 电话：已报告事件地点与伤情。`);
  assert.equal(done.done_by, cast.operator.id);
  assert.throws(() => tell(OFFICE), { fields: { contact: '联系人已不可选，请重新选择。' } });
  tell(DUTY);
  tell(LEADER);
  assert.throws(() => tell(LEADER), { status: 409 });
});

test('Q-A6: nobody was told before the call, and nobody is ahead of time', () => {
  const { cast, life } = setUp();
  life.take(EMERGENCY);
  const told = (at: string) => () =>
    life.do(cast.operator, 'contact_told', {
      contact: OFFICE,
      who: '刘',
      how: 'phone',
      at,
      said: '已告知。',
    });
  assert.throws(told('2026-11-23T08:59'), /不能早于登记时间（2026-11-23 09:00）/);
  assert.throws(told('2026-11-23T09:30'), /不能晚于现在/);
  told('2026-11-23T09:00')();
});

test('Q-A6: a flag taken back takes the contacts off the list; who was told stays on record', () => {
  const { db, cast, life, toTell, tell } = setUp();
  life.take(EMERGENCY);
  tell(OFFICE);
  const { headline, kind } = life.case();
  life.do(cast.operator, 'correct', { headline, kind, urgent: '1' });
  assert.deepEqual(toTell(), [DUTY]);
  assert.deepEqual(
    tasksOf(db, life.caseId).map((task) => task.what),
    [DUTY, OFFICE],
  );
  life.do(cast.operator, 'correct', { headline, kind, ...EMERGENCY });
  assert.deepEqual(toTell(), [DUTY, LEADER]);
});

test('Q-A6: known to be an emergency only later, it becomes urgent, its contacts are told and the agencies phoned', () => {
  const { db, cast, life, toTell } = setUp();
  life.dispatched().do(cast.dispatcher, 'make_emergency', { reason: '多人受伤。' });
  assert.deepEqual([life.case().urgent, life.case().emergency], [1, 1]);
  assert.deepEqual(toTell(), [DUTY, OFFICE, LEADER]);
  assert.equal(openTasks(db, life.caseId, 'must_phone').length, 1);
});

test('Q-A6: an urgent case that turns out an emergency is not phoned through twice', () => {
  const { db, cast, life } = setUp();
  life.dispatched({ urgent: '1' }).do(cast.dispatcher, 'make_emergency', { reason: '多人受伤。' });
  assert.equal(openTasks(db, life.caseId, 'must_phone').length, 1);
  assert.equal(life.clocks('sign').length, 1);
});

test('Q-A6: of an emergency no reply without the first step against the danger', () => {
  const { cast, life } = setUp();
  life.contacted(EMERGENCY);
  assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /尚未登记先期处置/);
  const done = { done: '已关闭阀门，疏散居民。', at: life.local() };
  life.onLead(cast.handler, 'contain', done);
  assert.equal(text(life.lead().contained_at ?? 0), text(life.now - 60_000));
  life.onLead(cast.handler, 'submit', life.reply());
  assert.equal(life.lead().status, 'reviewing');
});

test('Q-A6: the danger is contained before the agency has even signed, and the first time stays', () => {
  const { cast, life } = setUp();
  life.dispatched(EMERGENCY).onLead(cast.handler, 'contain', { done: '已到场警戒。', at: life.local() });
  const first = life.lead().contained_at;
  life.onLead(cast.agencyLeader, 'contain', { done: '已抢修。', at: life.local() });
  assert.equal(life.lead().contained_at, first);
  assert.equal(life.events().filter((event) => event.act === 'contain').length, 2);
});

test('Q-A6: containment lies between the call and now', () => {
  const { cast, life } = setUp();
  life.dispatched(EMERGENCY);
  const contain = (at: string) => () => life.onLead(cast.handler, 'contain', { done: '已警戒。', at });
  assert.throws(contain('2026-11-23T08:59'), /处置时间不能早于登记时间/);
  assert.throws(contain('2026-11-23T09:30'), /处置时间不能晚于现在/);
  contain('2026-11-23T09:00')();
});

test('Q-A6: of what is no emergency nothing has to be contained', () => {
  const { cast, life } = setUp();
  life.dispatched({ urgent: '1' });
  assert.throws(() => life.onLead(cast.handler, 'contain', { done: '已警戒。', at: life.local() }), {
    status: 409,
  });
});

test('Q-A6: the rule asks the lead, once, and not who works by letter', () => {
  const facts = factsOf('complaint', { emergency: true });
  const assignment = facts.assignment;
  assert.ok(assignment);
  assert.match(dangerIsContained(facts) ?? '', /先期处置/);
  assert.equal(dangerIsContained({ ...facts, assignment: { ...assignment, containedAt: 1 } }), null);
  assert.equal(dangerIsContained({ ...facts, assignment: { ...assignment, external: true } }), null);
  assert.equal(dangerIsContained(factsOf('complaint', { emergency: true, role: 'assist' })), null);
  assert.equal(dangerIsContained(factsOf('complaint', { emergency: true, round: 1 })), null);
  assert.equal(dangerIsContained(factsOf('complaint')), null);
});

test('Q-A6: the page of an emergency says when it came in, when it was reported and what was done at once', () => {
  const { db, cast, life, tell } = setUp();
  life.dispatched(EMERGENCY);
  const rows = () =>
    new Map(
      caseView(db, cast.supervisor, life.case(), life.now).beside.find(({ title }) => title === '突发事件')
        ?.rows,
    );
  assert.equal(rows().get('诉求人反映时间'), '2026-11-23 09:00');
  assert.equal(rows().get('报告时间'), '尚未报告');
  assert.equal(rows().get('先期处置（城管局）'), '尚未登记');
  tell(DUTY);
  assert.equal(
    rows().get('报告时间'),
    '尚未报告',
    'who hears of every urgent case is not the emergency office',
  );
  tell(OFFICE);
  const told = text(life.now - 60_000);
  life.onLead(cast.handler, 'contain', { done: '已警戒。', at: life.local() });
  assert.equal(rows().get('报告时间'), told);
  assert.equal(rows().get('先期处置（城管局）'), text(life.now - 60_000));
});

test('G-A3: reported upwards level by level; leaving a level out needs its reason', () => {
  const { life, report } = setUp();
  life.take();
  assert.throws(() => report(SECOND), /尚未上报热线中心主任（要事上报第一级）。要事应逐级上报/);
  report(FIRST);
  report(SECOND);
  assert.equal(life.events().filter((event) => event.act === 'report_up').length, 2);
});

test('G-A3: a level is left out with its reason, on record', () => {
  const { life, report } = setUp();
  life.take();
  report(SECOND, { reason: '主任在外，电话不通。' });
  assert.match(life.events().at(-1)?.why ?? '', /越过热线中心主任（要事上报第一级）：主任在外，电话不通。/);
});

test('G-A3: the next level is the first that was not told', () => {
  assert.equal(nextLevel(['a', 'b', 'c'], new Set()), 'a');
  assert.equal(nextLevel(['a', 'b', 'c'], new Set(['a', 'c'])), 'b');
  assert.equal(nextLevel(['a'], new Set(['a'])), null);
  assert.deepEqual(skippedLevels(['a', 'b', 'c'], new Set(['a']), 'c'), ['b']);
  assert.deepEqual(skippedLevels(['a', 'b', 'c'], new Set(['a']), 'b'), []);
});

test('G-A3: the hotline sees every level on the case, agencies see nothing of it', () => {
  const { db, cast, life, report } = setUp();
  life.dispatched();
  report(FIRST);
  const view = (actor: typeof cast.handler) => caseView(db, actor, life.case(), life.now);
  const card = view(cast.supervisor).beside.find(({ title }) => title === '要事上报');
  assert.deepEqual(card?.rows, [
    ['第 1 级', `${FIRST}：${text(life.now - 60_000)} 已上报`],
    ['第 2 级', `${SECOND}：尚未上报`],
  ]);
  const agency = JSON.stringify(view(cast.handler));
  assert.ok(!agency.includes('上报'));
  assert.ok(!agency.includes('热线中心主任'));
});

test('G-A3: what is over is not reported upwards any more', () => {
  const { life, report } = setUp();
  life.take({ answer: '已答复。' }, 'answer');
  assert.throws(() => report(FIRST), { status: 409 });
});

test('Q-A6, domain.md "Who": whoever contained the danger for the agency does not call back', () => {
  const { db, cast, life } = setUp();
  const roles = ['handler', 'callback_clerk'] as const;
  const person = { login: 'both', name: '朱全', roles, agencyId: cast.agencies.urban, operatorNo: null };
  const both = newPerson(db, person, life.now);
  life.contacted(EMERGENCY).onLead(both, 'contain', { done: '已断电。', at: life.local() });
  life.onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  life.do(cast.dispatcher, 'pass', CHECKED);
  assert.throws(() => life.do(both, 'call_back', SATISFIED), /参与过该工单的办理/);
});
