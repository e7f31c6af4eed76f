import { randomInt } from 'node:crypto';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

/** `code` goes with the number of the case, `token` stands in the link of an SMS. */
export type Access = { code: string; token: string };

/** Without capitals and without what is mistaken for something else: a link is also typed from a sheet of paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
/** 31 letters: more than 64 bits. */
const TOKEN_LENGTH = 13;
const CODE_LENGTH = 6;

const KNOWN = 'SELECT code, token FROM citizen_access WHERE case_id = ?';
const MAKE = 'INSERT INTO citizen_access (case_id, code, token, created_at) VALUES (?, ?, ?, ?)';
const BY_TOKEN = 'SELECT case_id FROM citizen_access WHERE token = ?';

/** What lets a citizen to their case; made once, in the caller's transaction. */
export function accessOf(db: Db, caseId: number, now: number): Access {
  const known = knownAccess(db, caseId);
  if (known) return known;
  const access = { code: some('0123456789', CODE_LENGTH), token: some(LETTERS, TOKEN_LENGTH) };
  prepared(db, MAKE).run(caseId, access.code, access.token, now);
  return access;
}

/** The same without making it: undefined of cases that were never told one. */
export function knownAccess(db: Db, caseId: number): Access | undefined {
  return prepared(db, KNOWN).get(caseId) as Access | undefined;
}

const TOKEN = new RegExp(`^[${LETTERS}]{${TOKEN_LENGTH}}`);

/**
 * The case that a link leads to; null for none. Telephones take what follows a link in an SMS for a part of it, a full
 * stop or the next words: only the beginning counts.
 */
export function caseByToken(db: Db, given: string): number | null {
  const token = TOKEN.exec(given.trim().toLowerCase())?.[0];
  if (token === undefined) return null;
  return (prepared(db, BY_TOKEN).pluck().get(token) as number | undefined) ?? null;
}

const LINK = new RegExp(`/r/[${LETTERS}]{${TOKEN_LENGTH}}`, 'g');

/** A message to a citizen as others read it: whoever has the link could rate in the citizen's name. */
export function withoutToken(text: string): string {
  return text.replace(LINK, '/r/…');
}

function some(letters: string, length: number): string {
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}
