import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { actForm } from '../../src/cases/act-form.ts';
import { caseView } from '../../src/cases/case-page.ts';
import { publicReplyOf } from '../../src/cases/case-queries.ts';
import { missingClocks } from '../../src/cases/missing-clocks.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { all, q } from '../../src/db/query.ts';
import { type Main, mainFault } from '../../src/rules/merging.ts';
import { openTasks } from '../../src/tasks/tasks.ts';
import { at, text } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, Life, SATISFIED } from './life.ts';
import { queue } from './queue-samples.ts';

const REPLY = '清源路路灯已于当日修复。';

/** A main case, and another of the same matter a little later. */
function two(main: (life: Life) => Life = (life) => life.contacted()) {
  const { db, cast } = freshFile();
  const first = main(new Life(db, cast));
  const second = new Life(db, cast, '2026-11-23 11:00').take(
    { phone: '139 0000 5678', name: '吴女士' },
    'accept',
  );
  return { db, cast, main: first, other: second };
}

function merge(main: Life, other: Life): Life {
  return other.do(other.cast.dispatcher, 'merge', { number: main.case().number, reason: '同一路段路灯。' });
}

function answer(main: Life): Life {
  const { cast } = main;
  main.now = at('2026-11-24 09:00');
  main.onLead(cast.handler, 'submit', main.reply()).onLead(cast.agencyLeader, 'approve');
  return main.do(cast.dispatcher, 'pass', CHECKED);
}

function openClocks(life: Life): string[] {
  return all(life.db, q.selectFrom('clocks').selectAll().where('case_id', '=', life.caseId))
    .filter((clock) => clock.met_at === null && clock.stopped_at === null)
    .map(({ kind }) => kind);
}

describe('which case others may be merged into', () => {
  const main: Main = { id: 1, number: 'A', status: 'dispatched', mergedInto: null, urgent: 0, emergency: 0 };
  const part = { id: 2, urgent: 0, emergency: 0 };
  for (const status of ['received', 'accepted', 'dispatched', 'replied'] as const) {
    it(`${status}: yes`, () => assert.equal(mainFault({ ...main, status }, part), null));
  }
  for (const [status, words] of [
    ['callback', /答复已经审核，请点“关联工单”/],
    ['verifying', /答复已经审核，请点“关联工单”/],
    ['suspended', /目前挂账.*待其恢复办理/],
    ['closed', /目前已办结.*请点“关联工单”/],
    ['rejected', /目前不予受理/],
    ['withdrawn', /目前已撤诉/],
    ['archived', /目前已归档/],
  ] as const) {
    it(`${status}: no`, () => assert.match(mainFault({ ...main, status }, part) ?? '', words));
  }
  it('not itself, not one that is merged, not one that is not there', () => {
    assert.match(mainFault(main, { ...part, id: 1 }) ?? '', /不能并入工单本身/);
    assert.match(
      mainFault({ ...main, status: 'merged', mergedInto: 'B' }, part) ?? '',
      /已并入工单 B，请改填 B/,
    );
    assert.match(mainFault(null, part) ?? '', /没有找到/);
  });
});

test('Q-A5, Q-A6: what is urgent or an emergency is not merged into what is less, unless that is answered', () => {
  const main: Main = { id: 1, number: 'A', status: 'dispatched', mergedInto: null, urgent: 0, emergency: 0 };
  const urgent = { id: 2, urgent: 1, emergency: 0 };
  const emergency = { id: 2, urgent: 1, emergency: 1 };
  assert.match(mainFault(main, urgent) ?? '', /请先在工单 A 点“转为紧急”/);
  assert.match(mainFault({ ...main, urgent: 1 }, emergency) ?? '', /请先在工单 A 点“转为突发事件”/);
  assert.equal(mainFault({ ...main, urgent: 1 }, urgent), null);
  assert.equal(mainFault({ ...main, urgent: 1, emergency: 1 }, emergency), null);
  assert.equal(mainFault({ ...main, status: 'replied' }, urgent), null);
  const { main: plain, other, db, cast } = two();
  other.do(cast.dispatcher, 'make_urgent', { reason: '灯杆漏电。' });
  assert.throws(() => merge(plain, other), /转为紧急/);
  assert.equal(other.status, 'accepted');
  const lives = new Life(db, cast, '2026-11-23 12:00');
  lives.caseId = plain.caseId;
  lives.do(cast.dispatcher, 'make_urgent', { reason: '灯杆漏电。' });
  assert.equal(merge(plain, other).status, 'merged');
});

test('H-A3: what was owed on a case is answered with the main case, and off the list', () => {
  const { main, db, cast } = two();
  const other = new Life(db, cast, '2026-11-23 11:30').take();
  other.do(cast.operator, 'owe_answer', { asked: '何时修复？', due: '2026-11-23T16:00' });
  merge(main, other);
  assert.deepEqual(openTasks(db, other.caseId), []);
});

