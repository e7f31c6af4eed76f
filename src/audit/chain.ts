import { createHash } from 'node:crypto';
import type { Db } from '../db/open.ts';

/** What a line of the audit log says, in the order in which it is hashed. */
export type ChainedLine = {
  id: number;
  at: number;
  user_id: number | null;
  who: string;
  act: string;
  subject: string;
  detail: string;
  ip: string;
};

/** SHA-256 over the hash of the line before and this line: no line can be changed, put in or left out unseen. */
export function chainHash(before: Uint8Array | null, line: ChainedLine): Buffer {
  const { id, at, user_id, who, act, subject, detail, ip } = line;
  const hash = createHash('sha256');
  if (before) hash.update(before);
  return hash.update(JSON.stringify([id, at, user_id, who, act, subject, detail, ip]), 'utf8').digest();
}

/** Gives a connection that migrates the function by which an older log is chained. */
export function giveChainHash(db: Db): void {
  db.function(
    'audit_hash',
    { deterministic: true },
    (before, id, at, user_id, who, act, subject, detail, ip) =>
      chainHash(before as Buffer | null, {
        ...{ id: Number(id), at: Number(at), user_id: user_id === null ? null : Number(user_id) },
        ...{ who: String(who), act: String(act), subject: String(subject) },
        ...{ detail: String(detail), ip: String(ip) },
      }),
  );
}
