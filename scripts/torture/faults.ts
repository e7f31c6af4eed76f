import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { shim } from './recording.ts';

/** What fails, in per cent; what is not said does not. */
export type Faults = { syncs?: number; writes?: number; room?: number };
/** How often each has failed so far. */
export type Failed = { syncs: number; writes: number; room: number };

/** A disk that fails when it is told to: fsyncs by libfiu, writes and room by a shim of our own (faults.c). */
export type FaultyDisk = {
  /** What a process needs in its environment to work on it. */
  env: Record<string, string>;
  /** @param pid the process, which has begun */
  set: (pid: number, faults: Faults) => void;
  failed: () => Failed;
  close: () => void;
};

/** Where the package fiu-utils puts what it loads into a process: its remote control, and the calls that can fail. */
const LIBFIU = ['fiu_run_preload.so', 'fiu_posix_preload.so'].map((name) => join('/usr/lib/fiu', name));
const SYNCS = 'posix/io/sync/*';

/** Whether libfiu is there. */
export function hasLibfiu(): boolean {
  return LIBFIU.every((path) => existsSync(path));
}

/**
 * What a process needs in its environment for its fsyncs to fail when they are told to.
 * @param before what else is loaded into it, and sees what libfiu answers
 * @param remote where libfiu is steered from: a path outside of what is tested
 * @throws where libfiu is missing
 */
export function failingSyncs(before: string, remote: string): Record<string, string> {
  if (!hasLibfiu()) throw new Error('libfiu not found: apt-get install fiu-utils to let fsyncs fail');
  // With io_uring Node would write past the C library.
  return { LD_PRELOAD: [before, ...LIBFIU].join(' '), FIU_CTRL_FIFO: remote, UV_USE_IO_URING: '0' };
}

/** @param perCent of all fsyncs from now on; null: no more, after some have failed */
export function letSyncsFail(remote: string, pid: number, perCent: number | null): void {
  const how = `name=${SYNCS},probability=${(perCent ?? 0) / 100},failinfo=${constants.errno.EIO}`;
  const command = perCent === null ? `disable name=${SYNCS}` : `enable_random ${how}`;
  // The command itself needs no failing disk.
  const { LD_PRELOAD: _, ...env } = process.env;
  execFileSync('fiu-ctrl', ['-f', remote, '-c', command, String(pid)], { env });
}

/**
 * @param work a folder outside of `folder`, for what steers the faults
 * @throws where libfiu or a C compiler is missing
 */
export function faultyDisk(folder: string, work: string): FaultyDisk {
  const [path, remote] = [join(work, 'faults'), join(work, 'fiu')];
  writeFileSync(path, Buffer.alloc(64));
  const file = openSync(path, 'r+');
  let syncsFail = false;
  return {
    env: { ...failingSyncs(shim('faults'), remote), FAULTS_FOLDER: folder, FAULTS_CONTROL: path },
    set: (pid, { syncs = 0, writes = 0, room = 0 }) => {
      writeSync(file, Buffer.from([writes, room]), 0, 2, 1);
      if (syncsFail) letSyncsFail(remote, pid, null);
      syncsFail = syncs > 0;
      if (syncsFail) letSyncsFail(remote, pid, syncs);
    },
    failed: () => {
      const bytes = Buffer.alloc(12);
      readSync(file, bytes, 0, 12, 8);
      return { syncs: bytes.readUInt32LE(0), writes: bytes.readUInt32LE(4), room: bytes.readUInt32LE(8) };
    },
    close: () => closeSync(file),
  };
}
