import type { Clock } from '../../../views/ui/index.ts';
import { calendarOf } from '../../calendar/current.ts';
import type { WorkingCalendar } from '../../calendar/types.ts';
import { sayRemaining, sayTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import type { Policy } from '../../policy/policy.ts';
import type { ShownAssignment } from '../case-queries.ts';
import { toneOf } from '../clock-words.ts';
import type { ClockRow } from '../rows.ts';
import { CLOCKS, clockName } from '../states.ts';

export function clockView(
  db: Db,
  clock: ClockRow,
  assignments: readonly ShownAssignment[],
  policy: Policy,
  now: number,
): Clock {
  const whose = assignments.find((each) => each.id === clock.assignment_id);
  const name = clockName(clock.kind, whose?.external === 1);
  const end = clock.met_at ?? clock.stopped_at ?? now;
  const span = Math.max(1, clock.due_at - clock.started_at);
  return {
    label: whose ? `${name}（${whose.agency}）` : name,
    startedText: sayTime(clock.started_at, now),
    dueText: sayTime(clock.due_at, now),
    share: ((end - clock.started_at) / span) * 100,
    why: clock.why,
    ...clockState(clock, calendarOf(db, policy), now),
  };
}

function clockState(
  clock: ClockRow,
  calendar: WorkingCalendar,
  now: number,
): Pick<Clock, 'tone' | 'metText' | 'text'> {
  if (clock.met_at !== null) {
    const late = clock.met_at > clock.due_at;
    return { tone: late ? 'overdue' : 'met', metText: late ? '超期完成' : '按时完成' };
  }
  if (clock.stopped_at !== null) return { tone: 'met', metText: '已停止' };
  // A right that has run out is nobody's delay.
  if (!CLOCKS[clock.kind].duty && now > clock.due_at) return { tone: 'none', metText: '时限已过' };
  return {
    tone: CLOCKS[clock.kind].duty ? toneOf(calendar, clock.due_at, now) : 'none',
    metText: null,
    text: sayRemaining(calendar, clock.due_at, now),
  };
}
