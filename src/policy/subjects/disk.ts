import type { DiskPolicy } from '../../presets/types.ts';
import { whole } from '../cells.ts';
import { fields } from '../parts.ts';
import type { Subject } from '../subject.ts';

export const disk: Subject = {
  slug: 'disk',
  title: '磁盘空间',
  group: '数据安全',
  keys: ['disk'],
  holdsForAll: true,
  meaning: '工单不受影响。',
  words: [
    '剩余空间低于两条告警线中的任何一条时告警。磁盘写满后仍可查看，但不能登记和办理。',
    '预留空间是数据文件旁边的一个占位文件：磁盘写满时删去它，就有地方清理了。',
  ],
  parts: [
    fields<DiskPolicy>({
      name: 'disk',
      cells: {
        warnPercent: whole('剩余比例告警线', { unit: '%', min: 1, max: 50 }),
        warnGigabytes: whole('剩余容量告警线', { unit: 'GB', max: 1000 }),
        ballastMegabytes: whole('预留空间', { unit: 'MB', min: 0, max: 10_000, help: '填 0 为不预留。' }),
      },
      from: ({ disk }) => disk,
      to: (disk) => ({ disk }),
    }),
  ],
  summary: ({ disk }) => [
    `剩余低于 ${disk.warnPercent}% 或 ${disk.warnGigabytes} GB 时告警`,
    disk.ballastMegabytes > 0 ? `预留 ${disk.ballastMegabytes} MB` : '不预留空间',
  ],
  example: ({ disk }) => [
    `一块 500 GB 的磁盘，剩余不到 ${Math.max(5 * disk.warnPercent, disk.warnGigabytes)} GB 时告警。`,
  ],
};
