import { calendarPrint } from '../calendar/fingerprint.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';

const KEY = 'reminders_reckoned_by';
const SLICE = 250;

// Of how messages are sent only the hour of the daily ones decides about moments.
const IN_FORCE = `SELECT group_concat(key || ' ' || CASE key WHEN 'sending' THEN value ->> 'digestAt' ELSE id END)
  FROM policies p WHERE key IN ('reminderRules', 'sending', 'hours')
  AND id = (SELECT id FROM policies WHERE key = p.key AND in_force_from <= ? ORDER BY in_force_from DESC, id DESC LIMIT 1)`;
const OPEN = `SELECT id, due_at FROM clocks WHERE met_at IS NULL AND stopped_at IS NULL AND (due_at, id) > (?, ?)
  ORDER BY due_at, id LIMIT ${SLICE}`;
const AGAIN =
  'UPDATE clocks SET remind_at = 0 WHERE id IN (SELECT value FROM json_each(?)) AND remind_at IS NOT 0';

/** The next sweep reckons every open clock anew. */
export function reckonNextTime(db: Db): void {
  noteSetting(db, KEY, '');
}

/**
 * When other rules have come into force, or the calendar has changed, every open clock has its reminders reckoned anew.
 * What was told before stays told.
 */
export function* reckonAllAgain(db: Db, now: number): Generator<number, void> {
  const by = `${prepared(db, IN_FORCE).pluck().get(now) ?? ''}; calendar ${calendarPrint(db)}`;
  if (settingOf(db, KEY) === by) return;
  for (let from = { due_at: 0, id: 0 }; ; ) {
    const open = prepared(db, OPEN).all(from.due_at, from.id) as (typeof from)[];
    const last = open.at(-1);
    if (!last) break;
    prepared(db, AGAIN).run(JSON.stringify(open.map(({ id }) => id)));
    from = last;
    yield open.length;
  }
  noteSetting(db, KEY, by);
}
