import { dayNumberAt } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import { reckonNextTime } from './changed-rules.ts';

const LAST = 'reminders_swept_at';
/** What an act brought up has happened, whatever the clock said; and what went out stays on record. */
const TO_COME = `DELETE FROM messages WHERE created_at > @now AND sent_at IS NULL AND attempts = 0 AND ended_by IS NULL
  AND (EXISTS (SELECT 1 FROM clocks k WHERE k.id = clock_id AND k.started_at <= @now) OR rule = 'digest' AND stage > @today)
  AND NOT EXISTS (SELECT 1 FROM message_tries t WHERE t.message_id = messages.id)`;

/**
 * X-F1: where the clock stood in time to come and was set right, what was written of moments that have not come is
 * taken away, so that it can be said when they do, and every open limit is reckoned anew.
 */
export function forgetTimeToCome(db: Db, now: number): void {
  transact(db, () => {
    const last = Number(settingOf(db, LAST) ?? 0);
    if (last > now) {
      prepared(db, TO_COME).run({ now, today: dayNumberAt(now) });
      reckonNextTime(db);
    }
    noteSetting(db, LAST, String(now));
  });
}
