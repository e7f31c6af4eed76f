import { charsOf, normaliseText, type Run, splitRuns } from './runs.ts';

// Full text in Chinese without a dictionary: a run of Chinese is indexed as its overlapping pairs plus its last character
// alone, so every fragment of the text is a phrase of tokens. Word segmentation finds only 31 % of two-character fragments.

/** The tokenizer that passes the tokens of `indexText` unharmed; CJK characters are token characters there. */
export const FTS_TOKENIZER = 'unicode61 remove_diacritics 0';

/** More than this is not a search but a pasted letter; its beginning finds it just as well. */
const LONGEST_QUERY = 200;

/** Tokens of a text, joined with spaces, for an FTS5 column: `供水A3区` gives `供水 水 a3 区`. */
export function indexText(text: string): string {
  let tokens = '';
  for (const run of splitRuns(normaliseText(text))) {
    for (const token of tokensOf(run)) tokens += tokens === '' ? token : ` ${token}`;
  }
  return tokens;
}

/**
 * The FTS5 MATCH expression for what a person typed, or null where nothing in it can be searched.
 * Every word between spaces must be found as it stands; the last word may be unfinished. Quotes and operators are harmless.
 */
export function matchQuery(typed: string): string | null {
  const words = charsOf(normaliseText(typed)).slice(0, LONGEST_QUERY).join('').split(/\s+/);
  const runs = words.map(splitRuns).filter((found) => found.length > 0);
  const phrases = runs.map((found, at) => phraseOf(found, at === runs.length - 1));
  return phrases.length > 0 ? [...new Set(phrases)].join(' AND ') : null;
}

/** A piece of text as an FTS5 phrase that finds it inside longer text. `unfinished`: a last ASCII word may go on. */
export function phraseOf(runs: readonly Run[], unfinished: boolean): string {
  const last = runs.at(-1);
  if (last === undefined) return '""';
  const before = runs.slice(0, -1).flatMap(tokensOf);
  const end = last.cjk ? pairsOf(charsOf(last.text)) : [last.text];
  // A single Chinese character is never a token of its own inside a run: it begins one.
  const single = last.cjk && end.length === 0;
  const tokens = [...before, ...(single ? [last.text] : end)];
  return `"${tokens.join(' ')}"${single || (unfinished && !last.cjk) ? ' *' : ''}`;
}

function tokensOf(run: Run): string[] {
  if (!run.cjk) return [run.text];
  const chars = charsOf(run.text);
  return [...pairsOf(chars), chars.at(-1) ?? ''];
}

/** Overlapping pairs of characters: 停水通知 gives 停水, 水通, 通知. */
export function pairsOf(chars: readonly string[]): string[] {
  const pairs: string[] = [];
  for (let at = 1; at < chars.length; at++) pairs.push(`${chars[at - 1]}${chars[at]}`);
  return pairs;
}
