import type { Db } from '../db/open.ts';
import { prepared, q, run } from '../db/query.ts';
import { CALL_LIST } from '../gateways/channels/call-list.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { policyAt } from '../policy/policy.ts';
import type { MessageRow } from './message.ts';
import { fitting, type Past } from './route-message.ts';

/** What becomes of a message after a try: the columns that change. */
export type After = Partial<
  Pick<
    MessageRow,
    'status' | 'not_before' | 'attempts' | 'was_uncertain' | 'note' | 'sent_at' | 'ended_at' | 'gateway_ref'
  >
>;

/** What a gateway may have taken once stays uncertain, whatever is said to later tries. */
export function waiting(message: Pick<MessageRow, 'was_uncertain'>, from: number, note: string): After {
  return { status: message.was_uncertain === 1 ? 'uncertain' : 'queued', not_before: from, note };
}

export function givenUp(
  message: Pick<MessageRow, 'was_uncertain' | 'attempts'>,
  why: string,
  now: number,
): After {
  const perhaps = message.was_uncertain === 1 ? '，对方可能已收到' : '';
  return { status: 'dead', note: `已尝试 ${message.attempts} 次，停止发送${perhaps}。${why}`, ended_at: now };
}

/** Another gateway that fits takes its turn at once; where none is left, somebody has to look. */
export function afterRefusal(db: Db, message: MessageRow, why: string, to: string, now: number): After {
  const past = pastOf(db, message);
  const left = [...fittingOf(activeRows(db), message, to, past), ...switchedOff(db, message, to, past)];
  if (left.length > 0 && !isLastTry(db, message, now)) return waiting(message, now, why);
  return { status: 'dead', note: why, ended_at: now };
}

export function isLastTry(db: Db, { attempts }: Pick<MessageRow, 'attempts'>, now: number): boolean {
  return attempts >= policyAt(db, now).sending.triesBeforeGivingUp;
}

const ACTIVE = 'SELECT * FROM gateways WHERE active = 1 ORDER BY position, id';

/** The gateways in use, whether or not this program can send through them. */
export function activeRows(db: Db): GatewayRow[] {
  return prepared(db, ACTIVE).all() as GatewayRow[];
}

const SWITCHED_OFF = 'SELECT * FROM gateways WHERE active = 0 AND channel <> ?';

/** The gateways out of use for now that would fit, and have not refused it. */
export function switchedOff(db: Db, message: MessageRow, to: string, past: Past): GatewayRow[] {
  return fittingOf(prepared(db, SWITCHED_OFF).all(CALL_LIST) as GatewayRow[], message, to, past);
}

function fittingOf(
  rows: readonly GatewayRow[],
  message: MessageRow,
  to: string,
  { refusedBy }: Past,
): GatewayRow[] {
  const ways = rows.filter(({ id }) => !refusedBy.has(id)).map((gateway) => ({ gateway }));
  return fitting(ways, message, to).map(({ gateway }) => gateway);
}

const TRIES = `SELECT gateway_id, result FROM message_tries
  WHERE message_id = ? AND (result IS NULL OR result <> 'down') ORDER BY id DESC LIMIT ?`;

type Try = { gateway_id: number | null; result: string | null };

/** What is known of a message since it was last put into the queue; an earlier refusal may be put right by now. */
export function pastOf(db: Db, message: MessageRow): Past {
  const tries =
    message.attempts === 0 ? [] : (prepared(db, TRIES).all(message.id, message.attempts) as Try[]);
  const by = (...results: readonly (string | null)[]) =>
    tries.flatMap(({ result, gateway_id: id }) => (id !== null && results.includes(result) ? [id] : []));
  const mayHaveIt = message.was_uncertain === 1 ? message.gateway_id : null;
  return {
    refusedBy: new Set(by('refused', 'undelivered')),
    mayHaveIt,
    unsure: by('unsure').filter((id) => id === mayHaveIt).length,
  };
}

export function write(db: Db, { id }: Pick<MessageRow, 'id'>, after: After): void {
  run(db, q.updateTable('messages').set(after).where('id', '=', id));
}
