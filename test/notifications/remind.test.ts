import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepared } from '../../src/db/query.ts';
import { noLongerTrue } from '../../src/notifications/still-true.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { sending } from '../../src/presets/reminders.ts';
import type { ReminderRule } from '../../src/presets/types.ts';
import { at, text } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import {
  allSent,
  allUntrue,
  changeRules,
  dispatchedAnewUnderOrder,
  lifeIn,
  messages,
  reachableFile,
  sweepAt,
  told,
  written,
} from './desk.ts';

type File = ReturnType<typeof reachableFile>;

/** Nothing of the rule a minute before, and at the moment just these people. */
function firstToldAt(file: File, rule: string, local: string, people: readonly string[]): void {
  sweepAt(file.db, at(local) - 60_000);
  assert.deepEqual(told(file.db, rule), [], `${rule} before ${local}`);
  sweepAt(file.db, local);
  assert.deepEqual(told(file.db, rule), [...people].sort(), `${rule} at ${local}`);
}

test('Q-F1: who has to sign hears of it with the dispatch, then handler, leader and supervisor one after the other', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  assert.deepEqual(told(file.db, 'dispatched'), ['城管局', '赵明']);
  assert.equal(text(life.clocks('sign')[0]?.due_at ?? 0), '2026-11-23 17:30');
  firstToldAt(file, 'unsigned', '2026-11-23 10:02', ['城管局', '赵明']);
  firstToldAt(file, 'unsigned_overdue', '2026-11-23 17:30', ['冯岩', '赵明']);
  // 17:30 is the close: two hours of work are over at 10:30 the next morning.
  firstToldAt(file, 'unsigned_escalated', '2026-11-24 10:30', ['吴川']);
});

test('Q-F1: whoever has signed hears nothing more about signing', () => {
  const file = reachableFile();
  lifeIn(file).signed();
  sweepAt(file.db, '2026-11-24 12:00');
  assert.deepEqual(told(file.db, 'unsigned'), []);
  assert.deepEqual(told(file.db, 'unsigned_overdue'), []);
});

test('Q-D4: a session before the first contact is due, and when it is overdue', () => {
  const file = reachableFile();
  const life = lifeIn(file).signed();
  assert.equal(text(life.clocks('first_contact')[0]?.due_at ?? 0), '2026-11-25 17:30');
  firstToldAt(file, 'contact_due', '2026-11-25 14:00', ['赵明']);
  firstToldAt(file, 'contact_overdue', '2026-11-25 17:30', ['冯岩', '赵明']);
});

test('Q-F2: a day before, in time for an extension, at the limit, each day after, and then the supervisor', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  firstToldAt(file, 'reply_due', '2026-12-04 17:30', ['冯岩', '赵明']);
  firstToldAt(file, 'last_ask', '2026-12-07 10:00', ['赵明']);
  firstToldAt(file, 'reply_overdue', '2026-12-07 17:30', ['冯岩', '赵明']);
  firstToldAt(file, 'reply_overdue_daily', '2026-12-08 08:30', ['冯岩']);
  firstToldAt(file, 'reply_escalated', '2026-12-08 17:30', ['吴川']);
  assert.equal(sweepAt(file.db, '2026-12-09 08:29'), 0);
  assert.equal(sweepAt(file.db, '2026-12-09 08:30'), 1);
  assert.equal(sweepAt(file.db, '2026-12-12 12:00'), 1);
});

test('Q-F2: of an urgent matter an hour before it is due', () => {
  const file = reachableFile();
  const life = lifeIn(file).signed({ urgent: '1' });
  assert.equal(text(life.clocks('reply')[0]?.due_at ?? 0), '2026-11-23 17:30');
  firstToldAt(file, 'reply_due_urgent', '2026-11-23 16:30', ['冯岩', '赵明']);
  assert.deepEqual(told(file.db, 'last_ask'), []);
});

test('Q-F1: the hotline is reminded of its own limits: to accept, to dispatch, to call back', () => {
  const file = reachableFile();
  lifeIn(file).take();
  firstToldAt(file, 'accept_overdue', '2026-11-24 17:30', ['吴川']);
  lifeIn(file).take().do(file.cast.dispatcher, 'accept');
  firstToldAt(file, 'dispatch_overdue', '2026-11-24 17:30', ['陈平', '吴川']);
  const life = lifeIn(file).toCallBack();
  const due = life.clocks('callback')[0]?.due_at ?? 0;
  sweepAt(file.db, due - 1);
  assert.deepEqual(told(file.db, 'callback_overdue'), []);
  sweepAt(file.db, due);
  assert.deepEqual(told(file.db, 'callback_overdue'), ['周宁', '吴川'].sort());
});

