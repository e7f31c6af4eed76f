import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { verifyChain } from '../audit/verify.ts';
import type { Checked } from '../backup/check.ts';
import type { Say } from '../backup/files.ts';
import { readName } from '../backup/names.ts';
import { keyWarnings, useKeyFile } from '../citizens/key.ts';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import type { Db } from '../db/open.ts';
import { settingOf } from '../db/setting.ts';
import { type Facts, factsOf } from './facts.ts';
import { requireRoom } from './room.ts';
import { examine, type Unpacked, unpack } from './unpack.ts';

/** What of a backup is known before anything is replaced. */
export type Found = Facts & {
  version: number;
  /** When the backup was begun (epoch ms); by what lies beside it, or its name. */
  madeAt: number | null;
  encrypted: boolean;
  /** Whether there was a list beside it to compare it with. */
  compared: boolean;
  chain: Chain;
  /** What is amiss with the key of confidential identities; nothing where all is well. */
  keyWarnings: readonly string[];
};

/** The audit log of a file: whole, or from where it is not. */
export type Chain = { ok: boolean; lines: number; fault: string };

/** What is looked at, and where. */
export type Look = {
  file: string;
  database: string;
  keyFile: string;
  identities: readonly string[];
  now: number;
  say?: Say;
};

export type Opened = { db: Db; found: Found; unpacked: Unpacked; checked: Checked };

/**
 * Makes a copy, checks it and opens it at the newest version.
 * @throws RestoreRefused with the reason and what to do
 */
export async function openCopy(order: Look, copy: string): Promise<Opened> {
  requireRoom(order.database, statSync(order.file).size);
  const unpacked = await unpack(order.file, copy, order.identities, order.say);
  const checked = examine(copy);
  const db = connect(copy);
  try {
    migrate(db, order.now);
    return { db, unpacked, checked, found: foundIn(db, checked.version, unpacked, order) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function foundIn(
  db: Db,
  version: number,
  { sidecar, encrypted }: Unpacked,
  order: Pick<Look, 'file' | 'keyFile'>,
): Found {
  const { ok, lines, fault } = verifyChain(db);
  return {
    ...factsOf(db, statSync(db.name).size),
    ...{ version, encrypted, compared: sidecar !== null },
    madeAt: sidecar?.madeAt ?? readName(basename(order.file))?.at ?? null,
    chain: { ok, lines, fault: fault?.what ?? '' },
    keyWarnings: warningsOn(db, order.keyFile),
  };
}

/** A file that never had a key gets its first one when the system starts. */
function warningsOn(db: Db, keyFile: string): readonly string[] {
  if (settingOf(db, 'identity_key') === null) return [];
  useKeyFile(db, keyFile);
  return keyWarnings(db);
}
