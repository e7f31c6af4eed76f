import { callRecordsOf } from '../citizens/calls.ts';
import { citizenOf } from '../citizens/identity.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Entered } from '../rules/identity-in-text.ts';
import { digitsOf, type Offices, withoutPersonal } from '../rules/personal-in-text.ts';
import { PLACES, type Place } from './places.ts';

type Mask = (text: string) => string;

/** Masks every word about a case, as far as it says who the citizen is. */
export function maskWords(db: Db, caseId: number): void {
  const [citizens, offices] = [knownOf(db, caseId), officesOf(db, caseId)];
  const mask: Mask = (text) => withoutPersonal(citizens, text, offices);
  for (const place of PLACES) maskPlace(db, place, caseId, mask);
}

/** The citizen as taken down, and the numbers that called or were called. */
function knownOf(db: Db, caseId: number): Entered[] {
  const citizen = citizenOf(db, caseId);
  const calls = callRecordsOf(db, caseId).flatMap(({ number }) => number ?? []);
  const numbers = calls.map((phone) => ({ name: '', phone, phone_typed: '', address: '' }));
  return [...(citizen ? [citizen] : []), ...numbers];
}

const OFFICES = `SELECT a.office_phone FROM agencies a JOIN assignments s ON s.agency_id = a.id WHERE s.case_id = @id
  UNION SELECT office_phone FROM replies WHERE case_id = @id`;

function officesOf(db: Db, caseId: number): Offices {
  const numbers = prepared(db, OFFICES).pluck().all({ id: caseId }) as string[];
  return new Set(numbers.map(digitsOf));
}

function maskPlace(db: Db, place: Place, caseId: number, mask: Mask): void {
  const { table, key = ['id'], columns, json = [], where } = place;
  const names = [...columns, ...json];
  const rows = prepared(db, `SELECT ${[...names, ...key].join()} FROM ${table} WHERE ${where}`).raw();
  const [set, of] = [names.map((name) => `${name} = ?`).join(), key.map((name) => `${name} = ?`)];
  const update = prepared(db, `UPDATE ${table} SET ${set} WHERE ${of.join(' AND ')}`);
  for (const row of rows.all(caseId) as (string | number | null)[][]) {
    const before = row.slice(0, names.length).map((text) => (text === null ? null : String(text)));
    const after = names.map((name, at) => masked(before[at] ?? null, json.includes(name), mask));
    if (after.some((text, at) => text !== before[at])) update.run(...after, ...row.slice(names.length));
  }
}

function masked(text: string | null, isJson: boolean, mask: Mask): string | null {
  if (text === null) return null;
  return isJson ? JSON.stringify(maskedInside(JSON.parse(text), mask)) : mask(text);
}

function maskedInside(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((each) => maskedInside(each, mask));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskedInside(inner, mask)]));
}
