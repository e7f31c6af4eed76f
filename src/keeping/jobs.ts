import { inSlices } from '../jobs/in-slices.ts';
import type { Job } from '../jobs/jobs.ts';
import { needsChoice } from '../setup/state.ts';
import type { World } from '../web/context.ts';
import { clearInbound, clearMessages } from './clear.ts';
import { giveBack } from './free-pages.ts';
import { maskDue } from './mask.ts';
import { nightly } from './nightly.ts';
import { mergeSearch } from './search-index.ts';
import { shortenWal } from './wal.ts';
import { reckonYears } from './years.ts';

/** What keeps the file small, and nothing longer than is needed: once a night, slice by slice. */
export const KEEPING_JOBS: readonly Job[] = [
  nightlyJob('yearly figures', '汇总历年数字', 5, reckonYears),
  nightlyJob('old messages', '清理到期的消息记录', 15, async ({ db, now }) => {
    await inSlices(db, clearMessages(db, now()));
    await inSlices(db, clearInbound(db, now()));
  }),
  nightlyJob('personal data of old cases', '抹去到期工单的个人信息', 25, ({ db, now }) =>
    inSlices(db, maskDue(db, now())),
  ),
  nightlyJob('search index', '清理检索索引', 35, ({ db, now }) => inSlices(db, mergeSearch(db, now()))),
  nightlyJob('free space', '归还数据文件的空闲空间', 45, ({ db }) => inSlices(db, giveBack(db))),
  {
    name: 'log of writes',
    title: '缩短写入日志',
    when: '50 * * * *',
    quiet: true,
    work: async ({ file }) => void (await shortenWal(file)),
  },
];

/** Asked each hour at this minute; only once the hotline is set up: before, no policy says how long anything is kept. */
function nightlyJob(name: string, title: string, minute: number, work: (world: World) => Promise<void>): Job {
  return {
    ...{ name, title, when: `${minute} * * * *`, quiet: true },
    // The first nights of an old and large file go through much.
    patience: 12 * 3_600_000,
    work: (world) => (needsChoice(world.db) ? undefined : nightly(world, name, () => work(world))),
  };
}
