import { agencyById } from '../agencies/queries.ts';
import type { Db } from '../db/open.ts';
import { first, q, run } from '../db/query.ts';
import type { Facts } from '../rules/facts.ts';
import { mustPhone } from '../tasks/must-phone.ts';
import type { ActContext } from './act.ts';
import { startClock } from './clocks.ts';
import type { AssignmentRole } from './states.ts';

/** What the rules know of an assignment before anything was done with it. */
export function unsigned(role: AssignmentRole): NonNullable<Facts['assignment']> {
  return {
    role,
    status: 'unsigned',
    submittedBy: null,
    contactedAt: null,
    returnBarred: false,
    containedAt: null,
    external: false,
  };
}

type Wanted = {
  agencyId: number;
  role: AssignmentRole;
  round: number;
  opinion: string;
  /** It may not be returned (X-E1). */
  returnBarred?: boolean;
};

/** Gives the case to an agency and starts its clocks: to sign and to reply. */
export function assign(db: Db, context: ActContext, wanted: Wanted): number {
  const { id } = run(
    db,
    q.insertInto('assignments').values({
      case_id: context.case.id,
      agency_id: wanted.agencyId,
      role: wanted.role,
      status: 'unsigned',
      round: wanted.round,
      opinion: wanted.opinion,
      dispatched_at: context.now,
      return_barred: wanted.returnBarred ? 1 : 0,
    }),
  );
  const assignment = first(db, q.selectFrom('assignments').selectAll().where('id', '=', id));
  if (!assignment) throw new Error(`assignment ${id} was not written`);
  const asAssigned: ActContext = {
    ...context,
    assignment,
    facts: {
      ...context.facts,
      assignment: {
        ...unsigned(wanted.role),
        returnBarred: wanted.returnBarred === true,
        external: agencyById(db, wanted.agencyId)?.external === 1,
      },
    },
  };
  startClock(db, asAssigned, 'sign');
  startClock(db, asAssigned, 'reply');
  if (context.case.urgent === 1) mustPhone(db, context, assignment);
  return id;
}
