import type { Db } from '../db/open.ts';
import { first, prepared, q } from '../db/query.ts';
import type { Option } from '../web/forms.ts';

/** An entry of the catalogue with the names of what it points to (Q-B3). */
export type ItemRow = {
  id: number;
  code: string;
  name: string;
  agency_id: number;
  fallback_id: number | null;
  category_id: number | null;
  reply_days: number | null;
  basis: string;
  search_keys: string;
  active: number;
  /** Short names; `category` is the whole path. */
  agency: string;
  agency_name: string;
  fallback: string | null;
  fallback_name: string | null;
  category: string | null;
};

const ITEMS = `SELECT i.*, a.short_name AS agency, a.name AS agency_name,
    f.short_name AS fallback, f.name AS fallback_name, c.path AS category
  FROM service_items i JOIN agencies a ON a.id = i.agency_id
  LEFT JOIN agencies f ON f.id = i.fallback_id LEFT JOIN categories c ON c.id = i.category_id`;

/** The whole catalogue by code, items out of use too. */
export function allItems(db: Db): ItemRow[] {
  return prepared(db, `${ITEMS} ORDER BY i.code`).all() as ItemRow[];
}

export function itemById(db: Db, id: number | null): ItemRow | undefined {
  return id === null ? undefined : (prepared(db, `${ITEMS} WHERE i.id = ?`).get(id) as ItemRow | undefined);
}

export function activeItems(db: Db): ItemRow[] {
  return prepared(db, `${ITEMS} WHERE i.active = 1 ORDER BY i.code`).all() as ItemRow[];
}

/** The items that can be chosen: those in use, and the one that a case has already. */
export function choosable(db: Db, present: number | null = null): ItemRow[] {
  const items = activeItems(db);
  const kept = itemById(db, present);
  return kept?.active === 0 ? [...items, kept] : items;
}

/** For a picker: found by name, code, pinyin, initials and by whose they are. */
export function itemOptions(db: Db, present: number | null = null): Option[] {
  return choosable(db, present).map((item) => ({
    value: String(item.id),
    text: item.name,
    keys: `${item.code} ${item.search_keys}`,
    hint: item.fallback ? `${item.agency}，兜底${item.fallback}` : item.agency,
  }));
}

const NAMED_FOR = `SELECT name FROM service_items WHERE active = 1 AND (agency_id = @id OR fallback_id = @id) ORDER BY code LIMIT 4`;

/** Items in use that name this agency, up to four. */
export function itemsOfAgency(db: Db, agencyId: number): string[] {
  return prepared(db, NAMED_FOR).pluck().all({ id: agencyId }) as string[];
}

export function itemOfCode(db: Db, code: string): { id: number; name: string; active: number } | undefined {
  return first(db, q.selectFrom('service_items').select(['id', 'name', 'active']).where('code', '=', code));
}
