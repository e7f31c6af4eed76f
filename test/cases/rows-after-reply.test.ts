import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASE_LIFE } from '../../src/cases/lifecycle.ts';
import { CASE_STATUS } from '../../src/cases/states.ts';
import { all, q } from '../../src/db/query.ts';
import { text } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, DISSATISFIED, Life, SATISFIED } from './life.ts';

const REDO = {
  method: 'on_site',
  finding: '灯具未接电。',
  responsible: 'yes',
  redoReason: 'not_solved',
};

test('Q-E1: a verification is kept with method, finding, who and the round', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify().do(cast.clerk, 'verify', REDO);
  const [kept] = all(db, q.selectFrom('verifications').selectAll());
  assert.deepEqual(
    [kept?.method, kept?.finding, kept?.by_user, kept?.round, kept?.agency_responsible, kept?.redo_reason],
    ['on_site', '灯具未接电。', cast.clerk.id, 0, 1, 'not_solved'],
  );
  assert.equal(kept?.at, life.now);
});

for (const method of ['rating', 'phone', 'on_site', 'face_to_face']) {
  test(`Q-E1: verified by ${method}`, () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toVerify();
    life.do(cast.clerk, 'verify', { method, finding: '已核实。', responsible: 'no' });
    assert.equal(life.status, 'closed');
  });
}

test('Q-E1: no verification without method and finding', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify();
  assert.throws(() => life.do(cast.clerk, 'verify', { ...REDO, finding: '' }), { status: 422 });
  assert.throws(() => life.do(cast.clerk, 'verify', { ...REDO, method: 'guess' }), { status: 422 });
  assert.equal(life.status, 'verifying');
});

test('Q-E2: a redo needs its reason, from the list of the policy', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify();
  for (const redoReason of ['', 'because']) {
    assert.throws(
      () => life.do(cast.clerk, 'verify', { ...REDO, redoReason }),
      (error) => 'redoReason' in ((error as { fields?: object }).fields ?? {}),
    );
  }
  assert.equal(life.case().round, 0);
});

test('Q-E2: a redo goes to the same lead agency, with the reason in its opinion', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify().do(cast.clerk, 'verify', REDO);
  const { agency_id, role, status, round, opinion } = life.lead();
  assert.deepEqual(
    [agency_id, role, status, round, opinion],
    [cast.agencies.urban, 'lead', 'unsigned', 1, '重办：应当解决而未解决。灯具未接电。'],
  );
});

test('Q-E2: a redo starts new sign and reply clocks, from the verification', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify().do(cast.clerk, 'verify', REDO);
  const fresh = (kind: string) => {
    const clock = life.clocks(kind).at(-1);
    assert.equal(clock?.assignment_id, life.lead().id);
    assert.equal(clock?.started_at, life.now);
    assert.equal(clock?.met_at, null);
    return text(clock?.due_at ?? 0);
  };
  assert.deepEqual([fresh('sign'), fresh('reply')], ['2026-11-23 17:30', '2026-12-07 17:30']);
  assert.equal(life.clocks('reply').length, 2);
});

test('Q-E2: the contact of the first round does not count for the redo', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify().do(cast.clerk, 'verify', REDO);
  life.onLead(cast.handler, 'sign', { handler: String(cast.handler.id) });
  assert.throws(() => life.onLead(cast.handler, 'submit', life.reply()), /尚未登记首次联系/);
});

test('Q-E2: dissatisfied a second time, it can be verified and done again, and the rounds are counted', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toVerify().do(cast.clerk, 'verify', REDO);
  life.answeredAgain().do(cast.clerk, 'call_back', DISSATISFIED);
  assert.equal(life.status, 'verifying');
  life.do(cast.supervisor, 'verify', { ...REDO, redoReason: 'recurred' });
  assert.equal(life.status, 'dispatched');
  assert.equal(life.case().round, 2);
  life.answeredAgain().do(cast.clerk, 'call_back', SATISFIED);
  assert.deepEqual([life.status, life.case().outcome], ['closed', 'satisfied']);
  assert.deepEqual(
    all(db, q.selectFrom('verifications').select('round').orderBy('id')).map((each) => each.round),
    [0, 1],
  );
});

