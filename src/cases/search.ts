import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { indexText } from '../search/bigrams.ts';

const TEXT = 'SELECT number, headline, text, place FROM cases WHERE id = ?';
const REMOVE = 'DELETE FROM case_search WHERE rowid = ?';
const ADD = 'INSERT INTO case_search (rowid, body) VALUES (?, ?)';

/** Writes the case into the full-text index, in place of what stood there. Identity is never indexed. */
export function indexCase(db: Db, caseId: number): void {
  const row = prepared(db, TEXT).get(caseId) as {
    number: string;
    headline: string;
    text: string;
    place: string;
  };
  prepared(db, REMOVE).run(caseId);
  prepared(db, ADD).run(caseId, indexText(`${row.number}\n${row.headline}\n${row.text}\n${row.place}`));
}
