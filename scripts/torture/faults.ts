import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { shim } from './recording.ts';

/** What fails, in per cent; what is not said does not. */
export type Faults = { syncs?: number; writes?: number; room?: number };
/** How often each has failed so far. */
export type Failed = { syncs: number; writes: number; room: number };

/** A disk that fails when it is told to (faults.c). */
export type FaultyDisk = {
  /** What a process needs in its environment to work on it. */
  env: Record<string, string>;
  set: (faults: Faults) => void;
  failed: () => Failed;
  close: () => void;
};

/** @param work a folder outside of `folder`, for the shim's own file */
export function faultyDisk(folder: string, work: string): FaultyDisk {
  const path = join(work, 'faults');
  writeFileSync(path, Buffer.alloc(64));
  const file = openSync(path, 'r+');
  return {
    env: { LD_PRELOAD: shim('faults'), FAULTS_FOLDER: folder, FAULTS_CONTROL: path, UV_USE_IO_URING: '0' },
    set: ({ syncs = 0, writes = 0, room = 0 }) => {
      writeSync(file, Buffer.from([syncs, writes, room]), 0, 3, 0);
    },
    failed: () => {
      const bytes = Buffer.alloc(12);
      readSync(file, bytes, 0, 12, 8);
      return { syncs: bytes.readUInt32LE(0), writes: bytes.readUInt32LE(4), room: bytes.readUInt32LE(8) };
    },
    close: () => closeSync(file),
  };
}
