import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

/** What a person knows a file by. */
export type Facts = {
  bytes: number;
  cases: number;
  attachments: number;
  /** The case that came last. */
  newest: { number: string; receivedAt: number } | null;
};

const NEWEST = 'SELECT number, received_at AS receivedAt FROM cases ORDER BY id DESC LIMIT 1';

export function factsOf(db: Db, bytes: number): Facts {
  return {
    bytes,
    cases: count(db, 'cases'),
    attachments: count(db, 'attachments'),
    newest: (prepared(db, NEWEST).get() as Facts['newest'] | undefined) ?? null,
  };
}

function count(db: Db, table: 'cases' | 'attachments'): number {
  return Number(prepared(db, `SELECT count(*) FROM ${table}`).pluck().get());
}
