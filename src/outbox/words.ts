import type { Tone } from '../../views/ui/index.ts';
import { AUDIENCES } from '../notifications/audiences.ts';
import { OCCASIONS, topicOf } from '../notifications/occasions.ts';
import type { MessageRow, MessageStatus } from './message.ts';

/** What does not come from a rule about a case. */
const OTHERS: Readonly<Record<string, string>> = { digest: '每日汇总', alarm: '系统告警', test: '测试' };

/** What a message is about: 签收超期. */
export function aboutWords(occasion: string): string {
  if (Object.hasOwn(OCCASIONS, occasion)) return topicOf(occasion as keyof typeof OCCASIONS);
  return OTHERS[occasion] ?? occasion;
}

/** 赵明（经办人） */
export function recipientWords({
  recipient_name,
  audience,
}: Pick<MessageRow, 'recipient_name' | 'audience'>): string {
  const role = Object.hasOwn(AUDIENCES, audience) ? AUDIENCES[audience as keyof typeof AUDIENCES] : '';
  return role && role !== recipient_name ? `${recipient_name}（${role}）` : recipient_name;
}

export const MESSAGE_TONES: Readonly<Record<MessageStatus, Tone>> = {
  queued: 'new',
  sending: 'new',
  uncertain: 'due',
  sent: 'done',
  delivered: 'done',
  to_phone: 'due',
  phoned: 'done',
  dead: 'overdue',
  cancelled: 'neutral',
};
