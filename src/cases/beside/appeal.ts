import { all, q } from '../../db/query.ts';
import { operatorOf } from '../case-queries.ts';
import { momentOf } from '../page/moment.ts';
import type { BesideOf } from './beside.ts';

export const APPEAL_STATES = {
  asked: '待值班长处理',
  proposed: '待另一人确认',
  granted: '不计入考核',
  refused: '已驳回',
} as const;

/** X-E1: what was asked, who took it up, who decided. */
export const appeals: BesideOf = ({ db, given, now, forAgency }) => {
  const own = q.selectFrom('appeals').selectAll().where('case_id', '=', given.id);
  return all(db, own.orderBy('id', 'desc')).map((each) => ({
    title: ofOwnAccord(each) ? '提请不计入考核' : '申诉',
    rows: [['状态', APPEAL_STATES[each.status]]],
    lines: [
      step('提出', each.asked_at, each.asked_by, forAgency && ofOwnAccord(each) ? '' : each.reason),
      step('提请不计入考核', each.proposed_at, each.proposed_by, ''),
      step(each.status === 'granted' ? '确认' : '驳回', each.decided_at, each.decided_by, each.decision),
    ].flat(),
  }));

  function step(what: string, at: number | null, by: number | null, note: string) {
    if (at === null) return [];
    return [{ at: momentOf(at, now), text: `${what}，${operatorOf(db, by) ?? ''}`, note }];
  }
};

/** A supervisor's own words are the hotline's alone: they may tell of the citizen. */
function ofOwnAccord(each: { asked_by: number; proposed_by: number | null }): boolean {
  return each.asked_by === each.proposed_by;
}
