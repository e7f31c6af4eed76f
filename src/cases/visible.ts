import type { Db } from '../db/open.ts';
import { first, q } from '../db/query.ts';
import { type Actor, hasRole } from '../people/actor.ts';
import type { CaseRow } from './rows.ts';

/** How much of a case a person sees; null is nothing, and answered like a case that does not exist. */
export type Sight = 'whole' | 'headline' | null;

const FROM_REPLY_ON = new Set(['replied', 'callback', 'verifying', 'closed', 'archived']);

/** The case when the actor may see anything of it (domain.md "Who"). */
export function visibleCase(db: Db, actor: Actor, caseId: number): CaseRow | undefined {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', caseId));
  return given && sightOf(db, actor, given) ? given : undefined;
}

/** Operators see every headline but only their own cases whole; agencies what was given to them or theirs. */
export function sightOf(db: Db, actor: Actor, given: CaseRow): Sight {
  if (hasRole(actor, 'dispatcher', 'supervisor', 'inspector')) return 'whole';
  if (hasRole(actor, 'callback_clerk') && FROM_REPLY_ON.has(given.status)) return 'whole';
  if (hasRole(actor, 'handler', 'agency_leader') && givenTo(db, actor, given.id)) return 'whole';
  if (hasRole(actor, 'operator')) {
    const untaken = given.first_operator === null && given.status === 'received';
    return given.first_operator === actor.id || untaken ? 'whole' : 'headline';
  }
  return null;
}

function givenTo(db: Db, actor: Actor, caseId: number): boolean {
  const agencies = [...actor.agencyIds];
  if (agencies.length === 0) return false;
  const found = first(
    db,
    q
      .selectFrom('assignments')
      .select('id')
      .where('case_id', '=', caseId)
      .where((where) => where.or([where('agency_id', 'in', agencies), where('section_id', 'in', agencies)]))
      .limit(1),
  );
  return found !== undefined;
}
