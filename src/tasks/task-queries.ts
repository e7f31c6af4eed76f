import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import { TASK_KINDS, TASKS, type TaskKind } from './kinds.ts';

/** A task in a list, with what its case and agency are called. */
export type ListedTask = {
  id: number;
  case_id: number;
  assignment_id: number | null;
  kind: TaskKind;
  what: string;
  due_at: number | null;
  user_id: number | null;
  /** Whose it is, where it is one person's. */
  person: string | null;
  /** How often somebody tried and reached nobody. */
  failed: number;
  number: string;
  headline: string;
  first_operator: number | null;
  urgent: number;
  emergency: number;
  confidential: number;
  anonymous: number;
  agency: string | null;
  rank: number;
};

/** Where a page of the list begins: behind this task. */
export type TaskPlace = { rank: number; id: number };

export const TASKS_A_PAGE = 50;

/** One's own before what anybody may do, then what is due first; what has no limit comes last. */
const RANK = `((CASE WHEN t.user_id = @me THEN 0 ELSE 100000000000000 END) + coalesce(t.due_at, 99000000000000))`;

/**
 * What an agency must be told waits while the agency cannot act: a suspended case, or one that was merged (perform.ts).
 */
const OPEN = `t.done_at IS NULL AND t.dropped_at IS NULL AND t.side = 'hotline'
  AND (t.assignment_id IS NULL OR c.status = 'dispatched')`;

const FROM = `FROM tasks t JOIN cases c ON c.id = t.case_id LEFT JOIN assignments s ON s.id = t.assignment_id
  LEFT JOIN agencies a ON a.id = s.agency_id LEFT JOIN users u ON u.id = t.user_id`;

const FAILED = `(SELECT count(*) FROM events e WHERE e.case_id = t.case_id AND e.assignment_id = t.assignment_id
  AND e.act = 'phone_failed' AND e.at >= t.created_at)`;

const LIST = `SELECT t.id, t.case_id, t.assignment_id, t.kind, t.what, t.due_at, t.user_id, u.name AS person,
    ${FAILED} AS failed, c.number, c.headline, c.first_operator, c.urgent, c.emergency, c.confidential, c.anonymous,
    a.short_name AS agency, ${RANK} AS rank
  ${FROM} WHERE ${OPEN}`;

const URGENT = quoted(TASK_KINDS.filter((kind) => TASKS[kind].urgent));
const LIST_URGENT = `${LIST} AND t.kind IN (${URGENT}) ORDER BY t.due_at IS NULL, t.due_at, t.id LIMIT @most`;
const COUNT_URGENT = `SELECT count(*) ${FROM} WHERE ${OPEN} AND t.kind IN (${URGENT})`;

/** Q-A5, Q-A6: what stands on the duty screen, the most pressing first. */
export function urgentTasks(db: Db, actor: Actor, most: number): { tasks: ListedTask[]; total: number } {
  const tasks = prepared(db, LIST_URGENT).all({ me: actor.id, most }) as ListedTask[];
  const total = tasks.length < most ? tasks.length : Number(prepared(db, COUNT_URGENT).pluck().get());
  return { tasks, total };
}

const COUNT_MUST_PHONE = `SELECT count(*) AS open, coalesce(sum(t.due_at < ?), 0) AS late
  FROM tasks t JOIN cases c ON c.id = t.case_id WHERE ${OPEN} AND t.kind = 'must_phone'`;

/** Agencies that still have to be told by telephone, and how many of them are late. */
export function mustPhoneCount(db: Db, now: number): { open: number; late: number } {
  return prepared(db, COUNT_MUST_PHONE).get(now) as { open: number; late: number };
}

/** A page of what the actor has to do: their own, and what stands on the lists of their roles. One row more says that there is a next page. */
export function tasksFor(db: Db, actor: Actor, after: TaskPlace | null): ListedTask[] {
  const kinds = quoted(TASK_KINDS.filter((kind) => TASKS[kind].by.some((role) => actor.roles.has(role))));
  const beyond = after ? `AND (${RANK}, t.id) > (@rank, @id)` : '';
  const sql = `${LIST} AND t.kind IN (${quoted(OF_HOTLINE)}) AND (t.user_id = @me OR t.kind IN (${kinds})) ${beyond}
    ORDER BY rank, t.id LIMIT ${TASKS_A_PAGE + 1}`;
  return prepared(db, sql).all({ me: actor.id, ...after }) as ListedTask[];
}

/** Those that stand on somebody's list; by them SQLite walks the index of open tasks. */
const OF_HOTLINE = TASK_KINDS.filter((kind) => TASKS[kind].by.length > 0);

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
