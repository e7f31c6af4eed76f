import type { BackupPolicy } from '../presets/types.ts';
import type { BackupKind } from './names.ts';
import type { Place } from './place.ts';
import type { Sidecar } from './sidecar.ts';
import type { Tidied } from './tidy.ts';

/** What a thread needs to know to make a backup: plain data. */
export type BackupOrder = {
  database: string;
  kind: BackupKind;
  /** When it was begun, epoch ms. */
  at: number;
  places: readonly Place[];
  policy: BackupPolicy;
  /** Bytes that have to stay free on the database's own disk. */
  reserve: number;
};

export type Phase = 'copying' | 'checking' | 'encrypting' | 'storing';

/** How far it is: bytes, or pages while it is copied. `unfinished`: the file that is being worked on. */
export type Stage = { phase: Phase; done: number; total: number; folder: string; unfinished: string };

/** What came of it in one folder. */
export type Outcome = {
  folder: string;
  /** '' where it lies there whole and checked, and `sidecar` says what it is. */
  fault: string;
  sidecar: Sidecar | null;
  /** Whether a disk or a share is mounted there. */
  mounted: boolean;
  tidied: Tidied;
};

/** What the thread says while it works. */
export type Told = { stage: Stage } | { outcome: Outcome };
