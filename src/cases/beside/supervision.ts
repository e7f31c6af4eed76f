import { agencyById } from '../../agencies/queries.ts';
import { calendarOf } from '../../calendar/current.ts';
import { exactTime, sayRemaining } from '../../calendar/words.ts';
import { nameIn } from '../../policy/policy.ts';
import {
  dueOfOrder,
  ORDER_STATES,
  type Order,
  ordersOf,
  type Report,
  reportsOn,
  stateOf,
} from '../../supervision/orders.ts';
import { assignmentsOf, operatorOf } from '../case-queries.ts';
import { hatsOf } from '../hats.ts';
import { momentOf } from '../page/moment.ts';
import type { BesideOf, Reading } from './beside.ts';

/** Q-E4: orders, the one that stands open above the request; both sides read them. */
export const supervision: BesideOf = (reading) =>
  ordersOf(reading.db, reading.given.id).map((order) => {
    const reports = reportsOn(reading.db, order.id);
    return {
      title: `督办　${order.number} ${nameIn(reading.policy.instruments, order.instrument)}`,
      ...(order.status === 'released' ? {} : { first: true as const }),
      rows: rowsOf(reading, order, reports),
      lines: reports.map((report) => ({
        at: momentOf(report.at, reading.now),
        text: `第 ${report.round} 次整改报告，${operatorOf(reading.db, report.by_user) ?? ''}`,
        note: report.verdict ? `${report.text}\n审核：${report.verdict}` : report.text,
      })),
      links: [
        ...(isAsked(reading, order)
          ? [{ href: `/cases/${order.case_id}/rectify`, text: '提交整改报告' }]
          : []),
        { href: `/supervision/${order.id}/print`, text: '打印督办单' },
      ],
    };
  });

/** Whether the reader's agency has to report now: beside a closed case nothing else says so. */
function isAsked({ db, actor, given }: Reading, order: Order): boolean {
  const ours = actor.agencyIds.has(order.agency_id);
  return (
    ours && order.status === 'issued' && hatsOf(actor, given, assignmentsOf(db, given.id)).has('lead_agency')
  );
}

function rowsOf({ db, policy, now }: Reading, order: Order, reports: readonly Report[]): [string, string][] {
  const due = dueOfOrder(db, order);
  const left =
    due === null || order.status === 'released'
      ? ''
      : `（${sayRemaining(calendarOf(db, policy), due, now)}）`;
  const rows: [string, string][] = [
    ['状态', ORDER_STATES[stateOf(order, reports)]],
    ['承办单位', agencyById(db, order.agency_id)?.name ?? ''],
    ['督办事由', order.ground],
    ['整改要求', order.requirement],
    ['下达', `${exactTime(order.issued_at)}　${operatorOf(db, order.issued_by) ?? '系统按规定下达'}`],
    ['整改时限', due === null ? '工作日历录入后计算' : `${exactTime(due)}${left}`],
    ['整改轮次', order.round > 1 ? `第 ${order.round} 次整改` : ''],
    ['结果', order.release_note],
  ];
  return rows.filter(([, value]) => value !== '');
}
