import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAppeals } from '../../src/appeals/queries.ts';
import { caseView } from '../../src/cases/case-page.ts';
import { all, q } from '../../src/db/query.ts';
import { at } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life, SATISFIED } from './life.ts';

const WHY = { reason: '诉求人所述路段不在本单位管养范围，已附权属证明。' };

function closed(life: Life): Life {
  return life.toCallBack().do(life.cast.clerk, 'call_back', SATISFIED);
}

function appealsOf(life: Life) {
  return all(life.db, q.selectFrom('appeals').selectAll().where('case_id', '=', life.caseId).orderBy('id'));
}

test('X-E1: an appeal is asked by the agency, taken up by one and confirmed by another', () => {
  const { db, cast } = freshFile();
  const life = closed(new Life(db, cast)).do(cast.agencyLeader, 'appeal', WHY);
  assert.deepEqual(
    listAppeals(db, 'open', null).map(({ status, agency }) => [status, agency]),
    [['asked', '城管局']],
  );
  life.do(cast.supervisor, 'propose_exemption', { reason: '权属证明属实。' });
  assert.throws(() => life.do(cast.supervisor, 'confirm_exemption'), /由您本人提请，须由另一位/);
  assert.equal(life.case().exempt, 0);
  life.do(cast.dispatcher, 'confirm_exemption');
  assert.equal(life.case().exempt, 1);
  const [row] = appealsOf(life);
  assert.deepEqual(
    [row?.status, row?.asked_by, row?.proposed_by, row?.decided_by],
    ['granted', cast.agencyLeader.id, cast.supervisor.id, cast.dispatcher.id],
  );
  assert.deepEqual(listAppeals(db, 'open', null), []);
  assert.equal(listAppeals(db, 'decided', null).length, 1);
  assert.deepEqual(caseView(db, cast.handler, life.case(), life.now).marks, [
    { tone: 'neutral', text: '不计入考核' },
  ]);
});

test('X-E1: whoever appealed for the agency does not confirm for the hotline', () => {
  const { db, cast } = freshFile();
  const both = newPerson(
    db,
    {
      login: 'both',
      name: '朱全',
      roles: ['agency_leader', 'dispatcher'],
      agencyId: cast.agencies.urban,
      operatorNo: null,
    },
    at('2026-11-23 09:00'),
  );
  const life = closed(new Life(db, cast)).do(both, 'appeal', WHY);
  life.do(cast.supervisor, 'propose_exemption', { reason: '属实。' });
  assert.throws(() => life.do(both, 'confirm_exemption'), /申诉由您本人提出，须由另一位/);
  life.do(cast.dispatcher, 'confirm_exemption');
  assert.equal(life.case().exempt, 1);
});

test('X-E1: a refused appeal counts on, with the reason for the agency to read', () => {
  const { db, cast } = freshFile();
  const life = closed(new Life(db, cast)).do(cast.agencyLeader, 'appeal', WHY);
  life.do(cast.supervisor, 'refuse_appeal', { reason: '权属证明已过期。' });
  assert.equal(life.case().exempt, 0);
  const shown = caseView(db, cast.handler, life.case(), life.now).beside.find(
    ({ title }) => title === '申诉',
  );
  assert.deepEqual(shown?.rows, [['状态', '已驳回']]);
  assert.match(JSON.stringify(shown?.lines), /权属证明已过期/);
});

test('X-E1: one appeal at a time, and none where the case is exempt already', () => {
  const { db, cast } = freshFile();
  const life = closed(new Life(db, cast)).do(cast.agencyLeader, 'appeal', WHY);
  assert.throws(() => life.do(cast.agencyLeader, 'appeal', WHY), /状态已变化/);
  life
    .do(cast.supervisor, 'propose_exemption', { reason: '属实。' })
    .do(cast.dispatcher, 'confirm_exemption');
  assert.throws(() => life.do(cast.agencyLeader, 'appeal', WHY), /已不计入考核，无需再次提出/);
  assert.throws(() => life.do(cast.supervisor, 'propose_exemption', WHY), /已不计入考核，无需再次提出/);
});

test('X-E1: a supervisor proposes of their own accord; it takes another to confirm', () => {
  const { db, cast } = freshFile();
  const life = closed(new Life(db, cast)).do(cast.supervisor, 'propose_exemption', {
    reason: '自然灾害期间。',
  });
  assert.equal(appealsOf(life)[0]?.status, 'proposed');
  assert.throws(() => life.do(cast.supervisor, 'confirm_exemption'), /须由另一位/);
  const second = newPerson(
    db,
    { login: 'second', name: '孟双', roles: ['supervisor'], agencyId: null, operatorNo: null },
    at('2026-11-23 09:00'),
  );
  life.do(second, 'confirm_exemption', { note: '同意。' });
  assert.equal(life.case().exempt, 1);
});

test('X-E1: what was asked is decided although the case went back to the agency meanwhile', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).replied().do(cast.agencyLeader, 'appeal', WHY);
  life.do(cast.dispatcher, 'send_back', { reason: '请补充。' });
  life
    .do(cast.supervisor, 'propose_exemption', { reason: '属实。' })
    .do(cast.dispatcher, 'confirm_exemption');
  assert.equal(life.case().exempt, 1);
});

test('X-E1: a red card is appealed against while the case is still in hand', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).submitted().do(cast.agencyLeader, 'appeal', WHY);
  assert.equal(appealsOf(life)[0]?.status, 'asked');
});

test('a case is archived only once its appeal is decided', () => {
  const { db, cast } = freshFile();
  const life = closed(new Life(db, cast)).do(cast.agencyLeader, 'appeal', WHY);
  assert.throws(() => life.do(cast.supervisor, 'archive'), /申诉尚未处理完毕，不能归档/);
  life.do(cast.supervisor, 'refuse_appeal', { reason: '理由不成立。' }).do(cast.supervisor, 'archive');
  assert.equal(life.status, 'archived');
});
