import { closeSync, openSync, readSync } from 'node:fs';
import { APPLICATION_ID } from './open.ts';

const MAGIC = 'SQLite format 3\0';
const [VERSION_AT, APPLICATION_AT, HEADER] = [60, 68, 100];

/** What a file begins as; `version`: the number of its newest migration. */
export type Beginning =
  | { kind: 'empty' | 'not_database' | 'not_ours'; version: null }
  | { kind: 'ours'; version: number };

/**
 * Reads a file's first bytes. SQLite is not asked: it throws away what lies beside a file of no length, and mends a
 * beginning that is lost.
 */
export function beginningOf(path: string): Beginning {
  const header = headerOf(path);
  if (header.length === 0) return { kind: 'empty', version: null };
  if (header.length < HEADER || header.toString('latin1', 0, MAGIC.length) !== MAGIC)
    return { kind: 'not_database', version: null };
  if (header.readUInt32BE(APPLICATION_AT) !== APPLICATION_ID) return { kind: 'not_ours', version: null };
  return { kind: 'ours', version: header.readUInt32BE(VERSION_AT) };
}

/** False also where there is none, or its disk no longer gives it away. */
export function beginsAsOurs(path: string): boolean {
  try {
    return beginningOf(path).kind === 'ours';
  } catch {
    return false;
  }
}

function headerOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER);
    return header.subarray(0, readSync(file, header, 0, HEADER, 0));
  } finally {
    closeSync(file);
  }
}
