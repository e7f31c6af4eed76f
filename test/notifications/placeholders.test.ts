import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkText } from '../../src/notifications/check-text.ts';
import { OCCASIONS, type OccasionCode } from '../../src/notifications/occasions.ts';
import { PLACEHOLDERS, placeholdersOf } from '../../src/notifications/placeholders.ts';
import { ruleFaults } from '../../src/notifications/rule-faults.ts';
import { sayRule } from '../../src/notifications/rule-words.ts';
import { sampleText } from '../../src/notifications/sample.ts';
import { policyAt } from '../../src/policy/policy.ts';
import { reminderRules } from '../../src/presets/reminders.ts';
import type { ReminderRule } from '../../src/presets/types.ts';
import { newCast } from '../support/cast.ts';
import { newWorld } from '../support/world.ts';

const CODES = Object.keys(OCCASIONS) as OccasionCode[];
const UNSIGNED = reminderRules.find(({ code }) => code === 'unsigned');
assert.ok(UNSIGNED);
const rule = (change: Partial<ReminderRule>): ReminderRule => ({ ...UNSIGNED, ...change });

test('a text with what the occasion can fill is taken, in braces of either width', () => {
  assert.deepEqual(checkText('工单{工单号}请于{时限}前签收。{链接}', 'sign_after_start'), []);
  assert.deepEqual(checkText('工单｛工单号｝请签收。', 'sign_after_start'), []);
  assert.deepEqual(checkText('没有可填入的内容。', 'sign_after_start'), []);
});

test('what an occasion cannot fill is refused by name, and what it can is listed', () => {
  const extension = checkText('请于{延期截止}前申请。', 'sign_after_start').join('');
  assert.match(extension, /\{延期截止\}只能用于办理到期、延期的提醒.*可以填入：\{工单号\}.*\{链接\}/);
  assert.match(checkText('见{链接}', 'citizen_accepted').join(), /\{链接\}只能用于发给工作人员的提醒/);
  assert.match(checkText('查询码{查询码}', 'pressed').join(), /\{查询码\}只能用于告知诉求人/);
  assert.match(checkText('{单位}', 'dispatch_after_due').join(), /派单以后/);
  assert.match(checkText('{超期}', 'reply_before_due').join(), /超期后/);
  assert.match(checkText('{截止日}', 'pressed').join(''), /没有\{截止日\}这一项。可以填入/);
  assert.match(checkText('{}', 'pressed').join(), /花括号里没有名称/);
});

test('Q-A7: no placeholder names a person, a number or a place, and asking for one says why', () => {
  for (const name of ['诉求人', '姓名', '联系电话', '住址', '事发地点']) {
    assert.match(checkText(`{${name}}`, 'pressed').join(), /不能写诉求人的姓名、电话和住址/, name);
  }
  const names = PLACEHOLDERS.map((each) => each.name).join();
  assert.doesNotMatch(names, /诉求人|姓名|电话|住址|地点/);
});

test('an empty text and a brace that is not closed are refused', () => {
  assert.deepEqual(checkText('  \n ', 'pressed'), ['请填写内容。']);
  for (const text of ['工单{工单号', '工单工单号}', '工单{{工单号}', '工单｛工单号']) {
    assert.match(checkText(text, 'pressed').join(), /花括号没有成对/, text);
  }
});

test('each fault is said once, however often it occurs', () => {
  assert.equal(checkText('{截止日}和{截止日}', 'pressed').length, 2);
  assert.equal(checkText('{截止日}和{日期}{', 'pressed').length, 4);
});

test('every occasion can fill the number of the case, and every placeholder can be used somewhere', () => {
  for (const code of CODES)
    assert.ok(
      placeholdersOf(code).some(({ name }) => name === '工单号'),
      code,
    );
  for (const { name } of PLACEHOLDERS) {
    assert.ok(
      CODES.some((code) => placeholdersOf(code).some((each) => each.name === name)),
      name,
    );
  }
});

test('whom an occasion does not concern cannot be told on it', () => {
  const fault = ruleFaults(rule({ to: ['handler', 'citizen'] })).to;
  assert.match(fault ?? '', /“派单后尚未签收”不能发给诉求人，可以发给经办人、.*值班长/);
  assert.equal(ruleFaults(rule({ to: ['handler', 'supervisor'] })).to, undefined);
});

test('citizens are told by SMS alone; contacts have no e-mail', () => {
  const citizen = {
    occasion: 'citizen_accepted',
    amount: 0,
    to: ['citizen'],
    presses: false,
    text: '已受理。',
  } as const;
  assert.equal(ruleFaults(rule({ ...citizen, via: ['sms'] })).via, undefined);
  assert.match(ruleFaults(rule({ ...citizen, via: ['sms', 'email'] })).via ?? '', /只能用短信/);
  assert.match(ruleFaults(rule({ ...citizen, via: ['phone'] })).via ?? '', /只能用短信/);
  const contact = { ...citizen, occasion: 'contacts', to: ['contact'] } as const;
  assert.match(ruleFaults(rule({ ...contact, via: ['email'] })).via ?? '', /不能发邮件/);
  assert.equal(ruleFaults(rule({ ...contact, via: ['phone', 'sms'] })).via, undefined);
});

