import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { HOUR } from '../calendar/days.ts';
import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import type { Outcome } from '../gateways/channels/channel.ts';
import { markDown } from '../gateways/health.ts';
import { isPaused } from '../gateways/pause.ts';
import type { World } from '../web/context.ts';
import { logError } from '../web/log.ts';
import { waits } from './backoff.ts';
import { markInterrupted, markStumbled } from './interrupted.ts';
import { type Leased, lease } from './lease.ts';
import { settle } from './outcome.ts';
import { isFault, type Line, type Planning, plan } from './plan.ts';
import type { Tools } from './tools.ts';
import { waysOf } from './ways.ts';

/** What delivery runs on: the file and the clock. */
export type Site = Pick<World, 'db' | 'now'>;

/** How long a gateway is waited for, in ms; far below the lease. */
const TIMEOUT = 30_000;
/** How long what is being sent is waited for when the server stops. */
const LAST_WAIT = 3000;
/** Longer than any job keeps others from writing. */
const LONGEST_CLOSED = HOUR;
/** A mark that could not be written is tried again after so long, in ms. */
const MARK_AGAIN = 1000;

/**
 * What goes on in this process for one file. A gateway has one line, and one more for what is urgent: a message that
 * hangs holds up its own line and no other, and a crash leaves one message of a line uncertain, not a handful.
 */
type Desk = {
  lines: Map<string, Promise<void>>;
  planning: boolean;
  begun: boolean;
  /** When the last round began, epoch ms. */
  last: number;
  /** Messages that are with a gateway at this moment, and what calls each back. */
  flying: Map<number, AbortController>;
  stopping: boolean;
};

const desks = new WeakMap<Db, Desk>();

/**
 * One round: marks what was interrupted, ends what needs no gateway, and sets the lines of the gateways going that
 * have something to send. Returns when they go; what they do is written down message by message.
 * @param timeout how long a gateway is waited for, in ms
 */
export async function startRound(site: Site, tools: Tools, timeout = TIMEOUT): Promise<void> {
  const desk = deskOf(site.db);
  if (desk.planning || desk.stopping) return;
  desk.planning = true;
  try {
    await throughGate(site.db, () => transact(site.db, () => lookAfter(site, desk, tools)));
    for await (const lines of plan(planningOf(site, desk, tools))) {
      for (const line of lines) begin(site, desk, line, tools, timeout);
      await setImmediate();
    }
  } finally {
    desk.planning = false;
  }
}

/** Until everything has been sent that the last rounds set going. */
export async function linesOf(db: Db): Promise<void> {
  await Promise.all(deskOf(db).lines.values());
}

/** Takes up nothing more, and waits a little for what is being sent: a clean stop leaves nothing uncertain. */
export async function stopDelivering(db: Db): Promise<void> {
  const desk = deskOf(db);
  desk.stopping = true;
  const hurry = setTimeout(() => {
    for (const call of desk.flying.values()) call.abort();
  }, LAST_WAIT);
  await Promise.all(desk.lines.values());
  clearTimeout(hurry);
}

function planningOf({ db, now }: Site, desk: Desk, tools: Tools): Planning {
  const isBusy = (line: Pick<Line, 'gatewayId' | 'urgent'>) => desk.lines.has(nameOf(line));
  return { db, ways: waysOf(db, now(), tools), isBusy, now: now(), tools };
}

function lookAfter({ db, now }: Site, desk: Desk, tools: Tools): void {
  markInterrupted(db, !desk.begun, (id) => desk.flying.has(id), now());
  if (desk.last > now()) keepDue(db, desk.last, now());
  if (desk.last > now() || !desk.begun) shortenWaits(db, now());
  desk.begun = true;
  desk.last = now();
  for (const { gateway, fault } of waysOf(db, now(), tools))
    if (fault !== null && !isPaused(gateway.down_until, now())) markDown(db, gateway.id, fault, now());
}

const DUE_BEFORE = `UPDATE messages SET not_before = @now WHERE status IN ('queued', 'sending', 'uncertain')
  AND status <> 'sending' AND not_before > @now AND not_before <= @last`;

