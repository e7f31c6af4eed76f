import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { hasEmail } from '../gateways/gateways.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { policyAt } from '../policy/policy.ts';
import type { ReminderRule } from '../presets/types.ts';
import { AUDIENCES, type Audience, OF_AGENCY } from './audiences.ts';
import { agencyPost } from './recipient-queries.ts';
import { renderRule } from './render.ts';
import type { Subject } from './tell.ts';

const TOLD = `SELECT 1 FROM messages WHERE recipient = ? AND (status = 'dead' OR created_at > ?)`;
const GIVE_UP = `UPDATE messages SET status = 'dead', note = ?, ended_at = ? WHERE id = ?`;

/**
 * Nobody whom a rule names has a number or address: that is put into the outbox as failed, so that somebody sees it
 * and enters one. Once a day for the same people, not for each case of theirs.
 */
export function noteUnreached(
  db: Db,
  rule: ReminderRule,
  subject: Subject,
  audiences: readonly Audience[],
  now: number,
): void {
  const medium = rule.via.find((each) => each !== 'email' || hasEmail(db));
  // An installation without e-mail has chosen so.
  if (!medium || audiences.length === 0) return;
  const agency = audiences.some((each) => OF_AGENCY.has(each)) ? subject.assignment?.agency_id : null;
  const recipient = `nobody:${agency ?? 'hotline'}:${[...audiences].sort().join('+')}:${medium}`;
  if (prepared(db, TOLD).get(recipient, now - DAY) !== undefined) return;
  const { case: given, assignment, clock, stage } = subject;
  const names = audiences.map((each) => AUDIENCES[each]).join('、');
  const words = renderRule(db, rule, { case: given, assignment, clock, policy: policyAt(db, now), now });
  const id = enqueue(
    db,
    {
      ...{ ...words, medium, rule: rule.code, occasion: rule.occasion, stage, urgent: given.urgent === 1 },
      ...{ audience: audiences[0] ?? '', recipient, recipientName: names, address: '', notBefore: now },
      ...{ caseId: given.id, assignmentId: assignment?.id ?? null, clockId: clock?.id ?? null },
      dueVersion: clock?.due_at ?? 0,
    },
    now,
  );
  if (id !== null) prepared(db, GIVE_UP).run(noteOf(db, subject, agency != null, names, medium), now, id);
}

function noteOf(db: Db, { assignment }: Subject, ofAgency: boolean, names: string, medium: string): string {
  const whose = (ofAgency && assignment && agencyPost(db, assignment.agency_id)?.short_name) || '热线';
  const what = medium === 'email' ? '邮箱' : '手机';
  return `${whose}的${names}均未登记${what}，没有通知到任何人。请系统管理员在“人员与岗位”或“承办单位”页补填，下一次提醒即可送达；本次请电话告知后登记。`;
}
