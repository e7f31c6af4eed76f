import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { availableActs } from '../../src/cases/actions.ts';
import { caseView } from '../../src/cases/case-page.ts';
import { assignmentsOf } from '../../src/cases/case-queries.ts';
import { mattersOf } from '../../src/cases/matters.ts';
import { missingClocks } from '../../src/cases/missing-clocks.ts';
import { countQueue, listQueue, nextInQueue } from '../../src/cases/queue-queries.ts';
import { all, q } from '../../src/db/query.ts';
import { reviewsDue, standingOf } from '../../src/overview/queries.ts';
import type { Actor } from '../../src/people/actor.ts';
import { reviewDayFault } from '../../src/rules/suspension.ts';
import { at, text } from '../calendar/samples.ts';
import { office } from '../rules/samples.ts';
import { freshFile } from '../support/file.ts';
import { CHECKED, Life, SATISFIED } from './life.ts';
import { addOutside } from './outside.ts';
import { queue } from './queue-samples.ts';

const WHY = { reason: '须待道路改造立项，已向诉求人说明。', reviewOn: '2026-12-21' };

const BEFORE: Record<string, (life: Life) => Life> = {
  accepted: (life) => life.take({}, 'accept'),
  dispatched: (life) => life.signed(),
  replied: (life) => life.replied(),
  callback: (life) => life.toCallBack(),
  verifying: (life) => life.toVerify(),
};

function suspended(bring: (life: Life) => Life = (life) => life.signed()): Life {
  const { db, cast } = freshFile();
  return bring(new Life(db, cast)).do(cast.supervisor, 'suspend', WHY);
}

function running({ db, caseId }: Life): string[] {
  return all(db, q.selectFrom('clocks').selectAll().where('case_id', '=', caseId).orderBy('id'))
    .filter((clock) => clock.met_at === null && clock.stopped_at === null)
    .map((clock) => `${clock.kind} ${text(clock.due_at)}`);
}

function offeredTo(life: Life, actor: Actor): string[] {
  const { db, caseId } = life;
  return availableActs(actor, life.case(), assignmentsOf(db, caseId), mattersOf(db, caseId)).map(
    ({ act }) => act,
  );
}

describe('the day on which a suspended case is looked at again (X-E1)', () => {
  for (const [day, fault] of [
    ['2026-11-23', /应晚于今天/],
    ['2026-11-22', /应晚于今天/],
    ['2026-11-24', null],
    ['2026-11-28', /不是工作日/],
    ['2026-11-30', null],
    ['2027-03-01', null],
  ] as const) {
    it(`${day} ${fault ? 'is refused' : 'is taken'} on 2026-11-23`, () => {
      const found = reviewDayFault(day, '2026-11-23', office);
      if (fault) assert.match(found ?? '', fault);
      else assert.equal(found, null);
    });
  }
});

for (const [from, bring] of Object.entries(BEFORE)) {
  test(`X-E1: a case in ${from} waits with no clock but its review, and goes on where it stood`, () => {
    const life = suspended(bring);
    assert.equal(life.status, 'suspended');
    assert.deepEqual(running(life), ['review 2026-12-21 17:30']);
    life.now = at('2026-12-07 10:00');
    life.do(life.cast.supervisor, 'resume', { reason: '已立项。' });
    assert.equal(life.status, from);
    const [kept] = all(life.db, q.selectFrom('suspensions').selectAll());
    assert.deepEqual([kept?.from_status, kept?.ended_at], [from, life.now]);
    assert.ok(life.clocks('review').every((clock) => clock.met_at !== null));
  });
}

