import type { CaseView } from '../../../views/cases/case.ts';
import type { Db } from '../../db/open.ts';
import type { Policy } from '../../policy/policy.ts';
import { publicReplyOf } from '../case-queries.ts';
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
  if (!['callback', 'verifying', 'closed', 'archived'].includes(given.status)) return null;
  const text = publicReplyOf(db, given.id);
  return text ? { title: '公开答复', text, rows: [] } : null;
}
