import { countsOf, type Digest, digestView } from '../../views/digest/digest.ts';
import { calendarOf } from '../calendar/current.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { hasEmail } from '../gateways/gateways.ts';
import { sayDue } from '../notifications/say-due.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { policyAt } from '../policy/policy.ts';
import { digestFor, type Making } from './content.ts';
import { digestDay } from './day.ts';
import { type LateCount, lastDigestDay, lateCounts, noteDigestDay } from './queries.ts';
import { type Reader, readersOf } from './readers.ts';
import { digestText } from './text.ts';

/**
 * X-F1: what stands open, by e-mail once a working day, to agencies, their leaders and the hotline's supervisors
 * instead of a flood. Whoever has nothing to do gets nothing. Each reader is a slice; where the server stopped in the
 * middle, the outbox knows who has theirs.
 */
export function* writeDigests(db: Db, now: number): Generator<number> {
  // Nor is there any policy before the system is set up.
  if (!hasEmail(db)) return;
  const policy = policyAt(db, now);
  const { sending } = policy;
  const day = digestDay(calendarOf(db, policy), sending.digestAt, now);
  if (!day || day.day === lastDigestDay(db)) return;
  let counted: readonly LateCount[] | null = null;
  const late = () => {
    counted ??= lateCounts(db, now);
    return counted;
  };
  const making = { day, address: sending.address.replace(/\/+$/, ''), now, late };
  for (const reader of readersOf(db, sending)) yield writeDigest(db, reader, making);
  noteDigestDay(db, day.day);
}

/** Reads outside a transaction: nobody has to wait with writing. @returns how many messages were written */
function writeDigest(db: Db, reader: Reader, making: Making): number {
  const digest = digestFor(db, reader, making);
  if (!digest) return 0;
  const { key: recipient, name: recipientName, email: address, audience } = reader;
  const subject = subjectOf(digest, making.now);
  const about = { rule: 'digest', occasion: 'digest', stage: making.day.day, dueVersion: 0, urgent: false };
  const none = { caseId: null, assignmentId: null, clockId: null, facts: {} };
  const html = String(digestView(subject, digest));
  const to = { recipient, recipientName, address, audience, medium: 'email' as const };
  const words = { subject, text: digestText(digest), html };
  const message = { ...about, ...none, ...to, ...words, notBefore: making.now };
  return transact(db, () => enqueue(db, message, making.now)) === null ? 0 : 1;
}

/** 【每日汇总】11月23日：已超期 1 件，今日到期 2 件 */
function subjectOf(digest: Digest, now: number): string {
  const [date = ''] = sayDue(now, now).split(' ');
  return `【每日汇总】${date}：${countsOf(digest)}`;
}