test('Q-E4: an order of supervision: at once, a day before its limit, and when that is over', () => {
  const file = reachableFile();
  const order = { instrument: 'rectify', ground: '拖延。', requirement: '限期。', days: '3' };
  const life = lifeIn(file).signed().do(file.cast.supervisor, 'supervise', order);
  assert.deepEqual(told(file.db, 'supervised'), ['冯岩', '赵明']);
  assert.equal(text(life.clocks('supervision')[0]?.due_at ?? 0), '2026-11-26 17:30');
  firstToldAt(file, 'supervision_due', '2026-11-25 17:30', ['冯岩', '赵明']);
  firstToldAt(file, 'supervision_overdue', '2026-11-26 17:30', ['冯岩', '吴川']);
  const press = life.events().at(-1);
  assert.deepEqual([press?.act, press?.assignment_id], ['auto_press', life.lead().id]);
});

test('Q-E4: an order to an agency that has the case no longer is told to the supervisor alone, and names it', () => {
  const file = reachableFile();
  const life = dispatchedAnewUnderOrder(file);
  sweepAt(file.db, life.clocks('supervision')[0]?.due_at ?? 0);
  assert.deepEqual(told(file.db, 'supervision_due'), []);
  assert.deepEqual(told(file.db, 'supervision_overdue'), ['吴川']);
  const late = messages(file.db).filter(({ rule }) => rule === 'supervision_overdue');
  for (const each of late) {
    assert.match(each.text, /城管局/);
    assert.equal(noLongerTrue(file.db, each, each.created_at), null);
  }
  assert.equal(messages(file.db).filter(({ status }) => status === 'dead').length, 0);
});

test('Q-E4: while its report lies with the hotline nobody is told that it is late', () => {
  const file = reachableFile();
  const order = { instrument: 'rectify', ground: '拖延。', requirement: '限期。', days: '2' };
  lifeIn(file)
    .signed()
    .do(file.cast.supervisor, 'supervise', order)
    .do(file.cast.handler, 'rectify', { report: '已整改。' });
  sweepAt(file.db, '2026-11-26 09:00');
  assert.deepEqual(told(file.db, 'supervision_overdue'), []);
});

test('Q-D8: nobody is reminded to ask for an extension who has asked, or has none left', () => {
  const file = reachableFile();
  lifeIn(file).contacted().onLead(file.cast.handler, 'ask_extension', { days: '3', reason: '备件未到。' });
  sweepAt(file.db, '2026-12-07 10:00');
  assert.deepEqual(told(file.db, 'last_ask'), []);
});

test('Q-D8: an assisting agency, which cannot ask, is not reminded to', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched({}, [file.cast.agencies.housing]);
  sweepAt(file.db, '2026-12-07 10:00');
  const asked = messages(file.db).filter(({ rule }) => rule === 'last_ask');
  assert.deepEqual(new Set(asked.map((each) => each.assignment_id)), new Set([life.lead().id]));
});

test('Q-B2: an assisting agency is reminded of its opinion as the lead is of its reply', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched({}, [file.cast.agencies.housing]);
  sweepAt(file.db, '2026-12-08 09:00');
  const late = messages(file.db).filter(
    ({ rule, assignment_id }) => rule === 'reply_overdue' && assignment_id === life.assist().id,
  );
  assert.deepEqual([...new Set(late.map((each) => each.recipient_name))].sort(), ['卫强', '褚林'].sort());
});

test('X-F1: a limit that moved has reminders of its own', () => {
  const file = reachableFile();
  const life = lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-04 17:30');
  life.now = at('2026-12-07 09:00');
  life
    .onLead(file.cast.handler, 'ask_extension', { days: '3', reason: '备件未到。' })
    .onLead(file.cast.agencyLeader, 'agree_extension', { note: '同意。' })
    .onLead(file.cast.dispatcher, 'grant_extension', { note: '同意。' });
  assert.equal(text(life.clocks('reply')[0]?.due_at ?? 0), '2026-12-10 17:30');
  sweepAt(file.db, '2026-12-07 17:30');
  assert.deepEqual(told(file.db, 'reply_overdue'), []);
  sweepAt(file.db, '2026-12-09 17:30');
  const due = messages(file.db).filter(({ rule, medium }) => rule === 'reply_due' && medium === 'sms');
  assert.deepEqual(
    due.map((each) => [each.recipient_name, text(each.due_version)]),
    [
      ['赵明', '2026-12-07 17:30'],
      ['冯岩', '2026-12-07 17:30'],
      ['赵明', '2026-12-10 17:30'],
      ['冯岩', '2026-12-10 17:30'],
    ],
  );
});

