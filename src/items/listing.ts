import { itemRank } from './names.ts';
import type { ItemRow } from './queries.ts';

export const ITEMS_A_PAGE = 50;

export type ItemFilter = {
  text: string;
  /** Named as responsible or fallback agency. */
  agency: number | null;
  state: 'active' | 'stopped' | 'all';
};

export type ItemPage = { rows: ItemRow[]; total: number; next: string | null };

/** One page of the catalogue in the order of the codes; `after` is the last code of the page before. */
export function pageOfItems(items: readonly ItemRow[], filter: ItemFilter, after: string): ItemPage {
  const wanted = items.filter((item) => fits(item, filter));
  const rest = after === '' ? wanted : wanted.filter(({ code }) => code > after);
  const rows = rest.slice(0, ITEMS_A_PAGE);
  const next = rest.length > ITEMS_A_PAGE ? (rows.at(-1)?.code ?? null) : null;
  return { rows, total: wanted.length, next };
}

function fits(item: ItemRow, { text, agency, state }: ItemFilter): boolean {
  if (state !== 'all' && (item.active === 1) !== (state === 'active')) return false;
  if (agency !== null && item.agency_id !== agency && item.fallback_id !== agency) return false;
  return text === '' || itemRank(item, text) > 0;
}
