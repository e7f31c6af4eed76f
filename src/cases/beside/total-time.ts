import { calendarOf } from '../../calendar/current.ts';
import { UnknownYearError } from '../../calendar/types.ts';
import { exactTime } from '../../calendar/words.ts';
import { workingMinutesBetween } from '../../calendar/working-time.ts';
import { prepared } from '../../db/query.ts';
import { momentOf } from '../page/moment.ts';
import type { BesideOf, Reading } from './beside.ts';

// A clock of its own for each time that the case went on after it was suspended (X-E1): what lies between is nobody's.
const SPANS = `SELECT s.id, s.dispatched_at AS dispatchedAt, a.short_name AS agency, s.status,
    k.started_at AS startedAt, coalesce(k.met_at, k.stopped_at) AS endedAt
  FROM assignments s JOIN agencies a ON a.id = s.agency_id
  JOIN clocks k ON k.case_id = s.case_id AND k.assignment_id = s.id AND k.kind = 'reply'
  WHERE s.case_id = ? AND s.round = ? AND s.role <> 'assist' ORDER BY s.id, k.id`;

type Span = {
  id: number;
  dispatchedAt: number;
  agency: string;
  status: string;
  startedAt: number;
  endedAt: number | null;
};

/** domain.md "Clocks": a re-dispatch after a return or recall starts the reply anew, the total is still shown. */
export const totalTime: BesideOf = (reading) => {
  const spans = prepared(reading.db, SPANS).all(reading.given.id, reading.given.round) as Span[];
  const tries = [...Map.groupBy(spans, ({ id }) => id).values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, spans: [first, ...more] }] : [],
  );
  const [first] = tries;
  if (!first || tries.length < 2) return [];
  const used = tries.map((each) => minutesOf(reading, each.spans));
  if (used.includes(null)) return [];
  const total = used.reduce<number>((sum, minutes) => sum + (minutes ?? 0), 0);
  return [
    {
      title: '累计办理用时',
      rows: [
        ['首次派出', exactTime(first.dispatchedAt)],
        ['累计用时', `${sayMinutes(total)}（工作时间），共派出 ${tries.length} 次`],
      ],
      lines: tries.map((each, index) => ({
        at: momentOf(each.dispatchedAt, reading.now),
        text: `派往${each.agency}${LEFT[each.status] ?? ''}，用时 ${sayMinutes(used[index] ?? 0)}`,
      })),
    },
  ];
};

const LEFT: Readonly<Record<string, string>> = { returned: '，已退件', withdrawn: '，已收回' };

/** Null where the calendar does not reach so far. */
function minutesOf({ db, policy, now }: Reading, spans: readonly Span[]): number | null {
  const calendar = calendarOf(db, policy);
  try {
    return Math.floor(
      spans.reduce(
        (sum, each) => sum + workingMinutesBetween(calendar, each.startedAt, each.endedAt ?? now),
        0,
      ),
    );
  } catch (error) {
    if (error instanceof UnknownYearError) return null;
    throw error;
  }
}

function sayMinutes(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} 分钟`;
  return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${rest} 分钟`;
}
