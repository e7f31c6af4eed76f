import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { countQueue, listQueue, nextInQueue } from '../../src/cases/queue-queries.ts';
import { all, first, q } from '../../src/db/query.ts';
import { at, text } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life, SATISFIED } from './life.ts';
import { queue, writeCase } from './queue-samples.ts';

const MISSED = { reached: 'no' };
const HOUR = 3_600_000;

function callbacksOf({ db, caseId }: Life) {
  return all(db, q.selectFrom('callbacks').selectAll().where('case_id', '=', caseId).orderBy('id'));
}

/** The next act is done at this moment. */
function doAt(life: Life, time: string | number): Life {
  life.now = (typeof time === 'string' ? at(time) : time) - 60_000;
  return life;
}

describe('three attempts, two hours apart (C-E1)', () => {
  it('C-E1: an attempt that comes too soon is refused and says when the next may be made', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack().do(cast.clerk, 'call_back', MISSED);
    const missed = life.now;
    assert.throws(() => doAt(life, missed + 2 * HOUR - 60_000).do(cast.clerk, 'call_back', MISSED), {
      status: 422,
      message: new RegExp(`至少间隔 120 分钟.*请于 ${text(missed + 2 * HOUR)} 后再回访`),
    });
    assert.equal(callbacksOf(life).length, 1);
    doAt(life, missed + 2 * HOUR).do(cast.clerk, 'call_back', MISSED);
    assert.equal(callbacksOf(life).length, 2);
  });

  it('C-E1: the third in vain ends the case as unreachable', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack();
    for (const status of ['callback', 'callback', 'closed']) {
      life.do(cast.clerk, 'call_back', MISSED);
      assert.equal(life.status, status);
      life.now += 2 * HOUR;
    }
    assert.equal(life.case().outcome, 'unreachable');
    assert.equal(life.case().call_after, null);
  });

  it('a next attempt that would fall into the night waits for the morning', () => {
    const { db, cast } = freshFile();
    const life = doAt(new Life(db, cast).toCallBack(), '2026-11-23 20:30').do(
      cast.clerk,
      'call_back',
      MISSED,
    );
    assert.equal(text(life.case().call_after ?? 0), '2026-11-24 08:00');
  });

  it('a citizen who calls in is asked at once, but in vain nobody calls in', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack().do(cast.clerk, 'call_back', MISSED);
    assert.throws(() => life.do(cast.clerk, 'call_back', { ...MISSED, calledIn: '1' }), { status: 422 });
    assert.throws(() => life.do(cast.clerk, 'call_back', SATISFIED), { status: 422 });
    life.do(cast.clerk, 'call_back', { ...SATISFIED, calledIn: '1' });
    assert.equal(life.status, 'closed');
    assert.match(life.events().at(-1)?.why ?? '', /已接通，诉求人主动来电/);
  });
});

describe('no call-backs at night (G-E2)', () => {
  it('G-E2: at 21:59 a call-back is recorded, at 22:00 it is not, at 08:00 it is again', () => {
    const { db, cast } = freshFile();
    for (const [time, taken] of [
      ['2026-11-23 21:59', true],
      ['2026-11-23 22:00', false],
      ['2026-11-24 07:59', false],
      ['2026-11-24 08:00', true],
    ] as const) {
      const life = doAt(new Life(db, cast).toCallBack(), time);
      const record = () => life.do(cast.clerk, 'call_back', SATISFIED);
      if (taken) record();
      else
        assert.throws(record, {
          status: 422,
          message: /每日 22:00 至次日 08:00 不回访诉求人.*2026-11-24 08:00 后登记/,
        });
      assert.equal(life.status, taken ? 'closed' : 'callback', time);
    }
  });

  it('G-E2: right at the end of a service it may be, for two hours, and the record says so', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast, '2026-11-23 21:30').toCallBack();
    const replied = life.lead().replied_at ?? 0;
    const onSpot = { ...SATISFIED, afterService: '1' };
    assert.throws(() => doAt(life, '2026-11-23 22:30').do(cast.clerk, 'call_back', SATISFIED), {
      message: /服务结束时当场回访的，请勾选/,
    });
    assert.throws(() => doAt(life, replied + 2 * HOUR + 60_000).do(cast.clerk, 'call_back', onSpot), {
      status: 422,
    });
    doAt(life, replied + 2 * HOUR).do(cast.clerk, 'call_back', onSpot);
    assert.equal(life.status, 'closed');
    assert.equal(callbacksOf(life)[0]?.after_service, 1);
    assert.match(life.events().at(-1)?.why ?? '', /服务结束时当场回访/);
  });

  it('G-E2: by day nothing has to be said, and nothing is noted', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack().do(cast.clerk, 'call_back', SATISFIED);
    assert.equal(callbacksOf(life)[0]?.after_service, 0);
  });
});

