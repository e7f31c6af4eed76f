import type { CaseView } from '../../../views/cases/case.ts';
import type { Db } from '../../db/open.ts';
import { prepared } from '../../db/query.ts';
import { MEDIA, MESSAGE_STATUS, type MessageRow } from '../../outbox/message.ts';
import { messagesOfCase } from '../../outbox/queries.ts';
import { aboutWords, MESSAGE_TONES, recipientWords } from '../../outbox/words.ts';
import type { Actor } from '../../people/actor.ts';
import { withoutToken } from '../../portal/access.ts';
import { momentOf } from './moment.ts';

type Line = CaseView['events'][number];

/**
 * What was sent about a case, for its timeline: one line for all who got the same words at the same time. An agency
 * reads what was sent to its own people; what citizens and the hotline got stays with the hotline.
 */
export function noticesOf(db: Db, actor: Actor, caseId: number, forAgency: boolean, now: number): Line[] {
  const all = messagesOfCase(db, caseId);
  const readable = forAgency ? all.filter((each) => isTo(db, actor, each)) : all;
  const alike = Map.groupBy(readable, (each) => [each.rule, each.created_at, each.stage, each.text].join());
  return [...alike.values()].map((messages) => lineOf(messages, now));
}

function lineOf(messages: readonly MessageRow[], now: number): Line {
  const [one] = messages;
  if (!one) throw new Error('a group has at least one message');
  const worst = messages.find(({ status }) => status === 'dead') ?? one;
  return {
    at: momentOf(one.created_at, now),
    what: `提醒：${aboutWords(one.occasion)}`,
    who: messages.toReversed().map(sentTo).join('；'),
    note: withoutToken(one.text),
    tone: MESSAGE_TONES[worst.status],
    notice: true,
  };
}

/** 短信发给赵明（经办人），已发送 */
function sentTo(message: MessageRow): string {
  return `${MEDIA[message.medium]}发给${recipientWords(message)}，${MESSAGE_STATUS[message.status]}`;
}

const OWN = 'SELECT 1 FROM users WHERE id = ? AND agency_id = ?';

function isTo(db: Db, { agencyId }: Actor, { recipient }: MessageRow): boolean {
  if (agencyId === null) return false;
  if (recipient === `agency:${agencyId}`) return true;
  const user = /^user:(\d+)$/.exec(recipient)?.[1];
  return user !== undefined && prepared(db, OWN).get(Number(user), agencyId) !== undefined;
}
