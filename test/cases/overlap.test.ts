import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTasks } from '../../src/tasks/tasks.ts';
import { Conflict } from '../../src/web/errors.ts';
import type { Typed } from '../../src/web/forms.ts';
import { at, text } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

function setUp() {
  const { db, cast } = freshFile();
  const report: Typed = { other: String(cast.agencies.traffic), overlap: '灯杆在公路用地范围内。' };
  return { db, cast, report, life: new Life(db, cast) };
}

test('Q-C4: reported at any time while handling, it is on the list of the hotline', () => {
  const stages: readonly [string, (life: Life) => Life][] = [
    ['unsigned', (life) => life.dispatched()],
    ['signed', (life) => life.signed()],
    ['reviewing', (life) => life.submitted()],
    [
      'returning',
      (life) =>
        life.signed().onLead(life.cast.handler, 'ask_return', {
          proposed: String(life.cast.agencies.traffic),
          reason: '不属本单位。',
          ground: '三定方案。',
        }),
    ],
  ];
  for (const [status, bring] of stages) {
    const { db, cast, report, life } = setUp();
    bring(life).onLead(cast.handler, 'report_overlap', report);
    assert.equal(life.lead().status, status);
    const [task] = openTasks(db, life.caseId, 'overlap');
    assert.deepEqual([task?.side, task?.what], ['hotline', '城管局报告与交通局职责交叉']);
  }
});

test('Q-C4: long after the right to return has gone, the overlap can still be reported', () => {
  const { cast, report, life } = setUp();
  life.signed();
  life.now = at('2026-12-04 10:00');
  life.onLead(cast.handler, 'report_overlap', report);
  assert.equal(life.events().at(-1)?.why, '与交通局职责交叉。情况：灯杆在公路用地范围内。');
});

for (const field of ['other', 'overlap']) {
  test(`Q-C4: no report without ${field}`, () => {
    const { cast, report, life } = setUp();
    life.signed();
    assert.throws(() => life.onLead(cast.handler, 'report_overlap', { ...report, [field]: '' }), {
      status: 422,
    });
  });
}

test('Q-C4: an agency does not overlap with itself', () => {
  const { cast, report, life } = setUp();
  life.signed();
  const typed = { ...report, other: String(cast.agencies.urban) };
  assert.throws(() => life.onLead(cast.handler, 'report_overlap', typed), { status: 422 });
});

for (const flag of ['urgent', 'emergency']) {
  test(`Q-C4: where the case is ${flag} the danger is contained first, and it is on record how and when`, () => {
    const { cast, report, life } = setUp();
    life.signed({ [flag]: '1' });
    assert.throws(
      () => life.onLead(cast.handler, 'report_overlap', report),
      (error) => 'contained' in ((error as { fields?: object }).fields ?? {}),
    );
    life.onLead(cast.handler, 'report_overlap', { ...report, contained: '已断电并设置围挡。' });
    assert.equal(life.lead().contained_at, life.now);
    assert.match(life.events().at(-1)?.why ?? '', /先期处置：已断电并设置围挡。/);
  });
}

test('Q-C4: a plain case may say how a danger was contained, and need not', () => {
  const { cast, report, life } = setUp();
  life.signed().onLead(cast.handler, 'report_overlap', report);
  assert.equal(life.lead().contained_at, null);
});

test('Q-C4: one open report for each agency; the assisting one reports its own', () => {
  const { db, cast, report, life } = setUp();
  life.dispatched({}, [cast.agencies.housing]).onLead(cast.handler, 'report_overlap', report);
  assert.throws(() => life.onLead(cast.handler, 'report_overlap', report), Conflict);
  life.onAssist(cast.assistHandler, 'report_overlap', report);
  assert.equal(openTasks(db, life.caseId, 'overlap').length, 2);
});

