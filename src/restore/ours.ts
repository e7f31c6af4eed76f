import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { APPLICATION_ID } from '../db/open.ts';

const MAGIC = 'SQLite format 3\0';
const [APPLICATION_AT, HEADER] = [68, 100];

/**
 * Whether a file begins as ours do. SQLite is not asked: it throws away what lies beside a file of no length, and mends
 * a beginning that is lost.
 */
export function beginsAsOurs(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER);
    readSync(file, header, 0, HEADER, 0);
    const magic = header.toString('latin1', 0, MAGIC.length) === MAGIC;
    return magic && header.readUInt32BE(APPLICATION_AT) === APPLICATION_ID;
  } finally {
    closeSync(file);
  }
}
