import type { Insertable } from 'kysely';
import type { CaseRow } from '../cases/rows.ts';
import { lineOf } from '../citizens/identity.ts';
import type { Db } from '../db/open.ts';
import { prepared, q, run } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';

const KNOWN = 'SELECT 1 FROM inbound_messages WHERE gateway_id = ? AND gateway_ref = ?';

/** Gateways send again what they were not thanked for in time. */
export function wasTaken(db: Db, gatewayId: number, ref: string): boolean {
  return prepared(db, KNOWN).get(gatewayId, ref) !== undefined;
}

/** In the caller's transaction. */
export function writeInbound(db: Db, row: Insertable<Schema['inbound_messages']>): void {
  run(db, q.insertInto('inbound_messages').values(row));
}

const OF_LINE = `SELECT case_id FROM citizens WHERE phone <> '' AND phone = @phone
  UNION ALL SELECT case_id FROM citizens WHERE phone_mac IS NOT NULL AND phone_mac = @mac`;
const TO_CITIZEN = `SELECT max(m.id) FROM messages m WHERE m.case_id = c.id AND m.recipient = 'citizen'`;
// Whoever answers an SMS means the case that it spoke of.
const SPOKEN_OF = `SELECT c.* FROM cases c WHERE c.id IN (${OF_LINE})
  ORDER BY (${TO_CITIZEN}) DESC, c.id DESC LIMIT 1`;

/** The case that somebody with this number writes about, sealed ones too; undefined of strangers. */
export function caseSpokenOf(db: Db, phone: string): CaseRow | undefined {
  return prepared(db, SPOKEN_OF).get(lineOf(db, phone, true)) as CaseRow | undefined;
}

const ASKED = `SELECT c.* FROM messages m JOIN cases c ON c.id = m.case_id
  WHERE m.case_id IN (${OF_LINE}) AND m.recipient = 'citizen' AND m.occasion = 'citizen_concluded'
    AND m.medium = 'sms' AND m.status IN ('sending', 'uncertain', 'sent', 'delivered')
    AND coalesce(m.sent_at, m.created_at) >= @since
  ORDER BY m.id DESC LIMIT 1`;

/** The case whose conclusion this number was told of last, since then (epoch ms), and asked to rate. */
export function caseAskedToRate(db: Db, phone: string, since: number): CaseRow | undefined {
  return prepared(db, ASKED).get({ ...lineOf(db, phone, true), since }) as CaseRow | undefined;
}

const UNKNOWN = `SELECT at, sender, text FROM inbound_messages WHERE outcome = 'unknown' ORDER BY id DESC LIMIT 200`;

/** SMS of numbers without a case, newest first. */
export function unknownInbound(db: Db): { at: number; sender: string; text: string }[] {
  return prepared(db, UNKNOWN).all() as { at: number; sender: string; text: string }[];
}