describe('a time that the citizen asked for', () => {
  it('is kept: no attempt is counted, and nobody calls before it', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack();
    life.do(cast.clerk, 'appoint', { at: '2026-11-24T15:00', note: '下午才有空。' });
    assert.equal(text(life.case().call_after ?? 0), '2026-11-24 15:00');
    assert.equal(callbacksOf(life).length, 0);
    assert.throws(() => doAt(life, '2026-11-24 14:59').do(cast.clerk, 'call_back', SATISFIED), {
      message: /诉求人约定了回访时间，请于 2026-11-24 15:00 后再回访/,
    });
    doAt(life, '2026-11-24 15:00').do(cast.clerk, 'call_back', SATISFIED);
    assert.equal(life.status, 'closed');
  });

  it('goes before the space between attempts', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack().do(cast.clerk, 'call_back', MISSED);
    const soon = text(life.now + 30 * 60_000);
    life.do(cast.clerk, 'appoint', { at: soon.replace(' ', 'T') });
    doAt(life, soon).do(cast.clerk, 'call_back', SATISFIED);
    assert.equal(life.status, 'closed');
  });

  for (const [time, words] of [
    ['2026-11-23T09:00', /应晚于现在/],
    ['2026-11-24T22:00', /每日 22:00 至次日 08:00 不回访/],
    ['2026-11-24T07:59', /每日 22:00 至次日 08:00 不回访/],
    ['2026-11-26T17:31', /最迟为 2026-11-26 17:30/],
  ] as const) {
    it(`cannot be ${time}`, () => {
      const { db, cast } = freshFile();
      const life = new Life(db, cast).toCallBack();
      assert.throws(
        () => life.do(cast.clerk, 'appoint', { at: time }),
        (error: Error & { fields: { at: string } }) => words.test(error.fields.at),
      );
      assert.equal(life.case().call_after, null);
    });
  }

  it('may be the last minute that the call-back would have if it began now', () => {
    const { db, cast } = freshFile();
    const life = new Life(db, cast).toCallBack().do(cast.clerk, 'appoint', { at: '2026-11-26T17:30' });
    assert.equal(text(life.case().call_after ?? 0), '2026-11-26 17:30');
  });

  it('is not agreed by somebody who handled the case', () => {
    const { db, cast } = freshFile();
    const roles = ['handler', 'callback_clerk'] as const;
    const both = newPerson(
      db,
      { login: 'both', name: '朱全', roles, agencyId: cast.agencies.urban, operatorNo: null },
      at('2026-11-23 09:00'),
    );
    const life = new Life(db, cast).contacted();
    life.onLead(both, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
    life.do(cast.dispatcher, 'pass', { complete: '1', answers: '1', clean: '1' });
    assert.throws(() => life.do(both, 'appoint', { at: '2026-11-24T15:00' }), {
      message: /参与过该工单的办理/,
    });
  });
});

describe('the list of call-backs', () => {
  const NOW = at('2026-11-23 10:00');
  const cases = (db: ReturnType<typeof freshFile>['db']) => {
    writeCase(db, { id: 1, status: 'callback', next_due_at: NOW + HOUR });
    writeCase(db, { id: 2, status: 'callback', call_after: NOW });
    writeCase(db, { id: 3, status: 'callback', call_after: NOW + 1 });
    writeCase(db, { id: 4, status: 'callback', call_after: NOW + 5 * HOUR });
    writeCase(db, { id: 5, status: 'verifying' });
  };
  const ids = (...given: Parameters<typeof listQueue>) => listQueue(...given).map(({ id }) => id);

  it('offers only what may be called now; the rest stands beside it in the order of its time', () => {
    const { db, cast } = freshFile();
    cases(db);
    const due = { sort: 'due' } as const;
    assert.deepEqual(ids(db, cast.clerk, queue('to-call'), due, NOW), [1, 2]);
    assert.deepEqual(ids(db, cast.clerk, queue('call-later'), due, NOW), [3, 4]);
    assert.deepEqual(
      ids(db, cast.clerk, queue('call-later'), { ...due, after: { rank: NOW + 1, id: 3 } }, NOW),
      [4],
    );
    assert.equal(nextInQueue(db, cast.clerk, queue('call-later'), due, NOW, 3), 4);
    assert.equal(countQueue(db, cast.clerk, queue('to-call'), NOW).count, 2);
    assert.equal(countQueue(db, cast.clerk, queue('call-later'), NOW).count, 2);
  });

  it('G-E2: at night offers none, and all of them wait', () => {
    const { db, cast } = freshFile();
    cases(db);
    const night = at('2026-11-23 22:00');
    assert.deepEqual(ids(db, cast.clerk, queue('to-call'), { sort: 'due' }, night), []);
    assert.deepEqual(ids(db, cast.clerk, queue('call-later'), { sort: 'due' }, night), [1, 2, 3, 4]);
    assert.equal(countQueue(db, cast.clerk, queue('to-call'), night).count, 0);
    assert.equal(nextInQueue(db, cast.clerk, queue('to-call'), { sort: 'due' }, night, 1), undefined);
    const morning = at('2026-11-24 08:00');
    assert.deepEqual(ids(db, cast.clerk, queue('to-call'), { sort: 'due' }, morning), [1, 2, 3, 4]);
  });

  it('walks the index of the queue', () => {
    const { db } = freshFile();
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT c.id FROM cases c WHERE c.status = 'callback'
          AND (c.call_after IS NULL OR c.call_after <= ?) ORDER BY c.queue_rank, c.id LIMIT 51`,
      )
      .all(NOW) as { detail: string }[];
    assert.deepEqual(
      plan.map(({ detail }) => detail),
      ['SEARCH c USING INDEX cases_queue (status=?)'],
    );
  });
});

test('G-E3: what the policy asks of this kind is asked and kept', () => {
  const { db, cast } = freshFile();
  const life = new Life(db, cast).toCallBack({ kind: 'help' });
  life.do(cast.clerk, 'call_back', { ...SATISFIED, q_charges: 'over', q_adopted: 'adopted' });
  const kept = first(db, q.selectFrom('callbacks').select('answers').where('case_id', '=', life.caseId));
  assert.deepEqual(JSON.parse(kept?.answers ?? ''), { charges: 'over' });
});
