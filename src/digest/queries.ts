import type { AssignmentStatus, ClockKind } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import { LONGEST_WAIT, type MessageRow } from '../outbox/message.ts';

/**
 * Whose assignments: those of these agencies, or handed down to a section among them. With `own` only what one handler
 * of one agency has to do: theirs by name, or still nobody's (Q-C2).
 */
export type Scope = { agencyIds: readonly number[]; own: { userId: number; agencyId: number } | null };

/** An open assignment with one of its open limits; without one the clock is null. */
export type OpenLine = {
  id: number;
  case_id: number;
  number: string;
  headline: string;
  confidential: number;
  status: AssignmentStatus;
  agency: string;
  clock: ClockKind | null;
  due_at: number | null;
};

const COLUMNS = `s.id, s.case_id, c.number, c.headline, c.confidential, s.status, a.short_name AS agency`;
const OPEN = `s.status IN ('unsigned', 'signed', 'reviewing', 'returning') AND s.queue_rank IS NOT NULL`;
const SOURCE = `FROM assignments s JOIN cases c ON c.id = s.case_id JOIN agencies a ON a.id = s.agency_id`;

const LIMITS = `LEFT JOIN clocks k ON k.case_id = s.case_id AND k.assignment_id = s.id AND k.met_at IS NULL
  AND k.stopped_at IS NULL AND k.kind IN ('sign', 'first_contact', 'reply')`;

/** All that is open in the scope, by what is due first. */
export function openLines(db: Db, scope: Scope): OpenLine[] {
  const { text, values } = within(scope);
  const found = `SELECT ${COLUMNS}, k.kind AS clock, k.due_at ${SOURCE} ${LIMITS}
    WHERE ${OPEN} AND ${text} ORDER BY k.due_at, s.id`;
  return prepared(db, found).all(...values) as OpenLine[];
}

/** Whoever the case was taken from reads no more of it. */
const STILL_GIVEN = `EXISTS (SELECT 1 FROM assignments s WHERE s.case_id = v.case_id AND s.agency_id = v.agency_id
  AND s.role <> 'assist' AND s.status NOT IN ('withdrawn', 'returned'))`;

const SUPERVISED = `SELECT v.id, v.case_id, c.number, c.headline, c.confidential, 'signed' AS status,
    a.short_name AS agency, k.kind AS clock, k.due_at
  FROM supervisions v JOIN cases c ON c.id = v.case_id JOIN agencies a ON a.id = v.agency_id
  JOIN clocks k ON k.case_id = v.case_id AND k.kind = 'supervision' AND k.met_at IS NULL AND k.stopped_at IS NULL
  WHERE v.status = 'issued' AND v.agency_id IN (SELECT value FROM json_each(?)) AND ${STILL_GIVEN} ORDER BY k.due_at, v.id`;

/** Orders of supervision that wait for the agencies' answer (Q-E4). */
export function supervisedLines(db: Db, { agencyIds }: Scope): OpenLine[] {
  return prepared(db, SUPERVISED).all(JSON.stringify(agencyIds)) as OpenLine[];
}

const ASKED = `SELECT ${COLUMNS}, NULL AS clock, NULL AS due_at ${SOURCE}
  JOIN extensions x ON x.assignment_id = s.id AND x.status = 'asked' WHERE ${OPEN}`;

/** Requests for more time that wait for the agency's leader (Q-D8). */
export function extensionLines(db: Db, scope: Scope): OpenLine[] {
  const { text, values } = within(scope);
  return prepared(db, `${ASKED} AND ${text} ORDER BY s.id`).all(...values) as OpenLine[];
}

/** What came back to the agency; `act` is the newest of those below. */
export type BackLine = OpenLine & { act: string };

const CAME_BACK = `('refuse_return', 'disapprove', 'reopen')`;

/** What came back since a moment and is still to be handled: returns that were refused, replies that were sent back. */
export function backLines(db: Db, scope: Scope, since: number): BackLine[] {
  const { text, values } = within(scope);
  const found = `SELECT ${COLUMNS}, NULL AS clock, NULL AS due_at, e.act, max(e.id) ${SOURCE}
    JOIN events e ON e.case_id = s.case_id AND e.assignment_id = s.id AND e.at >= ? AND e.act IN ${CAME_BACK}
    WHERE s.status = 'signed' AND s.queue_rank IS NOT NULL AND ${text} GROUP BY s.id ORDER BY s.id`;
  return prepared(db, found).all(since, ...values) as BackLine[];
}

function within({ agencyIds, own }: Scope): { text: string; values: (string | number)[] } {
  const list = '(SELECT value FROM json_each(?))';
  const ids = JSON.stringify(agencyIds);
  const all = { text: `(s.agency_id IN ${list} OR s.section_id IN ${list})`, values: [ids, ids] };
  if (!own) return all;
  const theirs = '(s.handler_id = ? OR (s.handler_id IS NULL AND coalesce(s.section_id, s.agency_id) = ?))';
  return { text: `${all.text} AND ${theirs}`, values: [...all.values, own.userId, own.agencyId] };
}

/**
 * What is late with one agency, or with the hotline itself (`agency` null), by the kind of limit. An order of
 * supervision that was answered waits for the hotline, which has no limit for it.
 */
export type LateCount = { agency: string | null; clock: ClockKind; count: number; oldest: number };

const LATE = `SELECT a.short_name AS agency, k.kind AS clock, count(*) AS count, min(k.due_at) AS oldest
  FROM clocks k LEFT JOIN assignments s ON s.id = k.assignment_id
  LEFT JOIN supervisions v ON k.kind = 'supervision' AND v.case_id = k.case_id AND v.status = 'issued'
  LEFT JOIN agencies a ON a.id = coalesce(s.agency_id, v.agency_id)
  WHERE k.met_at IS NULL AND k.stopped_at IS NULL AND k.due_at < ? AND (k.kind <> 'supervision' OR v.id IS NOT NULL)
    AND k.kind IN ('accept', 'dispatch', 'sign', 'first_contact', 'reply', 'callback', 'verify', 'supervision')
  GROUP BY a.id, k.kind ORDER BY a.id, k.kind`;

export function lateCounts(db: Db, now: number): LateCount[] {
  return prepared(db, LATE).all(now) as LateCount[];
}

// From the index on recipients, as far back as it takes.
const HELD_BACK = `SELECT * FROM messages WHERE recipient = @recipient AND created_at >= @since - ${LONGEST_WAIT}
  AND medium = 'sms' AND status = 'cancelled' AND ended_at >= @since AND note LIKE '%并入每日汇总' ORDER BY id`;

/** SMS that were not sent since a moment, because their recipient had enough of them that day. */
export function heldBack(db: Db, recipient: string, since: number): MessageRow[] {
  return prepared(db, HELD_BACK).all({ recipient, since }) as MessageRow[];
}

export type DigestAgency = { id: number; short_name: string; email: string };

const AGENCIES = 'SELECT id, short_name, email FROM agencies WHERE active = 1 AND external = 0 ORDER BY id';

/** Agencies and sections whose people work here; outside units get letters (Q-B5). */
export function digestAgencies(db: Db): DigestAgency[] {
  return prepared(db, AGENCIES).all() as DigestAgency[];
}

const DONE = 'digest_day';

/** The local day, as days since 1970, whose digests have all been written. */
export function lastDigestDay(db: Db): number {
  return Number(settingOf(db, DONE) ?? 0);
}

export function noteDigestDay(db: Db, day: number): void {
  noteSetting(db, DONE, String(day));
}