test('a merged case waits without a limit, keeps its operator, and goes to the call-back with its main case', () => {
  const { db, cast, main, other } = two();
  merge(main, other);
  assert.deepEqual([other.status, other.case().merged_into], ['merged', main.caseId]);
  assert.deepEqual(openClocks(other), ['withdrawal']);
  const mine = listQueue(db, cast.operator, queue('mine'), { sort: 'due' }, other.now);
  assert.ok(mine.some(({ id }) => id === other.caseId));
  answer(main);
  assert.equal(other.status, 'callback');
  assert.deepEqual(
    other.clocks('callback').map((clock) => [text(clock.started_at), text(clock.due_at)]),
    [[text(main.now), '2026-11-27 17:30']],
  );
});

test('each caller is called back on their own, with the public reply of the main case', () => {
  const { db, cast, main, other } = two();
  merge(main, other);
  answer(main);
  assert.equal(publicReplyOf(db, other.caseId), REPLY);
  assert.equal(caseView(db, cast.clerk, other.case(), main.now).answer?.text, REPLY);
  const open = { act: 'call_back', caseId: other.caseId, assignmentId: null };
  assert.equal(actForm(db, cast.clerk, open, main.now, null).brief?.text, REPLY);
  other.now = main.now;
  other.do(cast.clerk, 'call_back', SATISFIED);
  assert.deepEqual([other.status, main.status], ['closed', 'callback']);
  assert.equal(caseView(db, cast.clerk, other.case(), other.now).answer?.text, REPLY);
});

test('what the main case is answered in a later round is not what this caller was told', () => {
  const { db, cast, main, other } = two();
  merge(main, other);
  answer(main).do(cast.clerk, 'call_back', { ...SATISFIED, solved: 'not', note: '又坏了。' });
  main.do(cast.supervisor, 'verify', {
    method: 'phone',
    finding: '未修好。',
    responsible: 'yes',
    redoReason: 'not_solved',
  });
  main.takenUp();
  main.onLead(cast.handler, 'submit', { ...main.reply(), publicReply: '已再次修复。' });
  main.onLead(cast.agencyLeader, 'approve');
  assert.equal(publicReplyOf(db, main.caseId), '已再次修复。');
  assert.equal(publicReplyOf(db, other.caseId), REPLY);
});

test('a reply of its own that the hotline sent back is not what the caller is told', () => {
  const { db, cast, main } = two();
  const other = new Life(db, cast, '2026-11-23 13:00').replied();
  other.do(cast.dispatcher, 'send_back', { reason: '未说明修复时间。' });
  merge(main, other);
  answer(main);
  assert.equal(other.status, 'callback');
  assert.equal(publicReplyOf(db, other.caseId), REPLY);
});

test('merging takes the case back from its agencies', () => {
  const { db, cast, main } = two();
  const other = new Life(db, cast, '2026-11-23 13:00').dispatched({}, [cast.agencies.housing]);
  merge(main, other);
  assert.deepEqual(
    all(db, q.selectFrom('assignments').select('status').where('case_id', '=', other.caseId)).map(
      ({ status }) => status,
    ),
    ['withdrawn', 'withdrawn'],
  );
  assert.equal(other.case().lead_agency_id, null);
  assert.deepEqual(openClocks(other), ['withdrawal']);
});

test('a case merged before it was accepted is accepted with it: its limit is met, the right to withdraw begins (Q-A4)', () => {
  const { db, cast, main } = two();
  const other = merge(main, new Life(db, cast, '2026-11-23 13:00').take());
  assert.equal(other.clocks('accept')[0]?.met_at, other.now);
  assert.deepEqual(
    other.clocks('withdrawal').map((clock) => text(clock.due_at)),
    ['2026-11-25 17:30'],
  );
});

test('no chains: what was merged into a case goes along with it, on the record', () => {
  const { db, cast, main, other } = two();
  const third = new Life(db, cast, '2026-11-23 13:00').take({}, 'accept');
  merge(other, third);
  merge(main, other);
  assert.equal(third.case().merged_into, main.caseId);
  assert.equal(third.status, 'merged');
  const along = third.events().at(-1);
  assert.equal(along?.act, 'move_along');
  assert.match(along?.why ?? '', new RegExp(`${other.case().number} 并入工单 ${main.case().number}`));
  answer(main);
  assert.deepEqual([other.status, third.status], ['callback', 'callback']);
});

test('a number that cannot be the main case is refused at its field', () => {
  const { main, other, cast } = two();
  merge(main, other);
  const lone = new Life(main.db, cast, '2026-11-23 13:00').take({}, 'accept');
  const reason = '同一事项。';
  const refused = (typed: Record<string, string>, words: RegExp) =>
    assert.throws(
      () => lone.do(cast.dispatcher, 'merge', { reason, ...typed }),
      (error: Error & { fields: Record<string, string> }) =>
        words.test(error.fields.number ?? error.fields.similar ?? ''),
    );
  refused({}, /请选择或填写主工单/);
  refused({ number: '20260101-0001' }, /没有找到/);
  refused({ number: lone.case().number }, /不能并入工单本身/);
  refused({ number: other.case().number }, new RegExp(`请改填 ${main.case().number}`));
  refused({ number: main.case().number, similar: other.case().number }, /不是同一个工单/);
  assert.equal(lone.status, 'accepted');
});

