import { DAY, HOUR } from '../calendar/days.ts';
import { CALL_LIST } from '../gateways/channels/call-list.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import type { MessageRow } from './message.ts';

/** A gateway as it stands at this moment. */
export type Way = {
  gateway: GatewayRow;
  /** Messages that it may be given within the minute. */
  room: number;
  /** Nothing more today. */
  spent: boolean;
  /** It cannot be reached, or not be used as it is set up. */
  down: boolean;
};

/**
 * What is known of a message's tries: who refused it; which gateway may have it already without having said so, and
 * how often that one left it open.
 */
export type Past = { refusedBy: ReadonlySet<number>; mayHaveIt: number | null; unsure: number };

export type Route =
  | { by: GatewayRow }
  /** To be said by telephone. */
  | 'phone'
  /** One that fits has no room just now or cannot be reached. */
  | 'wait'
  /** All that fit have refused it. */
  | 'refused'
  /** There is none that fits. */
  | 'nobody'
  /** All that fit have been out of reach for days. */
  | 'given_up';

type Addressed = Pick<MessageRow, 'medium' | 'audience' | 'urgent' | 'created_at'>;

export const GIVE_UP_AFTER = 3 * DAY;
/** A gateway that fails for a moment is waited for; nobody is phoned in its stead unless it lasts. */
const PHONE_AFTER = HOUR;
/** An uncertain message stays with the gateway that may know its id, so often. */
const STAYS = 3;

/** The gateways that a message could go through, best first: the longest beginning of the number, then the position. */
export function fitting<Any extends Pick<Way, 'gateway'>>(
  ways: readonly Any[],
  { medium, audience }: Pick<MessageRow, 'medium' | 'audience'>,
  to: string,
): Any[] {
  return ways
    .filter(({ gateway }) => gateway.medium === medium && serves(gateway, audience === 'citizen'))
    .map((way) => ({ way, matched: medium === 'sms' ? matchedBy(way.gateway, to) : 0 }))
    .filter(({ matched }) => matched >= 0)
    .sort((a, b) => b.matched - a.matched || inOrder(a.way.gateway, b.way.gateway))
    .map(({ way }) => way);
}

/** Whether a gateway may write to citizens, or to staff; a list for phoning is for staff alone. */
export function serves({ audience, channel }: GatewayRow, citizen: boolean): boolean {
  if (citizen && channel === CALL_LIST) return false;
  return audience === 'all' || audience === (citizen ? 'citizens' : 'staff');
}

/** Which gateway a message goes through now. `isOpen`: whether one can be given another message at this moment. */
export function route(
  message: Addressed,
  to: string,
  ways: readonly Way[],
  past: Past,
  now: number,
  isOpen: (way: Way) => boolean = ({ room }) => room > 0,
): Route {
  const all = fitting(ways, message, to);
  if (all.length === 0)
    return message.medium === 'sms' && message.audience !== 'citizen' ? 'phone' : 'nobody';
  const left = all.filter(({ gateway }) => !past.refusedBy.has(gateway.id));
  if (left.length === 0) return 'refused';
  const ordered = afterUncertainty(left, past);
  for (const [at, way] of ordered.entries()) {
    if (way.gateway.channel === CALL_LIST) {
      if (message.urgent === 1 || ordered.slice(0, at).every((one) => isOut(one, PHONE_AFTER, now)))
        return 'phone';
    } else if (!way.down && !way.spent) return isOpen(way) ? { by: way.gateway } : 'wait';
  }
  return now - message.created_at >= GIVE_UP_AFTER && ordered.every((one) => isOut(one, GIVE_UP_AFTER, now))
    ? 'given_up'
    : 'wait';
}

/** Whether a gateway has been out of reach for so long. */
export function isOut({ down, gateway }: Way, since: number, now: number): boolean {
  return down && gateway.down_since !== null && now - gateway.down_since >= since;
}

/** Whether all have been, for so long that what waits for them is given up. */
export function areAllGone(ways: readonly Way[], now: number): boolean {
  return ways.every((way) => isOut(way, GIVE_UP_AFTER, now));
}

/** First the gateway that may have the message already and would know its id; last, if it has left it open too often. */
function afterUncertainty(ways: readonly Way[], { mayHaveIt, unsure }: Past): Way[] {
  const own = ways.filter(({ gateway }) => gateway.id === mayHaveIt);
  const others = ways.filter((way) => !own.includes(way));
  return unsure < STAYS ? [...own, ...others] : [...others, ...own];
}

/** Characters of the longest beginning that the number has; 0 where the gateway takes all, -1 where none fits. */
function matchedBy({ prefixes }: GatewayRow, to: string): number {
  const wanted = prefixes.split(/[,，、\s]+/).filter((each) => each !== '');
  if (wanted.length === 0) return 0;
  return Math.max(-1, ...wanted.filter((each) => to.startsWith(each)).map((each) => each.length));
}

function inOrder(a: GatewayRow, b: GatewayRow): number {
  return a.position - b.position || a.id - b.id;
}
