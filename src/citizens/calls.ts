import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../db/open.ts';
import { all, prepared, q, run } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import { keysFor, noKey, requireKeys } from './key.ts';
import { seal, unseal } from './sealing.ts';

type Row = Selectable<Schema['call_records']>;
export type NewCall = Omit<Insertable<Schema['call_records']>, 'sealed' | 'case_id'>;

/** `number` is null where it is sealed and cannot be read without the key. */
export type Call = Omit<Row, 'sealed' | 'number'> & { number: string | null };

/**
 * C-A1: writes a call; of a confidential case its number is sealed (Q-A7).
 * @throws Invalid where the key is not to be had
 */
export function writeCall(db: Db, given: { id: number; confidential: number }, call: NewCall): void {
  const columns = given.confidential === 1 ? sealed(db, given.id, call.number) : { number: call.number };
  run(db, q.insertInto('call_records').values({ ...call, ...columns, case_id: given.id }));
}

/** The calls of a case as they were made. */
export function callRecordsOf(db: Db, caseId: number): Call[] {
  return rowsOf(db, caseId).map((row) => {
    const { sealed: _, ...call } = row;
    return { ...call, number: numberOf(db, row) };
  });
}

/**
 * Seals the numbers of a case's calls, or opens them again, as confidentiality is asked for or taken back.
 * @throws Invalid where the key is not to be had
 */
export function keepCallsSealed(db: Db, caseId: number, confidential: boolean): void {
  for (const row of rowsOf(db, caseId)) {
    if ((row.sealed !== null) === confidential) continue;
    const columns = confidential ? sealed(db, caseId, row.number) : opened(db, row);
    run(db, q.updateTable('call_records').set(columns).where('id', '=', row.id));
  }
}

const OPEN_ONES = `SELECT DISTINCT k.case_id FROM call_records k JOIN cases c ON c.id = k.case_id
  WHERE c.confidential = 1 AND k.number <> ''`;

/** Seals every number of a confidential case's calls that was written before there was a key. */
export function sealCalls(db: Db): void {
  for (const caseId of prepared(db, OPEN_ONES).pluck().all() as number[]) keepCallsSealed(db, caseId, true);
}

function rowsOf(db: Db, caseId: number): Row[] {
  const calls = q.selectFrom('call_records').selectAll().where('case_id', '=', caseId);
  return all(db, calls.orderBy('started_at').orderBy('id'));
}

function sealed(db: Db, caseId: number, number: string) {
  if (number === '') return { number };
  return { number: '', sealed: seal(requireKeys(db, 'number'), number, placeOf(caseId)) };
}

function opened(db: Db, row: Row) {
  const number = numberOf(db, row);
  if (number === null) throw noKey('number');
  return { number, sealed: null };
}

function numberOf(db: Db, row: Row): string | null {
  if (!row.sealed) return row.number;
  const keys = keysFor(db);
  return keys && unseal(keys, row.sealed, placeOf(row.case_id ?? 0));
}

function placeOf(caseId: number): string {
  return `call ${caseId}`;
}
