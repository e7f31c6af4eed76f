import type { Db } from '../../db/open.ts';
import { prepared } from '../../db/query.ts';
import type { Schema } from '../../db/schema.ts';
import { operatorOf } from '../case-queries.ts';
import { momentOf } from '../page/moment.ts';
import { ASSIGNMENT_STATUS, type AssignmentStatus } from '../states.ts';
import type { BesideOf, Reading } from './beside.ts';

type Extension = Omit<Schema['extensions'], 'id' | 'judgement' | 'told_how'> & {
  judgement: string;
  told_how: string;
  agency: string;
  handling: AssignmentStatus;
};

const EXTENSIONS = `SELECT x.*, a.short_name AS agency, s.status AS handling FROM extensions x JOIN assignments s ON s.id = x.assignment_id
  JOIN agencies a ON a.id = s.agency_id WHERE x.case_id = ? ORDER BY x.id DESC`;

const STATES: Readonly<Record<Extension['status'], string>> = {
  asked: '待分管领导同意',
  agreed: '待热线审核',
  granted: '已批准',
  declined: '分管领导不同意',
  refused: '热线不批准',
};

/** Q-D8: what was asked, who agreed, what the hotline said, and how the citizen was told; the latest first. */
export const extensions: BesideOf = (reading) => {
  const asked = extensionsOf(reading.db, reading.given.id);
  if (asked.length === 0) return [];
  const rows = asked.map((each): [string, string] => [
    each.agency,
    `${each.days} 个工作日，${stateOf(each)}`,
  ]);
  return [{ title: '延期', rows, lines: asked.flatMap((each) => course(reading, each)) }];
};

/** What stood open when the assignment was answered or taken back is nobody's to decide any more. */
function stateOf({ status, handling }: Extension): string {
  const undecided = status === 'asked' || status === 'agreed';
  return undecided && !ASSIGNMENT_STATUS[handling].open ? '未处理，派单已结束' : STATES[status];
}

function extensionsOf(db: Db, caseId: number): Extension[] {
  return prepared(db, EXTENSIONS).all(caseId) as Extension[];
}

/** What became of one request, the latest first. */
function course({ db, now }: Reading, each: Extension) {
  const line = (at: number | null, text: string, note = '') =>
    at === null ? [] : [{ at: momentOf(at, now), text, ...(note ? { note } : {}) }];
  const judge = operatorOf(db, each.judged_by) ?? '';
  return [
    ...line(each.told_at, `已告知诉求人，${each.told_how}`),
    ...line(each.judged_at, `${judge} ${JUDGED[each.status] ?? ''}`, each.judgement),
    ...line(each.agreed_at, `${operatorOf(db, each.agreed_by) ?? ''} 同意延期`),
    ...line(
      each.asked_at,
      `${each.agency} ${operatorOf(db, each.asked_by) ?? ''} 申请延期 ${each.days} 个工作日`,
      each.reason,
    ),
  ];
}

const JUDGED: Partial<Record<Extension['status'], string>> = {
  granted: '批准延期',
  declined: '不同意延期',
  refused: '不批准延期',
};