/** The clock was set back: what was due by the old one does not wait for that time to come round again. */
function keepDue(db: Db, last: number, now: number): void {
  prepared(db, DUE_BEFORE).run({ last, now });
}

const TRIED = `UPDATE messages SET not_before = @until WHERE status IN ('queued', 'sending', 'uncertain')
  AND not_before > @until AND attempts BETWEEN @from AND @to
  AND (attempts > 0 OR EXISTS (SELECT 1 FROM message_tries t WHERE t.message_id = messages.id))`;

/** The clock was ahead, perhaps before this process began: what was tried by it waits no longer than it would now. */
function shortenWaits(db: Db, now: number): void {
  for (const { from, to, wait } of waits()) prepared(db, TRIED).run({ from, to, until: now + wait });
}

function begin(site: Site, desk: Desk, line: Line, tools: Tools, timeout: number): void {
  const name = nameOf(line);
  const going = work(site, desk, line, tools, timeout)
    .catch((error: unknown) => logError({ gateway: String(line.gatewayId) }, error))
    .finally(() => desk.lines.delete(name));
  desk.lines.set(name, going);
}

async function work({ db, now }: Site, desk: Desk, line: Line, tools: Tools, timeout: number): Promise<void> {
  for (const id of line.ids) {
    if (!db.open || desk.stopping) return;
    const leased = await throughGate(db, () => take(db, id, line.gatewayId, now(), tools));
    if (leased === 'full') return;
    if (!leased) continue;
    const call = new AbortController();
    const enough = setTimeout(() => call.abort(), timeout);
    desk.flying.set(id, call);
    try {
      const outcome = await send(leased, call.signal);
      await mark({ db, now }, desk, leased, outcome);
    } finally {
      clearTimeout(enough);
      desk.flying.delete(id);
    }
  }
}

/**
 * Writes down what came of a try, however long the file is busy or its disk full: unmarked it would be sent once more.
 * The line goes no further meanwhile.
 */
async function mark({ db, now }: Site, desk: Desk, leased: Leased, outcome: Outcome): Promise<void> {
  while (db.open) {
    try {
      const work = () => db.open && transact(db, () => settle(db, leased, outcome, now()));
      await throughGate(db, work, LONGEST_CLOSED);
      return;
    } catch (error) {
      if (!isFault(error) || desk.stopping) throw error;
      logError({ message: String(leased.message.id) }, error);
      await sleep(MARK_AGAIN);
    }
  }
}

function take(db: Db, id: number, gatewayId: number, now: number, tools: Tools): Leased | 'full' | null {
  try {
    return transact(db, () => lease(db, id, gatewayId, now, tools));
  } catch (error) {
    if (isFault(error)) throw error;
    transact(db, () => markStumbled(db, id, error, now));
    return null;
  }
}

/** Outside any transaction. Whatever goes wrong in it, the gateway may have the message. */
async function send({ channel, settings, outgoing, gateway }: Leased, signal: AbortSignal): Promise<Outcome> {
  try {
    return await Promise.race([channel.send(settings, outgoing, signal), ended(signal)]);
  } catch (error) {
    logError({ gateway: String(gateway.id) }, error);
    return { result: 'unsure', why: '发送时出错，不确定网关是否已接收。' };
  }
}

/** For channels that do not mind the signal. */
function ended(signal: AbortSignal): Promise<Outcome> {
  const why = '网关没有按时答复，不确定是否已接收。';
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ result: 'unsure', why }), { once: true });
  });
}

function nameOf({ gatewayId, urgent }: Pick<Line, 'gatewayId' | 'urgent'>): string {
  return `${gatewayId} ${urgent ? 'urgent' : 'usual'}`;
}

function deskOf(db: Db): Desk {
  let desk = desks.get(db);
  if (!desk) {
    desk = { lines: new Map(), planning: false, begun: false, last: 0, flying: new Map(), stopping: false };
    desks.set(db, desk);
  }
  return desk;
}
