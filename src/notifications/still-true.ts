import type { AssignmentRow, CaseRow, ClockRow } from '../cases/rows.ts';
import { ASSIGNMENT_STATUS, CLOCKS } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { staleDigest } from '../digest/day.ts';
import type { MessageRow } from '../outbox/message.ts';
import { policyAt } from '../policy/policy.ts';
import type { ReminderRule } from '../presets/types.ts';
import { untrueAct } from './act-true.ts';
import { type Audience, OF_AGENCY } from './audiences.ts';
import { isTimelyMoment } from './moment-true.ts';
import { OCCASIONS, type OccasionCode, occasionOf } from './occasions.ts';
import { recipientsOf } from './recipients.ts';
import { assignmentById, isExternal, reportIsIn } from './remind-queries.ts';
import { rulesInForce } from './rules-in-force.ts';

/** What a message that waits is held against. */
export type Waiting = {
  message: MessageRow;
  rule: ReminderRule;
  given: CaseRow;
  assignment: AssignmentRow | null;
};

const CASE = 'SELECT * FROM cases WHERE id = ?';

/**
 * X-F1: why a message that still waits must not go out any more, in words for the outbox; null where it still says
 * what is so. Asked before every try.
 */
export function noLongerTrue(db: Db, message: MessageRow, now: number): string | null {
  if (message.rule === 'digest') return staleDigest(message, now);
  if (!Object.hasOwn(OCCASIONS, message.occasion) || message.case_id === null) return null;
  const rule = rulesInForce(db, now).code.get(message.rule);
  if (!rule) return '提醒规则已停用。';
  const given = prepared(db, CASE).get(message.case_id) as CaseRow | undefined;
  if (!given) return '工单已不存在。';
  const assignment =
    message.assignment_id === null ? null : (assignmentById(db, message.assignment_id) ?? null);
  const waiting = { message, rule, given, assignment };
  return untrueMatter(db, waiting, now) ?? overtakenBy(db, message) ?? strangeRecipient(db, waiting, now);
}

function untrueMatter(db: Db, waiting: Waiting, now: number): string | null {
  const lost = lostCase(waiting);
  if (lost !== null) return lost;
  const { at } = occasionOf(waiting.message.occasion as OccasionCode);
  return 'clock' in at ? untrueLimit(db, waiting, now) : untrueAct(db, waiting);
}

/** An agency from which a case was taken hears of nothing but that. */
function lostCase({ message, assignment }: Waiting): string | null {
  if (message.occasion === 'withdrawn' || !OF_AGENCY.has(message.audience)) return null;
  if (assignment?.status !== 'withdrawn' && assignment?.status !== 'returned') return null;
  return `该单位的派单${ASSIGNMENT_STATUS[assignment.status].name}，不再办理。`;
}

const CLOCK = 'SELECT * FROM clocks WHERE id = ?';

function untrueLimit(db: Db, { message, rule, given, assignment }: Waiting, now: number): string | null {
  const clock = prepared(db, CLOCK).get(message.clock_id) as ClockRow | undefined;
  if (!clock) return '该时限已取消。';
  const name = CLOCKS[clock.kind].name;
  if (clock.met_at !== null) return `${name}已完成。`;
  if (clock.stopped_at !== null) return `${name}时限已终止。`;
  if (clock.due_at !== message.due_version) return `${name}时限已变更，按新的时限另行提醒。`;
  if (clock.kind === 'supervision' && reportIsIn(db, given.id)) return '整改报告已提交，待热线认定。';
  if (speaksOfLate(rule) && now < clock.due_at) return '尚未到所提醒的时间。';
  if (message.stage > 0) return null;
  // Written while there was time; `created_at` is not before the moment it speaks of.
  const moment = { rule, stage: 0, at: message.created_at };
  const limit = { ...clock, received_at: given.received_at };
  return isTimelyMoment(db, moment, limit, assignment, now) ? null : '已过所提醒的时间。';
}

/** Written while the clock was wrong: by the right one nobody is late yet. */
function speaksOfLate({ occasion }: ReminderRule): boolean {
  const { at } = occasionOf(occasion);
  return 'clock' in at && (at.moment === 'after_due' || at.moment === 'daily');
}

const NEWER = `SELECT 1 FROM messages WHERE coalesce(case_id, 0) = ? AND coalesce(assignment_id, 0) = ? AND rule = ?
  AND stage > ? AND recipient = ? AND medium = ? AND status <> 'cancelled' LIMIT 1`;

/** Of what happens again and again the newest is told, once. */
function overtakenBy(db: Db, message: MessageRow): string | null {
  const { case_id, assignment_id, rule, stage, recipient, medium } = message;
  if (stage === 0) return null;
  const newer = prepared(db, NEWER).get(case_id, assignment_id ?? 0, rule, stage, recipient, medium);
  return newer === undefined ? null : '已有更新的同类通知。';
}

const SERVES = 'SELECT active FROM users WHERE id = ?';

/** Whoever has left, or has nothing to do with the case any more, is not told of it. */
function strangeRecipient(db: Db, { message, given, assignment }: Waiting, now: number): string | null {
  const [kind, id] = message.recipient.split(':');
  if (kind !== 'user') return null;
  if (prepared(db, SERVES).pluck().get(Number(id)) !== 1) return '接收人账号已停用。';
  // They were the agency's people when it had the case.
  if (message.occasion === 'withdrawn' || isExternal(db, assignment)) return null;
  const about = { case: given, assignment, policy: policyAt(db, now) };
  const found = recipientsOf(db, message.audience as Audience, about);
  return found.some(({ key }) => key === message.recipient) ? null : '接收人已不承担该工单的这项工作。';
}
