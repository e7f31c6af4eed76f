import { dayOf, readLocal } from '../calendar/local-time.ts';
import { exactTime } from '../calendar/words.ts';
import {
  addSessions,
  addWorkingDays,
  closeOfBusiness,
  isWorkingDay,
  sameDay,
  type WorkingCalendar,
} from '../calendar/working-time.ts';
import type { ClockKind } from '../cases/states.ts';
import { answersCitizen, type Facts } from './facts.ts';
import { firstContactDue } from './first-contact.ts';

export type Deadline = { dueAt: number; why: string };

/** How long, of what, counted from what. Urgent cases have minutes where others have working days (Q-A5). */
type Span = { what: string; from: string } & (
  | { days: number }
  | { sessions: number }
  | { minutes: number }
  | { sameDay: true }
  | { until: string }
);

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
  const span = spanOf(clock, facts);
  if (!span) return null;
  const deadline = reckon(span, calendar, start);
  return clock === 'reply' ? extended(deadline, facts, calendar) : deadline;
}

function spanOf(clock: ClockKind, facts: Facts): Span | null {
  const { limits, kind } = facts;
  const { urgent } = facts.case;
  const signing = facts.assignment?.external ? '发函' : '签收';
  const sooner = (what: string, from: string, minutes: number, otherwise: Span): Span =>
    urgent ? { what: `紧急诉求${what}`, from, minutes } : otherwise;
  switch (clock) {
    case 'accept':
      return sooner('受理', '登记', limits.acceptUrgentMinutes, {
        what: '受理',
        from: '登记',
        days: limits.acceptDays,
      });
    case 'withdrawal':
      return { what: '撤诉', from: '受理', days: limits.withdrawDays };
    case 'dispatch':
      return sooner('派单', '受理', limits.dispatchUrgentMinutes, {
        what: '派单',
        from: '受理',
        days: limits.dispatchDays,
      });
    case 'sign':
      // An outside unit signs nothing: within this limit the hotline sends it the letter (Q-B5).
      return sooner(signing, '派单', limits.signUrgentMinutes, {
        what: signing,
        from: '派单',
        sessions: limits.signSessions,
      });
    case 'return':
      // X-E1: who may not return it has no limit to do so.
      if (facts.assignment?.returnBarred) return null;
      return sooner('退件', '签收', limits.returnUrgentMinutes, {
        what: '退件',
        from: '签收',
        days: limits.returnDays,
      });
    case 'first_contact':
      return firstContactDue(facts) && kind.contactDays !== null
        ? { what: `${kind.name}首次联系`, from: '签收', days: kind.contactDays }
        : null;
    case 'reply':
      return replySpan(facts);
    case 'callback':
      return { what: '回访', from: '答复', days: limits.callbackDays };
    case 'verify':
      return { what: '核实', from: '回访', days: limits.verifyDays };
    case 'supervision':
      return facts.supervision && { what: '督办整改', from: '下达', days: facts.supervision.days };
    case 'review':
      return facts.reviewOn === null ? null : { what: '挂账复核', from: '挂账', until: facts.reviewOn };
  }
}

/**
 * Q-D1..Q-D3: by kind; a listed item has its own period or its kind's for listed ones; urgent the same day.
 * Assisting agencies answer the lead within the same period.
 */
function replySpan({ case: given, assignment, kind, item }: Facts): Span {
  const what = assignment && !answersCitizen(assignment.role) ? '协办意见' : '答复';
  if (given.urgent) return { what: `紧急诉求当日${what}`, from: '派单', sameDay: true };
  const days = (item && (item.replyDays ?? kind.listedDays)) ?? kind.replyDays;
  if (days === 'same_day') return { what: `${kind.name}当日${what}`, from: '派单', sameDay: true };
  return { what: `${item ? '便民服务事项' : ''}${kind.name}${what}`, from: '派单', days };
}

/** The original period of the reply in working days, as Q-D8 compares with it; a reply of the same day counts as one. */
export function replyPeriod(facts: Facts): number {
  const span = replySpan(facts);
  return 'days' in span ? span.days : 1;
}

/** Q-D8: what was granted is added to the end of the original period. */
function extended(deadline: Deadline, { extension }: Facts, calendar: WorkingCalendar): Deadline {
  if (extension.grantedDays === 0) return deadline;
  const dueAt = addWorkingDays(calendar, deadline.dueAt, extension.grantedDays);
  const why = `${deadline.why}；经批准延期 ${extension.grantedDays} 个工作日，至 ${exactTime(dueAt)} 止`;
  return { dueAt, why };
}

function reckon(span: Span, calendar: WorkingCalendar, start: number): Deadline {
  const dueAt = endOf(span, calendar, start);
  const late = 'sameDay' in span && dayOf(dueAt) !== dayOf(start);
  const moved = late ? '，当日已无工作时间，顺延至下一个工作日' : '';
  return { dueAt, why: `${span.what}${saySpan(span, start)}${moved}，${exactTime(dueAt)} 止` };
}

function endOf(span: Span, calendar: WorkingCalendar, start: number): number {
  if ('days' in span) return addWorkingDays(calendar, start, span.days);
  if ('sessions' in span) return addSessions(calendar, start, span.sessions);
  if ('minutes' in span) return start + span.minutes * 60_000;
  return 'sameDay' in span ? sameDay(calendar, start) : closeOn(calendar, span.until);
}

/** Close of business of that day, or of the first working day after it. */
function closeOn(calendar: WorkingCalendar, day: string): number {
  if (isWorkingDay(calendar, day)) return closeOfBusiness(calendar, day);
  return addWorkingDays(calendar, readLocal(`${day} 12:00`) ?? 0, 1);
}

function saySpan(span: Span, start: number): string {
  const since = `自 ${exactTime(start)} ${span.from}`;
  if ('days' in span) return ` ${span.days} 个工作日，${since}次日起算`;
  if ('minutes' in span) return ` ${span.minutes} 分钟，${since}起算`;
  if ('sameDay' in span) return `，${since}起算`;
  if ('until' in span) return `，定于 ${span.until}`;
  return ` ${span.sessions === 1 ? '半个工作日' : `${span.sessions} 个半日`}，${since}起算`;
}
