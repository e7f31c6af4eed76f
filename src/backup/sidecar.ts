import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../config.ts';
import { KINDS } from './names.ts';

/*
 * Beside each backup lies NAME.json: what is in it, to be compared before it is needed. It says nothing of any person,
 * and of the identity key only by what it is known again.
 */

export const FORMAT = 'hotline-backup-1';

const sidecar = z.object({
  format: z.literal(FORMAT),
  /** Version of the program that made it. */
  program: z.string(),
  kind: z.enum(KINDS),
  /** When it was begun: what was saved by then is in it. */
  made: z.string(),
  madeAt: z.number().int(),
  /** Of the database's tables. */
  version: z.number().int(),
  /** Of the file as it lies there, encrypted or not. */
  bytes: z.number().int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  encrypted: z.boolean(),
  /** Rows of each table. */
  counts: z.record(z.string(), z.number().int()),
  /** The newest line of the audit log. */
  audit: z.object({ id: z.number().int(), hash: z.string() }).nullable(),
  /** By which the identity key is known again. */
  identityCheck: z.string().nullable(),
});

export type Sidecar = z.infer<typeof sidecar>;

export function sidecarPath(backup: string): string {
  return `${backup}.json`;
}

/** What lies beside this backup; null where there is nothing, or nothing that can be understood. */
export function readSidecar(backup: string): Sidecar | null {
  try {
    return sidecar.parse(JSON.parse(readFileSync(sidecarPath(backup), 'utf8')));
  } catch {
    return null;
  }
}

export function writeSidecar(backup: string, content: Sidecar): void {
  const file = openSync(sidecarPath(backup), 'w', 0o600);
  try {
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function programVersion(): string {
  const about = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version?: string };
  return about.version ?? '';
}
