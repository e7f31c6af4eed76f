import type { Ctx } from '../web/context.ts';
import { CASE_STATUS, type CaseStatus } from './lifecycle.ts';
import type { Filter, Sort } from './queue-queries.ts';

/** The conditions that stand in the address; what cannot be read is left out. */
export function filterOf(c: Ctx, sort: Sort): Filter {
  const status = c.req.query('status') ?? '';
  return {
    kind: c.req.query('kind') || undefined,
    status: Object.hasOwn(CASE_STATUS, status) ? (status as CaseStatus) : undefined,
    agency: wholeNumber(c.req.query('agency')),
    area: wholeNumber(c.req.query('area')),
    category: wholeNumber(c.req.query('category')),
    sort: sortOf(c.req.query('sort'), sort),
    after: cursorOf(c.req.query('after')),
  };
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

function wholeNumber(text: string | undefined): number | undefined {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function sortOf(text: string | undefined, standard: Sort): Sort {
  return text === 'due' || text === 'newest' || text === 'oldest' ? text : standard;
}

function cursorOf(text: string | undefined): Filter['after'] {
  const [rank, id] = (text ?? '').split('.').map(Number);
  return Number.isSafeInteger(rank) && Number.isSafeInteger(id) && rank !== undefined && id !== undefined
    ? { rank, id }
    : undefined;
}
