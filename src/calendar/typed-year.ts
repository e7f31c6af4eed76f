import { Invalid } from '../web/errors.ts';
import { addDays, type Day, isDay } from './days.ts';
import { KIND_WORDS } from './kinds.ts';
import type { PublishedDay } from './published.ts';
import { dayProblem, hasHoliday, listedDay, NO_HOLIDAY } from './year-list.ts';

const LINE =
  /^(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:至|到|~|—)\s*(\d{4}-\d{1,2}-\d{1,2}))?[\s,，]+(\S+?)[\s,，]+(\S.*)$/;

/**
 * Reads a year's published list as an administrator types it, one line a day or range:
 * "2027-02-06 至 2027-02-12 假 春节", "2027-02-20 班 春节". Weekends need no line.
 * @throws Invalid at field `days`, naming the line and what is wrong with it
 */
export function readTypedYear(year: number, text: string): PublishedDay[] {
  const days = new Map<Day, PublishedDay>();
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    for (const each of readLine(year, line.trim(), index + 1)) {
      if (days.has(each.day)) refuse(index + 1, `${each.day} 重复出现`);
      days.set(each.day, each);
    }
  }
  if (!hasHoliday([...days.values()])) refuse(null, NO_HOLIDAY);
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

function readLine(year: number, line: string, number: number): PublishedDay[] {
  const parts = LINE.exec(line);
  const [, from = '', to = from, word = '', name = ''] = parts ?? [];
  const kind = KIND_WORDS[word];
  if (!kind) return refuse(number, '应为“日期 假或班 名称”，例如 2027-01-01 假 元旦');
  const [first, last] = [padded(from), padded(to)];
  if (!isDay(first) || !isDay(last) || last < first) return refuse(number, '日期不存在，或起止颠倒');
  const days: PublishedDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const each = listedDay(day, kind, name);
    const problem = dayProblem(year, each);
    if (problem) return refuse(number, problem);
    days.push(each);
  }
  return days;
}

function padded(typed: string): string {
  return typed
    .split('-')
    .map((part) => part.padStart(2, '0'))
    .join('-');
}

function refuse(line: number | null, what: string): never {
  const message = line === null ? `${what}。` : `第 ${line} 行：${what}。`;
  throw new Invalid(message, { days: message });
}