test('X-F1: what was cancelled unsent is said when it has become true again', () => {
  const file = reachableFile();
  const life = lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-07 17:30');
  allUntrue(file.db, '2026-12-07 17:31');
  prepared(file.db, 'UPDATE clocks SET met_at = 1 WHERE kind = ?').run('reply');
  prepared(file.db, 'UPDATE clocks SET met_at = NULL WHERE kind = ?').run('reply');
  const presses = life.case().pressed;
  sweepAt(file.db, '2026-12-08 08:00');
  const late = messages(file.db).filter(({ rule }) => rule === 'reply_overdue');
  assert.deepEqual(
    late.map(({ status, created_at, note, ended_at }) => [status, text(created_at), note, ended_at]),
    Array(4).fill(['queued', '2026-12-08 08:00', '', null]),
  );
  assert.equal(life.case().pressed, presses);
});

test('X-F1: what a person cancelled, or a digest has told, stays so', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  const [first, second] = messages(file.db).filter(({ rule }) => rule === 'dispatched');
  const cancel = `UPDATE messages SET status = 'cancelled', ended_by = ?, note = ?, ended_at = 1 WHERE id = ?`;
  prepared(file.db, cancel).run(file.cast.supervisor.id, '', first?.id);
  prepared(file.db, cancel).run(null, '今日短信已达上限，并入每日汇总', second?.id);
  prepared(file.db, 'UPDATE clocks SET remind_at = 0').run();
  sweepAt(file.db, '2026-11-23 09:30');
  const cancelled = messages(file.db).filter(({ status }) => status === 'cancelled');
  assert.deepEqual(
    cancelled.map(({ id }) => id),
    [first?.id, second?.id],
  );
});

const LATER = `UPDATE clocks SET due_at = due_at + 3600000 WHERE kind = 'sign'`;

test('a limit that moves begins no second time: what was said of its start is not said or counted again', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  sweepAt(file.db, '2026-11-23 10:02');
  allSent(file.db, '2026-11-23 10:02');
  prepared(file.db, LATER).run();
  assert.equal(sweepAt(file.db, '2026-11-23 10:30'), 0);
  assert.equal(life.case().pressed, 1);
});

test('what waits with the old limit in its words is written anew with the new one', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  prepared(file.db, LATER).run();
  sweepAt(file.db, '2026-11-23 09:30');
  const sms = messages(file.db).filter(
    ({ recipient_name, medium }) => recipient_name === '赵明' && medium === 'sms',
  );
  assert.deepEqual(
    sms.map((each) => noLongerTrue(file.db, each, at('2026-11-23 09:30'))),
    ['签收时限已变更，按新的时限另行提醒。', null],
  );
});

test('G-F1: whoever joins the agency later is told, and the press counts no second time', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  sweepAt(file.db, '2026-11-23 10:02');
  prepared(file.db, `INSERT INTO user_roles (user_id, role, granted_at) VALUES (?, 'handler', 0)`).run(
    file.cast.agencyLeader.id,
  );
  prepared(file.db, 'UPDATE clocks SET remind_at = 0').run();
  sweepAt(file.db, '2026-11-23 10:30');
  assert.deepEqual(told(file.db, 'unsigned'), ['冯岩', '城管局', '赵明'].sort());
  assert.equal(life.case().pressed, 1);
});

test('G-F1: what only the hotline hears presses nobody', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  changeRules(file.db, '2026-11-23 09:30', (rule) =>
    rule.code === 'unsigned' ? { ...rule, to: ['supervisor'] } : null,
  );
  sweepAt(file.db, '2026-11-23 10:02');
  assert.deepEqual(told(file.db, 'unsigned'), ['吴川']);
  assert.equal(life.case().pressed, 0);
});

