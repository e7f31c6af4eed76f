import { prepared } from '../../db/query.ts';
import type { BesideOf } from './beside.ts';

// The events are the count (Q-C3): what was asked, and what came of it.
const RETURNS = `SELECT a.short_name AS agency, count(*) FILTER (WHERE e.act = 'ask_return') AS asked,
    count(*) FILTER (WHERE e.act = 'grant_return') AS granted,
    count(*) FILTER (WHERE e.act = 'refuse_return') AS refused
  FROM events e JOIN assignments s ON s.id = e.assignment_id JOIN agencies a ON a.id = s.agency_id
  WHERE e.case_id = ? AND e.act IN ('ask_return', 'grant_return', 'refuse_return') GROUP BY a.id ORDER BY min(e.id)`;
const BARRED = `SELECT a.short_name FROM assignments s JOIN agencies a ON a.id = s.agency_id
  WHERE s.case_id = ? AND s.return_barred = 1 AND s.status NOT IN ('returned', 'withdrawn') ORDER BY s.id`;

type Returns = { agency: string; asked: number; granted: number; refused: number };

/** Q-C3, X-E1: how often which agency asked to return the case, and who may not do so any more. */
export const returns: BesideOf = ({ db, given }) => {
  const asked = prepared(db, RETURNS).all(given.id) as Returns[];
  const barred = prepared(db, BARRED).pluck().all(given.id) as string[];
  if (asked.length === 0 && barred.length === 0) return [];
  const rows = asked.map((each): [string, string] => [each.agency, words(each)]);
  const bar: [string, string][] =
    barred.length > 0 ? [['禁止再次退件', [...new Set(barred)].join('、')]] : [];
  return [{ title: '退件', rows: [...rows, ...bar], lines: [] }];
};

function words({ asked, granted, refused }: Returns): string {
  const parts = [
    `申请 ${asked} 次`,
    granted > 0 ? `同意 ${granted} 次` : '',
    refused > 0 ? `不同意 ${refused} 次` : '',
  ];
  return parts.filter(Boolean).join('，');
}
