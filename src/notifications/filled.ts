import { replaced } from './placeholders.ts';

/** Stands where a placeholder was empty until the sentence is mended around it. */
const GAP = '\uE000';

/** A text with its placeholders filled in; around an empty one the sentence reads on as if it had not been there. */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  const filled = replaced(text.replaceAll(GAP, ''), (name) => values[name]?.replaceAll(GAP, '') || GAP);
  return mended(filled).trim();
}

const MENDS: readonly (readonly [RegExp, string])[] = [
  // Brackets and quotation marks around nothing.
  [/[（(“‘「【《]\s*\uE000+\s*[）)”’」】》]/g, GAP],
  // A full stop is stronger than what stands on the other side; otherwise one mark is enough.
  [/[，、；：,;:\s]*\uE000+\s*([。！？.!?])/g, '$1'],
  [/([。！？.!?])\s*\uE000+[，、；：,;:\s]*/g, '$1'],
  [/([，、；：,;:])\s*\uE000+[，、；：,;:\s]*/g, '$1'],
  // Nothing at the beginning needs no mark behind it.
  [/^\s*\uE000+[，、；：,;:\s]*/, ''],
  [/\uE000+/g, ''],
  [/。{2,}/g, '。'],
];

function mended(text: string): string {
  return MENDS.reduce((so, [pattern, by]) => so.replace(pattern, by), text);
}
