import { normaliseText, splitRuns } from './runs.ts';

/** A stretch of a text; the stretches put together read as the excerpt. */
export interface Piece {
  text: string;
  /** Part of what the person searched for. */
  hit: boolean;
}

/** About `length` characters around the first place where a typed word stands, for a line of a result list. */
export function highlight(text: string, typed: string, length = 60): Piece[] {
  const flat = text.replace(/\s+/g, ' ').trim();
  const marks = markHits(flat, typed);
  const first = Math.max(0, marks.indexOf(1));
  const [from, to] = excerpt(flat, first, length);
  const pieces: Piece[] = from > 0 ? [{ text: '…', hit: false }] : [];
  for (let at = from; at < to; at++) append(pieces, flat.charAt(at), marks[at] === 1);
  if (to < flat.length) append(pieces, '…', false);
  return pieces;
}

function append(pieces: Piece[], text: string, hit: boolean): void {
  const last = pieces.at(-1);
  if (last?.hit === hit) last.text += text;
  else pieces.push({ text, hit });
}

/** A quarter of the excerpt goes before the hit; no rare character is cut in two. */
function excerpt(flat: string, first: number, length: number): [from: number, to: number] {
  if (flat.length <= length) return [0, flat.length];
  const from = Math.max(0, Math.min(first - Math.floor(length / 4), flat.length - length));
  const to = Math.min(flat.length, from + length);
  return [from - (splitsPair(flat, from) ? 1 : 0), to + (splitsPair(flat, to) ? 1 : 0)];
}

function splitsPair(text: string, at: number): boolean {
  return /^[\udc00-\udfff]$/.test(text.charAt(at)) && /^[\ud800-\udbff]$/.test(text.charAt(at - 1));
}

function markHits(flat: string, typed: string): Uint8Array {
  const { normal, origin } = normaliseWithOrigin(flat);
  const marks = new Uint8Array(flat.length);
  for (const needle of needles(normal, typed)) {
    for (let at = normal.indexOf(needle); at >= 0; at = normal.indexOf(needle, at + needle.length)) {
      if (startsInsideWord(normal, at)) continue;
      marks.fill(1, origin[at], origin[at + needle.length] ?? flat.length);
    }
  }
  return marks;
}

/** Each typed word as it stands, or, where the text has other punctuation there, its parts. */
function needles(normal: string, typed: string): string[] {
  const words = normaliseText(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.flatMap((word) => {
    const parts = splitRuns(word).map((run) => run.text);
    return parts.length > 0 && normal.includes(word) ? [word] : parts;
  });
}

/** `3` is not found in `13`: letters and digits are indexed as whole words. */
function startsInsideWord(normal: string, at: number): boolean {
  return at > 0 && /^[a-z0-9]{2}$/.test(normal.slice(at - 1, at + 1));
}

/** Normal form can be longer than what was written (℃ becomes °c): `origin` leads from each unit back to the text. */
function normaliseWithOrigin(flat: string): { normal: string; origin: number[] } {
  let normal = '';
  const origin: number[] = [];
  let at = 0;
  for (const char of flat) {
    const plain = normaliseText(char);
    for (let unit = 0; unit < plain.length; unit++) origin.push(at);
    normal += plain;
    at += char.length;
  }
  return { normal, origin };
}
