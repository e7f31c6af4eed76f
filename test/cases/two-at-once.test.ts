import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveCards } from '../../src/cases/cards.ts';
import { lastEventOf } from '../../src/cases/case-queries.ts';
import { takeDown } from '../../src/cases/intake.ts';
import { perform } from '../../src/cases/perform.ts';
import { Conflict } from '../../src/web/errors.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

test('two dispatchers at once: the first wins, the second is told who and when', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const seen = lastEventOf(db, life.caseId);
  life.do(cast.operator, 'accept');
  assert.throws(
    () => perform(db, cast.dispatcher, { act: 'accept', caseId: life.caseId, typed: {}, seen }, life.now),
    (error) => error instanceof Conflict && /8001 号 王晓 已于 今天 09:01 受理/.test(error.message),
  );
});

test('an act on what has gone round and come back to the same state is still refused to whoever saw the old one', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).submitted();
  const seen = lastEventOf(db, life.caseId);
  life
    .onLead(cast.agencyLeader, 'disapprove', { reason: '请补充照片。' })
    .onLead(cast.handler, 'submit', life.reply());
  const request = { act: 'approve', caseId: life.caseId, assignmentId: life.lead().id, typed: {}, seen };
  assert.throws(() => perform(db, cast.agencyLeader, request, life.now), Conflict);
});

test('a note of somebody else in between does not hold up an act', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const seen = lastEventOf(db, life.caseId);
  life.do(cast.dispatcher, 'note', { note: '同一路段已有两件。' });
  perform(db, cast.operator, { act: 'accept', caseId: life.caseId, typed: {}, seen }, life.now);
  assert.equal(life.status, 'accepted');
});

test('a form sent twice acts once', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const request = { act: 'note', caseId: life.caseId, typed: { note: '已转告班长。' }, formKey: 'form-1' };
  const first = perform(db, cast.operator, request, life.now);
  const second = perform(db, cast.operator, request, life.now);
  assert.equal(second.repeated, true);
  assert.equal(second.eventId, first.eventId);
  assert.equal(life.events().filter((event) => event.act === 'note').length, 1);
});

test('the same form with other words is a second act, and neither is lost', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const request = { act: 'note', caseId: life.caseId, formKey: 'form-1' };
  for (const note of ['已转告班长。', '班长已到现场。']) {
    const { repeated } = perform(db, cast.operator, { ...request, typed: { note } }, life.now);
    assert.equal(repeated, false);
  }
  const notes = life.events().filter((event) => event.act === 'note');
  assert.deepEqual(
    notes.map((event) => event.why),
    ['已转告班长。', '班长已到现场。'],
  );
});

test('the same form and words for another case are not swallowed', () => {
  const { db, cast } = freshFile();
  const [one, two] = [new Life(db, cast).take(), new Life(db, cast).take()];
  for (const life of [one, two]) {
    const request = { act: 'note', caseId: life.caseId, typed: { note: '已转告班长。' }, formKey: 'form-1' };
    assert.equal(perform(db, cast.operator, request, life.now).repeated, false);
  }
  assert.equal(two.events().at(-1)?.act, 'note');
});

test('the same form and words for another assignment of the case are not swallowed', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({}, [cast.agencies.housing]);
  life.onAssist(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) });
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  const typed = { proposed: String(cast.agencies.traffic), reason: '不属本单位。', ground: '三定方案。' };
  life.onLead(cast.handler, 'ask_return', typed).onAssist(cast.assistHandler, 'ask_return', typed);
  for (const { id } of [life.assist(), life.lead()]) {
    const refuse = { act: 'refuse_return', caseId: life.caseId, typed: { reason: '职责明确。' } };
    const request = { ...refuse, assignmentId: id, formKey: 'form-1' };
    assert.equal(perform(db, cast.dispatcher, request, life.now).repeated, false);
  }
  assert.deepEqual([life.lead().status, life.assist().status], ['signed', 'signed']);
});

