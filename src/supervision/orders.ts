import type { Selectable } from 'kysely';
import type { ActContext } from '../cases/act.ts';
import { startClock } from '../cases/clocks.ts';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q, run } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import { nextOrderNumber } from './number.ts';

export type Order = Selectable<Schema['supervisions']>;
export type Report = Selectable<Schema['rectifications']>;

type NewOrder = Pick<Order, 'agency_id' | 'instrument' | 'ground' | 'requirement' | 'days'> & {
  /** Null where the regulation itself demands it (Q-E2). */
  by: number | null;
};

/** Q-E4: writes a numbered order and starts its clock. @returns its number */
export function issueOrder(db: Db, context: ActContext, { by, ...order }: NewOrder): string {
  const { case: given, now } = context;
  const number = nextOrderNumber(db, now);
  run(
    db,
    q.insertInto('supervisions').values({
      ...{ ...order, number, case_id: given.id, status: 'issued' },
      ...{ issued_by: by, issued_at: now, due_at: null, released_by: null, released_at: null },
    }),
  );
  run(db, q.updateTable('cases').set({ supervised: 1 }).where('id', '=', given.id));
  startClock(
    db,
    { ...context, facts: { ...context.facts, supervision: { days: order.days } } },
    'supervision',
  );
  return number;
}

/** The order is over: its last limit stays with it. */
export function endOrder(
  db: Db,
  order: Order,
  { by, note, now }: { by: number | null; note: string; now: number },
): void {
  const ended = {
    ...{ status: 'released' as const, due_at: dueOf(db, order.case_id) },
    ...{ released_by: by, released_at: now, release_note: note },
  };
  run(db, q.updateTable('supervisions').set(ended).where('id', '=', order.id));
  run(db, q.updateTable('cases').set({ supervised: 0 }).where('id', '=', order.case_id));
}

/** The order that stands open; there is never more than one. */
export function openOrder(db: Db, caseId: number): Order | undefined {
  const open = q.selectFrom('supervisions').selectAll().where('case_id', '=', caseId);
  return first(db, open.where('status', '<>', 'released').orderBy('id', 'desc').limit(1));
}

/** For acts that the tables offer only while one stands open. */
export function standingOrder(db: Db, caseId: number): Order {
  const order = openOrder(db, caseId);
  if (!order) throw new Error(`case ${caseId} has no order that stands open`);
  return order;
}

/** Every order of a case, newest first. */
export function ordersOf(db: Db, caseId: number): Order[] {
  return all(
    db,
    q.selectFrom('supervisions').selectAll().where('case_id', '=', caseId).orderBy('id', 'desc'),
  );
}

export function orderById(db: Db, id: number): Order | undefined {
  return first(db, q.selectFrom('supervisions').selectAll().where('id', '=', id));
}

/** What the agency reported, oldest first. */
export function reportsOn(db: Db, orderId: number): Report[] {
  const reports = q.selectFrom('rectifications').selectAll().where('supervision_id', '=', orderId);
  return all(db, reports.orderBy('id'));
}

const DUE = `SELECT due_at FROM clocks WHERE case_id = ? AND kind = 'supervision' ORDER BY id DESC LIMIT 1`;

/** When the open order of a case is due; null while the calendar of that year is missing. */
function dueOf(db: Db, caseId: number): number | null {
  return (prepared(db, DUE).pluck().get(caseId) as number | undefined) ?? null;
}

/** The limit of an order: its clock's while it stands open. */
export function dueOfOrder(db: Db, order: Order): number | null {
  return order.status === 'released' ? order.due_at : dueOf(db, order.case_id);
}

export type OrderState = 'issued' | 'answered' | 'released' | 'revoked';

export const ORDER_STATES: Record<OrderState, string> = {
  issued: '待整改',
  answered: '整改待审',
  released: '已解除',
  revoked: '已撤销',
};

/** An order that ended without an accepted report of its round was taken back. */
export function stateOf(order: Order, reports: readonly Report[]): OrderState {
  if (order.status !== 'released') return order.status;
  return reports.some((report) => report.round === order.round) ? 'released' : 'revoked';
}
