import { diskCard } from '../../views/disk/card.ts';
import { sayBytes } from '../backup/bytes.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { policyAt } from '../policy/policy.ts';
import { isBallastGrowing, NOT_BEFORE } from './ballast.ts';
import { growthPerDay, sizesOf } from './growth.ts';
import { MEGABYTE } from './limits.ts';
import type { Space } from './space.ts';
import { sayUntilFull } from './troubles.ts';
import { lastLook, type Seen } from './watch.ts';

/** The part of the health page about the disks: room, reserve, and what can be cleaned up. */
export function diskPart(db: Db, now: number) {
  const looked = lastLook(db);
  if (!looked) return diskCard({ facts: [['剩余空间', '启动后一分钟内显示']], canRelease: false });
  return diskCard({
    facts: [
      ['数据文件所在磁盘', sayOwn(db, looked.database)],
      ...looked.backups.map(({ folder, space }): [string, string] => [
        `备份文件夹 ${folder}`,
        sayFree(space),
      ]),
      [
        '预留空间',
        sayBallast(
          looked.beside.ballast,
          policyAt(db, now).disk.ballastMegabytes * MEGABYTE,
          isBallastGrowing(db),
        ),
      ],
      ...cleanable(db, looked),
    ],
    canRelease: looked.beside.ballast > 0 && !isBallastGrowing(db),
  });
}

function sayOwn(db: Db, space: Space | null): string {
  if (!space) return '磁盘没有应答，请检查磁盘和挂载';
  return `${sayFree(space)}${sayUntilFull(space, growthPerDay(sizesOf(db)))}`;
}

function sayFree({ free, total }: Space): string {
  const percent = Math.floor((100 * free) / Math.max(1, total));
  return `剩余 ${sayBytes(free)}（${percent}%），共 ${sayBytes(total)}`;
}

export function sayBallast(
  bytes: number,
  wanted: number,
  growing: boolean,
  upFor = process.uptime(),
): string {
  if (wanted === 0) return '按设置不预留';
  if (bytes >= wanted) return `已预留 ${sayBytes(bytes)}`;
  if (growing) return `正在建立，应为 ${sayBytes(wanted)}`;
  const now = bytes === 0 ? '现在没有预留' : `现有 ${sayBytes(bytes)}`;
  const when = upFor < NOT_BEFORE ? '启动约 10 分钟后建立' : '剩余空间足够时自动补足';
  return `${now}，应为 ${sayBytes(wanted)}。${when}`;
}

/** What takes room on the same disk and could be parted with; what there is none of is not named. */
function cleanable(db: Db, { beside }: Seen): [string, string][] {
  const found: [label: string, bytes: number, how: string][] = [
    [
      '同一磁盘上的备份',
      bytesOfBackups(db, beside.backupFolders),
      '可在“数据备份”的设置中减少份数，或移到另一块磁盘',
    ],
    [
      '恢复备份时留下的旧数据文件',
      beside.putAside,
      '在数据文件夹中，名称含“.before-”，确认不再需要后由技术人员删除',
    ],
    ['待导入和正在上传的文件', beside.uploads, '用完自动清理'],
  ];
  return found.flatMap(([label, bytes, how]): [string, string][] =>
    bytes > 0 ? [[label, `${sayBytes(bytes)}。${how}`]] : [],
  );
}

const BYTES = `SELECT coalesce(sum(bytes), 0) FROM backups
  WHERE ok = 1 AND removed_at IS NULL AND folder = ?`;

function bytesOfBackups(db: Db, folders: readonly string[]): number {
  return folders.reduce((sum, folder) => sum + (prepared(db, BYTES).pluck().get(folder) as number), 0);
}
