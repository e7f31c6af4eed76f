import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastEventOf } from '../../src/cases/case-queries.ts';
import { takeDown } from '../../src/cases/intake.ts';
import { perform } from '../../src/cases/perform.ts';
import { Conflict } from '../../src/web/errors.ts';
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
