import type {
  BackupLine,
  BackupProps,
  DrillLine,
  FolderLine,
  ProgressProps,
} from '../../views/backup/page.ts';
import { exactTime, sayDuration, sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { type Drill, type DrillState, drillsListed } from '../restore/drill-queries.ts';
import { sayBytes } from './bytes.ts';
import { foldersOf } from './folders.ts';
import type { Folder, FolderState } from './look.ts';
import type { BackupKind } from './names.ts';
import type { Phase } from './order.ts';
import { backupsSince, foldersTried, foldersWith, heldIn } from './page-queries.ts';
import { backupsListed, type ListedBackup, lastGood } from './queries.ts';
import { runningBackup } from './running.ts';

/*
 * What the page of the backups says, line by line.
 */

const KINDS: Readonly<Record<BackupKind, string>> = {
  hourly: '每小时',
  nightly: '每日',
  manual: '手动',
  command: '命令',
};

const PHASES: Readonly<Record<Phase, string>> = {
  copying: '正在复制',
  checking: '正在检查',
  encrypting: '正在加密',
  storing: '正在写入',
};

/** How it stands, in one sentence: "上次成功的备份：今天 13:00，3 个文件夹都有。" */
export function sentenceOf(db: Db, now: number, old: boolean): BackupProps['sentence'] {
  const last = lastGood(db, null, now);
  if (!last) {
    const since = `系统自${sayTime(backupsSince(db), now)}启用以来，还没有成功的备份。`;
    if (old) return { tone: 'error', text: since };
    const soon = runningBackup(db) ? '第一份备份正在进行。' : '还没有备份，几分钟内会自动做第一份。';
    return { tone: 'info', text: soon };
  }
  const when = `上次成功的备份：${sayTime(last.started_at, now)}`;
  if (old) return { tone: 'error', text: `${when}，已过去 ${sayDuration(now - last.started_at)}。` };
  const folders = foldersOf(db, db.name, now);
  const held = new Set(foldersWith(db, last.file));
  const without = folders.filter((folder) => !held.has(folder));
  const tried = new Set(foldersTried(db, last.file));
  const failed = without.filter((folder) => tried.has(folder));
  if (failed.length > 0) return { tone: 'warn', text: `${when}，${failed.join('、')} 没有存入。` };
  if (without.length > 0)
    return { tone: 'info', text: `${when}。新加的文件夹 ${without.join('、')}，下次备份时存入。` };
  const where = folders.length > 1 ? `${folders.length} 个文件夹都有` : `存在 ${folders[0]}`;
  return { tone: 'ok', text: `${when}，${where}。` };
}

export function progressOf(db: Db, now: number): ProgressProps | null {
  const going = runningBackup(db);
  if (!going) return null;
  const { phase, done, total, folder, startedAt } = going;
  const share = total > 0 ? `，约 ${Math.min(100, Math.floor((100 * done) / total))}%` : '';
  const words = `${PHASES[phase]}：${folder}${share}，用时：${sayTaken(now - startedAt)}。`;
  return { words, done, total };
}

const STATES: Readonly<Record<FolderState, FolderLine['state']>> = {
  fine: { tone: 'done', text: '可以写入' },
  missing: { tone: 'overdue', text: '不存在', why: '请建立这个文件夹，或挂载所在的磁盘、网络存储。' },
  no_folder: { tone: 'overdue', text: '不是文件夹', why: '这里是一个文件，请在备份设置中改为文件夹。' },
  not_writable: { tone: 'overdue', text: '不能写入', why: '请检查文件夹的所有者和权限。' },
  silent: { tone: 'overdue', text: '没有响应', why: '请检查网络存储和网络。' },
};

export function folderLines(db: Db, folders: readonly Folder[], now: number): FolderLine[] {
  return folders.map(({ folder, state, freeBytes, onSameDisk }) => {
    const last = lastGood(db, folder, now);
    const held = heldIn(db, folder);
    return {
      folder,
      state: STATES[state],
      last: last && when(last.started_at, now),
      held: held.count === 0 ? '尚无' : `${held.count} 份，共 ${sayBytes(held.bytes)}`,
      free: freeBytes === null ? '' : sayBytes(freeBytes),
      disk: onSameDisk === null ? '' : onSameDisk ? '与数据文件同一磁盘' : '另一磁盘或网络存储',
    };
  });
}

/** Rows that are read for the page; so many folders each backup has. */
const ROWS_SHOWN = 200;

export function backupLines(db: Db, now: number): BackupLine[] {
  const byFile = Map.groupBy(backupsListed(db, ROWS_SHOWN), ({ file }) => file);
  return [...byFile.values()].map((rows) => backupLine(rows.toReversed(), now));
}

/** `rows`: one for each folder, in their order. */
function backupLine(rows: readonly ListedBackup[], now: number): BackupLine {
  const [first] = rows;
  if (!first) throw new Error('a backup has a row');
  const good = rows.filter(({ ok }) => ok === 1);
  const standing = good.find(({ removed_at }) => removed_at === null);
  const kind = KINDS[first.kind];
  return {
    at: when(first.started_at, now),
    kind: first.by_name ? `${kind}（${first.by_name}）` : kind,
    size: good[0]?.bytes ? `${sayBytes(good[0].bytes)}${good[0].encrypted === 1 ? '，已加密' : ''}` : '',
    state: stateOf(rows, good, standing !== undefined),
    faults: rows.flatMap(({ folder, ok, fault }) => (ok === 0 ? [{ folder, fault }] : [])),
    download: standing
      ? { href: `/backup/${standing.id}/download`, label: `下载 ${exactTime(first.started_at)} 的备份` }
      : null,
  };
}

function stateOf(
  rows: readonly ListedBackup[],
  good: readonly ListedBackup[],
  stands: boolean,
): BackupLine['state'] {
  if (rows.some(({ ended_at }) => ended_at === null)) return { tone: 'new', text: '正在备份' };
  if (good.length === 0) return { tone: 'overdue', text: '未成功' };
  if (good.length < rows.length)
    return { tone: 'due', text: `${rows.length} 个文件夹中成功 ${good.length} 个` };
  return stands ? { tone: 'done', text: '检查通过' } : { tone: 'neutral', text: '已到期删除' };
}

const DRILLS: Readonly<Record<DrillState, DrillLine['state']>> = {
  running: { tone: 'new', text: '正在演练' },
  good: { tone: 'done', text: '可以恢复' },
  sealed: { tone: 'neutral', text: '只核对未改动' },
  failed: { tone: 'overdue', text: '没有通过' },
};

const DRILLS_SHOWN = 12;

export function drillLines(db: Db, now: number): DrillLine[] {
  return drillsListed(db, DRILLS_SHOWN).map((drill) => ({
    at: when(drill.startedAt, now),
    file: drill.file,
    took: drill.endedAt === null ? '' : sayTaken(drill.endedAt - drill.startedAt),
    state: drillState(drill),
    steps: drill.steps,
  }));
}

export function drillState({ state, fault }: Drill): DrillLine['state'] {
  return fault ? { ...DRILLS[state], why: `${fault}。` } : DRILLS[state];
}

function when(at: number, now: number) {
  return { at, text: sayTime(at, now), exact: exactTime(at) };
}

/** "不到 1 秒", "3 秒", "2 分钟" */
function sayTaken(ms: number): string {
  if (ms < 1000) return '不到 1 秒';
  return ms < 60_000 ? `${Math.floor(ms / 1000)} 秒` : sayDuration(ms);
}
