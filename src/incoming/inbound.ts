import { DAY } from '../calendar/days.ts';
import type { CaseRow } from '../cases/rows.ts';
import { writeSystemEvent } from '../cases/system-event.ts';
import { citizenOf } from '../citizens/identity.ts';
import { keysFor } from '../citizens/key.ts';
import { maskPhone, normalisePhone } from '../citizens/phone.ts';
import { subscribe, unsubscribe } from '../citizens/unsubscribed.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import type { Inbound } from '../gateways/channels/channel.ts';
import { policyAt } from '../policy/policy.ts';
import { rate } from '../portal/rate.ts';
import type { Satisfaction } from '../portal/rating-queries.ts';
import { withoutIdentity } from '../rules/identity-in-text.ts';
import { isAnswered } from '../rules/rating.ts';
import { Expected } from '../web/errors.ts';
import { caseAskedToRate, caseSpokenOf, wasTaken, writeInbound } from './inbound-queries.ts';
import { meaningOf } from './inbound-words.ts';

export type InboundOutcome = 'rated' | 'unsubscribed' | 'subscribed' | 'noted' | 'unknown';

type Taken = { outcome: InboundOutcome; case: CaseRow | null };

/** Longer ones are cut: an SMS of many parts has some hundred characters. */
const LONGEST = 500;

/**
 * Q-E1: what somebody sent to the hotline's number: a rating, no more SMS, or words for the operator. Each once by the
 * gateway's own id; in a transaction of its own.
 * @returns what it was taken for; null where it was taken before
 * @throws Expected while the key is locked: whether a confidential citizen writes cannot be known (Q-A7)
 */
export function takeInbound(db: Db, gatewayId: number, inbound: Inbound, now: number): InboundOutcome | null {
  if (keysFor(db) === null) throw new Expected(503, '密钥文件暂时无法读取，请稍后再推送。');
  return transact(db, () => {
    if (wasTaken(db, gatewayId, inbound.id)) return null;
    const phone = normalisePhone(inbound.from, policyAt(db, now).hotline.areaCode)?.number ?? '';
    const text = inbound.text.trim().slice(0, LONGEST);
    const taken = settle(db, phone, text, now);
    writeInbound(db, {
      gateway_id: gatewayId,
      gateway_ref: inbound.id,
      at: inbound.at ?? now,
      ...kept(taken, phone, text),
      case_id: taken.case?.id ?? null,
      outcome: taken.outcome,
    });
    return taken.outcome;
  });
}

function settle(db: Db, phone: string, text: string, now: number): Taken {
  const meaning = meaningOf(text);
  const spokenOf = caseSpokenOf(db, phone) ?? null;
  if (meaning === 'unsubscribe' && phone && unsubscribe(db, phone, 'sms', now))
    return { outcome: 'unsubscribed', case: spokenOf };
  if (meaning === 'subscribe' && phone && subscribe(db, phone))
    return { outcome: 'subscribed', case: spokenOf };
  const rated = typeof meaning === 'object' && rateBySms(db, phone, meaning.rating, now);
  return rated || note(db, spokenOf, text, now);
}

/** How long is judged by the policy in force now: the number may belong to several cases. */
function rateBySms(db: Db, phone: string, satisfaction: Satisfaction, now: number): Taken | null {
  const given = caseAskedToRate(db, phone, now - policyAt(db, now).sending.ratingDays * DAY);
  if (!given || !isAnswered(given.status)) return null;
  rate(db, given, { satisfaction, source: 'sms', note: '' }, now);
  return { outcome: 'rated', case: given };
}

/** Nothing is lost: what cannot be understood is read by the hotline on the case's page, and by nobody else. */
function note(db: Db, given: CaseRow | null, text: string, now: number): Taken {
  if (!given) return { outcome: 'unknown', case: null };
  const citizen = given.confidential === 1 ? citizenOf(db, given.id) : undefined;
  const why = citizen ? withoutIdentity(citizen, text) : text;
  writeSystemEvent(db, { caseId: given.id, assignmentId: null, act: 'citizen_sms', why }, now);
  return { outcome: 'noted', case: given };
}

/** Q-A7: of a confidential citizen not even the masked number stands openly; words for the hotline stand in its log alone. */
function kept({ outcome, case: given }: Taken, phone: string, text: string) {
  const sender = given?.confidential === 1 ? '' : maskPhone(phone);
  return { sender, text: outcome === 'noted' ? '' : text };
}
