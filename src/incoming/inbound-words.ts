import type { Satisfaction } from '../portal/rating-queries.ts';

/** What a citizen wants with an SMS; `other`: somebody has to read it. */
export type Meaning = { rating: Satisfaction } | 'unsubscribe' | 'subscribe' | 'other';

const DIGITS: Readonly<Record<string, Satisfaction>> = {
  5: 'very_satisfied',
  4: 'satisfied',
  3: 'basically',
  2: 'dissatisfied',
  1: 'very_dissatisfied',
};

const WORDS: Readonly<Record<string, Satisfaction>> = {
  非常满意: 'very_satisfied',
  很满意: 'very_satisfied',
  十分满意: 'very_satisfied',
  满意: 'satisfied',
  基本满意: 'basically',
  不满意: 'dissatisfied',
  非常不满意: 'very_dissatisfied',
  很不满意: 'very_dissatisfied',
  十分不满意: 'very_dissatisfied',
};

const STOP: ReadonlySet<string> = new Set(['TD', 'T', '退订', '退订短信', '取消短信']);
const START: ReadonlySet<string> = new Set(['KT', '恢复', '恢复短信']);
const POLITE = /(?:谢谢|感谢)(?:您|你|你们|大家)?$/;
const RATING = /^(?:我?(?:回复|评价|选择?))?([1-5])?(?:分|星)?(\D+)?$/;

/** Reads a whole SMS: what says more than a rating is never taken for one. */
export function meaningOf(text: string): Meaning {
  const plain = bare(text);
  if (STOP.has(plain)) return 'unsubscribe';
  if (START.has(plain)) return 'subscribe';
  const rating = ratingIn(plain);
  return rating ? { rating } : 'other';
}

/** A digit, a word, or both where they say the same: some take 1 for the best. */
function ratingIn(plain: string): Satisfaction | undefined {
  const found = RATING.exec(plain.replace(POLITE, ''));
  if (!found) return undefined;
  const [, digit, word] = found;
  const [byDigit, byWord] = [DIGITS[digit ?? ''], WORDS[word ?? '']];
  if (word === undefined) return byDigit;
  return byDigit === undefined || byDigit === byWord ? byWord : undefined;
}

/** Half-width, in capitals, without spaces, signs and the signature that some telephones add. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^【[^】]*】|【[^】]*】$/g, '')
    .replace(/[\s\p{P}\p{S}\p{C}]/gu, '')
    .toUpperCase();
}