test('Q-A5: at night an urgent one goes out at once, others wait for the morning, e-mails for nothing', () => {
  const file = reachableFile('2026-11-23 22:00');
  lifeIn(file, '2026-11-23 22:30').dispatched({ urgent: '1' });
  const urgent = messages(file.db).filter(({ rule }) => rule === 'dispatched');
  assert.ok(urgent.length > 0);
  for (const each of urgent) assert.deepEqual([each.not_before, each.urgent], [each.created_at, 1]);
  lifeIn(file, '2026-11-23 23:00').dispatched();
  const others = messages(file.db).filter((each) => each.rule === 'dispatched' && each.urgent === 0);
  assert.deepEqual(
    others.map((each) => `${each.medium} ${text(each.not_before)}`),
    ['sms 2026-11-24 08:00', 'email 2026-11-23 23:02', 'sms 2026-11-24 08:00'],
  );
});

test('G-E2: to citizens also the quiet hours of calls hold', () => {
  const file = reachableFile('2026-11-23 20:00');
  setPolicy(file.db, { quietHours: { from: '20:00', to: '09:00' } }, { userId: null, from: 0, now: 0 });
  lifeIn(file, '2026-11-23 20:30').take({}, 'accept');
  const [accepted] = messages(file.db);
  assert.deepEqual(
    [accepted?.rule, text(accepted?.not_before ?? 0)],
    ['citizen_accepted', '2026-11-24 09:00'],
  );
});

test('Q-A5: what becomes urgent is spoken of by the rules for urgent ones, though no limit moved', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  life.now = at('2026-11-23 09:20');
  prepared(file.db, `UPDATE clocks SET due_at = ? WHERE kind = 'sign'`).run(at('2026-11-23 09:25'));
  life.do(file.cast.dispatcher, 'make_urgent', { reason: '井盖缺失。' });
  assert.deepEqual(told(file.db, 'unsigned_urgent'), ['冯岩', '城管局', '赵明'].sort());
});

test('G-F1: a reminder that presses counts beside presses by hand, and both are read in one list', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  sweepAt(file.db, '2026-11-23 10:02');
  life.now = at('2026-11-23 11:00');
  life.do(file.cast.dispatcher, 'press', { to: 'lead', text: '请尽快签收。' });
  assert.deepEqual([life.case().pressed, life.lead().pressed], [2, 2]);
  const presses = life.events().filter(({ act }) => act.endsWith('press'));
  assert.deepEqual(
    presses.map(({ act, why }) => [act, why]),
    [
      ['auto_press', '第 1 次，催办城管局（派单后尚未签收），已向赵明、城管局发出提醒。'],
      ['press', '第 2 次，催办城管局：请尽快签收。'],
    ],
  );
});

test('G-F1: a reminder that only informs counts as no press', () => {
  const file = reachableFile();
  const life = lifeIn(file).signed();
  sweepAt(file.db, '2026-11-25 14:00');
  assert.deepEqual(told(file.db, 'contact_due'), ['赵明']);
  assert.equal(life.case().pressed, 0);
});

test('G-F1: the press of the system gets in nobody’s way who has a form open', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  const seen = life.events().at(-1)?.id ?? 0;
  sweepAt(file.db, '2026-11-23 10:02');
  assert.equal(life.events().at(-1)?.act, 'auto_press');
  assert.ok(seen < (life.events().at(-1)?.id ?? 0));
  life.now = at('2026-11-23 10:05');
  life.onLead(file.cast.handler, 'sign', { handler: String(file.cast.handler.id) });
  assert.equal(life.lead().status, 'signed');
});

test('what is switched off says nothing', () => {
  const file = reachableFile();
  changeRules(file.db, '2026-11-23 09:00', (rule) => ({ ...rule, active: false }));
  lifeIn(file).signed();
  sweepAt(file.db, '2026-12-20 09:00');
  assert.deepEqual(messages(file.db), []);
});

test('a rule that is changed holds for limits that run already, from then on', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  const sooner = (rule: ReminderRule): ReminderRule =>
    rule.code === 'unsigned' ? { ...rule, amount: 30, to: ['handler'] } : rule;
  changeRules(file.db, '2026-11-23 09:20', sooner);
  firstToldAt(file, 'unsigned', '2026-11-23 09:32', ['赵明']);
});

test('what a new rule would have said before it was made stays unsaid', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  const early = (rule: ReminderRule): ReminderRule =>
    rule.code === 'unsigned' ? { ...rule, amount: 5 } : rule;
  changeRules(file.db, '2026-11-23 09:20', early);
  sweepAt(file.db, '2026-11-23 09:21');
  assert.deepEqual(told(file.db, 'unsigned'), []);
});

