import { mattersOf } from '../cases/matters.ts';
import type { AssignmentRow, CaseRow } from '../cases/rows.ts';
import { ASSIGNMENT_STATUS, CASE_STATUS, type CaseStatus } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { OccasionCode } from './occasions.ts';
import type { Waiting } from './still-true.ts';

type Check = (db: Db, given: CaseRow, assignment: AssignmentRow | null, waiting: Waiting) => string | null;

const ANSWERED: ReadonlySet<CaseStatus> = new Set(['callback', 'verifying', 'closed', 'archived']);
const OVER: ReadonlySet<CaseStatus> = new Set(['withdrawn', 'merged', 'archived']);

/** What an act asks for is settled in the meantime, or what it told of holds no more; null where it does. */
export function untrueAct(db: Db, waiting: Waiting): string | null {
  const check = CHECKS[waiting.message.occasion as OccasionCode];
  return check?.(db, waiting.given, waiting.assignment, waiting) ?? null;
}

const inHand: Check = (_db, given, assignment) => {
  if (OVER.has(given.status) || given.status === 'suspended')
    return `工单${CASE_STATUS[given.status].name}。`;
  if (!assignment || ASSIGNMENT_STATUS[assignment.status].open) return null;
  return `该单位${ASSIGNMENT_STATUS[assignment.status].name}。`;
};

const whileIn =
  (status: AssignmentRow['status'], why: string): Check =>
  (_db, _given, assignment) =>
    assignment?.status === status ? null : why;

const whileOpen =
  (matter: Parameters<ReturnType<typeof mattersOf>['ofCase']['has']>[0], why: string): Check =>
  (db, given, assignment) => {
    const matters = mattersOf(db, given.id);
    return (assignment ? matters.ofAssignment(assignment.id) : matters.ofCase).has(matter) ? null : why;
  };

const AGAIN = `SELECT 1 FROM assignments WHERE case_id = ? AND agency_id = ? AND id > ?
  AND status NOT IN ('returned', 'withdrawn')`;

const notGivenAgain: Check = (db, given, assignment) => {
  if (!assignment) return null;
  const again = prepared(db, AGAIN).get(given.id, assignment.agency_id, assignment.id);
  return again === undefined ? null : '工单已重新派给该单位。';
};

const standsAsAnswered: Check = (_db, given) =>
  ANSWERED.has(given.status) ? null : '工单已重新办理，办结后另行告知。';

const stillAsked: Check = (_db, given) =>
  given.status === 'withdrawn' || given.status === 'rejected'
    ? `工单${CASE_STATUS[given.status].name}。`
    : null;

const TO_TELL = `SELECT max(done_at IS NULL AND dropped_at IS NULL) FROM tasks
  WHERE case_id = @id AND kind = 'emergency_contact' AND what LIKE '%，电话 ' || @phone
    AND (what LIKE @name || '（%' OR what LIKE @name || '，%')`;

/** Told by telephone, or need not be told any more; two contacts may have one name. */
const notToldYet: Check = (db, given, _assignment, { message }) => {
  const { recipient_name: name, address: phone } = message;
  const open = prepared(db, TO_TELL).pluck().get({ id: given.id, name, phone });
  return open === 1 ? null : '已电话告知，或不再需要告知。';
};

const CHECKS: Readonly<Partial<Record<OccasionCode, Check>>> = {
  pressed: inHand,
  instructed: (_db, given) => (OVER.has(given.status) ? `工单${CASE_STATUS[given.status].name}。` : null),
  return_refused: inHand,
  reply_to_approve: whileIn('reviewing', '答复已审核。'),
  reply_disapproved: whileIn('signed', '答复已重新提交，或工单已收回。'),
  reply_sent_back: inHand,
  extension_to_agree: whileOpen('extension_asked', '延期申请已处理。'),
  extension_to_judge: whileOpen('extension_agreed', '延期申请已处理。'),
  extension_granted: inHand,
  extension_refused: inHand,
  return_to_judge: whileIn('returning', '退件申请已处理。'),
  overlap_to_settle: whileOpen('overlap', '职责交叉已处理。'),
  withdrawn: notGivenAgain,
  rectify_again: whileOpen('supervision_issued', '整改报告已提交，或督办已解除。'),
  contacts: notToldYet,
  citizen_accepted: stillAsked,
  citizen_concluded: standsAsAnswered,
};
