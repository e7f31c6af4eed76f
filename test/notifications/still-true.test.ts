import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Db } from '../../src/db/open.ts';
import { prepared } from '../../src/db/query.ts';
import { noLongerTrue } from '../../src/notifications/still-true.ts';
import { at } from '../calendar/samples.ts';
import { DISSATISFIED } from '../cases/life.ts';
import { changeRules, lifeIn, messages, reachableFile, sweepAt, told } from './desk.ts';

/** Why each message of a rule must not go out any more, without repeats; null: it may. */
function reasons(db: Db, rule: string, now: number | string): (string | null)[] {
  const moment = typeof now === 'string' ? at(now) : now;
  const found = messages(db).filter((each) => each.rule === rule);
  assert.ok(found.length > 0, rule);
  return [...new Set(found.map((each) => noLongerTrue(db, each, moment)))];
}

test('what has been done is not asked for any more', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  assert.deepEqual(reasons(file.db, 'dispatched', life.now), [null]);
  life.onLead(file.cast.handler, 'sign', { handler: String(file.cast.handler.id) });
  assert.deepEqual(reasons(file.db, 'dispatched', life.now), ['签收已完成。']);
});

test('a limit that was extended is spoken of anew, not as it was', () => {
  const file = reachableFile();
  const life = lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-04 17:30');
  assert.deepEqual(reasons(file.db, 'reply_due', '2026-12-04 17:30'), [null]);
  prepared(file.db, `UPDATE clocks SET due_at = due_at + 86400000 WHERE kind = 'reply' AND case_id = ?`).run(
    life.caseId,
  );
  assert.deepEqual(reasons(file.db, 'reply_due', '2026-12-04 17:30'), [
    '答复时限已变更，按新的时限另行提醒。',
  ]);
});

test('what asks to keep a limit is not sent after it, what says that it is over is', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-04 17:30');
  sweepAt(file.db, '2026-12-07 17:30');
  assert.deepEqual(reasons(file.db, 'reply_due', '2026-12-07 17:30'), [null]);
  assert.deepEqual(reasons(file.db, 'reply_due', '2026-12-07 17:31'), ['已过所提醒的时间。']);
  assert.deepEqual(reasons(file.db, 'reply_overdue', '2026-12-09 17:31'), [null]);
});

test('X-F1: that a limit is over is not said before it is, whatever the clock said meanwhile', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-08 08:30');
  assert.deepEqual(reasons(file.db, 'reply_overdue_daily', '2026-12-07 17:29'), ['尚未到所提醒的时间。']);
  assert.deepEqual(reasons(file.db, 'reply_overdue_daily', '2026-12-08 08:30'), [null]);
});

test('Q-D8: nobody is told to ask for an extension when it is too late, or when one is asked for', () => {
  const file = reachableFile();
  const life = lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-07 10:00');
  assert.deepEqual(reasons(file.db, 'last_ask', '2026-12-07 14:00'), [null]);
  assert.deepEqual(reasons(file.db, 'last_ask', '2026-12-07 14:01'), ['已过所提醒的时间。']);
  life.now = at('2026-12-07 10:05');
  life.onLead(file.cast.handler, 'ask_extension', { days: '1', reason: '备件未到。' });
  assert.deepEqual(reasons(file.db, 'last_ask', life.now), ['已过所提醒的时间。']);
});

test('of the daily ones the newest goes out, those before it do not', () => {
  const file = reachableFile();
  lifeIn(file).contacted();
  sweepAt(file.db, '2026-12-08 08:30');
  assert.deepEqual(reasons(file.db, 'reply_overdue_daily', '2026-12-09 08:00'), [null]);
  sweepAt(file.db, '2026-12-09 08:30');
  assert.deepEqual(reasons(file.db, 'reply_overdue_daily', '2026-12-09 08:30'), [
    '已有更新的同类通知。',
    null,
  ]);
});

