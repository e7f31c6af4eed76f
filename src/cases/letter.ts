import type { LetterProps } from '../../views/cases/letter.ts';
import { agencyById } from '../agencies/queries.ts';
import { dayOf } from '../calendar/local-time.ts';
import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { itemById } from '../items/queries.ts';
import type { Actor } from '../people/actor.ts';
import { personById } from '../people/queries.ts';
import { nameIn, policyAt } from '../policy/policy.ts';
import { nodePath } from '../trees/queries.ts';
import type { AssignmentRow, CaseRow } from './rows.ts';

const DUE = `SELECT due_at FROM clocks WHERE case_id = ? AND assignment_id = ? AND kind = 'reply' ORDER BY id DESC LIMIT 1`;

type Paper = Omit<LetterProps, 'letterhead' | 'printedBy' | 'printedAt' | 'assets'>;

/**
 * What an outside unit is told (Q-B5): the request, where, what is asked of it, until when, and whom to answer.
 * Who the citizen is stays with the hotline, confidential or not (Q-A7, C-M1); it tells them of the answer.
 */
export function letterOf(
  db: Db,
  actor: Actor,
  given: CaseRow,
  assignment: AssignmentRow,
  now: number,
): Paper {
  const policy = policyAt(db, given.received_at);
  const { hotline } = policyAt(db, now);
  const agency = agencyById(db, assignment.agency_id);
  const due = prepared(db, DUE).pluck().get(given.id, assignment.id) as number | undefined;
  const writer = personById(db, actor.id);
  return {
    to: agency?.name ?? '',
    attention: agency?.contact_person ?? '',
    number: given.number,
    headline: given.headline,
    facts: [
      ['诉求类型', nameIn(policy.kinds, given.kind)],
      ['便民服务事项', itemById(db, given.item_id)?.name ?? ''],
      ['诉求分类', nodePath(db, 'categories', given.category_id)],
      ['所属区域', nodePath(db, 'areas', given.area_id)],
      ['事发地点', given.place],
      ['登记时间', exactTime(given.received_at)],
    ],
    text: given.text,
    opinion: assignment.opinion,
    assisting: assignment.role === 'assist',
    confidential: given.confidential === 1,
    urgent: given.urgent === 1,
    dueText: due === undefined ? null : exactTime(due),
    replyTo: [
      ['热线电话', [hotline.areaCode, hotline.number].filter(Boolean).join('-')],
      ['经办人', actor.operatorNo ? `${actor.operatorNo} 号 ${actor.name}` : actor.name],
      ['电子邮箱', writer?.email ?? ''],
    ],
    day: dayOf(now),
  };
}