test('what comes when it comes is neither early nor late; spans have their limits', () => {
  const pressed = { occasion: 'pressed', unit: 'minutes', presses: false, text: '请办理。' } as const;
  assert.equal(ruleFaults(rule({ ...pressed, amount: 0 })).amount, undefined);
  assert.match(ruleFaults(rule({ ...pressed, amount: 1 })).amount ?? '', /“人工催办”没有提前和推迟/);
  assert.match(ruleFaults(rule({ ...pressed, occasion: 'reply_daily', amount: 1 })).amount ?? '', /填 0/);
  assert.equal(ruleFaults(rule({ amount: 30, unit: 'days' })).amount, undefined);
  assert.match(ruleFaults(rule({ amount: 31, unit: 'days' })).amount ?? '', /最多 30 个工作日/);
});

test('what is said at once is chosen as what has happened, not as what nobody has done yet', () => {
  const supervision = { occasion: 'supervision_after_start', presses: false } as const;
  assert.match(ruleFaults(rule({ amount: 0 })).amount ?? '', /改选为“新派工单”/);
  assert.match(ruleFaults(rule({ ...supervision, amount: 0 })).amount ?? '', /改选为“下达督办”/);
  assert.equal(ruleFaults(rule({ amount: 1 })).amount, undefined);
  assert.equal(ruleFaults(rule({ occasion: 'dispatched', amount: 0 })).amount, undefined);
});

test('G-F1: what does not press an agency is not counted as a press', () => {
  assert.equal(ruleFaults(rule({ presses: true })).presses, undefined);
  const instructed = { occasion: 'instructed', amount: 0, text: '请落实。', presses: true } as const;
  assert.match(ruleFaults(rule(instructed)).presses ?? '', /不能计入催办/);
  const accept = {
    occasion: 'accept_after_due',
    to: ['supervisor'],
    text: '请受理。',
    presses: true,
  } as const;
  assert.match(ruleFaults(rule(accept)).presses ?? '', /不能计入催办/);
});

const SAID: readonly [Partial<ReminderRule>, string][] = [
  [{}, '派单后 60 个工作分钟尚未签收（非紧急） → 经办人、承办单位值班手机，短信，计入催办'],
  [
    { occasion: 'dispatched', amount: 0, cases: 'all', presses: false },
    '新派工单 → 经办人、承办单位值班手机，短信',
  ],
  [
    { occasion: 'contact_before_due', amount: 1, unit: 'sessions', to: ['handler'], via: ['sms', 'email'] },
    '首次联系到期前半个工作日（非紧急） → 经办人，短信和邮件，计入催办',
  ],
  [
    { occasion: 'reply_daily', amount: 0, cases: 'urgent', to: ['agency_leader'] },
    '办理超期后每个工作日（紧急） → 分管领导，短信，计入催办',
  ],
  [{ occasion: 'pressed', to: [], via: [], cases: 'all' }, '人工催办 → 未选接收人，未选方式，计入催办'],
];

for (const [change, words] of SAID) {
  test(`a rule in a sentence: ${words}`, () => {
    const { amount, active, ...each } = rule(change);
    assert.equal(sayRule({ ...each, amount: String(amount), paused: !active }), words);
    assert.equal(sayRule({ ...each, amount: String(amount), paused: true }), `已暂停：${words}`);
  });
}

test('each mistake is a line of its own, and what can be filled in is listed once at the end', () => {
  const lines = checkText('{工单编号}请于{期限}前办理，{经办}', 'reply_before_due');
  assert.equal(lines.length, 4);
  assert.deepEqual(lines.slice(0, 3), [
    '没有{工单编号}这一项，是不是{工单号}？',
    '没有{期限}这一项，是不是{时限}？',
    '没有{经办}这一项。',
  ]);
  assert.match(lines[3] ?? '', /^可以填入：\{工单号\}/);
});

test('only what can be filled in here is proposed', () => {
  assert.doesNotMatch(checkText('{超期时间}', 'reply_before_due').join(), /是不是\{超期\}/);
  assert.match(checkText('{超期时间}', 'reply_after_due').join(), /是不是\{超期\}/);
});

test('the sample shows as it was written what cannot be filled in', () => {
  const { world, close } = newWorld();
  newCast(world.db, world.now());
  const policy = policyAt(world.db, world.now());
  const text = '工单{工单号}，{期限}前办理，{constructor}{查询码}';
  const sample = sampleText(text, 'pressed', policy);
  close();
  assert.equal(sample, '工单20261123-0001，{期限}前办理，{constructor}{查询码}');
});
