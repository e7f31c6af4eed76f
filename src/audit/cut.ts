import { DAY } from '../calendar/days.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import { keepAuditFigures } from '../keeping/cleared.ts';
import { keepingInForce } from '../keeping/in-force.ts';
import type { Keeping } from '../presets/types.ts';
import { needsChoice } from '../setup/state.ts';
import { audit } from './audit.ts';
import { firstLines, lastCut, removeCut, type StoredLine, writeCut } from './chain-queries.ts';
import { lastCheck } from './check.ts';
import { verifyLines } from './verify.ts';

/** The law asks for six months; the file itself refuses to part with anything younger (migration 0005). */
const AT_LEAST_DAYS = 190;
export const LINES_A_CUT = 2000;

/**
 * Cuts off what has been kept long enough, from the beginning of the log, slice by slice. Each slice is verified before
 * it goes, and says in the log what went. A log that was found broken is left as it is: it is evidence.
 */
export function* cutOldLines(db: Db, now: number): Generator<void> {
  if (needsChoice(db)) return;
  while (lastCheck(db)?.ok && transact(db, () => cutSlice(db, now))) yield;
}

/** @returns whether there may be more */
function cutSlice(db: Db, now: number): boolean {
  const old = oldLines(db, now);
  const [cut, last] = [lastCut(db), old.at(-1)];
  if (!last || !verifyLines(cut, old).ok) return false;
  const detail = { through: last.id, lines: old.length, hash: last.hash.toString('hex') };
  audit(db, { at: now, actor: null, act: 'audit_cut', detail });
  keepAuditFigures(db, last.id, now);
  writeCut(db, { at: now, through_id: last.id, through_hash: last.hash, lines: old.length });
  removeCut(db, last.id);
  return old.length === LINES_A_CUT;
}

/** Those at the beginning that are too old, up to the first that is not. Whole days: it is cut once a day. */
function oldLines(db: Db, now: number): StoredLine[] {
  const kept = keptFrom(keepingInForce(db, now), now);
  const first = firstLines(db, 1)[0];
  if (!first || first.at >= kept) return [];
  const lines = firstLines(db, LINES_A_CUT);
  const young = lines.findIndex(({ at }) => at >= kept);
  return young === -1 ? lines : lines.slice(0, young);
}

function keptFrom({ auditDays }: Pick<Keeping, 'auditDays'>, now: number): number {
  return startOfDay(dayOf(now)) - Math.max(AT_LEAST_DAYS, auditDays) * DAY;
}

const COUNT = 'SELECT count(*) FROM (SELECT 1 FROM audit_log WHERE at < ? LIMIT 1001)';

/** How many lines are to go under this setting; 1001 stands for more than a thousand. */
export function linesToCut(db: Db, keeping: Pick<Keeping, 'auditDays'>, now: number): number {
  return prepared(db, COUNT).pluck().get(keptFrom(keeping, now)) as number;
}
