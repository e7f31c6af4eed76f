import { exactTime } from '../calendar/words.ts';
import { addSessions, addWorkingDays, sameDay, type WorkingCalendar } from '../calendar/working-time.ts';
import type { ClockKind } from '../cases/lifecycle.ts';
import type { Kind } from '../presets/types.ts';
import { answersCitizen, type Facts } from './facts.ts';
import { firstContactDue } from './first-contact.ts';

export type Deadline = { dueAt: number; why: string };

/**
 * The limit of a clock that starts at `start` (domain.md "Clocks"); null when the case does not have this clock.
 * @throws UnknownYearError when the limit falls in a year whose calendar is not loaded
 */
export function deadlineOf(
  clock: ClockKind,
  facts: Facts,
  calendar: WorkingCalendar,
  start: number,
): Deadline | null {
  const { limits, kind } = facts;
  const { urgent } = facts.case;
  switch (clock) {
    case 'accept':
      return urgent
        ? minutes('紧急诉求受理', limits.acceptUrgentMinutes, start, '登记')
        : workingDays('受理', limits.acceptDays, calendar, start, '登记');
    case 'dispatch':
      return urgent
        ? minutes('紧急诉求派单', limits.dispatchUrgentMinutes, start, '受理')
        : workingDays('派单', limits.dispatchDays, calendar, start, '受理');
    case 'sign':
      return urgent
        ? minutes('紧急诉求签收', limits.signUrgentMinutes, start, '派单')
        : sessions('签收', limits.signSessions, calendar, start, '派单');
    case 'return':
      return urgent
        ? minutes('紧急诉求退件', limits.returnUrgentMinutes, start, '签收')
        : workingDays('退件', limits.returnDays, calendar, start, '签收');
    case 'first_contact':
      return firstContactDue(facts) && kind.contactDays !== null
        ? workingDays(`${kind.name}首次联系`, kind.contactDays, calendar, start, '签收')
        : null;
    case 'reply':
      return replyDeadline(facts, kind, calendar, start);
    case 'callback':
      return workingDays('回访', limits.callbackDays, calendar, start, '答复');
  }
}

/** Q-D1..Q-D3: by kind; urgent the same day. Assisting agencies answer the lead within the same period. */
function replyDeadline(facts: Facts, kind: Kind, calendar: WorkingCalendar, start: number): Deadline {
  const what = facts.assignment && !answersCitizen(facts.assignment.role) ? '协办意见' : '答复';
  if (facts.case.urgent || kind.replyDays === 'same_day') {
    const dueAt = sameDay(calendar, start);
    const ground = facts.case.urgent ? '紧急诉求' : kind.name;
    return { dueAt, why: `${ground}当日${what}，${sayFrom(start, '派单')}，${exactTime(dueAt)} 止` };
  }
  return workingDays(`${kind.name}${what}`, kind.replyDays, calendar, start, '派单');
}

function workingDays(
  what: string,
  days: number,
  calendar: WorkingCalendar,
  start: number,
  from: string,
): Deadline {
  const dueAt = addWorkingDays(calendar, start, days);
  return {
    dueAt,
    why: `${what} ${days} 个工作日，自 ${exactTime(start)} ${from}次日起算，${exactTime(dueAt)} 止`,
  };
}

function sessions(
  what: string,
  count: number,
  calendar: WorkingCalendar,
  start: number,
  from: string,
): Deadline {
  const dueAt = addSessions(calendar, start, count);
  const span = count === 1 ? '半个工作日' : `${count} 个半日`;
  return { dueAt, why: `${what} ${span}，${sayFrom(start, from)}，${exactTime(dueAt)} 止` };
}

function minutes(what: string, count: number, start: number, from: string): Deadline {
  const dueAt = start + count * 60_000;
  return { dueAt, why: `${what} ${count} 分钟，${sayFrom(start, from)}，${exactTime(dueAt)} 止` };
}

function sayFrom(start: number, from: string): string {
  return `自 ${exactTime(start)} ${from}起算`;
}
