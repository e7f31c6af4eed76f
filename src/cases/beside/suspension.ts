import type { Beside } from '../../../views/cases/case.ts';
import { dayOf } from '../../calendar/local-time.ts';
import { sayDuration } from '../../calendar/words.ts';
import { operatorOf } from '../case-queries.ts';
import { momentOf } from '../page/moment.ts';
import { CASE_STATUS } from '../states.ts';
import { suspensionsOf } from '../suspensions.ts';
import type { BesideOf, Reading } from './beside.ts';

/** 挂账 (X-E1): why the case waits, until when, since when; above the request while it waits. */
export const suspension: BesideOf = (reading) => {
  const all = suspensionsOf(reading.db, reading.given.id);
  const open = reading.given.status === 'suspended' ? all.find((each) => each.ended_at === null) : undefined;
  const past = all.filter((each) => each !== open);
  return [...(open ? [waiting(reading, open)] : []), ...(past.length > 0 ? [over(reading, past)] : [])];
};

type Suspension = ReturnType<typeof suspensionsOf>[number];

function waiting(reading: Reading, each: Suspension): Beside {
  const { db, now, forAgency } = reading;
  const late = each.review_on < dayOf(now) ? '，已过复核日期' : '';
  const rows: [string, string][] = [
    ['复核日期', `${each.review_on}${late}`],
    ['已挂账', sayDuration(now - each.started_at)],
    ['挂账前', CASE_STATUS[each.from_status].name],
    ['经办', operatorOf(db, each.started_by) ?? ''],
    ['说明', forAgency ? '挂账期间暂不办理，各时限停止计算；恢复办理后会重新计算。' : ''],
  ];
  return {
    title: '挂账中',
    first: true,
    rows: rows.filter(([, value]) => value !== ''),
    lines: [lineOf(reading, each, '挂账')],
  };
}

function over(reading: Reading, past: readonly Suspension[]): Beside {
  const lines = past.map((each) => {
    const lasted = sayDuration((each.ended_at ?? reading.now) - each.started_at);
    return lineOf(reading, each, `曾挂账 ${lasted}`);
  });
  return { title: '挂账记录', rows: [], lines };
}

/** Q-A7: the reason may repeat what the citizen said of themselves. */
function lineOf({ given, forAgency, now }: Reading, each: Suspension, text: string): Beside['lines'][number] {
  const hidden = forAgency && given.confidential === 1;
  return { at: momentOf(each.started_at, now), text, ...(hidden ? {} : { note: each.reason }) };
}