test('similar cases are offered, those that cannot be the main case are not', () => {
  const { db, cast, main, other } = two();
  const closed = new Life(db, cast, '2026-11-23 13:00').take({ answer: '已告知。' }, 'answer');
  const open = { act: 'merge', caseId: other.caseId, assignmentId: null };
  const form = actForm(db, cast.dispatcher, open, closed.now, null);
  const offered = form.fields.find(({ name }) => name === 'similar')?.options.map(({ value }) => value);
  assert.deepEqual(offered, [main.case().number]);
  other.do(cast.dispatcher, 'merge', { similar: main.case().number, reason: '同一路段。' });
  assert.equal(other.status, 'merged');
});

describe('a main case that ends without an answer', () => {
  it('closed on the spot: the merged ones are dispatched on their own', () => {
    const { main, other, cast } = two((life) => life.take());
    merge(main, other);
    main.now = other.now;
    main.do(cast.operator, 'answer', { answer: '已告知。' });
    assert.equal(main.status, 'closed');
    assert.deepEqual([other.status, other.case().merged_into], ['accepted', null]);
    assert.deepEqual(openClocks(other), ['withdrawal', 'dispatch']);
    assert.equal(other.events().at(-1)?.act, 'part');
  });

  it('rejected, or withdrawn by its caller: likewise', () => {
    const rejected = two((life) => life.take());
    merge(rejected.main, rejected.other);
    rejected.main.do(rejected.cast.operator, 'reject', { reason: 'litigation', told: 'on_the_line' });
    assert.equal(rejected.other.status, 'accepted');
    const withdrawn = two();
    merge(withdrawn.main, withdrawn.other);
    withdrawn.main.now = withdrawn.other.now;
    withdrawn.main.do(withdrawn.cast.dispatcher, 'withdraw_case', { how: 'phone', reason: '已自行解决。' });
    assert.equal(withdrawn.other.status, 'accepted');
  });
});

test('merged by mistake: it is dispatched on its own again', () => {
  const { main, other, cast } = two();
  merge(main, other).do(cast.dispatcher, 'unmerge', { reason: '不是同一处。' });
  assert.deepEqual([other.status, other.case().merged_into], ['accepted', null]);
  assert.deepEqual(openClocks(other), ['withdrawal', 'dispatch']);
  answer(main);
  assert.equal(other.status, 'accepted');
});

test('whoever handled the main case calls back none of the merged ones', () => {
  const { db, cast } = freshFile();
  const roles = ['handler', 'callback_clerk'] as const;
  const person = { login: 'both', name: '朱全', roles, agencyId: cast.agencies.urban, operatorNo: null };
  const both = newPerson(db, person, at('2026-11-23 09:00'));
  const main = new Life(db, cast).contacted();
  const other = merge(main, new Life(db, cast, '2026-11-23 11:00').take({}, 'accept'));
  main.now = at('2026-11-24 09:00');
  main.onLead(both, 'submit', main.reply()).onLead(cast.agencyLeader, 'approve');
  main.do(cast.dispatcher, 'pass', CHECKED);
  other.now = main.now;
  assert.throws(() => other.do(both, 'call_back', SATISFIED), { message: /参与过该工单的办理/ });
});

test('Q-A7: the main case’s agency learns how many asked the same, not who, nor their numbers', () => {
  const { db, cast, main, other } = two();
  merge(main, other);
  const shown = JSON.stringify(caseView(db, cast.handler, main.case(), other.now));
  assert.match(shown, /另有 1 件相同诉求并入本工单/);
  for (const secret of [other.case().number, '吴女士', '5678', '同一路段路灯']) {
    assert.ok(!shown.includes(secret), secret);
  }
  const hotline = caseView(db, cast.dispatcher, main.case(), other.now).beside.flatMap(
    ({ links = [] }) => links,
  );
  assert.deepEqual(
    hotline.map(({ href }) => href),
    [`/cases/${other.caseId}`],
  );
  const back = caseView(db, cast.dispatcher, other.case(), other.now).beside.flatMap(
    ({ links = [] }) => links,
  );
  assert.deepEqual(
    back.map(({ href }) => href),
    [`/cases/${main.caseId}`],
  );
});

test('a call-back that the calendar kept from starting is known to be missing', () => {
  const { db, cast, main, other } = two();
  merge(main, other);
  main.now = at('2026-11-24 09:00');
  main.onLead(cast.handler, 'submit', main.reply()).onLead(cast.agencyLeader, 'approve');
  main.now = at('2026-12-31 10:00');
  main.do(cast.dispatcher, 'pass', CHECKED);
  assert.deepEqual(other.clocks('callback'), []);
  assert.deepEqual(
    missingClocks(db, other.caseId).map(({ kind, since }) => [kind, text(since)]),
    [['callback', '2026-12-31 10:01']],
  );
});
