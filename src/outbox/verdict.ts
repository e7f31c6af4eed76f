import { DAY, MINUTE } from '../calendar/days.ts';
import { timeOfDay } from '../calendar/hours.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { getsDigest } from '../digest/readers.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { type Policy, policyAt } from '../policy/policy.ts';
import { addressOf } from './address.ts';
import { pastOf, switchedOff } from './after.ts';
import type { MessageRow, MessageStatus } from './message.ts';
import { notBefore } from './quiet-time.ts';
import { GIVE_UP_AFTER, type Route, route, type Way } from './route-message.ts';
import { hasHadEnough } from './shares.ts';
import type { Tools } from './tools.ts';

/** What is to be done with a message whose time has come. */
export type Verdict =
  | { do: 'send'; by: GatewayRow; to: string }
  | { do: 'end'; as: MessageStatus; note: string; to?: string }
  /** Not before `until`; undefined: as soon as a gateway has room. */
  | { do: 'wait'; until?: number; note?: string };

/** Reads only: whether a message still holds, whom it goes to, and by which gateway now. */
export function judge(
  db: Db,
  message: MessageRow,
  ways: readonly Way[],
  now: number,
  tools: Tools,
  isOpen?: (way: Way) => boolean,
): Verdict {
  // How reminders go out is a matter of today, not of when the case was received.
  const policy = policyAt(db, now);
  const untrue = tools.noLongerTrue(db, message, now);
  if (untrue !== null) return cancelled(untrue);
  const address = addressOf(db, message, policy.hotline.areaCode);
  if ('missing' in address)
    return { do: 'end', as: address.amiss ? 'dead' : 'cancelled', note: address.missing };
  const until = awake(policy, message, now);
  if (until > now) return { do: 'wait', until };
  if (hasHadEnough(db, message, policy.sending.perPersonDaily, now)) return enough(db, policy, message, now);
  const past = pastOf(db, message);
  const way = route(message, address.to, ways, past, now, isOpen);
  if (typeof way !== 'string') return { do: 'send', ...way, to: address.to };
  const left = way === 'nobody' || way === 'refused' ? switchedOff(db, message, address.to, past) : [];
  return left.length > 0 ? untilSwitchedOn(message, now) : without(way, message, address.to);
}

/** What became of its time since it was written: it may have come round again at night. */
function awake(policy: Policy, { medium, urgent, audience }: MessageRow, now: number): number {
  return notBefore(policy, { medium, urgent: urgent === 1, audience }, now);
}

/** Told in the next digest, where they get one; otherwise the first thing tomorrow (X-F1: nothing is lost). */
function enough(db: Db, policy: Policy, message: MessageRow, now: number): Verdict {
  const { sending } = policy;
  if (getsDigest(db, sending, message.recipient)) return cancelled('今日短信已达上限，并入每日汇总');
  const tomorrow = startOfDay(dayOf(now)) + DAY + timeOfDay(sending.digestAt);
  return { do: 'wait', until: awake(policy, message, tomorrow), note: '今日短信已达上限，次日发送' };
}

/** Somebody may be at work on the gateway: what is due meanwhile is not lost. */
function untilSwitchedOn({ created_at: since }: MessageRow, now: number): Verdict {
  if (now - since < GIVE_UP_AFTER) return { do: 'wait', until: now + LOOK_AGAIN };
  return { do: 'end', as: 'dead', note: '网关停用已超过三天，已停止发送。请启用网关后重新发送。' };
}

function without(why: Exclude<Route, { by: GatewayRow }>, message: MessageRow, to: string): Verdict {
  if (why === 'wait') return { do: 'wait' };
  if (why === 'phone') return { do: 'end', as: 'to_phone', note: '没有可用的短信网关，请电话通知', to };
  if (why === 'refused') return { do: 'end', as: 'dead', note: allRefused(message) };
  if (why === 'given_up')
    return { do: 'end', as: 'dead', note: '网关连续三天无法连接，已停止发送。请检查网关后重新发送。' };
  return cancelled(
    `没有可用的${message.medium === 'email' ? '邮件' : '短信'}网关，没有发送。设置网关后可重新发送。`,
  );
}

/** With what the last one said. */
function allRefused({ note }: Pick<MessageRow, 'note'>): string {
  return note === '' ? '可用的网关均已拒收。' : note;
}

function cancelled(note: string): Verdict {
  return { do: 'end', as: 'cancelled', note };
}

const END = `UPDATE messages SET status = @as, note = @note, address = @address, ended_at = @endedAt
  WHERE id = @id AND status IN ('queued', 'uncertain')`;
const WAIT = `UPDATE messages SET not_before = @until, note = coalesce(@note, note) WHERE id = @id AND status IN ('queued', 'uncertain')`;

/** Does what needs no gateway. A message that waits for room makes way for those behind it for a moment. */
export function carryOut(db: Db, message: MessageRow, verdict: Verdict, now: number): void {
  const { id } = message;
  if (verdict.do === 'wait')
    prepared(db, WAIT).run({ id, until: verdict.until ?? now + MAKE_WAY, note: verdict.note ?? null });
  if (verdict.do !== 'end') return;
  const address = message.audience === 'citizen' ? '' : (verdict.to ?? message.address);
  const endedAt = verdict.as === 'to_phone' ? null : now;
  prepared(db, END).run({ id, as: verdict.as, note: verdict.note, address, endedAt });
}

const MAKE_WAY = 30_000;
const LOOK_AGAIN = 5 * MINUTE;
