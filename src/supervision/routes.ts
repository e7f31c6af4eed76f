import { ledgerView } from '../../views/supervision/ledger.ts';
import { orderSheet } from '../../views/supervision/print.ts';
import { agencyById } from '../agencies/queries.ts';
import { audit } from '../audit/audit.ts';
import { calendarOf } from '../calendar/current.ts';
import { exactTime, sayRemaining } from '../calendar/words.ts';
import { operatorOf } from '../cases/case-queries.ts';
import { toneOf } from '../cases/clock-words.ts';
import { momentOf } from '../cases/page/moment.ts';
import { CASE_READERS, sightOf, visibleCase } from '../cases/visible.ts';
import { signature } from '../people/actor.ts';
import { visitorOf } from '../people/visitor.ts';
import { entryOf } from '../policy/ever.ts';
import { nameIn, policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { page, siteName } from '../web/page.ts';
import { dueOfOrder, ORDER_STATES, type Order, orderById, reportsOn, stateOf } from './orders.ts';
import { type LedgerLine, listOrders, ORDERS_A_PAGE } from './queries.ts';
import { LEDGER_READERS } from './roles.ts';

export function supervisionRoutes(routes: Routes): void {
  routes.get('/supervision', LEDGER_READERS, showLedger);
  routes.get('/supervision/:id/print', CASE_READERS, printOrder);
}

const FILTERS: Readonly<Record<Order['status'], string>> = {
  issued: ORDER_STATES.issued,
  answered: ORDER_STATES.answered,
  released: '已结束',
};

/** 督办台账 (Q-E4), newest first. */
function showLedger(c: Ctx) {
  const asked = c.req.query('state') ?? '';
  const status = Object.hasOwn(FILTERS, asked) ? (asked as Order['status']) : null;
  const before = Number(c.req.query('before')) || null;
  const lines = listOrders(dbOf(c), whoIs(c), { status, before });
  const shown = lines.slice(0, ORDERS_A_PAGE);
  const address = (state: string | null, from: number | null) => {
    const query = new URLSearchParams({
      ...(state ? { state } : {}),
      ...(from ? { before: String(from) } : {}),
    });
    return query.size > 0 ? `/supervision?${query}` : '/supervision';
  };
  const main = ledgerView({
    states: [
      { text: '全部', href: address(null, null), current: status === null },
      ...Object.entries(FILTERS).map(([state, text]) => ({
        text,
        href: address(state, null),
        current: state === status,
      })),
    ],
    filtered: status !== null,
    rows: shown.map((line) => rowOf(c, line)),
    firstHref: before === null ? null : address(status, null),
    nextHref: lines.length > shown.length ? address(status, shown.at(-1)?.id ?? null) : null,
  });
  return page(c, { title: '督办台账', main, wide: true });
}

function rowOf(c: Ctx, line: LedgerLine) {
  const now = nowOf(c);
  const policy = policyAt(dbOf(c), now);
  const revoked = line.status === 'released' && line.reported === 0;
  return {
    caseId: line.case_id,
    printHref: `/supervision/${line.id}/print`,
    number: line.number,
    caseNumber: line.case_number,
    headline: line.headline,
    agency: line.agency,
    instrument: nameIn(policy.instruments, line.instrument),
    issued: momentOf(line.issued_at, now),
    due: line.due === null ? null : momentOf(line.due, now),
    round: line.round,
    state: { status: line.status, name: ORDER_STATES[revoked ? 'revoked' : line.status] },
    clock: line.status === 'released' || line.due === null ? null : clockOf(c, line.due),
  };
}

/** The column says whose clock it is; here only what is left of it. */
function clockOf(c: Ctx, due: number) {
  const now = nowOf(c);
  const calendar = calendarOf(dbOf(c), policyAt(dbOf(c), now));
  return {
    text: sayRemaining(calendar, due, now),
    tone: toneOf(calendar, due, now),
    title: `整改期限 ${exactTime(due)}`,
  };
}

/** The order on paper, for the agency it went to as for the hotline. */
function printOrder(c: Ctx) {
  const db = dbOf(c);
  const actor = whoIs(c);
  const now = nowOf(c);
  const order = orderById(db, idOf(c, 'id'));
  const given = order && visibleCase(db, actor, order.case_id);
  if (!order || !given || sightOf(db, actor, given) !== 'whole') {
    throw new NotFound('没有找到这份督办单，或您没有查看权限。');
  }
  audit(db, { at: now, actor, act: 'supervision_printed', subject: order.number, ip: visitorOf(c).ip });
  const policy = policyAt(db, given.received_at);
  const instrument = entryOf(policy.instruments, order.instrument);
  const reports = reportsOn(db, order.id);
  const due = dueOfOrder(db, order);
  return c.html(
    orderSheet({
      letterhead: siteName(c),
      title: instrument?.name ?? '督办单',
      number: order.number,
      issued: exactTime(order.issued_at),
      agency: agencyById(db, order.agency_id)?.name ?? '',
      opening: instrument?.opening ?? '',
      rows: [
        ['工单号', given.number],
        ['诉求标题', given.headline],
        ['督办事由', order.ground],
        ['整改要求', order.requirement],
        [
          '整改时限',
          due === null
            ? `${order.days} 个工作日`
            : `${exactTime(due)} 前（${order.days} 个工作日）${order.round > 1 ? `，第 ${order.round} 次整改` : ''}`,
        ],
        ['状态', ORDER_STATES[stateOf(order, reports)]],
      ],
      reports: reports.map((report) => ({
        round: report.round,
        at: exactTime(report.at),
        by: operatorOf(db, report.by_user) ?? '',
        text: report.text,
        verdict: report.verdict,
      })),
      result: order.release_note,
      printedBy: signature(actor),
      printedAt: exactTime(now),
      assets: c.get('world').assets,
    }),
  );
}
