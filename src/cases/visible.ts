import type { Db } from '../db/open.ts';
import { first, prepared, q } from '../db/query.ts';
import { type Actor, hasRole } from '../people/actor.ts';
import type { Role } from '../people/roles.ts';
import { TASK_KINDS, TASKS } from '../tasks/kinds.ts';
import type { CaseRow } from './rows.ts';
import type { AssignmentStatus, CaseStatus } from './states.ts';

/** How much of a case a person sees; null is nothing, and answered like a case that does not exist. */
export type Sight = 'whole' | 'headline' | null;

/** A piece of SQL with its bound values. */
export type Condition = { text: string; values: readonly unknown[] };

type Way = { roles: readonly Role[]; sight: 'whole' | 'headline'; cases: (actor: Actor) => Condition };

/** No condition at all, and one that nothing meets. */
export const EVERY: Condition = { text: '1', values: [] };
export const NONE: Condition = { text: '0', values: [] };

const FROM_REPLY_ON: readonly CaseStatus[] = ['replied', 'callback', 'verifying', 'closed', 'archived'];
/** A wrong dispatch may have gone to the very party complained of: taken back or given back, it is out of sight. */
const LOST: readonly AssignmentStatus[] = ['withdrawn', 'returned'];

const TO_BE_TOLD = `EXISTS (SELECT 1 FROM tasks t WHERE t.case_id = c.id AND t.done_at IS NULL AND t.dropped_at IS NULL
  AND t.kind IN (${quoted(TASK_KINDS.filter((kind) => TASKS[kind].urgent))}))`;

/** Also after the order was released: who followed it wants to know how it ended. */
const SUPERVISED: Condition = {
  text: 'EXISTS (SELECT 1 FROM supervisions v WHERE v.case_id = c.id)',
  values: [],
};

/** domain.md "Who": each role's way to a case, said once. Conditions are on `cases c`. */
const WAYS: readonly Way[] = [
  { roles: ['dispatcher', 'supervisor', 'inspector'], sight: 'whole', cases: () => EVERY },
  {
    roles: ['callback_clerk'],
    sight: 'whole',
    // What was called back and is done again stays with whoever called.
    cases: () => ({ text: `(c.status IN (${quoted(FROM_REPLY_ON)}) OR c.round > 0)`, values: [] }),
  },
  { roles: ['leader'], sight: 'whole', cases: () => SUPERVISED },
  { roles: ['handler', 'agency_leader'], sight: 'whole', cases: givenTo },
  {
    roles: ['operator'],
    sight: 'whole',
    cases: (actor) => ({
      text: `(c.first_operator = ? OR (c.first_operator IS NULL AND c.status = 'received'))`,
      values: [actor.id],
    }),
  },
  // Q-A5, Q-A6: whoever is on duty tells of what is urgent, also where a colleague took the call.
  { roles: ['operator'], sight: 'whole', cases: () => ({ text: TO_BE_TOLD, values: [] }) },
  { roles: ['operator'], sight: 'headline', cases: () => EVERY },
];

/** Everybody who may come upon a case at all. */
export const CASE_READERS: readonly Role[] = [...new Set(WAYS.flatMap((way) => way.roles))];

/** Which rows of `cases c` appear in the actor's lists and searches: those of which they see anything. */
export function visibleTo(actor: Actor): Condition {
  return anyOf(waysOf(actor).map((way) => way.cases(actor)));
}

/** How much the actor sees of one case. */
export function sightOf(db: Db, actor: Actor, given: Pick<CaseRow, 'id'>): Sight {
  const seen = (sight: Way['sight']) => {
    const ways = waysOf(actor).filter((way) => way.sight === sight);
    return holds(db, anyOf(ways.map((way) => way.cases(actor))), given.id);
  };
  if (seen('whole')) return 'whole';
  return seen('headline') ? 'headline' : null;
}

/** The case when the actor may see anything of it. */
export function visibleCase(db: Db, actor: Actor, caseId: number): CaseRow | undefined {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', caseId));
  return given && sightOf(db, actor, given) ? given : undefined;
}

/** The agencies through whose assignments alone the actor sees cases; null when there is another way as well. */
export function seesOnlyThrough(actor: Actor): readonly number[] | null {
  const ways = waysOf(actor);
  return ways.length > 0 && ways.every((way) => way.cases === givenTo) ? [...actor.agencyIds] : null;
}

/** Whether the actor sees supervised cases alone: few beside the many. */
export function seesOnlySupervised(actor: Actor): boolean {
  const ways = waysOf(actor);
  return ways.length > 0 && ways.every((way) => way.cases(actor) === SUPERVISED);
}

/** Assignments that still show their case to the agency; on the table or alias `s`. */
export const STILL_GIVEN = `s.status NOT IN (${quoted(LOST)})`;

/** Assignments to the actor's agencies, or handed down to a section among them; on the alias `s`. */
export function toAgenciesOf(actor: Actor): Condition {
  const ids = [...actor.agencyIds];
  const places = ids.map(() => '?').join();
  return { text: `(s.agency_id IN (${places}) OR s.section_id IN (${places}))`, values: [...ids, ...ids] };
}

function givenTo(actor: Actor): Condition {
  if (actor.agencyIds.size === 0) return NONE;
  const { text, values } = toAgenciesOf(actor);
  return {
    text: `EXISTS (SELECT 1 FROM assignments s WHERE s.case_id = c.id AND ${STILL_GIVEN} AND ${text})`,
    values,
  };
}

function waysOf(actor: Actor): Way[] {
  return WAYS.filter((way) => hasRole(actor, ...way.roles));
}

function anyOf(conditions: readonly Condition[]): Condition {
  if (conditions.includes(EVERY)) return EVERY;
  const some = conditions.filter((condition) => condition !== NONE);
  if (some.length === 0) return NONE;
  return {
    text: `(${some.map(({ text }) => text).join(' OR ')})`,
    values: some.flatMap(({ values }) => values),
  };
}

function holds(db: Db, condition: Condition, caseId: number): boolean {
  if (condition === NONE) return false;
  const { text, values } = condition;
  return (
    prepared(db, `SELECT 1 FROM cases c WHERE c.id = ? AND ${text}`).get(caseId, ...values) !== undefined
  );
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
