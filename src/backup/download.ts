import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { wantedBytes } from '../attachments/range.ts';
import { contentDisposition } from '../attachments/sniff.ts';
import { audit } from '../audit/audit.ts';
import { HOUR } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import type { Visitor } from '../people/visitor.ts';
import type { Ctx, World } from '../web/context.ts';
import { Conflict, NotFound } from '../web/errors.ts';
import { sendStream } from '../web/send-stream.ts';
import { foldersOf } from './folders.ts';
import { readName } from './names.ts';
import { type StandingBackup, standingById } from './page-queries.ts';
import { tellOthers } from './told.ts';

/** Who may take which backup away, once from its beginning; what broke off goes on for a while. */
type Grant = { userId: number; backupId: number; until: number; begun: boolean };

const GOES_ON_FOR = 12 * HOUR;

const grants = new WeakMap<Db, Map<string, Grant>>();

/**
 * A backup that lies in one of the folders now chosen, by the number of its row: nothing of a path comes from outside.
 * @throws NotFound
 */
export function downloadable(db: Db, id: number, now: number): StandingBackup {
  const found = standingById(db, id);
  if (found && readName(found.file) && foldersOf(db, db.name, now).includes(found.folder)) return found;
  throw new NotFound('没有找到这份备份，它可能已按保留期限删除。');
}

/**
 * C-M1: first on the record, and others are told; only then there is something to fetch.
 * @returns the key by which this person fetches the file
 */
export function grantDownload(
  db: Db,
  actor: Actor,
  backup: StandingBackup,
  purpose: string,
  { now, ip }: Visitor,
): string {
  transact(db, () => {
    const detail = { purpose, encrypted: backup.encrypted === 1 };
    audit(db, { at: now, actor, act: 'backup_downloaded', subject: backup.file, detail, ip });
    tellOthers(db, actor, backup, purpose, now);
  });
  const all = new Map([...(grants.get(db) ?? [])].filter(([, grant]) => grant.until > now));
  grants.set(db, all);
  const key = randomBytes(24).toString('base64url');
  all.set(key, { userId: actor.id, backupId: backup.id, until: now + GOES_ON_FOR, begun: false });
  return key;
}

/**
 * Streams the file from the disk, whole or from where a download broke off; nothing of it is kept in memory.
 * @throws NotFound where nothing was granted, it was used up, or the file is gone; Conflict where it is another
 */
export async function sendBackup(
  c: Ctx,
  actor: Actor,
  backup: StandingBackup,
  key: string,
): Promise<Response> {
  const grant = grantOf(c.get('world'), actor, backup.id, key);
  const file = await opened(backup);
  let sending = false;
  try {
    const size = await sizeOf(file, backup);
    const headers = headersOf(backup);
    const range = wantedBytes(askedRange(c, headers.etag), size);
    if (!range) return c.body(null, 416, { ...headers, 'content-range': `bytes */${size}` });
    const { from, to, partial } = range;
    const length = { 'content-length': String(to - from + 1) };
    const part = partial ? { 'content-range': `bytes ${from}-${to}/${size}` } : {};
    const [status, all] = [partial ? 206 : 200, { ...headers, ...length, ...part }] as const;
    if (c.req.method === 'HEAD') return c.body(null, status, all);
    begin(grant, from);
    sending = true;
    const bytes = Readable.toWeb(file.createReadStream({ start: from, end: to }));
    return sendStream(c, bytes as ReadableStream<Uint8Array>, status, all);
  } finally {
    if (!sending) await file.close();
  }
}

/** A range counts only for the bytes it was asked of (If-Range). */
function askedRange(c: Ctx, etag: string): string | undefined {
  const condition = c.req.header('if-range');
  return condition && condition !== etag ? undefined : c.req.header('range');
}

function grantOf({ db, now }: World, actor: Actor, backupId: number, key: string): Grant {
  const grant = grants.get(db)?.get(key);
  if (grant?.userId === actor.id && grant.backupId === backupId && grant.until > now()) return grant;
  throw new NotFound(USED_UP);
}

/**
 * Whether what was granted was already fetched once.
 * @throws NotFound where nothing was granted, or its time is over
 */
export function isBegun(world: World, actor: Actor, backupId: number, key: string): boolean {
  return grantOf(world, actor, backupId, key).begun;
}

/** Each time it is taken from its beginning is on the record. */
function begin(grant: Grant, from: number): void {
  if (from > 0) return;
  if (grant.begun) throw new NotFound(USED_UP);
  grant.begun = true;
}

const USED_UP = '这个下载链接已用过或已过期。如需再次下载，请到“数据备份”页重新填写事由。';

/** A link that was put there under the name of a backup is not followed; where there is none (Windows) the flag is 0. */
async function opened({ folder, file }: StandingBackup): Promise<FileHandle> {
  try {
    return await open(join(folder, file), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch {
    throw new NotFound('备份文件读不出来：它可能已被移走，或所在的磁盘、网络存储没有挂载。请换一份下载。');
  }
}

async function sizeOf(file: FileHandle, { bytes }: StandingBackup): Promise<number> {
  const found = await file.stat();
  if (found.isFile() && found.size === bytes) return found.size;
  throw new Conflict('备份文件的大小与备份时不一致，可能已损坏，没有下载。请换一份，并检查所在的磁盘。');
}

function headersOf({ file, sha256 }: StandingBackup) {
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': contentDisposition('attachment', file),
    'cache-control': 'private, no-store',
    'accept-ranges': 'bytes',
    etag: `"${sha256.slice(0, 32)}"`,
  };
}
