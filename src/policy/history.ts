import { type HistoryVersion, policyHistory } from '../../views/policy/history.ts';
import { formatLocal } from '../calendar/local-time.ts';
import { type Ctx, dbOf, nowOf } from '../web/context.ts';
import { reasonsOf } from './reason-queries.ts';
import type { Subject } from './subject.ts';
import type { Version } from './versions.ts';
import { changesBy, sayFrom, setBy } from './words.ts';

const VERSIONS_A_PAGE = 20;

/** Newest first, by the order in which they were set; `before` in the address is the last one of the page before. */
export function historyOf(c: Ctx, subject: Subject, versions: readonly Version[], mayChange: boolean) {
  const { slug } = subject;
  const before = Number(c.req.query('before') ?? '') || Number.POSITIVE_INFINITY;
  const older = versions.toSorted((a, b) => b.id - a.id).filter(({ id }) => id < before);
  const shown = older.slice(0, VERSIONS_A_PAGE);
  const last = shown.at(-1)?.id ?? 0;
  const nextHref = older.length > VERSIONS_A_PAGE ? `/policy/${slug}?before=${last}#history` : null;
  const firstHref = before < Number.POSITIVE_INFINITY ? `/policy/${slug}#history` : null;
  const reasons = reasonsOf(dbOf(c), subject);
  return policyHistory(
    shown.map((version) => ({
      ...historyVersion(c, subject, version, versions, mayChange),
      reason: reasons.get(version.id) ?? '',
    })),
    nextHref,
    firstHref,
  );
}

function historyVersion(
  c: Ctx,
  subject: Subject,
  version: Version,
  all: readonly Version[],
  mayChange: boolean,
): Omit<HistoryVersion, 'reason'> {
  const { id, number, state, from } = version;
  const [db, now] = [dbOf(c), nowOf(c)];
  const undone = all.filter((each) => each.from < from).at(-1);
  const starts = formatLocal(from).replace(' ', 'T');
  return {
    number,
    state,
    from: sayFrom(from),
    by: setBy(db, version, now),
    changes: changesBy(db, subject, version, now),
    restoreHref: mayChange && state !== 'current' ? `/policy/${subject.slug}?version=${id}` : null,
    undoHref:
      mayChange && state === 'coming' && undone
        ? `/policy/${subject.slug}?version=${undone.id}&starts=${starts}`
        : null,
  };
}
