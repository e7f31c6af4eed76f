import { matchRank } from '../search/pinyin.ts';
import type { ItemRow } from './queries.ts';

/** A code as it is kept: full-width characters and blanks make no other. */
export function plainCode(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '');
}

/** How well what was typed leads to this item, by name, pinyin, initials or the start of its code; 0 not at all. */
export function itemRank({ code, name, search_keys }: ItemRow, typed: string): number {
  const byCode = code.toLowerCase().startsWith(plainCode(typed).toLowerCase()) ? 5 : 0;
  return Math.max(byCode, matchRank(search_keys, name, typed));
}
