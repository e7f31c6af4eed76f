import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import { isSqliteError } from '../db/sqlite-error.ts';
import { CALL_LIST } from '../gateways/channels/call-list.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { markStumbled } from './interrupted.ts';
import { dueMessage } from './lease.ts';
import type { Medium } from './message.ts';
import { areAllGone, type Way } from './route-message.ts';
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

/** A message that has shown before whether its gateway is there again; `last`: the try in which it did so last. */
type Prober = { group: Group; id: number; last: number };

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
const PROBED = 'SELECT max(id) FROM message_tries WHERE message_id = ? AND +gateway_id = ? AND at >= ?';

/**
 * Puts what is due into the lines of the gateways, urgent ones first, then those that wait longest, as far as there is
 * room; what needs no gateway is ended at once. Goes on slice by slice, so that requests are answered in between.
 */
export async function* plan(planning: Planning): AsyncGenerator<Line[]> {
  const { db } = planning;
  const probers: Prober[] = [];
  for (const group of GROUPS) {
    const lines = new Map<number, Line>();
    const due = isClosed(planning, group) ? [] : dueIn(planning, group);
    for (let at = 0; at < due.length && db.open && !isClosed(planning, group); at += SLICE) {
      const slice = due.slice(at, at + SLICE);
      const work = () => {
        for (const id of slice) if (!isClosed(planning, group)) place(planning, group, lines, id, probers);
      };
      await throughGate(db, () => transact(db, work));
      yield [];
    }
    yield [...lines.values()];
  }
  yield* planAgain(planning, probers);
}

/**
 * A gateway that failed is shown to be back by one message at a time. Those that have tried stand behind all others,
 * in turn: one for which it fails each time does not keep it closed to the rest.
 */
async function* planAgain(planning: Planning, probers: Prober[]): AsyncGenerator<Line[]> {
  const { db } = planning;
  for (const { group, id } of probers.sort((a, b) => a.last - b.last)) {
    if (!db.open) return;
    if (isClosed(planning, group)) continue;
    const lines = new Map<number, Line>();
    await throughGate(db, () => transact(db, () => place(planning, group, lines, id)));
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

/** @param probers where those go that have shown before that their gateway fails; without it they are placed as well */
function place(
  planning: Planning,
  group: Group,
  lines: Map<number, Line>,
  id: number,
  probers?: Prober[],
): void {
  const { db, ways, now, tools } = planning;
  const { urgent } = group;
  try {
    const message = dueMessage(db, id, now);
    if (!message) return;
    const verdict = judge(db, message, ways, now, tools, (way) => isOpen(planning, way, urgent));
    const last = probers && verdict.do === 'send' ? lastProbe(db, id, verdict.by) : undefined;
    if (probers && last !== undefined) probers.push({ group, id, last });
    else if (verdict.do === 'send') {
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

/** The message's last try since the gateway went down, if there was one. */
function lastProbe(db: Db, messageId: number, { id, down_since: since }: GatewayRow): number | undefined {
  if (since === null) return undefined;
  const last = prepared(db, PROBED).pluck().get(messageId, id, since) as number | null;
  return last ?? undefined;
}

/** The disk is full, the file busy or broken: no message's fault. */
export function isFault(error: unknown): boolean {
  return isSqliteError(error, 'SQLITE_') && !isSqliteError(error, 'SQLITE_CONSTRAINT');
}
