// What counts as a letter for search. Shared by the index, the query, the snippet and the similarity so they cannot drift.

/** A stretch of text without punctuation: Chinese (or kana, hangul), which has no spaces, or a word of another script. */
export interface Run {
  cjk: boolean;
  text: string;
}

/** Full-width to half-width, compatibility forms to plain ones, lower case: the form in which all texts are compared. */
export function normaliseText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Splits text that went through `normaliseText` into its runs, in order; punctuation, spaces and pictures are dropped. */
export function splitRuns(normalised: string): Run[] {
  const runs: Run[] = [];
  let from = 0;
  let kind = OTHER;
  for (let at = 0; at < normalised.length; ) {
    const code = normalised.codePointAt(at) ?? 0;
    const next = kindOf(code);
    if (next !== kind) {
      if (kind !== OTHER) runs.push({ cjk: kind === CJK, text: normalised.slice(from, at) });
      from = at;
      kind = next;
    }
    at += code > 0xffff ? 2 : 1;
  }
  if (kind !== OTHER) runs.push({ cjk: kind === CJK, text: normalised.slice(from) });
  return runs;
}

/** The characters of a run; rare Han outside the basic plane stay whole. */
export function charsOf(text: string): string[] {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text.split('');
}

const OTHER = 0;
const WORD = 1;
const CJK = 2;

function kindOf(code: number): typeof OTHER | typeof WORD | typeof CJK {
  if (code < 0x80) return isAsciiWord(code) ? WORD : OTHER;
  if (code >= 0x4e00 && code <= 0x9fff) return CJK;
  if (isRareCjk(code)) return CJK;
  return LETTER.test(String.fromCodePoint(code)) ? WORD : OTHER;
}

const LETTER = /[\p{L}\p{N}]/u;

function isAsciiWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);
}

function isRareCjk(code: number): boolean {
  return RARE_CJK.some(([first, last]) => code >= first && code <= last);
}

/** Private use is in: names typed on older Chinese systems hold rare characters there. */
const RARE_CJK: readonly (readonly [number, number])[] = [
  [0x3005, 0x3007],
  [0x3400, 0x4dbf],
  [0x20000, 0x3ffff],
  [0xf900, 0xfaff],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x30fc, 0x30ff],
  [0xac00, 0xd7a3],
  [0xe000, 0xf8ff],
];
