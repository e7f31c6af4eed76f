import { allAgencies } from '../agencies/queries.ts';
import type { Db } from '../db/open.ts';
import { allNodes } from '../trees/queries.ts';
import type { Lists } from './cells.ts';
import { type Policy, policyAt } from './policy.ts';

/** What settings may refer to: kinds as they are or were called, top categories and agencies by name. */
export function listsOf(db: Db, now: number, policy: Policy = policyAt(db, now)): Lists {
  return {
    kinds: policy.kinds.map(({ code, name }) => ({ value: code, text: name })),
    categories: allNodes(db, 'categories')
      .filter(({ level, active }) => level === 1 && active === 1)
      .map(({ name }) => ({ value: name, text: name })),
    agencies: allAgencies(db)
      .filter(({ active }) => active === 1)
      .map(({ name }) => ({ value: name, text: name })),
  };
}