test('Q-A4: of a case that was withdrawn nobody hears anything but that', () => {
  const file = reachableFile();
  const life = lifeIn(file).signed();
  sweepAt(file.db, '2026-11-25 14:00');
  life.do(file.cast.operator, 'withdraw_case', { how: 'phone', reason: '诉求人已自行解决。' });
  assert.deepEqual(reasons(file.db, 'contact_due', '2026-11-25 14:00'), ['该单位的派单已收回，不再办理。']);
  assert.deepEqual(reasons(file.db, 'citizen_accepted', life.now), ['工单已撤诉。']);
  assert.deepEqual(reasons(file.db, 'withdrawn', life.now), [null]);
});

test('what waits for a decision is true until that is made', () => {
  const file = reachableFile();
  const life = lifeIn(file).submitted();
  assert.deepEqual(reasons(file.db, 'reply_to_approve', life.now), [null]);
  life.onLead(file.cast.agencyLeader, 'disapprove', { reason: '请补充。' });
  assert.deepEqual(reasons(file.db, 'reply_to_approve', life.now), ['答复已审核。']);
  assert.deepEqual(reasons(file.db, 'reply_disapproved', life.now), [null]);
  life.onLead(file.cast.handler, 'submit', life.reply());
  assert.deepEqual(reasons(file.db, 'reply_disapproved', life.now), ['答复已重新提交，或工单已收回。']);
});

test('Q-D8: so with an extension', () => {
  const file = reachableFile();
  const life = lifeIn(file)
    .contacted()
    .onLead(file.cast.handler, 'ask_extension', { days: '3', reason: '备件未到。' });
  assert.deepEqual(reasons(file.db, 'extension_to_agree', life.now), [null]);
  life.onLead(file.cast.agencyLeader, 'agree_extension', { note: '同意。' });
  assert.deepEqual(reasons(file.db, 'extension_to_agree', life.now), ['延期申请已处理。']);
  assert.deepEqual(reasons(file.db, 'extension_to_judge', life.now), [null]);
});

test('Q-E2: that it is answered is not told of a case that is being done again', () => {
  const file = reachableFile();
  const life = lifeIn(file).toCallBack();
  assert.deepEqual(reasons(file.db, 'citizen_concluded', life.now), [null]);
  life.do(file.cast.clerk, 'call_back', DISSATISFIED);
  assert.deepEqual(reasons(file.db, 'citizen_concluded', life.now), [null]);
  prepared(file.db, `UPDATE cases SET status = 'dispatched' WHERE id = ?`).run(life.caseId);
  assert.deepEqual(reasons(file.db, 'citizen_concluded', life.now), ['工单已重新办理，办结后另行告知。']);
});

test('a dispatch that was taken back and given again is not told as taken back', () => {
  const file = reachableFile();
  const life = lifeIn(file).signed().do(file.cast.dispatcher, 'recall', { reason: '派错单位。' });
  assert.deepEqual(reasons(file.db, 'withdrawn', life.now), [null]);
  life.do(file.cast.dispatcher, 'dispatch', { lead: String(file.cast.agencies.urban) });
  assert.deepEqual(reasons(file.db, 'withdrawn', life.now), ['工单已重新派给该单位。']);
});

test('an agency from which the case was taken back hears of nothing else about it', () => {
  const file = reachableFile();
  const life = lifeIn(file).signed();
  const leader = { leader: '钱远', at: life.local(), instruction: '请抓紧。' };
  life.do(file.cast.supervisor, 'record_instruction', leader);
  assert.deepEqual(reasons(file.db, 'instructed', life.now), [null]);
  life.do(file.cast.dispatcher, 'recall', { reason: '派错单位。' });
  assert.deepEqual(reasons(file.db, 'instructed', life.now), ['该单位的派单已收回，不再办理。']);
  assert.deepEqual(reasons(file.db, 'withdrawn', life.now), [null]);
});