test('Q-C4: the dispatcher settles all that is open, in words, and the agency goes on', () => {
  const { db, cast, report, life } = setUp();
  life.dispatched({}, [cast.agencies.housing]).onLead(cast.handler, 'report_overlap', report);
  life.onAssist(cast.assistHandler, 'report_overlap', report);
  assert.throws(() => life.do(cast.dispatcher, 'settle_overlap', {}), { status: 422 });
  life.do(cast.dispatcher, 'settle_overlap', { decision: '由城管局牵头，交通局配合。' });
  assert.deepEqual(openTasks(db, life.caseId), []);
  assert.deepEqual([life.status, life.lead().status], ['dispatched', 'unsigned']);
  assert.equal(life.events().at(-1)?.why, '由城管局牵头，交通局配合。');
});

test('Q-C4: nothing is settled that was not reported', () => {
  const { cast, life } = setUp();
  life.signed();
  assert.throws(() => life.do(cast.dispatcher, 'settle_overlap', { decision: '继续办理。' }), Conflict);
});

test('whoever reported the overlap does not settle it; the next one is judged anew', () => {
  const { db, cast, report, life } = setUp();
  const person = {
    login: 'both',
    name: '许同',
    roles: ['handler', 'dispatcher'] as const,
    agencyId: cast.agencies.urban,
    operatorNo: null,
  };
  const both = newPerson(db, person, at('2026-11-23 09:00'));
  life.signed().onLead(both, 'report_overlap', report);
  const decision = { decision: '继续办理。' };
  assert.throws(() => life.do(both, 'settle_overlap', decision), /由您本人报告，须由另一位派单员处理/);
  life.do(cast.dispatcher, 'settle_overlap', decision);
  life.onLead(cast.handler, 'report_overlap', report).do(both, 'settle_overlap', decision);
});

test('Q-C4: an overlap is gone with the assignment that it was reported on', () => {
  const { db, cast, report, life } = setUp();
  life.signed().onLead(cast.handler, 'report_overlap', report);
  life.do(cast.dispatcher, 'recall', { reason: '改派交通局。' });
  assert.deepEqual(openTasks(db, life.caseId), []);
  assert.equal(life.status, 'accepted');
});

test('Q-B2: an agency is added to assist: it has its clocks, and the lead waits for it', () => {
  const { cast, life } = setUp();
  life.contacted().do(cast.dispatcher, 'add_assist', { agency: String(cast.agencies.housing) });
  assert.deepEqual([life.assist().agency_id, life.assist().status], [cast.agencies.housing, 'unsigned']);
  const [sign] = life.clocks('sign').filter((each) => each.assignment_id === life.assist().id);
  assert.equal(text(sign?.due_at ?? 0), '2026-11-23 17:30');
  assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /协办单位尚未答复：住建局/);
});

test('Q-B2: nobody is added twice, nor the lead beside itself', () => {
  const { cast, life } = setUp();
  life.dispatched({}, [cast.agencies.housing]);
  for (const agency of [cast.agencies.housing, cast.agencies.urban]) {
    assert.throws(() => life.do(cast.dispatcher, 'add_assist', { agency: String(agency) }), /已在办理本工单/);
  }
});

test('Q-B2: nobody is added behind the back of a lead whose reply is with its leader', () => {
  const { cast, life } = setUp();
  const typed = { agency: String(cast.agencies.housing) };
  life.submitted();
  assert.throws(() => life.do(cast.dispatcher, 'add_assist', typed), /正由其分管领导审核，此时不能增派/);
  life.onLead(cast.agencyLeader, 'disapprove', { reason: '请住建局配合。' });
  life.do(cast.dispatcher, 'add_assist', typed);
  assert.equal(life.assist().status, 'unsigned');
});

test('Q-B2: an agency where nobody works on it is not added', () => {
  const { cast, life } = setUp();
  life.signed();
  assert.throws(
    () => life.do(cast.dispatcher, 'add_assist', { agency: String(cast.agencies.traffic) }),
    /交通局目前没有在岗的分管领导/,
  );
});