describe('what still stands starts anew from the moment the case goes on (X-E1)', () => {
  const goOn = (life: Life) => {
    life.now = at('2026-12-07 09:59');
    return running(life.do(life.cast.supervisor, 'resume', { reason: '已立项。' }));
  };

  it('dispatch', () => assert.deepEqual(goOn(suspended(BEFORE.accepted)), ['dispatch 2026-12-08 17:30']));
  it('to sign and to reply', () => {
    assert.deepEqual(goOn(suspended((life) => life.dispatched())), [
      'sign 2026-12-07 17:30',
      'reply 2026-12-21 17:30',
    ]);
  });
  it('first contact and reply, and the right to return that the wait had cut off (Q-C3)', () => {
    assert.deepEqual(goOn(suspended()), [
      'first_contact 2026-12-09 17:30',
      'reply 2026-12-21 17:30',
      'return 2026-12-08 17:30',
    ]);
  });
  it('no right to return that had run out before the wait', () => {
    const late = (life: Life) => {
      life.signed().now = at('2026-11-24 17:30');
      return life;
    };
    assert.deepEqual(goOn(suspended(late)), ['first_contact 2026-12-09 17:30', 'reply 2026-12-21 17:30']);
  });
  it('Q-B5: the reply alone where an outside unit has its letter', () => {
    const written = (life: Life) => {
      life.take({}, 'accept').do(life.cast.dispatcher, 'dispatch', { lead: String(addOutside(life.db)) });
      const letter = { how: 'email', to: 'office@example.cn', at: life.local() };
      return life.onLead(life.cast.dispatcher, 'send_letter', letter);
    };
    assert.deepEqual(goOn(suspended(written)), ['reply 2026-12-21 17:30']);
  });
  it('no first contact where it was made', () => {
    assert.deepEqual(goOn(suspended((life) => life.contacted())), [
      'reply 2026-12-21 17:30',
      'return 2026-12-08 17:30',
    ]);
  });
  it('the reply that waits for the leader', () => {
    assert.deepEqual(goOn(suspended((life) => life.submitted())), ['reply 2026-12-21 17:30']);
  });
  it('call-back', () => {
    assert.deepEqual(goOn(suspended(BEFORE.replied)), ['callback 2026-12-10 17:30']);
    assert.deepEqual(goOn(suspended(BEFORE.callback)), ['callback 2026-12-10 17:30']);
  });
  it('verification', () => assert.deepEqual(goOn(suspended(BEFORE.verifying)), ['verify 2026-12-10 17:30']));
});

test('X-E1: while a case is suspended agencies cannot act, and it is out of their lists', () => {
  const life = suspended();
  const { db, cast } = life;
  const contact = { how: 'phone', at: life.local(), result: '已说明。' };
  assert.throws(() => life.onLead(cast.handler, 'contact', contact), { status: 409 });
  assert.deepEqual(offeredTo(life, cast.handler), ['note']);
  const handling = () => listQueue(db, cast.handler, queue('handling'), { sort: 'due' }, life.now).length;
  assert.equal(handling(), 0);
  life.do(cast.supervisor, 'resume', { reason: '已立项。' });
  assert.equal(handling(), 1);
  life.onLead(cast.handler, 'contact', { ...contact, at: life.local() });
});

test('X-E1: a review that finds nothing new sets another day, on the record', () => {
  const life = suspended();
  life.now = at('2026-12-21 10:00');
  life.do(life.cast.supervisor, 'review', { finding: '尚未立项。', reviewOn: '2026-12-31' });
  assert.equal(life.status, 'suspended');
  assert.deepEqual(running(life), ['review 2026-12-31 17:30']);
  assert.equal(life.clocks('review')[0]?.met_at, life.now);
  assert.match(life.events().at(-1)?.why ?? '', /尚未立项。（2026-12-31 再次复核）/);
  assert.throws(
    () => life.do(life.cast.supervisor, 'review', { finding: '尚未立项。', reviewOn: '2026-12-20' }),
    {
      status: 422,
    },
  );
});

test('a case does not go back to its agency without a limit: at the end of a year it waits for the calendar', () => {
  const life = suspended();
  life.now = at('2026-12-21 10:00');
  const resume = () => life.do(life.cast.supervisor, 'resume', { reason: '已立项。' });
  assert.throws(resume, { message: /2027 年的工作日历尚未导入/ });
  assert.equal(life.status, 'suspended');
  assert.deepEqual(running(life), ['review 2026-12-21 17:30']);
});

test('X-E1: no suspension without a reason and a working day', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed();
  assert.throws(() => life.do(cast.supervisor, 'suspend', { ...WHY, reason: '' }), { status: 422 });
  assert.throws(() => life.do(cast.supervisor, 'suspend', { ...WHY, reviewOn: '2026-12-20' }), {
    status: 422,
  });
  assert.throws(() => life.do(cast.dispatcher, 'suspend', WHY), { status: 403 });
  assert.equal(life.status, 'dispatched');
});

test('X-E1: a review day in a year that is not published yet is taken; its limit waits for the calendar', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed().do(cast.supervisor, 'suspend', { ...WHY, reviewOn: '2027-03-01' });
  assert.equal(life.status, 'suspended');
  assert.deepEqual(running(life), []);
});