test('the same key and words of somebody else are their own act', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const request = { act: 'note', caseId: life.caseId, typed: { note: '已转告班长。' }, formKey: 'form-1' };
  perform(db, cast.operator, request, life.now);
  assert.equal(perform(db, cast.dispatcher, request, life.now).repeated, false);
});

test('a form sent again after the case has moved on is still the same act, not a conflict', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  const request = { act: 'accept', caseId: life.caseId, typed: {}, formKey: 'form-1' };
  perform(db, cast.operator, request, life.now);
  life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
  assert.equal(perform(db, cast.operator, request, life.now).repeated, true);
});

test('a correction in between refuses what was opened before it, and says who corrected when', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({}, 'accept');
  const seen = lastEventOf(db, life.caseId);
  life.do(cast.operator, 'correct', { headline: '路灯不亮', kind: 'help' });
  const typed = { lead: String(cast.agencies.urban) };
  const request = { act: 'dispatch', caseId: life.caseId, typed };
  assert.throws(
    () => perform(db, cast.dispatcher, { ...request, seen }, life.now),
    (error) => error instanceof Conflict && /8001 号 王晓 已于 今天 09:01 更正登记内容/.test(error.message),
  );
  perform(db, cast.dispatcher, { ...request, seen: lastEventOf(db, life.caseId) }, life.now);
  assert.equal(life.status, 'dispatched');
});

test("another agency's act in between does not hold up one's own", () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({}, [cast.agencies.housing]);
  const seen = lastEventOf(db, life.caseId);
  life.onAssist(cast.assistHandler, 'sign', { handler: String(cast.assistHandler.id) });
  const typed = { handler: String(cast.handler.id) };
  const request = { act: 'sign', caseId: life.caseId, assignmentId: life.lead().id, typed, seen };
  perform(db, cast.handler, request, life.now);
  assert.equal(life.lead().status, 'signed');
});

test('an intake sent twice makes one case', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast);
  const intake = {
    typed: { phone: '13900001234', channel: 'phone', kind: 'help', text: '楼上漏水，请协调。' },
    outcome: 'accept',
    key: 'intake-1',
    callStartedAt: null,
  } as const;
  const first = takeDown(db, cast.operator, intake, life.now);
  const second = takeDown(db, cast.operator, intake, life.now + 1000);
  assert.deepEqual(second, { caseId: first.caseId, repeated: true });
});

test('an act that fails leaves nothing behind', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({}, 'accept');
  const before = life.events().length;
  assert.throws(() =>
    life.do(cast.dispatcher, 'dispatch', { lead: String(cast.agencies.urban), assists: ['999'] }),
  );
  assert.equal(life.events().length, before);
  assert.equal(life.status, 'accepted');
  assert.equal(life.clocks('sign').length, 0);
});

test('nobody can change or remove what the timeline says', () => {
  const { db, cast } = freshFile();
  new Life(db, cast).take();
  assert.throws(() => db.exec(`UPDATE events SET why = 'x'`), /append-only/);
  assert.throws(() => db.exec('DELETE FROM events'), /append-only/);
  assert.throws(
    () =>
      db.exec(
        `DELETE FROM audit_log; INSERT INTO audit_log (at, who, act) VALUES (1, 'a', 'b'); DELETE FROM audit_log`,
      ),
    /append-only/,
  );
});

test('a card in between is not what was quicker than a side act: who settled it is named', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  const order = { instrument: 'rectify', ground: '拖延办理。', requirement: '限期修复。', days: '1' };
  life.do(cast.supervisor, 'supervise', order).do(cast.handler, 'rectify', { report: '已修复。' });
  life.do(cast.supervisor, 'demand_again', { verdict: '未修复。', days: '1' });
  life.now = at('2026-11-25 09:00');
  assert.ok([...giveCards(db, life.now)].some((given) => given > 0));
  assert.throws(
    () => life.do(cast.supervisor, 'release', { finding: '认可。' }),
    (error) => error instanceof Conflict && /已于 .* 责令再次整改/.test(error.message),
  );
});
