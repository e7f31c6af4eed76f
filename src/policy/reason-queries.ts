import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Subject } from './subject.ts';

const REASONS = `SELECT detail ->> '$.version' AS version, detail ->> '$.reason' AS reason FROM audit_log
  WHERE act = 'policy_changed' AND subject = ? AND detail ->> '$.reason' IS NOT NULL`;

/** Why versions of a subject were set, by their ids, where whoever set them said so: it stands in the audit log. */
export function reasonsOf(db: Db, { title }: Subject): ReadonlyMap<number, string> {
  const said = prepared(db, REASONS).all(title) as { version: number; reason: string }[];
  return new Map(said.map(({ version, reason }) => [version, reason]));
}