test('an order of supervision keeps its limit while the case waits', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).signed();
  const clock = { case_id: life.caseId, kind: 'supervision', started_at: life.now, why: '督办整改' } as const;
  db.prepare('INSERT INTO clocks (case_id, kind, started_at, due_at, why) VALUES (?, ?, ?, ?, ?)').run(
    clock.case_id,
    clock.kind,
    clock.started_at,
    at('2026-11-30 17:30'),
    clock.why,
  );
  life.do(cast.supervisor, 'suspend', WHY);
  assert.deepEqual(running(life), ['supervision 2026-11-30 17:30', 'review 2026-12-21 17:30']);
});

describe('the ledger of suspended cases', () => {
  const three = () => {
    const { db, cast } = freshFile();
    const days = ['2026-12-21', '2026-12-01', '2026-12-10'];
    const lives = days.map((reviewOn, n) =>
      new Life(db, cast, `2026-11-23 1${n}:00`).signed().do(cast.supervisor, 'suspend', { ...WHY, reviewOn }),
    );
    return { db, cast, ids: lives.map(({ caseId }) => caseId) };
  };

  it('is ordered by the day of review, page after page', () => {
    const { db, cast, ids } = three();
    const [a = 0, b = 0, c = 0] = ids;
    const ledger = queue('suspended');
    const now = at('2026-11-24 09:00');
    const rows = listQueue(db, cast.supervisor, ledger, { sort: 'due' }, now);
    assert.deepEqual(
      rows.map(({ id }) => id),
      [b, c, a],
    );
    const after = { rank: rows[0]?.queue_rank ?? 0, id: b };
    const rest = listQueue(db, cast.dispatcher, ledger, { sort: 'due', after }, now);
    assert.deepEqual(
      rest.map(({ id }) => id),
      [c, a],
    );
    assert.equal(nextInQueue(db, cast.supervisor, ledger, { sort: 'due' }, now, b), c);
    assert.equal(countQueue(db, cast.supervisor, ledger, now).count, 3);
  });

  it('is counted apart: not among the late, not as waiting for a signature', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).dispatched();
    life.do(cast.supervisor, 'suspend', WHY);
    assert.equal(standingOf(db, at('2026-12-22 09:00')).late, 0);
    assert.deepEqual([reviewsDue(db, '2026-12-20'), reviewsDue(db, '2026-12-21')], [0, 1]);
    assert.equal(standingOf(db, life.now).open.get('suspended'), 1);
    const other = new Life(db, cast, '2026-11-23 11:00').dispatched();
    const [urban] = standingOf(db, other.now).agencies;
    assert.deepEqual([urban?.open, urban?.unsigned], [1, 1]);
  });
});

describe('what the page says', () => {
  const cardOf = (life: Life, actor: Actor) =>
    caseView(life.db, actor, life.case(), life.now).beside.find(({ title }) => title === '挂账中');

  it('tells everybody until when it waits, and why', () => {
    const life = suspended();
    for (const actor of [life.cast.supervisor, life.cast.handler]) {
      const card = cardOf(life, actor);
      assert.equal(card?.first, true);
      assert.ok(card?.rows.some(([, value]) => value === '2026-12-21'));
      assert.equal(card?.lines[0]?.note, WHY.reason);
    }
  });

  it('Q-A7: keeps the reason of a confidential case from the agency', () => {
    const life = suspended((each) => each.signed({ confidential: '1' }));
    assert.equal(cardOf(life, life.cast.handler)?.lines[0]?.note, undefined);
    assert.equal(cardOf(life, life.cast.supervisor)?.lines[0]?.note, WHY.reason);
    const told = JSON.stringify(caseView(life.db, life.cast.handler, life.case(), life.now));
    assert.ok(!told.includes(WHY.reason));
  });
});

test('after the wait the case is answered and called back as any other', () => {
  const life = suspended((each) => each.contacted());
  const { cast } = life;
  life.do(cast.supervisor, 'resume', { reason: '已立项。' });
  life.onLead(cast.handler, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  life.do(cast.dispatcher, 'pass', CHECKED).do(cast.clerk, 'call_back', SATISFIED);
  assert.equal(life.status, 'closed');
});

test('a duty that goes on while the calendar is missing has its limit from then, once the year is entered', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).take({}, 'accept');
  life.do(cast.supervisor, 'suspend', { ...WHY, reviewOn: '2026-12-31' });
  life.now = at('2026-12-31 09:59');
  life.do(cast.supervisor, 'resume', { reason: '已立项。' });
  assert.deepEqual(running(life), []);
  assert.deepEqual(
    missingClocks(db, life.caseId).map(({ kind, since }) => [kind, text(since)]),
    [['dispatch', '2026-12-31 10:00']],
  );
});
