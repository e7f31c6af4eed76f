import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of a sent form, as its reader needs it: a browser's File, or one that waits on the disk. */
export type SentFile = Pick<File, 'name' | 'size' | 'arrayBuffer'> & {
  slice: (from: number, to: number) => Pick<Blob, 'arrayBuffer'>;
};

/** Asks whether so many bytes may be written; throws what the file's reader is to be told. */
export type Room = { take: (bytes: number) => Promise<void> };

/** What stands on the disk for requests that go on. */
const inUse = new Set<string>();

/** Files wait beside the database while their form is read, under the same protection, readable by the service only. */
export function spoolFolder(database: string): string {
  return `${database}-uploads`;
}

/** What a crash left of forms that were just being sent. One process has the file: nobody else is writing there. */
export function removeLeftSpools(database: string): void {
  const folder = spoolFolder(database);
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  for (const name of names) {
    const path = join(folder, name);
    if (!inUse.has(path)) rmSync(path, { force: true });
  }
}

/**
 * A file of a form that is still coming in, written to the disk piece by piece. Above `most` bytes its content is
 * given up and only counted on. What the disk refuses is told to whoever reads the file: until then the rest of the
 * form is read, so that what was typed is not lost with it.
 */
export class SpooledFile implements SentFile {
  readonly name: string;
  size = 0;
  readonly #folder: string;
  readonly #most: number;
  readonly #room: Room;
  #path = '';
  #handle: FileHandle | null = null;
  #given = false;
  #fault: unknown = null;

  constructor(name: string, folder: string, most: number, room: Room) {
    this.name = name;
    this.#folder = folder;
    this.#most = most;
    this.#room = room;
  }

  async add(piece: Uint8Array): Promise<void> {
    this.size += piece.length;
    if (this.size > this.#most) return this.discard();
    if (this.#given) return;
    try {
      await this.#room.take(piece.length);
      this.#handle ??= await this.#begin();
      await this.#handle.writeFile(piece);
    } catch (error) {
      this.#fault = error;
      await this.discard();
    }
  }

  slice(from: number, to: number): Pick<Blob, 'arrayBuffer'> {
    return { arrayBuffer: () => this.#read(from, Math.min(to, this.size)) };
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read(0, this.size);
  }

  /** Takes it off the disk; its name and size stay known. Again and again does no harm. */
  async discard(): Promise<void> {
    this.#given = true;
    const handle = this.#handle;
    this.#handle = null;
    if (this.#path === '') return;
    const path = this.#path;
    this.#path = '';
    // What cannot be closed or removed now is a left file from here on (removeLeftSpools).
    await handle?.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
    inUse.delete(path);
  }

  async #begin(): Promise<FileHandle> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#path = join(this.#folder, randomBytes(18).toString('base64url'));
    inUse.add(this.#path);
    return open(this.#path, 'wx+', 0o600);
  }

  async #read(from: number, to: number): Promise<ArrayBuffer> {
    if (this.#fault !== null) throw this.#fault;
    if (!this.#handle) throw new Error('the file was not kept');
    const bytes = new Uint8Array(to - from);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await this.#handle.read(bytes, at, bytes.length - at, from + at);
      if (bytesRead === 0) throw new Error('the file ended early');
      at += bytesRead;
    }
    return bytes.buffer;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
