import { indexText, matchQuery } from '../search/bigrams.ts';
import { charsOf, normaliseText, splitRuns } from '../search/runs.ts';
import { textOf, type Written } from './search.ts';
import type { TextTerm } from './walk.ts';

/** What was typed, as the full-text index finds it and as a test of one case; null when nothing of it can be searched. */
export function textTerm(typed: string): TextTerm | null {
  const match = matchQuery(typed);
  if (match === null) return null;
  const select = 'SELECT rowid FROM case_search WHERE case_search MATCH ?';
  return {
    condition: { text: '0', values: [] },
    arms: [{ select, id: 'rowid', values: [match] }],
    holds: holdsOf(match),
  };
}

/** Says of a text exactly what the index would say of its tokens. */
function holdsOf(match: string): (written: Written) => boolean {
  const phrases = [...match.matchAll(/"([^"]*)"( \*)?/g)].map(([, tokens = '', open]) => ({
    tokens: ` ${tokens}${open ? '' : ' '}`,
    ...firstRun(tokens.split(' ')),
  }));
  const runsOnly = phrases.every(({ whole }) => whole);
  return (written) => {
    const text = textOf(written);
    const plain = normaliseText(text);
    if (!phrases.every(({ run }) => plain.includes(run))) return false;
    if (runsOnly) return true;
    // Ten times the work of the above, and only needed for letters and digits, which are found as whole words.
    const all = ` ${indexText(text)} `;
    return phrases.every(({ tokens }) => all.includes(tokens));
  };
}

/** The pairs 停车 车位 put together again, 停车位: in a text that is the phrase itself. `whole`: nothing is left. */
function firstRun(tokens: readonly string[]): { run: string; whole: boolean } {
  let run = tokens[0] ?? '';
  const isChinese = splitRuns(run)[0]?.cjk ?? false;
  let used = 1;
  for (const pair of isChinese ? tokens.slice(1) : []) {
    const [before, char] = charsOf(pair);
    if (!char || before !== charsOf(run).at(-1)) break;
    run += char;
    used++;
  }
  return { run, whole: isChinese && used === tokens.length };
}
