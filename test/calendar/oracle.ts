// A slow second opinion: the working calendar as one number for each minute of 2024-2026, and every question answered
// by walking minute by minute, or from an index that one such walk over all minutes has made. Written from the
// regulation's words; shares nothing with src/.

export type OracleSeason = { from: string; to: string; sessions: [string, string][] };
export type OracleDay = { day: string; kind: 'holiday' | 'workday' | 'half_morning' | 'half_afternoon' };
export type Oracle = {
  firstMinute: number;
  /** For each minute the running number of its session; 0 where nobody works. */
  minutes: Int32Array;
  /** For each minute how many worked ones lie before it. */
  workedBefore: Int32Array;
  /** The worked minutes, in order. */
  worked: Int32Array;
  /** For each day the end of its last worked minute; 0 on a day off. */
  closes: Int32Array;
};

/** Thrown where the walk leaves 2024-2026. */
export class OracleUnknown extends Error {}

/** The State Council's arrangements (国办发明电 2023-7, 2024-12, 2025-7), typed in by hand: days off, make-up workdays. */
export const STATE_COUNCIL: { off: [string, string][]; work: string[] } = {
  off: [
    ['2024-01-01', '2024-01-01'],
    ['2024-02-10', '2024-02-17'],
    ['2024-04-04', '2024-04-06'],
    ['2024-05-01', '2024-05-05'],
    ['2024-06-10', '2024-06-10'],
    ['2024-09-15', '2024-09-17'],
    ['2024-10-01', '2024-10-07'],
    ['2025-01-01', '2025-01-01'],
    ['2025-01-28', '2025-02-04'],
    ['2025-04-04', '2025-04-06'],
    ['2025-05-01', '2025-05-05'],
    ['2025-05-31', '2025-06-02'],
    ['2025-10-01', '2025-10-08'],
    ['2026-01-01', '2026-01-03'],
    ['2026-02-15', '2026-02-23'],
    ['2026-04-04', '2026-04-06'],
    ['2026-05-01', '2026-05-05'],
    ['2026-06-19', '2026-06-21'],
    ['2026-09-25', '2026-09-27'],
    ['2026-10-01', '2026-10-07'],
  ],
  work: [
    ...['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-05-11', '2024-09-14', '2024-09-29'],
    ...['2024-10-12', '2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11', '2026-01-04'],
    ...['2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  ],
};

/** Every day of 2024-2026 in order, counted up by hand with its weekday (2024-01-01 was a Monday, 1). */
export function everyDay(): { day: string; weekday: number }[] {
  const days: { day: string; weekday: number }[] = [];
  let weekday = 1;
  for (const year of [2024, 2025, 2026]) {
    const lengths = [31, year === 2024 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    lengths.forEach((length, month) => {
      for (let date = 1; date <= length; date++) {
        days.push({ day: `${year}-${two(month + 1)}-${two(date)}`, weekday });
        weekday = weekday === 7 ? 1 : weekday + 1;
      }
    });
  }
  return days;
}

const two = (n: number) => String(n).padStart(2, '0');

/** Numbers each minute: 0 not worked, otherwise the running number of its session. */
export function oracle(seasons: OracleSeason[], exceptions: OracleDay[]): Oracle {
  const days = everyDay();
  const kinds = new Map(exceptions.map(({ day, kind }) => [day, kind]));
  const minutes = new Int32Array(days.length * 1440);
  let serial = 0;
  days.forEach(({ day, weekday }, index) => {
    const kind = kinds.get(day) ?? (weekday > 5 ? 'holiday' : 'workday');
    const [morning, afternoon] = hoursOn(seasons, day);
    const worked = {
      holiday: [],
      workday: [morning, afternoon],
      half_morning: [morning],
      half_afternoon: [afternoon],
    };
    for (const session of worked[kind]) {
      serial += 1;
      for (let m = minuteOf(session?.[0]); m < minuteOf(session?.[1]); m++)
        minutes[index * 1440 + m] = serial;
    }
  });
  // 2024-01-01 00:00 in Shanghai is 16:00 UTC of the day before.
  return { firstMinute: Date.UTC(2023, 11, 31, 16) / 60_000, minutes, ...walked(minutes) };
}

/** Walks over every minute once and notes what there is to count. */
function walked(minutes: Int32Array): Pick<Oracle, 'workedBefore' | 'worked' | 'closes'> {
  const workedBefore = new Int32Array(minutes.length + 1);
  const worked = new Int32Array(minutes.length);
  const closes = new Int32Array(minutes.length / 1440);
  let count = 0;
  for (let m = 0; m < minutes.length; m++) {
    workedBefore[m] = count;
    if (!minutes[m]) continue;
    worked[count] = m;
    closes[Math.floor(m / 1440)] = m + 1;
    count += 1;
  }
  workedBefore[minutes.length] = count;
  return { workedBefore, worked: worked.slice(0, count), closes };
}

function hoursOn(seasons: OracleSeason[], day: string): [string, string][] {
  const today = Number(day.slice(5).replace('-', ''));
  for (const season of seasons) {
    const from = Number(season.from.replace('-', ''));
    const to = Number(season.to.replace('-', ''));
    const within = from <= to ? today >= from && today <= to : today >= from || today <= to;
    if (within) return season.sessions;
  }
  throw new Error(`no hours on ${day}`);
}

function minuteOf(text = ''): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

/** The session number at an absolute minute. */
function at(o: Oracle, minute: number): number {
  const serial = o.minutes[minute - o.firstMinute];
  if (serial === undefined) throw new OracleUnknown();
  return serial;
}

const minuteAt = (instant: number) => Math.floor(instant / 60_000);
const midnightAfter = (o: Oracle, minute: number) =>
  o.firstMinute + (Math.floor((minute - o.firstMinute) / 1440) + 1) * 1440;

/** The end of the last worked minute of the day that begins at `midnight`; undefined on a day off. */
function lastWorked(o: Oracle, midnight: number): number | undefined {
  const close = o.closes[(midnight - o.firstMinute) / 1440];
  if (close === undefined) throw new OracleUnknown();
  return close === 0 ? undefined : (o.firstMinute + close) * 60_000;
}

export function oracleWorkingDays(o: Oracle, start: number, n: number): number {
  let midnight = midnightAfter(o, minuteAt(start));
  for (let found = 0; ; midnight += 1440) {
    const close = lastWorked(o, midnight);
    if (close !== undefined) found += 1;
    if (close !== undefined && found === n) return close;
  }
}

export function oracleWorkingDaysBack(o: Oracle, due: number, n: number): number {
  let midnight = midnightAfter(o, minuteAt(due)) - 2 * 1440;
  for (let found = 0; ; midnight -= 1440) {
    const close = lastWorked(o, midnight);
    if (close !== undefined) found += 1;
    if (close !== undefined && found === n) return close;
  }
}

/** How many days with work end between two moments' days: walks the minutes and counts days, first day left out. */
export function oracleDaysBetween(o: Oracle, a: number, b: number): number {
  let count = 0;
  for (let m = midnightAfter(o, minuteAt(a)); m <= minuteAt(b); m += 1440) {
    if (lastWorked(o, m) !== undefined) count += 1;
  }
  return count;
}

export function oracleSameDay(o: Oracle, start: number): number {
  const close = lastWorked(o, midnightAfter(o, minuteAt(start)) - 1440);
  return close !== undefined && close > start ? close : oracleWorkingDays(o, start, 1);
}

/** Walks on from `start` and counts sessions as they begin; the one already running is not counted. */
export function oracleSessions(o: Oracle, start: number, n: number): number {
  let minute = minuteAt(start);
  let running = at(o, minute);
  for (let begun = 0; ; ) {
    minute += 1;
    const next = minute - o.firstMinute < o.minutes.length ? at(o, minute) : 0;
    if (running > 0 && next !== running && begun === n) return minute * 60_000;
    if (minute - o.firstMinute >= o.minutes.length) throw new OracleUnknown();
    if (next > 0 && next !== running) begun += 1;
    running = next;
  }
}

/** Walks back from `due` (a whole minute) and counts sessions seen whole, from last minute to first. */
export function oracleSessionsBack(o: Oracle, due: number, n: number): number {
  let minute = minuteAt(due);
  let broken = at(o, minute);
  for (let whole = 0; ; ) {
    minute -= 1;
    const serial = at(o, minute);
    const before = minute === o.firstMinute ? 0 : at(o, minute - 1);
    if (serial !== broken) broken = 0;
    if (serial > 0 && before !== serial && broken === 0) whole += 1;
    if (whole === n) return minute * 60_000;
  }
}

/** `start` is a whole minute. */
export function oracleMinutes(o: Oracle, start: number, minutes: number): number {
  if (minutes === 0) return start;
  const before = o.workedBefore[minuteAt(start) - o.firstMinute];
  const last = before === undefined ? undefined : o.worked[before + minutes - 1];
  if (last === undefined) throw new OracleUnknown();
  return (o.firstMinute + last + 1) * 60_000;
}

/** `a` and `b` are whole minutes, `a` not later. */
export function oracleMinutesBetween(o: Oracle, a: number, b: number): number {
  if (a === b) return 0;
  const [from, to] = [a, b].map((instant) => o.workedBefore[minuteAt(instant) - o.firstMinute]);
  if (from === undefined || to === undefined) throw new OracleUnknown();
  return to - from;
}