test('C-E1: the attempts of a redo are counted anew', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack();
  life
    .do(cast.clerk, 'call_back', { reached: 'no' })
    .wait(120)
    .do(cast.clerk, 'call_back', { reached: 'no' });
  life.wait(120).do(cast.clerk, 'call_back', DISSATISFIED).do(cast.clerk, 'verify', REDO);
  life.answeredAgain().do(cast.clerk, 'call_back', { reached: 'no' });
  assert.equal(life.status, 'callback');
});

for (const [answers, to] of [
  [{ solved: 'not', satisfaction: 'satisfied' }, 'verifying'],
  [{ solved: 'not', satisfaction: 'very_satisfied' }, 'verifying'],
  [{ solved: 'solved', satisfaction: 'dissatisfied' }, 'verifying'],
  [{ solved: 'solved', satisfaction: 'very_dissatisfied' }, 'verifying'],
  [{ solved: 'partly', satisfaction: 'basically' }, 'closed'],
  [{ solved: 'solved', satisfaction: 'basically' }, 'closed'],
] as const) {
  test(`Q-E2, G-E4: ${answers.solved} and ${answers.satisfaction}: the case is ${to}`, () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack();
    const typed = { reached: 'yes', contacted: 'yes', note: '见通话。', ...answers };
    assert.equal(life.do(cast.clerk, 'call_back', typed).status, to);
  });
}

test('G-E3: whoever is reached is asked all of it', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack();
  assert.throws(() => life.do(cast.clerk, 'call_back', { reached: 'yes' }), {
    fields: {
      contacted: '请选择承办单位是否联系过诉求人。',
      solved: '请选择问题是否解决。',
      satisfaction: '请选择诉求人是否满意。',
    },
  });
});

test('C-E1: every way into a closed case is an answer, a call-back, its lot or a verification, or the citizen withdraws it', () => {
  const ended = Object.entries(CASE_STATUS).filter(([, { open }]) => !open);
  assert.deepEqual(
    ended.map(([status]) => status),
    ['rejected', 'closed', 'archived', 'withdrawn'],
  );
  const into = (status: string) =>
    CASE_LIFE.filter((each) => (each.to as readonly string[]).includes(status)).map((each) => each.act);
  assert.deepEqual(into('closed'), ['close', 'pass', 'call_back', 'verify']);
  assert.deepEqual(into('rejected'), ['reject']);
  assert.deepEqual(into('archived'), ['archive']);
  assert.deepEqual(into('withdrawn'), ['withdraw_case', 'withdraw_late']);
});

test('C-E1: the system closes only what was answered on the spot, and archives only what has ended', () => {
  const rules = Object.fromEntries(CASE_LIFE.map((each) => [each.act, each]));
  assert.deepEqual(rules.close?.from, ['answered']);
  assert.deepEqual(
    CASE_LIFE.filter((each) =>
      each.effects.some((effect) => 'caseAct' in effect && effect.caseAct === 'close'),
    ).map((each) => each.act),
    ['answer'],
  );
  assert.deepEqual(rules.archive?.from, ['closed', 'rejected', 'withdrawn']);
});

const ANONYMOUS = { phone: '', name: '', anonymous: '1' };
for (const [how, outcome, live] of [
  ['answered on the spot', 'answered', (life: Life) => life.take({ answer: '已告知。' }, 'answer')],
  ['rejected', 'rejected', (life: Life) => life.take({ reason: 'litigation', told: 'sms' }, 'reject')],
  ['satisfied', 'satisfied', (life: Life) => life.toCallBack().do(life.cast.clerk, 'call_back', SATISFIED)],
  [
    'published to nobody known',
    'published',
    (life: Life) => {
      life.signed(ANONYMOUS).onLead(life.cast.handler, 'submit', { ...life.reply(), toldHow: 'published' });
      life.onLead(life.cast.agencyLeader, 'approve').do(life.cast.dispatcher, 'pass', CHECKED);
      return life.do(life.cast.clerk, 'call_back', { reached: 'published' });
    },
  ],
] as const) {
  test(`C-E1: a case that is ${how} ends with its outcome and the time of its end`, () => {
    const { db, cast } = freshFile();
    const life = live(new Life(db, cast));
    assert.equal(life.case().outcome, outcome);
    assert.equal(life.case().closed_at, life.now);
    assert.equal(life.case().next_due_at, null);
  });
}

test('C-E1: an answer without words is no answer', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take();
  assert.throws(() => life.do(cast.operator, 'answer', { answer: '  ' }), { status: 422 });
  assert.equal(life.status, 'received');
});
