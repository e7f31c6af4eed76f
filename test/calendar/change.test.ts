import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeAtOnce, changeCalendar } from '../../src/calendar/change.ts';
import { dayNumber } from '../../src/calendar/days.ts';
import type { Edit } from '../../src/calendar/edit.ts';
import { foresee } from '../../src/calendar/foresee.ts';
import { reckonAll } from '../../src/cases/reckon.ts';
import { timelineOf } from '../../src/cases/timeline.ts';
import type { Db } from '../../src/db/open.ts';
import { all, first, q, run } from '../../src/db/query.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { CHECKED, Life, SATISFIED } from '../cases/life.ts';
import { freshFile } from '../support/file.ts';
import { at, text } from './samples.ts';

const START = '2026-11-23 09:00';
const NOW = at('2026-11-23 12:00');
const { db, cast, path } = freshFile(START);

const day = (which: string, kind: 'holiday' | 'ordinary' | 'half_morning' | 'workday'): Edit => ({
  ...{ what: 'day', day: which, kind, name: kind === 'ordinary' ? '恢复' : '防汛停工' },
});
const make = (edit: Edit) => changeAtOnce(db, edit, NOW);
const due = (life: Life, kind: string) => life.clocks(kind).map((clock) => text(clock.due_at));
const snapshot = (of: Db) =>
  ['calendar_days', 'calendar_years', 'clocks', 'events', 'cases', 'assignments', 'audit_log'].map((table) =>
    of.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
  );

/** Makes the change, looks, and takes it back, so that the next test finds the calendar as published. */
function during(edit: Edit, look: () => void): void {
  const days = all(db, q.selectFrom('calendar_days').selectAll());
  make(edit);
  try {
    look();
  } finally {
    if (edit.what === 'day') {
      const before = days.find((each) => each.day === edit.day);
      make(
        before
          ? { what: 'day', day: before.day, kind: before.kind, name: before.name }
          : day(edit.day, 'ordinary'),
      );
    }
  }
}