test('a rule whose words alone were changed goes on where it was, after a time switched off as well', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  changeRules(file.db, '2026-11-23 11:00', (rule) => ({ ...rule, text: `${rule.text}（新）` }));
  sweepAt(file.db, '2026-11-23 11:30');
  assert.deepEqual(told(file.db, 'unsigned'), ['城管局', '赵明']);
});

test('the hour of the digest is the hour of the daily ones, once a day also when it is changed', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-08 08:30');
  const by = { userId: null, from: at('2026-12-08 09:00'), now: at('2026-12-08 09:00') };
  setPolicy(file.db, { sending: { ...sending, digestAt: '10:00' } }, by);
  sweepAt(file.db, '2026-12-08 10:01');
  assert.equal(written(file.db, 'reply_overdue_daily').length, 1);
  sweepAt(file.db, '2026-12-09 09:59');
  assert.equal(written(file.db, 'reply_overdue_daily').length, 1);
  sweepAt(file.db, '2026-12-09 10:00');
  assert.equal(written(file.db, 'reply_overdue_daily').length, 2);
});

test('who has no mobile gets an e-mail instead, unless the rule sends one anyway', () => {
  const file = reachableFile();
  prepared(file.db, `UPDATE users SET phone = ''`).run();
  lifeIn(file).dispatched();
  sweepAt(file.db, '2026-11-23 10:02');
  assert.deepEqual(written(file.db, 'dispatched'), ['dispatched email 赵明', 'dispatched sms 城管局']);
  assert.deepEqual(written(file.db, 'unsigned'), ['unsigned email 赵明', 'unsigned sms 城管局']);
});

test('without a way for e-mail none is written', () => {
  const file = reachableFile();
  prepared(file.db, 'DELETE FROM gateways').run();
  lifeIn(file).dispatched();
  sweepAt(file.db, '2026-11-24 17:30');
  assert.ok(messages(file.db).length > 0);
  assert.ok(messages(file.db).every(({ medium }) => medium === 'sms'));
});

test('a landline is no way for an SMS: somebody has to enter a mobile, and the outbox says so', () => {
  const file = freshFile();
  prepared(file.db, `UPDATE users SET phone = '0731-82345678'`).run();
  lifeIn(file).dispatched();
  const [dead] = messages(file.db).filter(({ rule }) => rule === 'dispatched');
  assert.equal(dead?.status, 'dead');
  assert.match(dead?.note ?? '', /均未登记手机/);
});

test('where nobody can be reached the outbox says so once, and who has to enter which number', () => {
  const file = freshFile();
  lifeIn(file).dispatched();
  lifeIn(file, '2026-11-23 09:10').dispatched();
  const dead = messages(file.db).filter(({ status }) => status === 'dead');
  assert.equal(dead.length, 1);
  assert.equal(dead[0]?.rule, 'dispatched');
  assert.match(
    dead[0]?.note ?? '',
    /^城管局的经办人、承办单位值班手机均未登记手机，没有通知到任何人。请系统管理员/,
  );
});

test('Q-B5: an outside unit is reached at its post only, and about signing not at all', () => {
  const file = reachableFile();
  prepared(file.db, `UPDATE agencies SET external = 1, email = 'bureau@example.org' WHERE id = ?`).run(
    file.cast.agencies.urban,
  );
  lifeIn(file).dispatched();
  sweepAt(file.db, '2026-11-24 12:00');
  assert.deepEqual(told(file.db, 'dispatched'), []);
  assert.deepEqual(told(file.db, 'unsigned_escalated'), ['吴川']);
  sweepAt(file.db, '2026-12-08 08:30');
  assert.deepEqual(told(file.db, 'reply_overdue'), ['城管局']);
  assert.ok(messages(file.db).every(({ status }) => status !== 'dead'));
});

test('a call list is a medium like others', () => {
  const file = reachableFile();
  changeRules(file.db, '2026-11-23 09:00', (rule) =>
    rule.code === 'dispatched' ? { ...rule, via: ['phone'] } : null,
  );
  lifeIn(file).dispatched();
  assert.deepEqual(
    messages(file.db).map(({ medium, status }) => `${medium} ${status}`),
    ['phone to_phone', 'phone to_phone'],
  );
});
