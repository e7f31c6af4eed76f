// Working hours by season: reading and checking the policy row. Half a working day is one session, so every season
// has exactly two.
import { DAY, dayFromNumber, dayNumber, MINUTE } from './days.ts';
import type { Season, SessionHours } from './types.ts';

/** Whether a month and day ('MM-DD') lies in the season. */
export function inSeason(season: Season, monthDay: string): boolean {
  const { from, to } = season;
  return from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to;
}

/** Milliseconds from midnight to a time of day, '08:30'. NaN when it is none. */
export function timeOfDay(text: string): number {
  const parts = /^(\d{2}):([0-5]\d)$/.exec(text);
  const after = parts ? (Number(parts[1]) * 60 + Number(parts[2])) * MINUTE : Number.NaN;
  return after <= DAY ? after : Number.NaN;
}

/** What is wrong with the hours, in words for the administrator; empty when they can be used. */
export function hoursProblems(hours: readonly Season[]): string[] {
  const problems = hours.flatMap(seasonProblems);
  return problems.length > 0 ? problems : coverageProblems(hours);
}

function seasonProblems(season: Season): string[] {
  const name = `“${season.from} 至 ${season.to}”`;
  if (!isMonthDay(season.from) || !isMonthDay(season.to))
    return [`${name}的起止日期有误，请写成 05-01 的形式。`];
  const [morning, afternoon, ...more] = season.sessions;
  if (!morning || !afternoon || more.length > 0) return [`${name}须有上午、下午两个时段。`];
  return [
    ...sessionProblems(`${name}的上午`, morning),
    ...sessionProblems(`${name}的下午`, afternoon),
    ...(timeOfDay(morning[1]) > timeOfDay(afternoon[0]) ? [`${name}的下午须在上午结束之后开始。`] : []),
  ];
}

function sessionProblems(name: string, [from, to]: SessionHours): string[] {
  const good = timeOfDay(from) < timeOfDay(to);
  return good ? [] : [`${name}时段 ${from}-${to} 有误：请写成 08:30 的形式，结束须晚于开始。`];
}

function isMonthDay(text: string): boolean {
  return LEAP_YEAR.includes(text);
}

/** Every day of the year needs its hours once: a gap or an overlap would make a deadline a matter of luck. */
function coverageProblems(hours: readonly Season[]): string[] {
  for (const monthDay of LEAP_YEAR) {
    const seasons = hours.filter((season) => inSeason(season, monthDay)).length;
    if (seasons === 0) return [`${monthDay} 没有作息时间，请补上这一段。`];
    if (seasons > 1) return [`${monthDay} 同时属于两段作息时间，请改正起止日期。`];
  }
  return [];
}

const LEAP_YEAR = Array.from({ length: 366 }, (_, i) => dayFromNumber(dayNumber('2024-01-01') + i).slice(5));
