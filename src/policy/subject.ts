import type { WorkingCalendar } from '../calendar/types.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import type { Lists } from './cells.ts';
import type { Part, Wrong } from './parts.ts';
import type { Policy, PolicyKey } from './policy.ts';

/** From when an example is reckoned (epoch ms), what people call that moment, and the calendar of its hours. */
export type Moment = { now: number; word: '现在' | '届时'; calendar: WorkingCalendar };

/** A time inside the sentence of an example: a space stands only before a figure. What is reckoned for later has no today. */
export function sayAt(at: number, { now, word }: Pick<Moment, 'now' | 'word'>): string {
  const said = word === '现在' ? sayTime(at, now) : exactTime(at);
  return /^\d/.test(said) ? ` ${said} ` : `${said} `;
}

/** One page of settings: one or more keys that belong together. */
export type Subject = {
  /** In the address: /policy/kinds. */
  slug: string;
  title: string;
  /** The heading under which the overview lists it. */
  group: '基本信息' | '期限' | '清单' | '用语' | '提醒' | '数据安全';
  keys: readonly PolicyKey[];
  /** What it means and what rests on it, with the rule in words. */
  words: readonly string[];
  parts: readonly Part[];
  /** It holds for every case from then on, whenever that was received. */
  holdsForAll?: true;
  /** What a change means for what is there already, where it is not about cases. */
  meaning?: string;
  /** What is in force in few words, for the overview. */
  summary: (policy: Policy, lists: Lists) => readonly string[];
  /** Words that its texts may use; shown where rows have samples of their own, instead of the example. */
  glossary?: readonly (readonly [term: string, meaning: string])[];
  /** What the values come to, reckoned with the real calendar. */
  example: (policy: Policy, moment: Moment) => readonly string[];
  /** What does not fit together, by field. */
  check?: (policy: Policy) => Wrong;
  /** The column of cases that holds codes of the first list: what open cases use is told before it is taken away. */
  usedAs?: 'kind' | 'channel';
};
