import type { WaitingRow } from '../../views/cases/waiting.ts';
import { startOfDay } from '../calendar/local-time.ts';
import { exactTime, sayDuration, sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';
import { callableFrom, isQuiet, sayQuietHours } from '../rules/quiet-hours.ts';
import type { ListedCase } from './listed.ts';
import { queueRows } from './queue-rows.ts';
import { openSuspension } from './suspensions.ts';

/** What waits for a time of its own: each row says when, and why or since when. */

const MOST = 16;

/** Cases to be called back later; `queue_rank` of these rows is the time before which nobody calls (queue-queries.ts). */
export function rowsToCallLater(db: Db, rows: readonly ListedCase[], now: number): WaitingRow[] {
  const { quietHours } = policyAt(db, now);
  return queueRows(db, rows, now).map((row, index) => {
    const from = callableFrom(Math.max(rows[index]?.queue_rank ?? 0, now), quietHours);
    return {
      ...row,
      when: { at: from, text: sayTime(from, now), exact: exactTime(from) },
      since: '',
      why: '',
    };
  });
}

/** The ledger of suspended cases (X-E1). */
export function suspendedRows(db: Db, rows: readonly ListedCase[], now: number): WaitingRow[] {
  return queueRows(db, rows, now).flatMap((row) => {
    const suspension = openSuspension(db, row.id);
    if (!suspension) return [];
    const at = startOfDay(suspension.review_on);
    const when = { at, text: suspension.review_on, exact: suspension.review_on };
    return [
      {
        ...row,
        when,
        since: `已挂账 ${sayDuration(now - suspension.started_at)}`,
        why: shortened(suspension.reason),
      },
    ];
  });
}

function shortened(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line;
}

/** G-E2: why the list of call-backs is empty at night, and when it fills again; null by day. */
export function quietNote(db: Db, now: number): string | null {
  const { quietHours } = policyAt(db, now);
  if (!isQuiet(now, quietHours)) return null;
  const until = sayTime(callableFrom(now, quietHours), now);
  return `现在是免打扰时段（每日 ${sayQuietHours(quietHours)}），不回访诉求人，${until} 起可以回访。服务结束时当场回访的，请从工单页登记。`;
}
