import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Mapping } from './mapping.ts';

/** A file that was sent and is not imported yet, with what was chosen for it so far. */
export type Upload = {
  token: string;
  path: string;
  fileName: string;
  /** Epoch ms. */
  sentAt: number;
  choices: Choices | null;
  /** The last run over this file: a check, or an import that was broken off. */
  runId: number | null;
};

export type Choices = { source: string; mapping: Mapping; defaultKind: string; defaultChannel: string };

/** A file nobody came back to is removed after this long: it holds what citizens said. */
const KEPT_FOR = 24 * 3_600_000;

/** Files wait beside the database, under the same protection, readable by the service only. */
function folderOf(database: string): string {
  const folder = `${database}-imports`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

export function keepUpload(
  database: string,
  sent: { fileName: string; bytes: Uint8Array; at: number },
): Upload {
  const token = randomBytes(18).toString('base64url');
  const path = join(folderOf(database), `${token}.csv`);
  writeFileSync(path, sent.bytes, { mode: 0o600 });
  return saveUpload({
    token,
    path,
    fileName: basename(sent.fileName),
    sentAt: sent.at,
    choices: null,
    runId: null,
  });
}

export function saveUpload(upload: Upload): Upload {
  const { path: _, ...noted } = upload;
  writeFileSync(notePath(upload.path), JSON.stringify(noted), { mode: 0o600 });
  return upload;
}

export function findUpload(database: string, token: string): Upload | null {
  if (!/^[\w-]{24}$/.test(token)) return null;
  const path = join(folderOf(database), `${token}.csv`);
  if (!existsSync(path) || !existsSync(notePath(path))) return null;
  return { ...(JSON.parse(readFileSync(notePath(path), 'utf8')) as Omit<Upload, 'path'>), path };
}

export function uploadOfRun(database: string, runId: number): Upload | null {
  return uploads(database).find((upload) => upload.runId === runId) ?? null;
}

export function removeUpload(upload: Upload): void {
  rmSync(upload.path, { force: true });
  rmSync(notePath(upload.path), { force: true });
}

/** @param inUse the run that is reading its file now */
export function removeOldUploads(database: string, inUse: number | null, now: number): void {
  for (const upload of uploads(database)) {
    if (now - upload.sentAt > KEPT_FOR && (inUse === null || upload.runId !== inUse)) removeUpload(upload);
  }
}

function uploads(database: string): Upload[] {
  const tokens = readdirSync(folderOf(database)).filter((name) => name.endsWith('.csv'));
  return tokens
    .map((name) => findUpload(database, name.slice(0, -'.csv'.length)))
    .filter((upload) => upload !== null);
}

function notePath(path: string): string {
  return path.replace(/\.csv$/, '.json');
}
