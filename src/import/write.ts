import { dayOf, monthOf } from '../calendar/local-time.ts';
import { nextCaseId } from '../cases/intake.ts';
import { nextCaseNumber } from '../cases/number.ts';
import { indexCase } from '../cases/search.ts';
import { writeCitizen } from '../citizens/identity.ts';
import { normalisePhone } from '../citizens/phone.ts';
import type { Db } from '../db/open.ts';
import { prepared, q, run } from '../db/query.ts';
import type { Policy } from '../policy/policy.ts';
import type { FieldKey } from './fields.ts';
import { type Candidate, labelOf } from './row.ts';

/** Who imports, from where, by which policy; the same for every row of a run. */
export type Importing = {
  runId: number;
  source: string;
  policy: Policy;
  userId: number | null;
  who: string;
};

export type Found = 'new' | 'there' | 'differs';

const THERE = 'SELECT text, received_at FROM cases WHERE source = ? AND source_number = ?';

/** Whether the source's case is here already, and with the same content. */
export function lookUp(db: Db, source: string, candidate: Candidate): Found {
  const row = prepared(db, THERE).get(source, candidate.sourceNumber) as
    | { text: string; received_at: number }
    | undefined;
  if (!row) return 'new';
  return row.text === candidate.text && row.received_at === candidate.receivedAt ? 'there' : 'differs';
}

/**
 * Writes one old case as history: archived, in no queue, without clocks (they would all be overdue), with its reply.
 * To be called inside a transaction.
 * @param now epoch ms of the import
 */
export function writeCase(db: Db, importing: Importing, candidate: Candidate, now: number): void {
  const id = nextCaseId(db, candidate.receivedAt);
  run(
    db,
    q.insertInto('cases').values({
      id,
      number: nextCaseNumber(db, importing.policy.caseNumber, candidate.receivedAt),
      status: 'archived',
      kind: candidate.kind,
      channel: candidate.channel,
      headline: candidate.headline,
      text: candidate.text,
      category_id: candidate.categoryId,
      area_id: candidate.areaId,
      place: candidate.place,
      confidential: candidate.confidential ? 1 : 0,
      lead_agency_id: candidate.agencyId,
      outcome: 'imported',
      answer: candidate.answer,
      received_at: candidate.receivedAt,
      received_day: dayOf(candidate.receivedAt),
      received_month: monthOf(candidate.receivedAt),
      closed_at: candidate.repliedAt,
      last_event_at: now,
      last_act: 'import',
      source: importing.source,
      source_number: candidate.sourceNumber,
    }),
  );
  writeCaller(db, importing.policy, id, candidate);
  indexCase(db, id);
  writeEvents(db, importing, id, candidate, now);
}

function writeCaller(db: Db, policy: Policy, caseId: number, candidate: Candidate): void {
  const phone = candidate.phone === '' ? null : normalisePhone(candidate.phone, policy.hotline.areaCode);
  const identity = {
    name: candidate.name,
    phone: phone?.number ?? '',
    extension: phone?.extension ?? '',
    phone_typed: candidate.phone,
    address: candidate.address,
  };
  writeCitizen(db, caseId, identity, candidate.confidential);
}

/** The old reply stands in the timeline at its own time, then the import itself. */
function writeEvents(db: Db, importing: Importing, caseId: number, candidate: Candidate, now: number): void {
  const base = { case_id: caseId, to_status: 'archived' };
  if (candidate.answer !== null && candidate.repliedAt !== null) {
    run(
      db,
      q.insertInto('events').values({
        ...base,
        at: candidate.repliedAt,
        who: candidate.agencyName || importing.source,
        act: 'imported_reply',
        why: '',
      }),
    );
  }
  run(
    db,
    q.insertInto('events').values({
      ...base,
      at: now,
      user_id: importing.userId,
      who: importing.who,
      act: 'import',
      why: originWords(importing.source, candidate),
      detail: JSON.stringify({ run: importing.runId, line: candidate.line, unmatched: candidate.unmatched }),
    }),
  );
}

function originWords(source: string, candidate: Candidate): string {
  const parts = [`来源：${source}`];
  if (candidate.numbered) parts.push(`原编号：${candidate.sourceNumber}`);
  if (candidate.oldStatus) parts.push(`原状态：${candidate.oldStatus}`);
  for (const [key, name] of Object.entries(candidate.unmatched) as [FieldKey, string][]) {
    parts.push(`原${labelOf(key)}：${name}`);
  }
  return parts.join('；');
}