describe('a change of the calendar moves the limits that run', () => {
  it('a day off within the period puts the reply off by one working day', () => {
    const life = new Life(db, cast, START).contacted();
    assert.deepEqual(due(life, 'reply'), ['2026-12-07 17:30']);
    during(day('2026-12-07', 'holiday'), () => {
      assert.deepEqual(due(life, 'reply'), ['2026-12-08 17:30']);
      assert.match(life.clocks('reply')[0]?.why ?? '', /2026-12-08 17:30 止/);
    });
    assert.deepEqual(due(life, 'reply'), ['2026-12-07 17:30']);
  });

  it('a make-up workday brings it nearer, and a half day ends it at noon', () => {
    const life = new Life(db, cast, START).contacted();
    during(day('2026-11-28', 'workday'), () => assert.deepEqual(due(life, 'reply'), ['2026-12-04 17:30']));
    during(day('2026-12-07', 'half_morning'), () =>
      assert.deepEqual(due(life, 'reply'), ['2026-12-07 12:00']),
    );
  });

  it('a day after the limit, and one before the start, moves nothing', () => {
    const life = new Life(db, cast, START).contacted();
    const before = life.clocks('reply');
    for (const which of ['2026-12-08', '2026-11-20'])
      during(day(which, 'holiday'), () => assert.deepEqual(life.clocks('reply'), before));
  });

  it('limits of the hotline and of assisting agencies move as well', () => {
    const held = new Life(db, cast, START).take();
    const life = new Life(db, cast, START).dispatched({}, [cast.agencies.housing]);
    during(day('2026-11-24', 'holiday'), () => {
      assert.deepEqual(due(held, 'accept'), ['2026-11-25 17:30']);
      assert.deepEqual(due(life, 'reply'), ['2026-12-08 17:30', '2026-12-08 17:30']);
    });
  });

  it('what is met, what was stopped and what is over stays as it was', () => {
    const met = new Life(db, cast, START).contacted();
    const over = new Life(db, cast, START).toCallBack().do(cast.clerk, 'call_back', SATISFIED);
    const [contact, closed] = [met.clocks('first_contact'), over.clocks('callback')];
    const events = over.events().length;
    during(day('2026-11-24', 'holiday'), () => {
      assert.deepEqual(met.clocks('first_contact'), contact);
      assert.deepEqual(over.clocks('callback'), closed);
    });
    assert.equal(over.events().length, events);
  });

  it('no limit is overlooked: reckoned by all days of the year, nothing else would move', () => {
    for (const start of ['2026-09-28 16:00', '2026-11-20 17:30', START, '2026-11-27 09:00'])
      for (const kind of ['complaint', 'help', 'consultation'])
        new Life(db, cast, start).dispatched({ kind }, [cast.agencies.housing]);
    const wholeYear = Array.from({ length: 365 }, (_, n) => dayNumber('2026-01-01') + n);
    const days = ['2026-09-30', '2026-10-10', '2026-11-20', '2026-11-23', '2026-11-28', '2026-12-11'];
    for (const [index, which] of days.entries()) {
      const kind = index % 2 === 0 ? 'half_morning' : 'holiday';
      during(day(which, kind), () =>
        assert.deepEqual(reckonAll(db, wholeYear, () => undefined).moved, [], which),
      );
    }
  });

  it('minutes of urgent cases do not care about the calendar', () => {
    const life = new Life(db, cast, START).take({ urgent: '1' });
    const before = life.clocks('accept');
    during(day('2026-11-23', 'holiday'), () => assert.deepEqual(life.clocks('accept'), before));
  });

  it('Q-D8: a granted extension stays added to the moved period', () => {
    const life = new Life(db, cast, START).contacted();
    const granted = {
      case_id: life.caseId,
      assignment_id: life.lead().id,
      days: 2,
      reason: '待检测',
      status: 'granted',
      asked_by: cast.handler.id,
      asked_at: life.now,
    } as const;
    run(db, q.insertInto('extensions').values(granted));
    during(day('2026-12-07', 'holiday'), () => assert.deepEqual(due(life, 'reply'), ['2026-12-10 17:30']));
  });

  it('the case and its assignment take their new places in the queues', () => {
    const life = new Life(db, cast, START).contacted();
    during(day('2026-12-07', 'holiday'), () => {
      for (const row of [life.case(), life.lead()]) {
        assert.equal(row.next_clock, 'reply');
        assert.equal(text(row.next_due_at ?? 0), '2026-12-08 17:30');
        assert.equal(Number(row.queue_rank) % 100_000_000_000_000, row.next_due_at);
      }
    });
  });

  it('office hours in force later do not move a case that was received before them', () => {
    const own = freshFile(START);
    const life = new Life(own.db, own.cast, START).contacted();
    const early = [
      {
        from: '01-01',
        to: '12-31',
        sessions: [
          ['08:00', '11:30'],
          ['13:30', '17:00'],
        ] as const,
      },
    ];
    setPolicy(own.db, { hours: early }, { userId: null, from: at('2026-11-24 00:00'), now: NOW });
    const later = new Life(own.db, own.cast, '2026-11-24 09:00').contacted();
    changeAtOnce(own.db, day('2026-12-07', 'holiday'), NOW);
    assert.deepEqual(due(life, 'reply'), ['2026-12-08 17:30']);
    assert.deepEqual(due(later, 'reply'), ['2026-12-09 17:00']);
  });
});

describe('a change of the calendar is never silent', () => {
  it('each case concerned gets one event of the system with every old and new limit', () => {
    const life = new Life(db, cast, START).dispatched({}, [cast.agencies.housing]);
    const before = life.events().length;
    make(day('2026-11-25', 'holiday'));
    const events = life.events().slice(before);
    assert.deepEqual(
      events.map(({ act, who, user_id }) => [act, who, user_id]),
      [['calendar_moved', '系统', null]],
    );
    assert.equal(
      events[0]?.why,
      '工作日历调整：2026-11-25 由工作日改为放假（防汛停工）。撤诉时限由 2026-11-25 17:30 改为 2026-11-26 17:30；' +
        '答复时限（城管局）由 2026-12-07 17:30 改为 2026-12-08 17:30；' +
        '答复时限（住建局）由 2026-12-07 17:30 改为 2026-12-08 17:30。',
    );
    assert.equal(life.case().last_act, 'calendar_moved');
    make(day('2026-11-25', 'ordinary'));
  });

  it('the agency reads it in the timeline, also on a confidential case', () => {
    const life = new Life(db, cast, START).dispatched({ confidential: '1' });
    during(day('2026-11-25', 'holiday'), () => {
      const [newest] = timelineOf(db, life.caseId, true);
      assert.match(newest?.why ?? '', /答复时限（城管局）由 2026-12-07 17:30 改为 2026-12-08 17:30/);
    });
  });

  it('a form that is open meanwhile is not refused: the state of the case is the same', () => {
    const life = new Life(db, cast, START).contacted();
    const seen = life.events().at(-1)?.id ?? 0;
    during(day('2026-12-07', 'holiday'), () => {
      const moved = q.selectFrom('events').select('id').where('case_id', '=', life.caseId);
      const changed = moved.where('id', '>', seen).whereRef('from_status', '<>', 'to_status');
      assert.equal(first(db, changed), undefined);
    });
  });

  it('the audit log says what was changed and how many limits moved', () => {
    new Life(db, cast, START).contacted();
    const changed = make(day('2026-12-07', 'holiday'));
    assert.ok(changed.done && changed.moved > 0);
    const [line] = all(db, q.selectFrom('audit_log').selectAll().orderBy('id', 'desc').limit(1));
    assert.equal(line?.act, 'calendar_changed');
    assert.equal(line?.subject, '2026-12-07');
    assert.deepEqual(JSON.parse(line?.detail ?? ''), {
      ...{ note: '2026-12-07 由工作日改为放假（防汛停工）', days: 1, moved: changed.moved, clocks: 0 },
    });
    make(day('2026-12-07', 'ordinary'));
  });
});

