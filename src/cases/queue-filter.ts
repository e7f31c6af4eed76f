import type { Ctx } from '../web/context.ts';
import type { Filter, Sort } from './narrowing.ts';
import { CASE_STATUS, type CaseStatus } from './states.ts';

/** The conditions that stand in the address; what cannot be read is left out. */
export function filterOf(c: Ctx, sort: Sort): Filter {
  return filterIn(new URL(c.req.url).searchParams, sort);
}

/** The conditions of a list, as they stand in the query of an address. */
export function filterIn(query: URLSearchParams, sort: Sort): Filter {
  const given = (name: string) => query.get(name) ?? '';
  const status = given('status');
  return {
    kind: given('kind') || undefined,
    status: Object.hasOwn(CASE_STATUS, status) ? (status as CaseStatus) : undefined,
    agency: wholeNumber(given('agency')),
    area: wholeNumber(given('area')),
    category: wholeNumber(given('category')),
    sort: sortOf(given('sort'), sort),
    after: cursorOf(given('after')),
  };
}

const CONDITIONS = ['kind', 'status', 'agency', 'area', 'category', 'sort'];

/** Only what narrows or orders a list of this query: what leads from a case back to the list it was opened from. */
export function conditionsIn(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name, value]) => CONDITIONS.includes(name) && value !== ''));
}

/** This address with some of its conditions changed; null takes one away. Changing anything starts at page one. */
export function addressWith(c: Ctx, changes: Readonly<Record<string, string | null>>): string {
  const query = new URL(c.req.url).searchParams;
  query.delete('after');
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text ? `${c.req.path}?${text}` : c.req.path;
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function sortOf(text: string, standard: Sort): Sort {
  return text === 'due' || text === 'newest' || text === 'oldest' ? text : standard;
}

function cursorOf(text: string): Filter['after'] {
  const [rank, id] = text.split('.').map(Number);
  return Number.isSafeInteger(rank) && Number.isSafeInteger(id) && rank !== undefined && id !== undefined
    ? { rank, id }
    : undefined;
}
