import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { indexText } from '../search/bigrams.ts';

const TEXT = 'SELECT number, headline, text, place FROM cases WHERE id = ?';
const REMOVE = 'DELETE FROM case_search WHERE rowid = ?';
const ADD = 'INSERT INTO case_search (rowid, body) VALUES (?, ?)';

export type Written = { number: string; headline: string; text: string; place: string };

/** Writes the case into the full-text index, in place of what stood there. Identity is never indexed. */
export function indexCase(db: Db, caseId: number): void {
  const row = prepared(db, TEXT).get(caseId) as Written;
  prepared(db, REMOVE).run(caseId);
  prepared(db, ADD).run(caseId, indexText(textOf(row)));
}

/** What search reads of a case. */
export function textOf(row: Written): string {
  return `${row.number}\n${row.headline}\n${row.text}\n${row.place}`;
}
