import type { CaseView } from '../../../views/cases/case.ts';
import type { Db } from '../../db/open.ts';
import type { Policy } from '../../policy/policy.ts';
import { repliesOf } from '../case-queries.ts';
import type { CaseRow } from '../rows.ts';

export function answerOf(db: Db, given: CaseRow, policy: Policy): CaseView['answer'] {
  if (given.rejection_reason) {
    const reason = policy.rejectionReasons.find((each) => each.code === given.rejection_reason);
    const rows: [string, string][] = [
      ['说明', reason?.explanation ?? ''],
      ['转介电话', reason?.referral ?? ''],
    ];
    return {
      title: `不予受理：${reason?.name ?? given.rejection_reason}`,
      text: reason?.guidance ?? '',
      rows: rows.filter(([, value]) => value),
    };
  }
  return given.answer ? { title: '答复内容', text: given.answer, rows: [] } : publicAnswer(db, given);
}

/** The lead's approved text, once the hotline has checked it. */
export function publicAnswer(db: Db, given: CaseRow): CaseView['answer'] {
  const lead = repliesOf(db, given.id).find((reply) => reply.approved_at !== null && reply.public_reply);
  return lead && ['callback', 'verifying', 'closed', 'archived'].includes(given.status)
    ? { title: '公开答复', text: lead.public_reply, rows: [] }
    : null;
}
