import { sayBytes } from '../backup/bytes.ts';
import { sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import type { Trouble } from '../health/troubles.ts';
import { policyAt } from '../policy/policy.ts';
import type { DiskPolicy } from '../presets/types.ts';
import { lastFault } from './faults.ts';
import { growthPerDay, sizesOf } from './growth.ts';
import { type Standing, standingOf, warningLine } from './limits.ts';
import type { Space } from './space.ts';
import type { StorageFault } from './storage-fault.ts';
import { lastLook } from './watch.ts';

/** For so long after a fault the disk is not trusted, in ms. */
const REMEMBERED = 30 * 60_000;
const A_YEAR = 365;

/** What is the matter with the disks, by the last look at them: nothing here waits for one that may be gone. */
export function diskTroubles(db: Db, now: number): Trouble[] {
  const looked = lastLook(db);
  return [
    ...faultTrouble(db, now),
    ...(looked?.database ? ownDisk(db, looked.database, now) : []),
    ...(looked?.backups ?? []).flatMap(({ folder, space }) => backupDisk(db, folder, space, now)),
  ];
}

const FAULTS: Readonly<Record<StorageFault, { what: string; todo: string }>> = {
  full: {
    what: '磁盘空间或空间配额用尽，有内容没有写成',
    todo: '请立即清理磁盘，来不及时先点下方的“释放预留空间”。已保存的内容不受影响，有了空间会自动恢复。',
  },
  failing: {
    what: '磁盘写入出错，有内容没有写成',
    todo: '请立即检查磁盘和服务器的系统日志，并确认最近的备份可用。没有写成的都已提示重新提交，已保存的内容不受影响。',
  },
  read_only: {
    what: '磁盘变为只读，不能保存任何内容',
    todo: '操作系统发现磁盘有错时会这样保护数据。请联系技术人员检查磁盘，恢复可写后系统自动恢复，不需要重新启动。',
  },
  unopened: {
    what: '数据文件打不开',
    todo: '请检查数据文件夹是否还在、磁盘是否已挂载，以及运行账号有没有读写权限。',
  },
  unreadable: {
    what: '数据文件读取出错',
    todo: '磁盘可能已经损坏。请立即联系技术人员：先停止系统，把数据文件复制到另一块磁盘，再检查磁盘或恢复备份。',
  },
};

function faultTrouble(db: Db, now: number): Trouble[] {
  const last = lastFault(db);
  if (!last || now - last.at > REMEMBERED) return [];
  const { what, todo } = FAULTS[last.fault];
  return [
    {
      ...ABOUT,
      key: `disk ${last.fault}`,
      what: `${what}（最近一次：${sayTime(last.at, now)}）`,
      todo,
      over: `磁盘读写（此前${what}）`,
      urgent: true,
    },
  ];
}

const ABOUT = { part: 'disk', tell: true } as const;

function ownDisk(db: Db, space: Space, now: number): Trouble[] {
  const perDay = growthPerDay(sizesOf(db));
  const { disk } = policyAt(db, now);
  const standing = standingOf(space, disk, perDay ?? 0);
  if (standing === 'well') return [];
  return [
    {
      ...ABOUT,
      key: 'disk space',
      what: `数据文件所在磁盘只剩 ${sayShare(space)}${sayLine(space, disk)}${sayUntilFull(space, perDay)}`,
      todo: OWN_TODO[standing],
      over: '磁盘空间（此前不足）',
      urgent: standing === 'short',
    },
  ];
}

const OWN_TODO: Readonly<Record<Exclude<Standing, 'well'>, string>> = {
  low: '请清理这块磁盘，或换用更大的磁盘。可以清理什么，见下方“磁盘空间”；告警线在“设置与时限”的“磁盘空间”中设定。',
  short:
    '写满后仍可查看，但不能登记和办理。请立即清理，可以清理什么，见下方“磁盘空间”；来不及时先点“释放预留空间”。',
};

/** "59 GB（23%）" */
function sayShare({ free, total }: Space): string {
  return `${sayBytes(free)}（${Math.floor((100 * free) / Math.max(1, total))}%）`;
}

/** "，低于设置的 50%（126 GB）", "，低于设置的 2 GB"; of the two lines the one that tells earlier. */
function sayLine(space: Space, disk: DiskPolicy): string {
  const line = warningLine(space, disk);
  if (space.free >= line) return '';
  const byPercent = line > warningLine({ total: 0 }, disk);
  return `，低于设置的 ${byPercent ? `${disk.warnPercent}%（${sayBytes(line)}）` : `${disk.warnGigabytes} GB`}`;
}

/** "，按近期增长约 12 天后写满"; nothing where that cannot be told, or is far off. */
export function sayUntilFull({ free }: Pick<Space, 'free'>, perDay: number | null): string {
  const days = perDay === null ? Number.POSITIVE_INFINITY : Math.floor(free / perDay);
  if (days > A_YEAR) return '';
  return days === 0 ? '，按近期增长不到 1 天就会写满' : `，按近期增长约 ${days} 天后写满`;
}

function backupDisk(db: Db, folder: string, space: Space, now: number): Trouble[] {
  const { disk } = policyAt(db, now);
  if (standingOf(space, disk, 0) === 'well') return [];
  return [
    {
      ...ABOUT,
      key: `disk space ${folder}`,
      what: `备份文件夹 ${folder} 所在磁盘只剩 ${sayShare(space)}${sayLine(space, disk)}`,
      todo: '写满后不能再存入新的备份。请清理这块磁盘，或在“数据备份”的设置中减少保留的份数。',
      over: `备份文件夹 ${folder} 的磁盘空间（此前不足）`,
      urgent: false,
    },
  ];
}

/** For a monitor: figures alone. */
export function diskFigures(db: Db) {
  const looked = lastLook(db);
  const space = looked?.database ?? null;
  return {
    freeBytes: space?.free ?? null,
    freePercent: space ? Math.floor((100 * space.free) / Math.max(1, space.total)) : null,
    ballast: (looked?.beside.ballast ?? 0) > 0,
  };
}
