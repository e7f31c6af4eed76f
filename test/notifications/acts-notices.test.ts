import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepared } from '../../src/db/query.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import type { Contact } from '../../src/presets/types.ts';
import { CHECKED } from '../cases/life.ts';
import {
  changeRules,
  dispatchedAnewUnderOrder,
  lifeIn,
  messages,
  reachableFile,
  sweepAt,
  told,
  written,
} from './desk.ts';

const EXTENSION = { days: '3', reason: '备件未到。' };

test('Q-L1: a citizen hears that the request is accepted, with its number, and that it is answered', () => {
  const file = reachableFile();
  const life = lifeIn(file).replied();
  const [accepted] = messages(file.db);
  assert.deepEqual(
    [accepted?.rule, accepted?.recipient, accepted?.address, accepted?.medium],
    ['citizen_accepted', 'citizen', '', 'sms'],
  );
  assert.ok(accepted?.text.includes(life.case().number));
  assert.deepEqual(written(file.db, 'citizen_concluded'), []);
  life.do(file.cast.dispatcher, 'pass', CHECKED);
  assert.equal(written(file.db, 'citizen_concluded').length, 1);
});

test('Q-E1: the answer is told also where the lot leaves the case out of the call-backs', () => {
  const file = reachableFile();
  const shares = [{ kind: 'complaint', percent: 0 }];
  setPolicy(file.db, { callbackShares: shares }, { userId: null, from: 0, now: 0 });
  const life = lifeIn(file).toCallBack();
  assert.equal(life.status, 'closed');
  assert.equal(written(file.db, 'citizen_concluded').length, 1);
});

test('Q-A8: whoever stays anonymous, or left no number, gets no message', () => {
  const file = reachableFile();
  lifeIn(file).take({ anonymous: '1' }, 'accept');
  lifeIn(file).take({ phone: '', name: '何先生' }, 'accept');
  assert.deepEqual(messages(file.db), []);
});

test('Q-A7: of a confidential request no message holds who it is, nor what it is about', () => {
  const file = reachableFile();
  lifeIn(file).signed({ confidential: '1' });
  sweepAt(file.db, '2026-12-08 08:30');
  const kept = JSON.stringify(messages(file.db));
  for (const word of ['13900001234', '何先生', '清源路']) assert.ok(!kept.includes(word), word);
  assert.equal(written(file.db, 'citizen_accepted').length, 1);
});

test('Q-A7: of a case that becomes confidential nothing is left in messages of what it is about', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched({ headline: '清源路路灯坏了三天' });
  life.do(file.cast.dispatcher, 'recall', { reason: '改派。' });
  const [sent, waits] = messages(file.db).filter(({ rule }) => rule === 'dispatched');
  prepared(file.db, `UPDATE messages SET status = 'sent' WHERE id = ?`).run(sent?.id);
  const correction = { headline: '路灯问题', kind: 'complaint', confidential: '1' };
  life.do(file.cast.dispatcher, 'correct', correction);
  const textOf = (id = 0) => messages(file.db).find((each) => each.id === id)?.text ?? '';
  assert.equal(textOf(sent?.id), '内容已隐去：工单已转为保密');
  assert.match(textOf(waits?.id), new RegExp(`新派投诉工单${life.case().number}`));
  assert.doesNotMatch(JSON.stringify(messages(file.db)), /路灯|清源路/);
});

test('Q-A7: a text to a citizen that does not name the matter does not keep it beside the text either', () => {
  const file = reachableFile();
  lifeIn(file).take({ headline: '清源路路灯坏了三天' }, 'accept');
  const [accepted] = messages(file.db);
  assert.equal(accepted?.rule, 'citizen_accepted');
  assert.doesNotMatch(JSON.stringify(accepted), /路灯|清源路/);
});

test('Q-D5: the leader hears that a reply waits, the handler that it came back', () => {
  const file = reachableFile();
  const life = lifeIn(file).submitted();
  assert.deepEqual(told(file.db, 'reply_to_approve'), ['冯岩']);
  life.onLead(file.cast.agencyLeader, 'disapprove', { reason: '请补充。' });
  assert.deepEqual(told(file.db, 'reply_disapproved'), ['赵明']);
});

test('a reply that the hotline sends back is told to the agency, though the system reopened it', () => {
  const file = reachableFile();
  lifeIn(file).replied().do(file.cast.dispatcher, 'send_back', { reason: '请补充。' });
  assert.deepEqual(told(file.db, 'reply_sent_back'), ['冯岩', '赵明']);
});

test('Q-D8: an extension is told to whoever decides next, and its end to the handler', () => {
  const file = reachableFile();
  const life = lifeIn(file).contacted().onLead(file.cast.handler, 'ask_extension', EXTENSION);
  assert.deepEqual(told(file.db, 'extension_to_agree'), ['冯岩']);
  life.onLead(file.cast.agencyLeader, 'agree_extension', { note: '同意。' });
  assert.deepEqual(told(file.db, 'extension_to_judge'), ['陈平']);
  life.onLead(file.cast.dispatcher, 'grant_extension', { note: '同意。' });
  assert.deepEqual(told(file.db, 'extension_granted'), ['赵明']);
  const [granted] = messages(file.db).filter(({ rule }) => rule === 'extension_granted');
  assert.ok(granted?.text.includes('12月10日 17:30'), granted?.text);
});

