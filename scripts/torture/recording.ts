import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a process did to the files of a folder, in order, as shim.c wrote it down. */
export type Step =
  | { op: 'opened'; path: string; inode: bigint; isNew: boolean; isFolder: boolean }
  | { op: 'written'; inode: bigint; offset: number; data: Buffer }
  | { op: 'cut_to'; inode: bigint; size: number }
  | { op: 'synced'; inode: bigint }
  | { op: 'not_synced'; inode: bigint }
  | { op: 'renamed' | 'linked'; from: string; to: string }
  | { op: 'unlinked' | 'folder_made' | 'folder_gone'; path: string };

const HEAD = 32;

const built = new Map<string, string>();

/** Builds a shim, once in a process. @throws where there is no C compiler, or it finds fault */
export function shim(name = 'shim'): string {
  const before = built.get(name);
  if (before !== undefined) return before;
  const folder = mkdtempSync(join(tmpdir(), 'hotline-shim-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const library = join(folder, 'shim.so');
  const source = join(import.meta.dirname, `${name}.c`);
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', library, source];
  try {
    execFileSync('cc', [...flags, '-ldl', '-lpthread'], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error('no C compiler found: apt-get install gcc libc6-dev to cut the power');
    throw error;
  }
  built.set(name, library);
  return library;
}

/** What a process needs in its environment for what it does to the folder to be written down in the log. */
export function recordedBy(folder: string, log: string): Record<string, string> {
  // With io_uring Node would write past the C library.
  return { LD_PRELOAD: shim(), TORTURE_FOLDER: folder, TORTURE_LOG: log, UV_USE_IO_URING: '0' };
}

export function readRecording(log: string): Step[] {
  const all = readFileSync(log);
  const steps: Step[] = [];
  for (let at = 0; at + HEAD <= all.length; ) {
    const [names, bytes] = [all.readUInt32LE(at + 4), Number(all.readBigUInt64LE(at + 24))];
    const end = at + HEAD + names + bytes;
    // The last record of a process that was killed.
    if (end > all.length) break;
    steps.push(stepOf(all.subarray(at, end), names));
    at = end;
  }
  return steps;
}

function stepOf(record: Buffer, names: number): Step {
  const inode = record.readBigUInt64LE(8);
  const offset = Number(record.readBigUInt64LE(16));
  const path = record.toString('utf8', HEAD, HEAD + names);
  const [from = '', to = ''] = path.split('\0');
  switch (record.readUInt32LE(0)) {
    case 1:
      return { op: 'opened', path, inode, isNew: (offset & 1) !== 0, isFolder: (offset & 2) !== 0 };
    case 2:
      return { op: 'written', inode, offset, data: record.subarray(HEAD + names) };
    case 3:
      return { op: 'cut_to', inode, size: offset };
    case 4:
      return { op: 'synced', inode };
    case 5:
      return { op: 'renamed', from, to };
    case 6:
      return { op: 'unlinked', path };
    case 7:
      return { op: 'linked', from, to };
    case 8:
      return { op: 'folder_made', path };
    case 9:
      return { op: 'folder_gone', path };
    case 10:
      return { op: 'not_synced', inode };
    default:
      throw new Error('the recording is not one of shim.c');
  }
}
