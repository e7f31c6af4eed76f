import { createRequire } from 'node:module';
import { normaliseText } from './runs.ts';

// Pickers that understand Chinese, pinyin and initials (X-A1): `住建`, `zhujian`, `zjj`, `zhujj` all find 住建局.

/** Loaded at the first name: the dictionary takes 60 ms and 20 MB, which neither start-up nor a test should wait for. */
let library: typeof import('pinyin-pro') | undefined;
const require = createRequire(import.meta.url);

function pinyin(name: string): string[] {
  library ??= require('pinyin-pro') as typeof import('pinyin-pro');
  return library.pinyin(name, { toneType: 'none', type: 'array', v: true });
}

/**
 * What a name is found by, made once when it is written and stored beside it: whole pinyin, initials, and syllables with
 * the second readings of characters that people may know otherwise. 长沙局 gives `changshaju csj chang/zhang-sha-ju`.
 */
export function searchKeys(name: string): string {
  const text = normaliseText(name);
  const chars = Array.from(text);
  const syllables = pinyin(text)
    .map((reading, at) => ({ reading: plain(reading), char: chars[at] ?? '' }))
    .filter(({ reading }) => reading !== '');
  const whole = syllables.map(({ reading }) => reading).join('');
  const initials = syllables.map(({ reading }) => Array.from(reading)[0] ?? '').join('');
  return `${whole} ${initials} ${syllables.map(readings).join('-')}`.trim();
}

function readings({ reading, char }: { reading: string; char: string }): string {
  const others = (SECOND_READINGS[char] ?? '')
    .split(' ')
    .filter((other) => other !== '' && other !== reading);
  return [reading, ...others].join('/');
}

/** Letters and digits only: what separates the stored keys must not come from a name. */
function plain(reading: string): string {
  return normaliseText(reading).replace(/[^\p{L}\p{N}]/gu, '');
}

/** Characters of place and office names that are read in two ways, or that the dictionary may read the other way. */
const SECOND_READINGS: Readonly<Record<string, string>> = {
  长: 'chang zhang',
  行: 'xing hang',
  重: 'zhong chong',
  乐: 'le yue',
  会: 'hui kuai',
  调: 'diao tiao',
  朝: 'chao zhao',
  都: 'du dou',
  解: 'jie xie',
  单: 'dan shan',
  曾: 'zeng ceng',
  参: 'can shen',
  传: 'chuan zhuan',
  藏: 'zang cang',
  校: 'xiao jiao',
  降: 'jiang xiang',
  厦: 'xia sha',
  堡: 'bao pu bu',
  埔: 'pu bu',
  泊: 'bo po',
  区: 'qu ou',
  六: 'liu lu',
  还: 'huan hai',
  柏: 'bai bo',
  率: 'lv shuai',
  给: 'ji gei',
};

/** Whether what was typed leads to this name. `keys` is what `searchKeys(name)` gave when it was stored. */
export function matches(keys: string, name: string, typed: string): boolean {
  return matchRank(keys, name, typed) > 0;
}

/**
 * How well: 5 the name begins so, 4 it holds it, 3 its pinyin or initials begin so, 2 they hold it, 1 the characters or
 * initials come in this order with others between (城管局 for 城市管理局, zjj for 住房和城乡建设局), 0 not at all.
 */
export function matchRank(keys: string, name: string, typed: string): number {
  const wanted = normaliseText(typed)
    .replace(/[\s'’-]/g, '')
    .slice(0, LONGEST);
  if (wanted === '') return 1;
  const text = normaliseText(name).replace(/[\s'’-]/g, '');
  if (text.startsWith(wanted)) return 5;
  if (text.includes(wanted)) return 4;
  const syllables = (keys.split(' ')[2] ?? '').split('-').map((syllable) => syllable.split('/'));
  if (spells(wanted, syllables, 0)) return 3;
  if (syllables.some((_, at) => spells(wanted, syllables, at))) return 2;
  return isAbbreviation(wanted, text) || isAbbreviation(wanted, keys.split(' ')[1] ?? '') ? 1 : 0;
}

const LONGEST = 40;

/** Each syllable from `at` on may be typed in full or by its initial, the last also in part: zhujianju, zhujj, zjj, zhuji. */
function spells(wanted: string, syllables: readonly (readonly string[])[], at: number): boolean {
  if (wanted === '') return true;
  return (syllables[at] ?? []).some((reading) => {
    for (let typed = commonStart(wanted, reading); typed > 0; typed--) {
      if (typed < wanted.length && !isWholeOrInitial(reading, typed)) continue;
      if (spells(wanted.slice(typed), syllables, at + 1)) return true;
    }
    return false;
  });
}

function isWholeOrInitial(reading: string, typed: number): boolean {
  return typed === 1 || typed === reading.length || (typed === 2 && /^[zcs]h/.test(reading));
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** Two letters would abbreviate nearly everything, two Chinese characters do not. */
function isAbbreviation(short: string, long: string): boolean {
  const wanted = Array.from(short);
  if (wanted.length < (/[a-z]/.test(short) ? 3 : 2)) return false;
  let at = 0;
  for (const char of long) if (char === wanted[at]) at++;
  return at === wanted.length;
}