test('C-B1: a press by hand goes to whom it was for', () => {
  const file = reachableFile();
  const life = lifeIn(file).dispatched({}, [file.cast.agencies.housing]);
  life.do(file.cast.dispatcher, 'press', { to: 'lead', text: '请尽快签收。' });
  assert.deepEqual(told(file.db, 'pressed'), ['冯岩', '城管局', '赵明'].sort());
  life.wait(600).do(file.cast.dispatcher, 'press', { to: 'all', text: '请尽快签收。' });
  assert.ok(told(file.db, 'pressed').includes('褚林'));
  assert.equal(
    messages(file.db).filter((each) => each.rule === 'pressed' && each.recipient_name === '赵明').length,
    2,
  );
});

test('a dispatch that is taken back is told to whoever had it', () => {
  const file = reachableFile();
  lifeIn(file).signed().do(file.cast.dispatcher, 'recall', { reason: '派错单位。' });
  assert.deepEqual(told(file.db, 'withdrawn'), ['赵明']);
});

test('X-E1: an instruction is told to the agency that leads; before there is one to nobody', () => {
  const file = reachableFile();
  const life = lifeIn(file);
  const instruction = () => ({ leader: '钱远', at: life.local(), instruction: '请抓紧。' });
  life.take().do(file.cast.supervisor, 'record_instruction', instruction());
  assert.deepEqual(messages(file.db), []);
  life.now += 60_000;
  life.signed().do(file.cast.supervisor, 'record_instruction', instruction());
  assert.deepEqual(told(file.db, 'instructed'), ['冯岩', '赵明']);
});

test('X-E1: an instruction goes to whoever leads now, though another agency stands under an order', () => {
  const file = reachableFile();
  const life = dispatchedAnewUnderOrder(file);
  const instruction = { leader: '钱远', at: life.local(), instruction: '请抓紧。' };
  life.do(file.cast.supervisor, 'record_instruction', instruction);
  assert.deepEqual(told(file.db, 'instructed'), ['卫强', '褚林'].sort());
});

test('nobody is told of what they did themselves', () => {
  const file = reachableFile();
  prepared(file.db, `INSERT INTO user_roles (user_id, role, granted_at) VALUES (?, 'dispatcher', 0)`).run(
    file.cast.handler.id,
  );
  lifeIn(file)
    .signed()
    .onLead(file.cast.handler, 'ask_return', {
      proposed: String(file.cast.agencies.housing),
      reason: '不属我局。',
      ground: '三定方案。',
    });
  assert.deepEqual(told(file.db, 'return_to_judge'), ['陈平']);
});

test('an act that is not taken leaves no message behind', () => {
  const file = reachableFile();
  const life = lifeIn(file).signed();
  const before = messages(file.db).length;
  assert.throws(() => life.onLead(file.cast.handler, 'ask_extension', { days: '99', reason: '备件未到。' }));
  assert.equal(messages(file.db).length, before);
});

const CONTACTS: readonly Contact[] = [
  { group: 'urgent', category: '', name: '值班室', duty: '值班', phone: '13800000001' },
  { group: 'emergency', category: '', name: '应急办', duty: '突发事件报告', phone: '13800000002' },
  { group: 'emergency', category: '', name: '卫健局', duty: '', phone: '' },
];

test('Q-A6, G-A3: contacts get an SMS as soon as they are to be told, each once, as far as there is a number', () => {
  const file = reachableFile();
  setPolicy(file.db, { contacts: CONTACTS }, { userId: null, from: 0, now: 0 });
  const life = lifeIn(file).take({ urgent: '1' }, 'accept');
  assert.deepEqual(told(file.db, 'contacts'), ['值班室']);
  life.do(file.cast.dispatcher, 'make_emergency', { reason: '井盖塌陷，有人受伤。' });
  const sent = messages(file.db).filter(({ rule }) => rule === 'contacts');
  assert.deepEqual(
    sent.map(({ recipient, address, urgent }) => [recipient, address, urgent]),
    [
      ['contact:值班室:13800000001', '13800000001', 1],
      ['contact:应急办:13800000002', '13800000002', 1],
    ],
  );
});

test('rules of acts can be switched off one by one', () => {
  const file = reachableFile();
  changeRules(file.db, '2026-11-23 09:00', (rule) =>
    rule.code === 'citizen_accepted' ? { ...rule, active: false } : rule,
  );
  lifeIn(file).submitted();
  sweepAt(file.db, '2026-11-23 12:00');
  assert.deepEqual(told(file.db, 'citizen_accepted'), []);
  assert.deepEqual(told(file.db, 'reply_to_approve'), ['冯岩']);
});

test('a message that cannot be written keeps nobody from their work', (context) => {
  const file = reachableFile();
  file.db.exec(`CREATE TEMP TRIGGER trap BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'trap'); END`);
  const log = context.mock.method(console, 'error', () => undefined);
  const life = lifeIn(file).submitted();
  assert.equal(life.lead().status, 'reviewing');
  assert.deepEqual(messages(file.db), []);
  assert.ok(log.mock.callCount() > 0);
});
