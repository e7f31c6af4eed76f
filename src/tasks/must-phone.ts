import { agencyById } from '../agencies/queries.ts';
import type { ActContext } from '../cases/act.ts';
import type { AssignmentRow } from '../cases/rows.ts';
import { ASSIGNMENT_ROLE } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { addTask, openTasks } from './tasks.ts';

const MINUTE = 60_000;

/**
 * Q-A5: of an urgent case each agency that answers or assists is told by telephone, within the time it has to sign.
 * To be called wherever an agency is given an urgent case, or a case that agencies have becomes urgent.
 */
export function mustPhone(
  db: Db,
  { case: given, policy, now }: Pick<ActContext, 'case' | 'policy' | 'now'>,
  assignment: Pick<AssignmentRow, 'id' | 'agency_id' | 'role'>,
): void {
  const asked = openTasks(db, given.id, 'must_phone');
  if (asked.some((task) => task.assignment_id === assignment.id)) return;
  addTask(
    db,
    {
      caseId: given.id,
      assignmentId: assignment.id,
      kind: 'must_phone',
      side: 'hotline',
      what: whomToRing(db, assignment),
      dueAt: now + policy.limits.signUrgentMinutes * MINUTE,
    },
    now,
  );
}

/** "城管局（牵头），值班电话 0000-8800000，联系人 市容科". */
function whomToRing(db: Db, { agency_id, role }: Pick<AssignmentRow, 'agency_id' | 'role'>): string {
  const agency = agencyById(db, agency_id);
  if (!agency) throw new Error(`agency ${agency_id} has gone`);
  const phone = agency.office_phone ? `值班电话 ${agency.office_phone}` : '未登记值班电话';
  const person = agency.contact_person ? `联系人 ${agency.contact_person}` : '';
  return [`${agency.short_name}（${ASSIGNMENT_ROLE[role]}）`, phone, person].filter(Boolean).join('，');
}
