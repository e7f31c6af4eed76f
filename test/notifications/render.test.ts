import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { caseById } from '../../src/cases/case-queries.ts';
import type { AssignmentRow } from '../../src/cases/rows.ts';
import { first, q, run } from '../../src/db/query.ts';
import { filledIn } from '../../src/notifications/filled.ts';
import { headlineInMessage } from '../../src/notifications/headline.ts';
import { renderRule } from '../../src/notifications/render.ts';
import { sampleText } from '../../src/notifications/sample.ts';
import { sayDue } from '../../src/notifications/say-due.ts';
import { smsParts } from '../../src/outbox/sms-parts.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { knownAccess } from '../../src/portal/access.ts';
import { reminderRules } from '../../src/presets/reminders.ts';
import type { ReminderRule } from '../../src/presets/types.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('notifications render', () => {
  let world: TestWorld;
  let life: Life;
  beforeEach(() => {
    world = newWorld();
    life = new Life(world.world.db, newCast(world.world.db, world.world.now()));
    reachedAt('https://rx.example.cn');
  });
  afterEach(() => world.close());

  let versions = 0;

  /** Where the system is reached from now on; '' nowhere. */
  function reachedAt(address: string, publicAddress = ''): void {
    const { db, now } = world.world;
    const { sending } = policyAt(db, now());
    versions++;
    setPolicy(
      db,
      { sending: { ...sending, address, publicAddress } },
      { userId: null, from: versions, now: versions },
    );
  }

  const LAMP = {
    headline: '清源路路灯坏了三天',
    place: '清源路12号',
    phone: '139 0000 1234',
    name: '何先生',
  };

  function ruleOf(code: string, change: Partial<ReminderRule> = {}): ReminderRule {
    const found = reminderRules.find((each) => each.code === code);
    assert.ok(found, code);
    return { ...found, ...change };
  }

  type Given = { due?: string | null; now?: string; assignment?: AssignmentRow | null };

  function rendered(rule: ReminderRule, given: Given = {}) {
    const { due = '2026-11-25 17:30', now = '2026-11-24 10:00', assignment = life.lead() } = given;
    const policy = policyAt(life.db, at(now));
    const clock = due === null ? null : { due_at: at(due) };
    return renderRule(life.db, rule, {
      case: caseById(life.db, life.caseId),
      assignment,
      clock,
      policy,
      now: at(now),
    });
  }

  test('Q-F1: a reminder to sign names case, limit and link', () => {
    life.dispatched(LAMP);
    assert.equal(
      rendered(ruleOf('unsigned')).text,
      `工单20261123-0001“清源路路灯坏了三天”尚未签收，请于11月25日 17:30前签收。https://rx.example.cn/cases/${life.caseId}`,
    );
  });

  test('without an address of the system there is no link, and the sentence ends as it should', () => {
    life.dispatched(LAMP);
    reachedAt('');
    assert.match(rendered(ruleOf('unsigned')).text, /前签收。$/);
    assert.equal(rendered(ruleOf('unsigned')).facts.链接, '');
  });

  test('an e-mail says in its subject whose it is, whether it presses, and of which case', () => {
    life.dispatched(LAMP);
    const name = policyAt(life.db, world.world.now()).hotline.name;
    assert.equal(rendered(ruleOf('unsigned')).subject, `【${name}】催办：工单 20261123-0001 派单后尚未签收`);
    assert.equal(rendered(ruleOf('dispatched')).subject, `【${name}】提醒：工单 20261123-0001 新派工单`);
    const overdue = rendered(ruleOf('unsigned_overdue')).subject;
    assert.equal(overdue, `【${name}】催办：工单 20261123-0001 签收超期`);
    assert.equal(rendered(ruleOf('pressed')).subject, `【${name}】催办：工单 20261123-0001 人工催办`);
  });

  test('times are days of the month, with the year where it is another one; never today, for a message may wait', () => {
    life.dispatched(LAMP);
    const rule = ruleOf('reply_due', { text: '{时限}' });
    assert.equal(rendered(rule, { due: '2026-11-24 17:30' }).text, '11月24日 17:30');
    assert.equal(rendered(rule, { due: '2027-01-04 09:05' }).text, '2027年1月4日 09:05');
  });

  test('how much is left, and how late it is', () => {
    life.dispatched(LAMP);
    const both = { text: '{剩余}{超期}' };
    assert.equal(rendered(ruleOf('reply_due', both)).facts.剩余, '剩 1 个工作日');
    assert.equal(
      rendered(ruleOf('reply_overdue', both), { due: '2026-11-23 10:00' }).facts.超期,
      '超期 1 天',
    );
    assert.equal(rendered(ruleOf('reply_overdue', both), { due: '2026-11-24 10:00' }).facts.超期, '');
  });

  test('Q-D8: until when an extension is asked for, half a working day before the limit', () => {
    life.dispatched(LAMP);
    assert.match(rendered(ruleOf('last_ask')).text, /请于11月25日 14:00前申请延期，逾期不能再申请/);
  });

  test('acts speak of the limit of the reply where no clock is at hand', () => {
    life.dispatched(LAMP);
    const due = life.clocks('reply')[0]?.due_at;
    assert.equal(due, at('2026-12-07 17:30'));
    assert.match(rendered(ruleOf('reply_to_approve'), { due: null }).text, /待您审核，时限12月7日 17:30。/);
  });

  test('what presses speaks of what is to be done first: to sign, then the first contact, then the reply', () => {
    life.dispatched(LAMP);
    const due = (kind: 'sign' | 'first_contact' | 'reply') =>
      sayDue(life.clocks(kind)[0]?.due_at ?? 0, life.now);
    const said = () => rendered(ruleOf('pressed'), { due: null }).facts.时限;
    assert.equal(said(), due('sign'));
    assert.notEqual(said(), due('reply'));
    life.onLead(life.cast.handler, 'sign', { handler: String(life.cast.handler.id) });
    assert.equal(said(), due('first_contact'));
    life.onLead(life.cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已说明。' });
    assert.equal(said(), due('reply'));
  });

  for (const [written, said] of [
    ['诉求人再次来电：\n请今天安排检修。', '诉求人再次来电： 请今天安排检修'],
    ['急'.repeat(60), '急'.repeat(60)],
    ['急'.repeat(61), `${'急'.repeat(59)}…`],
    ['请打13900001234。', '请打***'],
  ] as const) {
    test(`C-B1: a press by hand says what the hotline wrote: ${said}`, () => {
      life.dispatched(LAMP).do(life.cast.supervisor, 'press', { to: 'lead', text: written });
      const { text } = rendered(ruleOf('pressed'), { due: null });
      assert.ok(text.startsWith(`热线催办：${said}。城管局的工单20261123-0001“清源路`), text);
    });
  }

  test('Q-A7: of a confidential case the words of a press are read on its page alone', () => {
    life.dispatched({ ...LAMP, confidential: '1' });
    life.do(life.cast.supervisor, 'press', { to: 'lead', text: '请今天安排检修。' });
    assert.match(
      rendered(ruleOf('pressed'), { due: null }).text,
      /^热线催办。城管局的工单20261123-0001“保密工单”，时限/,
    );
  });

  test('Q-A5, Q-A6: what is urgent begins with it, in SMS and subject, once, and never towards the citizen', () => {
    life.dispatched({ ...LAMP, urgent: '1' });
    const name = policyAt(life.db, world.world.now()).hotline.name;
    assert.match(rendered(ruleOf('dispatched')).text, /^紧急：您单位有新派投诉工单20261123-0001/);
    assert.match(rendered(ruleOf('dispatched')).subject, new RegExp(`^【紧急】【${name}】提醒：工单`));
    assert.match(rendered(ruleOf('unsigned_urgent')).text, /^紧急工单20261123-0001/);
    assert.match(rendered(ruleOf('contacts')).text, /^热线登记紧急工单/);
    assert.match(rendered(ruleOf('citizen_concluded')).text, /^您的诉求/);
    run(life.db, q.updateTable('cases').set({ emergency: 1 }).where('id', '=', life.caseId));
    assert.match(rendered(ruleOf('dispatched')).text, /^突发：您单位有新派/);
    assert.match(rendered(ruleOf('unsigned_urgent')).text, /^突发：紧急工单/);
  });

  test('an ordinary case begins with nothing, whatever its headline says', () => {
    life.dispatched({ ...LAMP, headline: '紧急照明灯坏了' });
    assert.match(rendered(ruleOf('dispatched')).text, /^您单位有新派/);
  });

  test('no link stands against other words: phones take them for a part of it', () => {
    for (const { code, text } of reminderRules) assert.doesNotMatch(text, /链接\}[^ ]/, code);
  });

  test('the values of the placeholders go along for gateways that know texts by template', () => {
    life.dispatched({ ...LAMP, urgent: '1' });
    const { facts } = rendered(ruleOf('unsigned'));
    assert.equal(facts.工单号, '20261123-0001');
    assert.equal(facts.类型, '投诉');
    assert.equal(facts.单位, '城管局');
    assert.equal(facts.紧急程度, '紧急');
    assert.equal(facts.热线号码, '12345');
    assert.equal(facts.查询码, undefined);
  });

  test('Q-A7: of a confidential case nothing is said but its number: no headline, area, name, number or place', () => {
    const area = run(
      life.db,
      q
        .insertInto('areas')
        .values({ parent_id: null, name: '清源街道', path: '清源街道', level: 1, search_keys: '' }),
    ).id;
    const everything = '{工单号}{标题}{类型}{紧急程度}{区域}{单位}{时限}{剩余}{链接}{热线名称}{热线号码}';
    life.dispatched({ ...LAMP, name: '何一鸣', confidential: '1', area: String(area) });
    run(life.db, q.updateTable('cases').set({ area_id: area }).where('id', '=', life.caseId));
    const said = JSON.stringify(rendered(ruleOf('dispatched', { text: everything })));
    assert.match(said, /保密工单/);
    assert.doesNotMatch(said, /路灯|清源街道|清源路|何一鸣|1390|1234[^5]|12号/);
    assert.equal(rendered(ruleOf('unsigned', { text: everything })).facts.区域, '');
  });

  test('an ordinary case names its area, the last step of its path', () => {
    const area = run(
      life.db,
      q
        .insertInto('areas')
        .values({ parent_id: null, name: '东城街道', path: '清源县 / 东城街道', level: 1, search_keys: '' }),
    ).id;
    life.dispatched(LAMP);
    run(life.db, q.updateTable('cases').set({ area_id: area }).where('id', '=', life.caseId));
    assert.match(rendered(ruleOf('contacts')).text, /“清源路路灯坏了三天”，东城街道，请知悉/);
  });

  test('without an area the sentence has one comma', () => {
    life.dispatched(LAMP);
    assert.match(rendered(ruleOf('contacts')).text, /“清源路路灯坏了三天”，请知悉/);
  });

  test('an agency that the case was taken back from is not told again what it is about', () => {
    life.dispatched(LAMP).do(life.cast.dispatcher, 'recall', { reason: '改派。' });
    const assignment = first(
      life.db,
      q.selectFrom('assignments').selectAll().where('case_id', '=', life.caseId),
    );
    assert.equal(assignment?.status, 'withdrawn');
    assert.equal(
      rendered(ruleOf('withdrawn'), { assignment }).text,
      '工单20261123-0001已由热线收回，您单位不再办理。',
    );
  });

  test('the citizen gets number and code on acceptance, made once and the same ever after', () => {
    life.take(LAMP).do(life.cast.dispatcher, 'accept');
    run(life.db, q.deleteFrom('citizen_access').where('case_id', '=', life.caseId));
    const { text } = rendered(ruleOf('citizen_accepted'), { assignment: null });
    const access = knownAccess(life.db, life.caseId);
    assert.ok(access);
    assert.equal(text, `您的诉求已受理，工单号20261123-0001，查询码${access.code}。如有补充请致电12345。`);
    assert.equal(rendered(ruleOf('citizen_accepted'), { assignment: null }).text, text);
  });

  test('the citizen rates by a link; without an address of the system by answering alone', () => {
    life.toCallBack(LAMP);
    const concluded = ruleOf('citizen_concluded');
    const linked = rendered(concluded).text;
    const token = knownAccess(life.db, life.caseId)?.token;
    assert.ok(token && linked.includes(`请评价：https://rx.example.cn/r/${token} 回复5至1`), linked);
    reachedAt('');
    assert.match(rendered(concluded).text, /已办理答复，请评价：回复5至1分别表示/);
  });

  test('citizens get a link to the address from outside, staff to the one inside', () => {
    life.toCallBack(LAMP);
    reachedAt('http://10.1.2.3:3000', 'https://rx.example.cn');
    assert.match(rendered(ruleOf('citizen_concluded')).text, /https:\/\/rx\.example\.cn\/r\//);
    assert.match(rendered(ruleOf('unsigned')).text, /http:\/\/10\.1\.2\.3:3000\/c/);
    reachedAt('', 'https://rx.example.cn');
    assert.match(rendered(ruleOf('citizen_concluded')).text, /https:\/\/rx\.example\.cn\/r\//);
    assert.equal(rendered(ruleOf('unsigned')).facts.链接, '');
  });

  test('a staff reminder makes no access code', () => {
    life.dispatched(LAMP);
    run(life.db, q.deleteFrom('citizen_access').where('case_id', '=', life.caseId));
    rendered(ruleOf('unsigned'));
    assert.equal(knownAccess(life.db, life.caseId), undefined);
  });

  for (const [headline, said] of [
    ['清源路路灯坏了三天', '清源路路灯坏了三天'],
    ['一二三四五六七八九十一二三四五六七八九十', '一二三四五六七八九十一二三四五六七八九十'],
    ['一二三四五六七八九十一二三四五六七八九十一', '一二三四五六七八九十一二三四五六七八九…'],
    ['来电人13900001234要求回电', '来电人***要求回电'],
    ['请打 +86 139-0000-1234 联系', '请打 *** 联系'],
    ['电话１３９００００１２３４无人接', '电话***无人接'],
    ['拨0731-82345678无人接', '拨***无人接'],
    ['身份证11010119900101123X办不了', '身份证***办不了'],
    ['12345热线接不通', '12345热线接不通'],
    ['2026-11-21 停水一天', '2026-11-21 停水一天'],
  ] as const) {
    test(`C-M1: the headline “${headline}” is told as “${said}”`, () => {
      assert.equal(headlineInMessage(headline), said);
    });
  }

  for (const [text, said] of [
    ['请于{a}前签收。{b}', '请于A前签收。'],
    ['请评价：{b}。回复5至1。', '请评价。回复5至1。'],
    ['工单{a}，{b}，请处置', '工单A，请处置'],
    ['工单{a}“{b}”已收回', '工单A已收回'],
    ['工单{a}（{b}）{b}，{b}。', '工单A。'],
    ['{b}，请办理。', '请办理。'],
    ['{b}{b}', ''],
    ['{a}。{b}请办理。', 'A。请办理。'],
  ] as const) {
    test(`nothing in the place of {b}: “${text}” reads “${said}”`, () => {
      assert.equal(filledIn(text, { a: 'A', b: '' }), said);
    });
  }

  test('every rule of a new hotline goes out as one or two SMS of a sentence that is whole', () => {
    const policy = policyAt(life.db, world.world.now());
    for (const { code, text, occasion } of reminderRules) {
      const sample = sampleText(text, occasion, policy);
      assert.doesNotMatch(sample, /[{}]|undefined|，，|。。|：。/, code);
      assert.ok(smsParts(sample) <= 2, `${code}: ${sample}`);
    }
  });
});
