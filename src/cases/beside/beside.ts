import type { Beside } from '../../../views/cases/case.ts';
import type { Db } from '../../db/open.ts';
import type { Actor } from '../../people/actor.ts';
import type { Policy } from '../../policy/policy.ts';
import type { CaseRow } from '../rows.ts';

/** Who reads which case. `forAgency`: what only the hotline may know stays out. */
export type Reading = {
  db: Db;
  actor: Actor;
  given: CaseRow;
  policy: Policy;
  now: number;
  forAgency: boolean;
};

/** What a side process shows on the page of a case; none where there is nothing. */
export type BesideOf = (reading: Reading) => readonly Beside[];
