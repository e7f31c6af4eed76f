import type { Db } from '../db/open.ts';
import { first, prepared, q } from '../db/query.ts';
import { isSqliteError } from '../db/sqlite-error.ts';
import { logError } from '../web/log.ts';
import { type AttachmentRow, bytesOf } from './queries.ts';
import { pictureLibrary, type Scaled, scaled } from './scale.ts';

/** What browsers draw and what can be made small. */
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/** Whether a small picture of it may be asked for. */
export function hasPreview(file: Pick<AttachmentRow, 'type' | 'removed_at'>): boolean {
  return file.removed_at === null && PICTURES.has(file.type);
}

/** How a picture that cannot be read is remembered, so that it is not tried again. */
const UNREADABLE: Scaled = { type: '', bytes: Buffer.alloc(0) };

const making = new WeakMap<Db, Map<number, Promise<Preview>>>();
/** One picture at a time: they are large while they are unpacked. */
let queue: Promise<unknown> = Promise.resolve();

/** A small picture, or why there is none: it cannot be read, or this computer makes none at all. */
export type Preview = Scaled | 'unreadable' | 'unavailable';

type StoredFile = Pick<AttachmentRow, 'id' | 'size'>;

/** The small picture of a file for which `hasPreview` holds, made when it is first asked for. */
export async function previewOf(db: Db, file: StoredFile): Promise<Preview> {
  const { id } = file;
  const stored = storedPreview(db, id);
  if (stored) return said(stored);
  const underWay = making.get(db) ?? new Map<number, Promise<Preview>>();
  making.set(db, underWay);
  let made = underWay.get(id);
  if (!made) {
    made = inTurn(() => make(db, file)).finally(() => underWay.delete(id));
    underWay.set(id, made);
  }
  return made;
}

function said(stored: Scaled): Preview {
  return stored.type === UNREADABLE.type ? 'unreadable' : stored;
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = queue.then(work);
  queue = turn.catch(() => undefined);
  return turn;
}

async function make(db: Db, file: StoredFile): Promise<Preview> {
  const sharp = await pictureLibrary();
  if (!sharp) return 'unavailable';
  const small = (await scaled(sharp, await wholeFile(db, file))) ?? UNREADABLE;
  if (db.open) store(db, file.id, small);
  return said(small);
}

async function wholeFile(db: Db, { id, size }: StoredFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytesOf(db, id, 0, size - 1)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const STORE = `INSERT OR IGNORE INTO attachment_previews (attachment_id, type, bytes)
  SELECT id, ?, ? FROM attachments WHERE id = ? AND removed_at IS NULL`;

/** Where it cannot be stored for now (the disk is full), it is shown all the same and made again. */
function store(db: Db, id: number, { type, bytes }: Scaled): void {
  try {
    prepared(db, STORE).run(type, bytes, id);
  } catch (error) {
    if (!isSqliteError(error, 'SQLITE_')) throw error;
    logError({ attachment: 'small picture' }, error);
  }
}

function storedPreview(db: Db, id: number): Scaled | undefined {
  const wanted = q.selectFrom('attachment_previews').select(['type', 'bytes']);
  return first(db, wanted.where('attachment_id', '=', id));
}