describe('a change of the calendar is made whole or not at all', () => {
  const order = (edit: Edit) => ({
    ...{ edit, confirmed: null, onward: false, userId: cast.admin.id, draft: null, at: NOW },
  });
  const quietly = () => undefined;

  it('a preview writes nothing at all', () => {
    new Life(db, cast, START).contacted();
    const before = snapshot(db);
    const { forecast } = foresee(path, day('2026-12-07', 'holiday'), quietly);
    assert.ok(forecast.moved > 0);
    assert.deepEqual(snapshot(db), before);
  });

  it('what fails on the way leaves calendar, limits and timeline as they were', () => {
    new Life(db, cast, START).contacted();
    const before = snapshot(db);
    const foreseen = foresee(path, day('2026-12-07', 'holiday'), quietly);
    const fail = (done: number) => {
      if (done === 2) throw new Error('power cut');
    };
    assert.throws(() => changeCalendar(db, order(day('2026-12-07', 'holiday')), foreseen, fail), /power cut/);
    assert.deepEqual(snapshot(db), before);
  });

  it('nothing is written where a limit would be pushed into a year that is not entered', () => {
    const life = new Life(db, cast, '2026-12-16 09:00').contacted();
    assert.deepEqual(due(life, 'reply'), ['2026-12-30 17:30']);
    const before = snapshot(db);
    make(day('2026-12-31', 'holiday'));
    assert.deepEqual(due(life, 'reply'), ['2026-12-30 17:30']);
    const refused = make(day('2026-12-30', 'holiday'));
    assert.ok(!refused.done);
    assert.deepEqual(refused.foreseen.forecast.beyond, [{ year: 2027, count: 1 }]);
    make(day('2026-12-31', 'ordinary'));
    assert.deepEqual(snapshot(db).slice(0, 4), before.slice(0, 4));
  });

  it('what happened between the reckoning and the writing is reckoned with', () => {
    const edit = day('2026-12-08', 'holiday');
    const gone = new Life(db, cast, START).submitted();
    const foreseen = foresee(path, day('2026-12-07', 'holiday'), quietly);
    gone.onLead(cast.agencyLeader, 'approve').do(cast.dispatcher, 'pass', CHECKED);
    const come = new Life(db, cast, START).contacted();
    const reply = gone.clocks('reply');
    const done = changeCalendar(db, order(day('2026-12-07', 'holiday')), foreseen, quietly);
    assert.ok(done.done);
    assert.deepEqual(due(come, 'reply'), ['2026-12-08 17:30']);
    assert.deepEqual(gone.clocks('reply'), reply);
    const second = foresee(path, edit, quietly);
    make(day('2026-12-07', 'ordinary'));
    assert.ok(changeCalendar(db, order(edit), second, quietly).done);
    assert.deepEqual(due(come, 'reply'), ['2026-12-07 17:30']);
    make(day('2026-12-08', 'ordinary'));
  });

  it('what was confirmed and is no longer so is not done', () => {
    const edit = day('2026-12-07', 'holiday');
    const confirmed = foresee(path, edit, quietly).forecast.print;
    new Life(db, cast, START).contacted();
    const before = snapshot(db);
    const foreseen = foresee(path, edit, quietly);
    const refused = changeCalendar(db, { ...order(edit), confirmed }, foreseen, quietly);
    assert.equal(refused.done, false);
    assert.deepEqual(snapshot(db), before);
    const onward = changeCalendar(db, { ...order(edit), confirmed, onward: true }, foreseen, quietly);
    assert.equal(onward.done, true);
    make(day('2026-12-07', 'ordinary'));
  });

  it('who lets new cases come along still sees a changed calendar again', () => {
    const edit = day('2026-12-07', 'holiday');
    const confirmed = foresee(path, edit, quietly).forecast.print;
    make(day('2026-06-01', 'holiday'));
    const again = { ...order(edit), confirmed, onward: true };
    assert.equal(changeCalendar(db, again, foresee(path, edit, quietly), quietly).done, false);
  });
});
