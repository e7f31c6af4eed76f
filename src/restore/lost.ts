import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { usualFolder } from '../backup/folders.ts';
import { readName } from '../backup/names.ts';
import { exactTime } from '../calendar/words.ts';
import { beginsAsOurs } from '../db/header.ts';
import { asideOf } from './names.ts';

/**
 * X-M1: where the data file is gone but its backups lie beside it, an empty system would look like one that works, give
 * numbers out again, and in time crowd out the backups.
 * @returns what to do, in Chinese; null where nothing speaks of a loss
 */
export function lossOf(database: string): string | null {
  if (holdsAnything(database)) return null;
  const backups = isShared(database) ? [] : backupsIn(usualFolder(database));
  const kept = keptOf(database);
  if (backups.length === 0 && kept.length === 0) return null;
  return [
    `没有找到数据文件，或文件是空的：${database}`,
    `但旁边有${[...sayBackups(backups), ...sayKept(kept)].join('，还有')}，没有新建空的系统，也没有改动任何文件。`,
    '数据文件丢失的，请用备份恢复：npm run restore -- 备份文件。',
    '确要新建空系统的，请先把这些文件移到别处，再启动。',
  ].join('\n');
}

/** A key without its database: one that was brought along, or all that is left. Said before a new file is made. */
export function keyAloneOf(database: string, keyFile: string): string | null {
  if (holdsAnything(database) || !holdsAnything(keyFile)) return null;
  return `没有找到数据文件，但已有身份密钥文件：${keyFile}。已新建空的系统，沿用这个密钥。原来有数据的，请立即停止系统，用备份恢复：npm run restore -- 备份文件。`;
}

type Backup = { path: string; at: number };

/** By their names; none where the folder cannot be read. */
export function backupsIn(folder: string): Backup[] {
  return namesIn(folder).flatMap((name) => {
    const named = readName(name);
    return named ? [{ path: join(folder, name), at: named.at }] : [];
  });
}

/** Files that were put aside, without their logs of writes. */
function keptOf(database: string): string[] {
  const start = basename(asideOf(database, ''));
  return namesIn(dirname(database)).filter((name) => name.startsWith(start) && !/-(wal|journal)$/.test(name));
}

/** Another system has its file in the same folder: the backups may be its own. */
function isShared(database: string): boolean {
  const folder = dirname(database);
  const others = namesIn(folder).filter((name) => name.endsWith('.db') && name !== basename(database));
  return others.some((name) => beginsAsOurs(join(folder, name)));
}

function sayBackups(backups: readonly Backup[]): string[] {
  const [newest] = backups.toSorted((a, b) => b.at - a.at);
  if (!newest) return [];
  return [` ${backups.length} 份备份（最新一份为 ${exactTime(newest.at)}：${newest.path}）`];
}

function sayKept(kept: readonly string[]): string[] {
  return kept.length === 0 ? [] : [` ${kept.length} 个以前保留的数据文件（${kept.toSorted().join('、')}）`];
}

function holdsAnything(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
