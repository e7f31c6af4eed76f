import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { citizenOf } from '../../src/citizens/identity.ts';
import type { Db } from '../../src/db/open.ts';
import { prepared } from '../../src/db/query.ts';
import { findDraft } from '../../src/drafts/drafts.ts';
import { bytesOf } from './random.ts';

/** Where the file lies in the folder that is looked after: one level down, for folders can get lost too. */
export const DATABASE = join('data', 'hotline.db');

/** What is written under torture; `sealed` is a confidential case, `audit` a line of the log alone. */
export const KINDS = ['case', 'draft', 'note', 'file', 'sealed', 'audit'] as const;
export type Kind = (typeof KINDS)[number];

/** A write that was acknowledged. Everything about it follows from its number. */
export type Promised = { kind: Kind; n: number };

export function keyOf({ kind, n }: Promised): string {
  return `torture-${kind}-${String(n).padStart(8, '0')}`;
}

/** Some words that are no other write's, as long as people's are. */
export function wordsOf(n: number): string {
  return `第 ${n} 次来电：清源路路灯坏了三天，夜里出行不便，请尽快修复。`.repeat(1 + (n % 12));
}

export function phoneOf(n: number): string {
  return `139${String(n).padStart(8, '0')}`;
}

export function fileNameOf(n: number): string {
  return `现场照片${n}.txt`;
}

/** From a few bytes to more than one row holds. */
export function contentOf(n: number): Buffer<ArrayBuffer> {
  return bytesOf(n, n % 4 === 3 ? 600_000 + (n % 97) * 2000 : 20 + (n % 211) * 50);
}

/** What is wrong with a promise; null where it was kept, with its words and bytes. */
export function brokenPromise(db: Db, promised: Promised): string | null {
  return CHECKS[promised.kind](db, promised) ? null : `${promised.kind} ${promised.n}`;
}

const CHECKS: Readonly<Record<Kind, (db: Db, promised: Promised) => boolean>> = {
  case: (db, promised) => wordsOfCase(db, promised)?.text === wordsOf(promised.n),
  sealed: (db, promised) => {
    const found = wordsOfCase(db, promised);
    return found?.text === wordsOf(promised.n) && citizenOf(db, found.id)?.phone === phoneOf(promised.n);
  },
  draft: (db, promised) =>
    findDraft(db, operatorOf(db), keyOf(promised))?.fields.text === wordsOf(promised.n),
  note: (db, promised) =>
    prepared(db, 'SELECT why FROM events WHERE form_key = ?').pluck().get(keyOf(promised)) ===
    wordsOf(promised.n),
  audit: (db, promised) =>
    prepared(db, 'SELECT count(*) FROM audit_log WHERE subject = ?').pluck().get(keyOf(promised)) === 1,
  file: (db, { n }) => hashOfFile(db, n) === createHash('sha256').update(contentOf(n)).digest('hex'),
};

function wordsOfCase(db: Db, promised: Promised) {
  const row = prepared(db, 'SELECT id, text FROM cases WHERE intake_key = ?').get(keyOf(promised));
  return row as { id: number; text: string } | undefined;
}

export function operatorOf(db: Db): number {
  return Number(prepared(db, `SELECT id FROM users WHERE login = 'operator'`).pluck().get());
}

const PARTS = `SELECT p.bytes FROM attachment_parts p JOIN attachments a ON a.id = p.attachment_id
  WHERE a.name = ? AND a.sha256 <> '' ORDER BY p.attachment_id, p.part`;

/** Of the bytes that lie in the file, not of what the row says of them. */
function hashOfFile(db: Db, n: number): string {
  const hash = createHash('sha256');
  for (const bytes of prepared(db, PARTS).pluck().all(fileNameOf(n))) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
