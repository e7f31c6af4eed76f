import { inSlices } from '../jobs/in-slices.ts';
import type { Job } from '../jobs/jobs.ts';
import { needsChoice } from '../setup/state.ts';
import type { World } from '../web/context.ts';
import { clearInbound, clearMessages } from './clear.ts';
import { giveBack } from './free-pages.ts';
import { maskDue } from './mask.ts';
import { mergeSearch } from './search-index.ts';
import { shortenWal } from './wal.ts';
import { reckonYears } from './years.ts';

/** The first nights of an old and large file go through much. */
const PATIENCE = 12 * 3_600_000;

/** What keeps the file small, and nothing longer than is needed: at night, slice by slice. */
export const KEEPING_JOBS: readonly Job[] = [
  {
    name: 'yearly figures',
    title: '汇总历年数字',
    when: '40 1 * * *',
    patience: PATIENCE,
    work: reckonYears,
  },
  {
    name: 'old messages',
    title: '清理到期的短信和邮件记录',
    when: '50 2 * * *',
    patience: PATIENCE,
    work: once(async ({ db, now }) => {
      await inSlices(db, clearMessages(db, now()));
      await inSlices(db, clearInbound(db, now()));
    }),
  },
  {
    name: 'personal data of old cases',
    title: '抹去到期工单的个人信息',
    when: '10 3 * * *',
    patience: PATIENCE,
    work: once(({ db, now }) => inSlices(db, maskDue(db, now()))),
  },
  {
    name: 'search index',
    title: '清理检索索引中已抹去的内容',
    when: '40 3 * * *',
    patience: PATIENCE,
    work: ({ db, now }) => inSlices(db, mergeSearch(db, now())),
  },
  {
    name: 'free space',
    title: '归还数据文件中的空闲空间',
    when: '20 4 * * *',
    patience: PATIENCE,
    work: ({ db }) => inSlices(db, giveBack(db)),
  },
  {
    name: 'log of writes',
    title: '缩短写入日志',
    when: '30 4 * * *',
    work: async ({ file }) => void (await shortenWal(file)),
  },
];

/** Only once the hotline is set up: before, there is no policy that says how long. */
function once(work: (world: World) => Promise<void>): Job['work'] {
  return (world) => (needsChoice(world.db) ? undefined : work(world));
}
