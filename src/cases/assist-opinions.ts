import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { CaseRow } from './rows.ts';

const ASSISTS = `SELECT a.short_name AS agency, s.status,
    (SELECT r.handling FROM replies r WHERE r.assignment_id = s.id AND r.approved_at IS NOT NULL
      ORDER BY r.id DESC LIMIT 1) AS opinion
  FROM assignments s JOIN agencies a ON a.id = s.agency_id
  WHERE s.case_id = ? AND s.round = ? AND s.role = 'assist' AND s.status IN ('replied', 'withdrawn') ORDER BY s.id`;

type Assist = { agency: string; status: 'replied' | 'withdrawn'; opinion: string | null };

/** Q-B2: the assisting opinions that the lead puts together in its reply, and whose it need not wait for. */
export function assistOpinions(
  db: Db,
  given: Pick<CaseRow, 'id' | 'round'>,
): { title: string; text: string } | null {
  const assists = prepared(db, ASSISTS).all(given.id, given.round) as Assist[];
  const lines = assists.flatMap(({ agency, status, opinion }) => {
    if (status === 'withdrawn') return [`${agency}：已免除协办意见`];
    return opinion === null ? [] : [`${agency}：${opinion}`];
  });
  return lines.length === 0 ? null : { title: '协办意见', text: lines.join('\n\n') };
}
