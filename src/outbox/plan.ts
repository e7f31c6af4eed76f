import { throughGate } from '../db/gate.ts';
import { type Db, isSqliteError } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import { markStumbled } from './interrupted.ts';
import { dueMessage } from './lease.ts';
import type { Medium } from './message.ts';
import { areAllGone, CALL_LIST, type Way } from './route-message.ts';
import type { Tools } from './tools.ts';
import { carryOut, judge } from './verdict.ts';

/** One gateway's line: one message after the other; what is urgent stands in a line of its own. */
export type Line = { gatewayId: number; urgent: boolean; ids: number[] };

/** What a round is planned with. `isBusy`: a line of an earlier round is still at work. */
export type Planning = {
  db: Db;
  ways: readonly Way[];
  isBusy: (line: Pick<Line, 'gatewayId' | 'urgent'>) => boolean;
  now: number;
  tools: Tools;
};

type Group = { medium: Medium; urgent: boolean };

const GROUPS: readonly Group[] = [
  { medium: 'sms', urgent: true },
  { medium: 'email', urgent: true },
  { medium: 'sms', urgent: false },
  { medium: 'email', urgent: false },
];

const AT_ONCE = 500;
const DUE = `SELECT id FROM messages WHERE status IN ('queued', 'sending', 'uncertain') AND status <> 'sending'
  AND medium = ? AND urgent = ? AND not_before <= ? ORDER BY not_before, id LIMIT ${AT_ONCE}`;
const SLICE = 10;

/**
 * Puts what is due into the lines of the gateways, urgent ones first, then those that wait longest, as far as there is
 * room; what needs no gateway is ended at once. Goes on slice by slice, so that requests are answered in between.
 */
export async function* plan(planning: Planning): AsyncGenerator<Line[]> {
  const { db } = planning;
  for (const group of GROUPS) {
    const lines = new Map<number, Line>();
    const due = isClosed(planning, group) ? [] : dueIn(planning, group);
    for (let at = 0; at < due.length && db.open && !isClosed(planning, group); at += SLICE) {
      const slice = due.slice(at, at + SLICE);
      const work = () => {
        for (const id of slice) if (!isClosed(planning, group)) place(planning, group, lines, id);
      };
      await throughGate(db, () => transact(db, work));
      yield [];
    }
    yield [...lines.values()];
  }
}

function dueIn({ db, now }: Planning, { medium, urgent }: Group): number[] {
  return prepared(db, DUE)
    .pluck()
    .all(medium, urgent ? 1 : 0, now) as number[];
}

/** There are gateways, and none can be given anything now: nobody has to look at each message to know. */
function isClosed(planning: Planning, { medium, urgent }: Group): boolean {
  const own = planning.ways.filter(({ gateway }) => gateway.medium === medium);
  if (own.length === 0 || areAllGone(own, planning.now)) return false;
  return own.every(
    (way) => way.gateway.channel !== CALL_LIST && (way.down || way.spent || !isOpen(planning, way, urgent)),
  );
}

function isOpen({ isBusy }: Planning, { room, gateway }: Way, urgent: boolean): boolean {
  return room > 0 && !isBusy({ gatewayId: gateway.id, urgent });
}

function place(planning: Planning, { urgent }: Group, lines: Map<number, Line>, id: number): void {
  const { db, ways, now, tools } = planning;
  try {
    const message = dueMessage(db, id, now);
    if (!message) return;
    const verdict = judge(db, message, ways, now, tools, (way) => isOpen(planning, way, urgent));
    if (verdict.do === 'send') {
      const line = lines.get(verdict.by.id) ?? { gatewayId: verdict.by.id, urgent, ids: [] };
      line.ids.push(id);
      lines.set(verdict.by.id, line);
      const way = ways.find(({ gateway }) => gateway.id === verdict.by.id);
      if (way) way.room -= 1;
    } else carryOut(db, message, verdict, now);
  } catch (error) {
    if (isFault(error)) throw error;
    markStumbled(db, id, error, now);
  }
}

/** The disk is full, the file busy or broken: no message's fault. */
export function isFault(error: unknown): boolean {
  return isSqliteError(error, 'SQLITE_') && !isSqliteError(error, 'SQLITE_CONSTRAINT');
}
