// The State Council's published holidays and make-up workdays, as the package chinese-days carries them. Only its data
// is used: for a year that it lacks, its functions answer "workday" without a word.
import data from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { Day } from './days.ts';
import type { DayKind } from './types.ts';

export type PublishedDay = { readonly day: Day; readonly kind: DayKind; readonly name: string };
export type PublishedYear = { readonly year: number; readonly exceptions: readonly PublishedDay[] };

const FIRST_YEAR = 2024;
/** A list without them is not whole, and a year half known would be a guess. */
const MARKS = ['春节', '国庆节'];

/** Each year from 2024 on whose list the package holds, oldest first, its days in order. */
export function publishedYears(): PublishedYear[] {
  const days = [
    ...Object.entries(data.holidays).map(([day, label]) => published(day, 'holiday', label)),
    ...Object.entries(data.workdays).map(([day, label]) => published(day, 'workday', label)),
  ].filter(({ day }) => listYear(day) >= FIRST_YEAR);
  const years = Map.groupBy(days, ({ day }) => listYear(day));
  return [...years]
    .filter(([, list]) => MARKS.every((mark) => list.some(({ name }) => name === mark)))
    .map(([year, exceptions]) => ({ year, exceptions: exceptions.sort((a, b) => (a.day < b.day ? -1 : 1)) }))
    .sort((a, b) => a.year - b.year);
}

/** December's days off belong to New Year's Day and come with the *next* year's list, as in 2018 and 2022. */
function listYear(day: Day): number {
  return Number(day.slice(0, 4)) + (day.slice(5, 7) === '12' ? 1 : 0);
}

/** `label` is "English name,Chinese name,statutory days". */
function published(day: Day, kind: 'holiday' | 'workday', label: string): PublishedDay {
  const name = officialName(label.split(',')[1] ?? '');
  return { day, kind, name: kind === 'holiday' ? name : `${name}调休上班` };
}

const OFFICIAL: Readonly<Record<string, string>> = { 清明: '清明节', 端午: '端午节', 中秋: '中秋节' };

function officialName(name: string): string {
  return OFFICIAL[name] ?? name;
}
