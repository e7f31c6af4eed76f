import type { CaseRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { inMessage } from './headline.ts';

/** Some sixty characters: the rest is read on the page of the case. */
const LONGEST = 60;

const LAST = `SELECT why FROM events WHERE case_id = ? AND act = 'press' ORDER BY id DESC LIMIT 1`;

/**
 * C-B1: what the hotline wrote when it pressed last, without the full stop. Q-A7: of a confidential case it is read
 * on the page of the case alone.
 */
export function pressWords(db: Db, given: Pick<CaseRow, 'id' | 'confidential'>): string {
  if (given.confidential === 1) return '';
  const why = prepared(db, LAST).pluck().get(given.id) as string | undefined;
  // "第 1 次，催办城管局：请尽快签收。"
  const said = why?.slice(why.indexOf('：') + 1) ?? '';
  return inMessage(said.trim().replace(/[。.\s]+$/, ''), LONGEST);
}
