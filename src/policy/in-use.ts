import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Policy } from './policy.ts';
import type { Subject } from './subject.ts';

const COUNTED = 1000;
// Bounded by the open cases, however many have been closed.
const OPEN = {
  kind: `SELECT count(*) FROM (SELECT 1 FROM cases WHERE queue_rank IS NOT NULL AND kind = ? LIMIT ${COUNTED + 1})`,
  channel: `SELECT count(*) FROM (SELECT 1 FROM cases WHERE queue_rank IS NOT NULL AND channel = ? LIMIT ${COUNTED + 1})`,
};

/** What is taken away although open cases have it: they keep it, and whoever takes it away is told. */
export function stillInUse(db: Db, { usedAs, parts }: Subject, before: Policy, after: Policy): string[] {
  const [part] = parts;
  if (!usedAs || !part) return [];
  const nobody = { kinds: [], categories: [], agencies: [], usualFolder: '' };
  const kept = new Set(part.items(after, nobody).map(({ id }) => id));
  return part
    .items(before, nobody)
    .filter(({ id }) => !kept.has(id))
    .flatMap(({ id, title }) => {
      const open = Number(prepared(db, OPEN[usedAs]).pluck().get(id));
      const count = open > COUNTED ? `${COUNTED} 件以上` : `${open} 件`;
      return open === 0
        ? []
        : [`“${title}”有 ${count}在办工单，它们仍按原名称和原规定办理；新登记的诉求不再提供。`];
    });
}
