import { EVERY, visibleTo } from '../cases/visible.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import type { Order } from './orders.ts';

export const ORDERS_A_PAGE = 50;

/** A line of the ledger. */
export type LedgerLine = {
  id: number;
  number: string;
  instrument: string;
  status: Order['status'];
  round: number;
  issued_at: number;
  /** Its clock's limit while it stands open, the last one afterwards; null where the calendar is missing. */
  due: number | null;
  /** Whether the report of the last round is there: an order released without one was taken back. */
  reported: number;
  case_id: number;
  case_number: string;
  headline: string;
  agency: string;
};

const LINES = `SELECT v.id, v.number, v.instrument, v.status, v.round, v.issued_at, v.case_id,
    c.number AS case_number, c.headline, a.short_name AS agency,
    CASE v.status WHEN 'released' THEN v.due_at ELSE (SELECT k.due_at FROM clocks k
      WHERE k.case_id = v.case_id AND k.kind = 'supervision' ORDER BY k.id DESC LIMIT 1) END AS due,
    EXISTS (SELECT 1 FROM rectifications r WHERE r.supervision_id = v.id AND r.round = v.round) AS reported
  FROM supervisions v JOIN cases c ON c.id = v.case_id JOIN agencies a ON a.id = v.agency_id`;

/**
 * One page of the ledger, newest first, through what the actor may see; one line more where there is a next page.
 * @param before the id that the last page ended with
 */
export function listOrders(
  db: Db,
  actor: Actor,
  { status, before }: { status: Order['status'] | null; before: number | null },
): LedgerLine[] {
  const visible = visibleTo(actor);
  const conditions = [
    ...(status ? [{ text: 'v.status = ?', values: [status] }] : []),
    ...(before === null ? [] : [{ text: 'v.id < ?', values: [before] }]),
    ...(visible === EVERY ? [] : [visible]),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.map(({ text }) => text).join(' AND ')}` : '';
  const values = conditions.flatMap((condition) => condition.values);
  const lines = `${LINES} ${where} ORDER BY v.id DESC LIMIT ${ORDERS_A_PAGE + 1}`;
  return prepared(db, lines).all(...values) as LedgerLine[];
}
