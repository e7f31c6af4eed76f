import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveCards } from '../../src/cases/cards.ts';
import type { Db } from '../../src/db/open.ts';
import { all, prepared, q } from '../../src/db/query.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { government12345 } from '../../src/presets/government-12345.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

/** What the job does. @returns how many cards were given */
function cardsAt(db: Db, local: string): number {
  let given = 0;
  for (const count of giveCards(db, at(local))) given += count;
  return given;
}

function cards(db: Db) {
  return all(db, q.selectFrom('cards').selectAll().orderBy('id')).map(({ colour, due_at }) => ({
    colour,
    due_at,
  }));
}

const ORDER = { instrument: 'rectify', ground: '拖延。', requirement: '限期。', days: '2' };
const DUE = at('2026-12-07 17:30');

test('X-E1: a yellow card from close of business one working day before the reply is due, not a minute sooner', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  assert.equal(life.clocks('reply')[0]?.due_at, DUE);
  // 7 December is a Monday: one working day before is Friday.
  assert.equal(cardsAt(db, '2026-12-04 17:29'), 0);
  assert.equal(life.case().card, null);
  assert.equal(cardsAt(db, '2026-12-04 17:30'), 1);
  assert.equal(life.case().card, 'yellow');
  const card = life.events().at(-1);
  assert.deepEqual([card?.act, card?.who, card?.assignment_id], ['yellow_card', '系统', life.lead().id]);
  assert.equal(card?.why, '答复（城管局）将于 2026-12-07 17:30 到期，请抓紧办理。');
});

test('X-E1: a red card as soon as it is overdue, one of each for a limit however often is looked', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  cardsAt(db, '2026-12-05 10:00');
  assert.equal(cardsAt(db, '2026-12-07 17:30'), 0);
  const due = (k: number) => DUE + k;
  let given = 0;
  for (const count of giveCards(db, due(1))) given += count;
  assert.equal(given, 1);
  assert.equal(life.case().card, 'red');
  assert.equal(cardsAt(db, '2026-12-09 10:00'), 0);
  assert.deepEqual(cards(db), [
    { colour: 'yellow', due_at: DUE },
    { colour: 'red', due_at: DUE },
  ]);
  assert.match(life.events().at(-1)?.why ?? '', /应于 2026-12-07 17:30 前完成，已超期/);
});

test('X-E1: after a time switched off only what is still true is given, once', () => {
  const { db, cast } = freshFile();
  new Life(db, cast).dispatched();
  assert.equal(cardsAt(db, '2026-12-20 09:00'), 1);
  assert.equal(cardsAt(db, '2026-12-20 09:05'), 0);
  assert.deepEqual(cards(db), [{ colour: 'red', due_at: DUE }]);
});

test('X-E1: a limit that moved takes its card along and can bring a new one', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed();
  cardsAt(db, '2026-12-07 09:00');
  assert.equal(life.case().card, 'yellow');
  const later = at('2026-12-10 17:30');
  prepared(db, `UPDATE clocks SET due_at = ? WHERE kind = 'reply'`).run(later);
  life.now = at('2026-12-07 10:00');
  life.do(cast.dispatcher, 'note', { note: '已延期。' });
  assert.equal(life.case().card, null);
  assert.equal(cardsAt(db, '2026-12-09 17:30'), 1);
  assert.equal(life.case().card, 'yellow');
  assert.deepEqual(
    cards(db).map(({ due_at }) => due_at),
    [DUE, later],
  );
});

test('X-E1: the card is gone once the reply is in, and back when the reply is sent back', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).submitted();
  cardsAt(db, '2026-12-07 09:00');
  life.now = at('2026-12-07 10:00');
  life.onLead(cast.agencyLeader, 'approve');
  assert.equal(life.case().card, null);
  life.do(cast.dispatcher, 'send_back', { reason: '请补充。' });
  assert.equal(life.case().card, 'yellow');
});

