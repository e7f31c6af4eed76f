import type { Selectable } from 'kysely';
import { DAY } from '../calendar/days.ts';
import type { Schema } from '../db/schema.ts';

/** 'phone': said by telephone, from the call list. */
export type Medium = 'sms' | 'email' | 'phone';

export const MEDIA: Record<Medium, string> = { sms: '短信', email: '邮件', phone: '电话通知' };

export type MessageStatus =
  /** Waits for its time, its turn, or the next try. */
  | 'queued'
  /** Handed to a gateway; the lease (`not_before`) tells until when that may last. */
  | 'sending'
  /** A gateway may or may not have taken it; it is sent again under the same id. */
  | 'uncertain'
  | 'sent'
  /** The gateway has reported that it arrived. */
  | 'delivered'
  /** On the call list: there is no gateway for it. */
  | 'to_phone'
  | 'phoned'
  /** Given up; somebody has to look. */
  | 'dead'
  /** No longer true, or taken back by a person. */
  | 'cancelled';

export const MESSAGE_STATUS: Record<MessageStatus, string> = {
  queued: '待发送',
  sending: '发送中',
  uncertain: '不确定是否送出',
  sent: '已发送',
  delivered: '已送达',
  to_phone: '待电话通知',
  phoned: '已电话通知',
  dead: '发送失败',
  cancelled: '已取消',
};

/** A message waits for days at most, in ms: who looks for what was sent today need not look further back. */
export const LONGEST_WAIT = 4 * DAY;

export type MessageRow = Selectable<Schema['messages']>;
