// Property test against the minute-by-minute oracle: 100,000 random cases over 2024-2026, an eighth for each question.
// ORACLE_RUNS=100000 for a long run of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayOf } from '../../src/calendar/local-time.ts';
import type { WorkingCalendar } from '../../src/calendar/types.ts';
import {
  addSessions,
  addWorkingDays,
  addWorkingMinutes,
  createCalendar,
  sameDay,
  subtractSessions,
  subtractWorkingDays,
  UnknownYearError,
  workingDaysBetween,
  workingMinutesBetween,
} from '../../src/calendar/working-time.ts';
import * as slow from './oracle.ts';
import { publishedCalendar } from './samples.ts';

const RUNS = Number(process.env.ORACLE_RUNS ?? 12_500);
const MINUTE = 60_000;
const DAYS = slow.everyDay().map(({ day }) => day);
const FIRST = Date.UTC(2023, 11, 31, 16);

type Pair = { fast: WorkingCalendar; slow: slow.Oracle };

const hours = fc
  .tuple(
    fc.constantFrom('00:00', '07:00', '08:30', '09:00'),
    fc.constantFrom('11:30', '12:00', '12:30'),
    fc.constantFrom('12:30', '13:30', '14:00', '14:30'),
    fc.constantFrom('17:00', '17:30', '18:00', '24:00'),
  )
  .map(([a, b, c, d]): [string, string][] => [[a, b], [c, d]]); // biome-ignore format: two sessions

/** Two seasons, one of them over the year end, meeting at two random days. */
const seasons = fc
  .tuple(fc.integer({ min: 1, max: 364 }), fc.integer({ min: 1, max: 364 }), hours, hours)
  .filter(([a, b]) => a !== b)
  .map(([a, b, summer, winter]) => {
    const [from, to] = a < b ? [a, b] : [b, a];
    const monthDay = (index: number) => (DAYS[index] ?? '').slice(5);
    return [
      { from: monthDay(from), to: monthDay(to - 1), sessions: summer },
      { from: monthDay(to), to: monthDay(from - 1), sessions: winter },
    ];
  });

const exceptions = fc.uniqueArray(
  fc.record({
    day: fc.constantFrom(...DAYS),
    kind: fc.constantFrom(
      'holiday' as const,
      'workday' as const,
      'half_morning' as const,
      'half_afternoon' as const,
    ),
  }),
  { minLength: 50, maxLength: 300, selector: ({ day }) => day, size: 'max' },
);

function randomPair([own, days]: [slow.OracleSeason[], slow.OracleDay[]]): Pair {
  const years = new Set([2024, 2025, 2026]);
  const named = new Map(days.map(({ day, kind }) => [day, { kind, name: '' }]));
  return { fast: createCalendar({ years, exceptions: named, hours: own }), slow: slow.oracle(own, days) };
}

/** The published years with two seasons and some half days; the oracle's side is the list typed in by hand. */
function realPair(): Pair {
  const own: slow.OracleSeason[] = [
    { from: '05-01', to: '09-30', sessions: [['08:30', '12:00'], ['14:30', '18:00']] }, // biome-ignore format: table
    {
      from: '10-01',
      to: '04-30',
      sessions: [
        ['08:30', '12:00'],
        ['14:00', '17:30'],
      ],
    },
  ];
  const half: slow.OracleDay[] = [
    { day: '2025-03-07', kind: 'half_morning' },
    { day: '2026-02-13', kind: 'half_morning' },
    { day: '2026-05-09', kind: 'half_afternoon' },
    { day: '2026-11-22', kind: 'half_afternoon' },
  ];
  const off = (day: string) => slow.STATE_COUNCIL.off.some(([from, to]) => from <= day && day <= to);
  const listed: slow.OracleDay[] = [
    ...DAYS.filter(off).map((day) => ({ day, kind: 'holiday' as const })),
    ...slow.STATE_COUNCIL.work.map((day) => ({ day, kind: 'workday' as const })),
  ];
  return { fast: publishedCalendar(half, own), slow: slow.oracle(own, [...listed, ...half]) };
}

const real = realPair();
const pairs = [
  real,
  real,
  ...fc.sample(fc.tuple(seasons, exceptions), { numRuns: 8, seed: 2026 }).map(randomPair),
];
const pair = fc
  .constantFrom(...pairs)
  .map((value) => ({ value, toString: () => `calendar ${pairs.indexOf(value)}` }));

/** A whole minute from 2024 to 2026: any, or one at or beside a full half hour, where sessions begin and end. */
const minute = fc
  .oneof(
    fc.integer({ min: 0, max: DAYS.length * 1440 - 1 }),
    fc
      .tuple(fc.integer({ min: 0, max: DAYS.length * 48 - 1 }), fc.integer({ min: -1, max: 1 }))
      .map(([half, beside]) => half * 30 + beside),
  )
  .map((minutes) => FIRST + minutes * MINUTE);
const instant = fc.tuple(minute, fc.constantFrom(0, 0, 1, 30_000, 59_999)).map(([at, ms]) => at + ms);
const upTo = (max: number) => fc.integer({ min: 1, max });

/** The answer, or that the year is unknown: both sides must agree on that too. */
function answer(question: () => number): number | 'unknown' {
  try {
    return question();
  } catch (error) {
    if (error instanceof UnknownYearError || error instanceof slow.OracleUnknown) return 'unknown';
    throw error;
  }
}

type Question<C> = (calendar: C, at: number, n: number) => number;

function agrees(
  name: string,
  at: fc.Arbitrary<number>,
  n: fc.Arbitrary<number>,
  fast: Question<WorkingCalendar>,
  oracle: Question<slow.Oracle>,
): void {
  test(`${name} agrees with walking minute by minute`, () => {
    const property = fc.property(pair, at, n, ({ value }, start, count) => {
      assert.equal(
        answer(() => fast(value.fast, start, count)),
        answer(() => oracle(value.slow, start, count)),
      );
    });
    fc.assert(property, { numRuns: RUNS });
  });
}

agrees('addWorkingDays', instant, upTo(15), addWorkingDays, slow.oracleWorkingDays);
agrees('subtractWorkingDays', instant, upTo(5), subtractWorkingDays, slow.oracleWorkingDaysBack);
agrees('addSessions', instant, upTo(12), addSessions, slow.oracleSessions);
agrees('subtractSessions', instant, upTo(6), subtractSessions, slow.oracleSessionsBack);
agrees('addWorkingMinutes', minute, fc.integer({ min: 0, max: 4000 }), addWorkingMinutes, slow.oracleMinutes);
agrees('sameDay', instant, upTo(1), sameDay, slow.oracleSameDay);
agrees(
  'workingMinutesBetween',
  minute,
  fc.integer({ min: 0, max: 20_000 }),
  (calendar, at, n) => workingMinutesBetween(calendar, at, at + n * MINUTE),
  (o, at, n) => slow.oracleMinutesBetween(o, at, at + n * MINUTE),
);
agrees(
  'workingDaysBetween',
  instant,
  fc.integer({ min: 0, max: 30 }),
  (calendar, at, n) => workingDaysBetween(calendar, dayOf(at), dayOf(at + n * 1440 * MINUTE)),
  (o, at, n) => slow.oracleDaysBetween(o, at, at + n * 1440 * MINUTE),
);
