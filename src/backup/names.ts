import { formatLocal, readLocal } from '../calendar/local-time.ts';

export const KINDS = ['hourly', 'nightly', 'manual', 'command'] as const;
export type BackupKind = (typeof KINDS)[number];

/** What a name says: when it was begun (epoch ms, to the second) and why. */
export type Named = { at: number; kind: BackupKind; encrypted: boolean };

const NAME =
  /^hotline-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})-(hourly|nightly|manual|command)\.db(\.age)?$/;
/** What was not finished, with what SQLite may leave beside it. */
const UNFINISHED = /\.tmp(?:-journal|-wal|-shm|\.json)?$/;

/** "20261123-090500": a moment (epoch ms) in a file name, by the local clock. */
export function momentOf(at: number): string {
  const seconds = String(Math.floor(at / 1000) % 60).padStart(2, '0');
  const [day = '', time = ''] = formatLocal(at).replaceAll(/[-:]/g, '').split(' ');
  return `${day}-${time}${seconds}`;
}

/** "hotline-20261122-023000-nightly.db", by the local clock; with ".age" where it is encrypted. */
export function backupName({ at, kind, encrypted }: Named): string {
  return `hotline-${momentOf(at)}-${kind}.db${encrypted ? '.age' : ''}`;
}

/** Null where the name is not one of ours. */
export function readName(file: string): Named | null {
  const [, year, month, date, hour, minute, second, kind, age] = NAME.exec(file) ?? [];
  const at = readLocal(`${year}-${month}-${date} ${hour}:${minute}:${second}`);
  if (at === undefined || !isKind(kind)) return null;
  return { at, kind, encrypted: age !== undefined };
}

/** Whether it was left behind by a backup that was broken off: by its name alone, and only the names of ours. */
export function isUnfinished(file: string): boolean {
  return UNFINISHED.test(file) && readName(file.replace(UNFINISHED, '')) !== null;
}

function isKind(text: string | undefined): text is BackupKind {
  return KINDS.some((kind) => kind === text);
}
