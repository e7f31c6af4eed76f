import { one } from '../web/body.ts';
import type { Draft } from './drafts.ts';

const TELLING = ['phone', 'name', 'headline', 'text', 'answer', 'public_reply', 'note'];

/** What was typed, in short, so that nobody continues or throws away the wrong draft. */
export function wordsOf(draft: Pick<Draft, 'fields'>): string {
  const words = TELLING.map((name) => one(draft.fields, name).trim()).filter(Boolean);
  return [...words.join(' · ')].slice(0, 80).join('') || '（尚未填写文字）';
}
