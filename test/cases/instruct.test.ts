import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import { listVisible, searchCases } from '../../src/cases/find.ts';
import { visibleCase } from '../../src/cases/visible.ts';
import { NotFound } from '../../src/web/errors.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

const ORDER = { instrument: 'rectify', ground: '多次承诺未兑现。', requirement: '三日内修复并书面说明。' };

test('a leader sees supervised cases whole, in lists and search too, and no others', () => {
  const { db, cast } = freshFile();
  const other = new Life(db, cast).dispatched();
  other.now += 60_000;
  const life = new Life(db, cast, '2026-11-23 10:00').dispatched();
  const seen = () => [
    visibleCase(db, cast.leader, life.caseId)?.id,
    ...listVisible(db, cast.leader, { sort: 'newest' }).rows.map(({ id }) => id),
    ...(searchCases(db, cast.leader, '路灯', { sort: 'newest' })?.rows.map(({ id }) => id) ?? []),
  ];
  assert.deepEqual(seen(), [undefined]);
  life.do(cast.supervisor, 'supervise', ORDER);
  assert.deepEqual(seen(), [life.caseId, life.caseId, life.caseId]);
  life
    .do(cast.handler, 'rectify', { report: '已整改。' })
    .do(cast.supervisor, 'release', { finding: '认可。' });
  assert.deepEqual(seen(), [life.caseId, life.caseId, life.caseId]);
});

test('C-M1: a leader reads a masked name and number, and of a confidential case none at all', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched({ name: '何建国' }).do(cast.supervisor, 'supervise', ORDER);
  const shown = caseView(db, cast.leader, life.case(), life.now);
  assert.equal(shown.headlineOnly, false);
  assert.deepEqual(shown.citizen?.rows?.slice(0, 2), [
    ['姓名', '何**'],
    ['电话', '139****1234'],
  ]);
  const secret = new Life(db, cast, '2026-11-23 10:00').dispatched({ confidential: '1' });
  secret.do(cast.supervisor, 'supervise', ORDER);
  assert.equal(caseView(db, cast.leader, secret.case(), secret.now).citizen?.rows, null);
});

test('X-E1: a leader instructs on a supervised case; both sides read it first', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).dispatched();
  const typed = { instruction: '请城管局一周内彻底解决，结果报我。' };
  assert.throws(() => life.do(cast.leader, 'instruct', typed), NotFound);
  life.do(cast.supervisor, 'supervise', ORDER).do(cast.leader, 'instruct', typed);
  for (const actor of [cast.dispatcher, cast.handler, cast.leader]) {
    const [first] = caseView(db, actor, life.case(), life.now).beside;
    assert.equal(first?.title, '领导批示');
    assert.equal(first.first, true);
    assert.deepEqual(
      first.lines.map(({ text, note }) => [text, note]),
      [['钱远', typed.instruction]],
    );
  }
});

test('X-E1: an instruction on paper is put on record with who gave it and when', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast, '2026-11-23 09:30').dispatched();
  const typed = { leader: '副县长 李建', at: life.local(), instruction: '抓紧办理。' };
  assert.throws(
    () => life.do(cast.supervisor, 'record_instruction', { ...typed, at: '2026-11-23T09:29' }),
    /批示时间不能早于登记时间/,
  );
  assert.throws(
    () => life.do(cast.supervisor, 'record_instruction', { ...typed, at: '2026-11-23T20:00' }),
    /批示时间不能晚于现在/,
  );
  life.do(cast.supervisor, 'record_instruction', typed);
  const [first] = caseView(db, cast.handler, life.case(), life.now).beside;
  assert.deepEqual(
    first?.lines.map(({ at, text, note }) => [at.exact, text, note]),
    [['2026-11-23 09:32', '副县长 李建', '抓紧办理。']],
  );
});
