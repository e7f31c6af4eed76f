import { HOUR } from '../calendar/days.ts';
import { sayDuration } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import type { Trouble } from '../health/troubles.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice } from '../setup/state.ts';
import { foldersOf } from './folders.ts';
import { type Attempt, backupsSince, foldersSince, lastAttempts } from './page-queries.ts';
import { lastBackupAt, lastGood } from './queries.ts';
import { runningBackup } from './running.ts';

/** So many in a row are no accident: an hourly one is tried again after 15 minutes. */
const TELL_AFTER = 3;
/** One that is being made may well come right; one that takes longer waits for a disk that does not answer. */
const PATIENCE = 6 * HOUR;

/**
 * What is the matter with the backups, by what the database knows: nothing here waits for a disk that may be gone.
 */
export function backupTroubles(db: Db, now: number): Trouble[] {
  if (needsChoice(db)) return [];
  const folders = foldersOf(db, db.name, now);
  return [
    ...tooOld(db, now),
    ...folders.flatMap((folder) => folderTrouble(db, folder, folders.length > 1, now) ?? []),
  ];
}

function tooOld(db: Db, now: number): Trouble[] {
  const last = lastBackupAt(db, now);
  const age = now - (last ?? backupsSince(db));
  if (age <= allowed(db, now)) return [];
  return [
    {
      ...TROUBLE,
      key: 'backup',
      what: last === null ? '系统启用以来还没有成功的备份' : `已有 ${sayDuration(age)}没有成功的备份`,
      todo: '请打开“数据备份”页查看原因，排除后点“立即备份”。',
      over: '数据备份（此前很久没有成功）',
      tell: !mayComeRight(db, now),
      urgent: true,
    },
  ];
}

const TROUBLE = { part: 'backup' } as const;

function mayComeRight(db: Db, now: number): boolean {
  const going = runningBackup(db);
  return going !== null && now - going.startedAt < PATIENCE;
}

/** Where there are several, each has to have its own: the others may burn together with the database. */
function folderTrouble(db: Db, folder: string, several: boolean, now: number): Trouble | null {
  const attempts = lastAttempts(db, folder, now);
  const failed = failedInARow(attempts);
  if (failed > 0) return failing(folder, attempts[0]?.fault ?? '', failed);
  return several ? missing(db, folder, now) : null;
}

function failedInARow(attempts: readonly Attempt[]): number {
  const good = attempts.findIndex(({ ok }) => ok === 1);
  return good === -1 ? attempts.length : good;
}

/** The reason may say in its further sentences what to do. */
function failing(folder: string, fault: string, times: number): Trouble {
  const [what = '', ...further] = fault.replace(/。$/, '').split('。');
  const more = further.join('。');
  return {
    ...TROUBLE,
    key: `backup ${folder}`,
    what: `备份没有存到 ${folder}${times > 1 ? `（连续 ${times} 次）` : ''}：${what}`,
    todo: `${more || '请检查这个文件夹所在的磁盘、网络存储和写入权限'}。排除后可在“数据备份”页点“立即备份”，系统也会自动再试。`,
    over: `备份到 ${folder}（此前没有成功）`,
    tell: times >= TELL_AFTER,
    urgent: false,
  };
}

function missing(db: Db, folder: string, now: number): Trouble | null {
  const last = lastGood(db, folder, now)?.started_at;
  const since = last ?? Math.max(backupsSince(db), foldersSince(db, now) ?? 0);
  if (now - since <= allowed(db, now)) return null;
  // No worse off than all of them: that is said once.
  if (last === (lastBackupAt(db, now) ?? undefined)) return null;
  return {
    ...TROUBLE,
    key: `backup ${folder}`,
    what: `${folder} 已有 ${sayDuration(now - since)}没有存入新的备份`,
    todo: '请打开“数据备份”页，点“立即备份”，看是否成功。',
    over: `备份到 ${folder}（此前很久没有存入）`,
    tell: !mayComeRight(db, now),
    urgent: false,
  };
}

function allowed(db: Db, now: number): number {
  return policyAt(db, now).backup.maxAgeHours * HOUR;
}

/** For a monitor. */
export function backupFigures(db: Db, now: number): { lastGoodAgeSeconds: number | null } {
  const last = lastBackupAt(db, now);
  return { lastGoodAgeSeconds: last === null ? null : Math.max(0, Math.floor((now - last) / 1000)) };
}