test('Q-B2: an assisting agency whose opinion is waived hears that it was', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched({}, [file.cast.agencies.housing]);
  life.onAssist(file.cast.dispatcher, 'waive', { reason: '不需协办。' });
  assert.deepEqual(told(file.db, 'withdrawn'), ['褚林']);
  assert.deepEqual(reasons(file.db, 'withdrawn', life.now), [null]);
});

test('X-E1: while a case is suspended nobody is pressed', () => {
  const file = reachableFile();
  const life = lifeIn(file).signed();
  life.do(file.cast.dispatcher, 'press', { to: 'lead', text: '请抓紧。' });
  assert.deepEqual(reasons(file.db, 'pressed', life.now), [null]);
  prepared(file.db, `UPDATE cases SET status = 'suspended' WHERE id = ?`).run(life.caseId);
  assert.deepEqual(reasons(file.db, 'pressed', life.now), ['工单挂账。']);
});

test('whoever has left, or lost the role, is not told', () => {
  const file = reachableFile();
  lifeIn(file).dispatched();
  const now = at('2026-11-23 17:30');
  sweepAt(file.db, now);
  prepared(file.db, 'DELETE FROM user_roles WHERE user_id = ?').run(file.cast.agencyLeader.id);
  prepared(file.db, 'UPDATE users SET active = 0 WHERE id = ?').run(file.cast.handler.id);
  assert.deepEqual(reasons(file.db, 'unsigned_overdue', now), [
    '接收人账号已停用。',
    '接收人已不承担该工单的这项工作。',
  ]);
});

test('the words of a rule that was switched off are not sent', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched();
  changeRules(file.db, '2026-11-23 09:30', (rule) => (rule.code === 'dispatched' ? null : rule));
  assert.deepEqual(reasons(file.db, 'dispatched', life.now), [null]);
  assert.deepEqual(reasons(file.db, 'dispatched', '2026-11-23 09:30'), ['提醒规则已停用。']);
});

test('Q-A6: a contact who was phoned gets no SMS after that', () => {
  const file = reachableFile();
  prepared(file.db, `UPDATE policies SET value = ? WHERE key = 'contacts'`).run(
    JSON.stringify([{ group: 'urgent', category: '', name: '值班室', duty: '值班', phone: '13800000001' }]),
  );
  const life = lifeIn(file).take({ urgent: '1' }, 'accept');
  assert.deepEqual(reasons(file.db, 'contacts', life.now), [null]);
  prepared(file.db, `UPDATE tasks SET done_at = 1 WHERE kind = 'emergency_contact'`).run();
  assert.deepEqual(reasons(file.db, 'contacts', life.now), ['已电话告知，或不再需要告知。']);
});

test('Q-A6: of two contacts of one name each gets an SMS, until that one was phoned', () => {
  const file = reachableFile();
  const of = (phone: string) => ({ group: 'urgent', category: '', name: '值班室', duty: '值班', phone });
  prepared(file.db, `UPDATE policies SET value = ? WHERE key = 'contacts'`).run(
    JSON.stringify([of('13800000001'), of('13800000002')]),
  );
  const life = lifeIn(file).take({ urgent: '1' }, 'accept');
  assert.equal(messages(file.db).filter(({ rule }) => rule === 'contacts').length, 2);
  assert.deepEqual(reasons(file.db, 'contacts', life.now), [null]);
  prepared(file.db, `UPDATE tasks SET done_at = 1 WHERE what LIKE '%13800000002'`).run();
  assert.deepEqual(reasons(file.db, 'contacts', life.now), [null, '已电话告知，或不再需要告知。']);
});

test('what is about no case is none of its business', () => {
  const file = reachableFile();
  lifeIn(file).take({}, 'accept');
  const [message] = messages(file.db);
  assert.ok(message);
  const alarm = { ...message, rule: 'alarm', occasion: 'alarm', case_id: null };
  assert.equal(noLongerTrue(file.db, alarm, at('2026-12-23 09:00')), null);
});
