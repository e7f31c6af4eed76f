import { allAgencies } from '../agencies/queries.ts';
import { usualFolder } from '../backup/folders.ts';
import type { Db } from '../db/open.ts';
import { allNodes } from '../trees/queries.ts';
import type { Option } from '../web/forms.ts';
import type { Lists } from './cells.ts';
import { nameIn, type Policy, policyAt } from './policy.ts';

/** What settings may refer to: kinds by code, top categories and agencies by name, the usual folder of backups. */
export function listsOf(db: Db, now: number, policy: Policy = policyAt(db, now)): Lists {
  return {
    kinds: kindOptions(policy),
    categories: allNodes(db, 'categories')
      .filter(({ level, active }) => level === 1 && active === 1)
      .map(({ name }) => ({ value: name, text: name })),
    agencies: allAgencies(db)
      .filter(({ active }) => active === 1)
      .map(({ name }) => ({ value: name, text: name })),
    usualFolder: usualFolder(db.name),
  };
}

/** Those that are offered, and those that other settings still name. */
function kindOptions({ kinds, callbackShares, spotChecks, questions }: Policy): Option[] {
  const named = [...callbackShares, ...spotChecks].map(({ kind }) => kind);
  const asked = questions.flatMap((question) => question.kinds ?? []);
  const offered = new Set(kinds.map(({ code }) => code));
  const former = new Set([...named, ...asked].filter((code) => code !== '' && !offered.has(code)));
  return [
    ...kinds.map(({ code, name }) => ({ value: code, text: name })),
    ...[...former].map((code) => ({ value: code, text: `${nameIn(kinds, code)}（已移除）` })),
  ];
}