test('X-E1: an order brings cards of its own; of several the worst stands', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.supervisor, 'supervise', ORDER);
  assert.equal(cardsAt(db, '2026-11-24 17:30'), 1);
  assert.match(life.events().at(-1)?.why ?? '', /督办将于 2026-11-25 17:30 到期/);
  assert.equal(cardsAt(db, '2026-11-25 18:00'), 1);
  cardsAt(db, '2026-12-07 09:00');
  assert.equal(life.case().card, 'red');
  life.now = at('2026-12-07 10:00');
  life
    .do(cast.handler, 'rectify', { report: '已整改。' })
    .do(cast.supervisor, 'release', { finding: '认可。' });
  assert.equal(life.case().card, 'yellow');
});

test('Q-E4: while its report lies with the hotline an agency gets no card for the order', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched().do(cast.supervisor, 'supervise', ORDER);
  life.do(cast.handler, 'rectify', { report: '已整改。' });
  assert.equal(cardsAt(db, '2026-11-26 09:00'), 0);
  life.now = at('2026-11-26 09:00');
  life.do(cast.supervisor, 'demand_again', { verdict: '未修复。', days: '1' });
  assert.equal(cardsAt(db, '2026-11-27 09:00'), 1);
});

test('X-E1: how many working days before is policy, of the time when the case was received', () => {
  const { db, cast } = freshFile();
  const old = new Life(db, cast).dispatched();
  const from = at('2026-11-23 12:00');
  setPolicy(db, { limits: { ...government12345.limits, yellowDays: 3 } }, { userId: null, from, now: from });
  const life = new Life(db, cast, '2026-11-23 14:00').dispatched();
  assert.equal(life.clocks('reply')[0]?.due_at, DUE);
  assert.equal(cardsAt(db, '2026-12-02 17:29'), 0);
  assert.equal(cardsAt(db, '2026-12-02 17:30'), 1);
  assert.deepEqual([old.case().card, life.case().card], [null, 'yellow']);
});

test('other duties of the hotline bring no card', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack();
  assert.equal(cardsAt(db, '2026-12-20 09:00'), 0);
  assert.equal(life.case().card, null);
});

test('X-E1: many at once are given in small parts, each once', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  const many = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
    INSERT INTO clocks (case_id, assignment_id, kind, started_at, due_at, why)
    SELECT ?, ?, 'reply', 0, ? + i % 7, 'x' FROM n`;
  prepared(db, many).run(life.caseId, life.lead().id, at('2026-12-01 17:30'));
  const parts = [...giveCards(db, at('2026-12-02 09:00'))];
  assert.equal(
    parts.reduce((sum, part) => sum + part),
    1200,
  );
  assert.ok(Math.max(...parts) <= 50);
  assert.deepEqual(new Set(giveCards(db, at('2026-12-02 09:00'))), new Set([0]));
});

test('X-E1: what is met between two parts gets no card', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  const more = `INSERT INTO clocks (case_id, assignment_id, kind, started_at, due_at, why)
    SELECT case_id, assignment_id, kind, 0, due_at + value, 'x' FROM clocks, json_each(?) WHERE kind = 'reply'`;
  prepared(db, more).run(JSON.stringify(Array.from({ length: 60 }, (_, index) => index + 1)));
  const parts = giveCards(db, at('2026-12-20 09:00'));
  assert.equal(parts.next().value, 50);
  prepared(db, 'UPDATE clocks SET met_at = 1').run();
  assert.equal(parts.next().value, 0);
  assert.equal(life.events().filter(({ act }) => act === 'red_card').length, 50);
});

test('X-E1: what is due the same day anyway gets no yellow card, only the red one when it is late', () => {
  const { db, cast } = freshFile();
  new Life(db, cast).dispatched({ urgent: '1' });
  assert.equal(cardsAt(db, '2026-11-23 17:29'), 0);
  assert.equal(cardsAt(db, '2026-11-23 17:31'), 1);
  assert.equal(cards(db)[0]?.colour, 'red');
});
