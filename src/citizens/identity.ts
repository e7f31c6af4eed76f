import type { Selectable } from 'kysely';
import type { Db } from '../db/open.ts';
import { first, prepared, q, run } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import { keysFor, noKey, requireKeys } from './key.ts';
import { keyedHash, seal, unseal } from './sealing.ts';

type Row = Selectable<Schema['citizens']>;

/** Who asks, as taken down. */
export type Identity = Pick<Row, 'name' | 'phone' | 'extension' | 'phone_typed' | 'address'>;

/** `locked`: there is something, and it cannot be read without the key. */
export type Citizen = Identity & { locked: boolean };

const EMPTY: Identity = { name: '', phone: '', extension: '', phone_typed: '', address: '' };

/**
 * Writes who asks, beside a new case; sealed where the case is confidential (Q-A7).
 * @throws Invalid where it would have to be sealed and the key is not to be had
 */
export function writeCitizen(db: Db, caseId: number, identity: Identity, confidential: boolean): void {
  const columns = confidential ? sealed(db, caseId, identity) : identity;
  run(db, q.insertInto('citizens').values({ case_id: caseId, ...columns }));
}

/** Who asked, opened where it is sealed. Undefined where nobody was taken down. */
export function citizenOf(db: Db, caseId: number): Citizen | undefined {
  const row = first(db, q.selectFrom('citizens').selectAll().where('case_id', '=', caseId));
  if (!row) return undefined;
  const { name, phone, extension, phone_typed, address } = row;
  if (!row.sealed) return { name, phone, extension, phone_typed, address, locked: false };
  const opened = open(db, row);
  return opened ? { ...opened, locked: false } : { ...EMPTY, locked: true };
}

/**
 * Seals who asked, or opens it again, as confidentiality is asked for or taken back.
 * @throws Invalid where the key is not to be had
 */
export function keepSealed(db: Db, caseId: number, confidential: boolean): void {
  const row = first(db, q.selectFrom('citizens').selectAll().where('case_id', '=', caseId));
  if (!row || (row.sealed !== null) === confidential) return;
  const opened = open(db, row);
  if (!confidential && !opened) throw noKey('confidential');
  const columns = confidential ? sealed(db, caseId, row) : { ...opened, sealed: null, phone_mac: null };
  run(db, q.updateTable('citizens').set(columns).where('case_id', '=', caseId));
}

/** What a number is looked up by in `citizens`: as it stands openly, and as it is hashed beside a sealed identity. */
export type Line = { phone: string; mac: Buffer | null };

/** @param sealedToo false for whoever may not know the citizens of confidential cases, nor that it was they who called */
export function lineOf(db: Db, phone: string, sealedToo: boolean): Line {
  const keys = sealedToo ? keysFor(db) : null;
  return { phone, mac: keys && keyedHash(keys.phone, phone) };
}

const OPEN_ONES = `SELECT z.case_id FROM citizens z JOIN cases c ON c.id = z.case_id
  WHERE c.confidential = 1 AND z.sealed IS NULL`;

/** Seals every identity of a confidential case that was written before there was a key. */
export function sealCitizens(db: Db): void {
  for (const caseId of prepared(db, OPEN_ONES).pluck().all() as number[]) keepSealed(db, caseId, true);
}

/** The columns of a sealed identity; nothing to seal where nothing was told. */
function sealed(db: Db, caseId: number, { name, phone, extension, phone_typed, address }: Identity) {
  const told: Identity = { name, phone, extension, phone_typed, address };
  if (Object.values(told).every((value) => value === '')) return told;
  const keys = requireKeys(db, 'confidential');
  return {
    ...EMPTY,
    sealed: seal(keys, JSON.stringify(told), placeOf(caseId)),
    phone_mac: phone === '' ? null : keyedHash(keys.phone, phone),
  };
}

function open(db: Db, row: Row): Identity | null {
  const keys = keysFor(db);
  if (!keys || !row.sealed) return null;
  const text = unseal(keys, row.sealed, placeOf(row.case_id));
  return text === null ? null : (JSON.parse(text) as Identity);
}

function placeOf(caseId: number): string {
  return `citizen ${caseId}`;
}
