import { removeHalfUploads } from '../attachments/store.ts';
import { checkAuditLog, checkDue } from '../audit/check.ts';
import { cutOldLines } from '../audit/cut.ts';
import { makeDueBackup } from '../backup/automatic.ts';
import { giveCards } from '../cases/cards.ts';
import { optimize } from '../db/open.ts';
import { writeDigests } from '../digest/write.ts';
import { tendBallast } from '../disk/ballast.ts';
import { lookAtDisks } from '../disk/watch.ts';
import { removeOldDrafts } from '../drafts/drafts.ts';
import { runningRun } from '../import/start.ts';
import { removeOldUploads } from '../import/uploads.ts';
import { pollGateways, tidyGateways } from '../incoming/poll.ts';
import { trustsClock } from '../keeping/clock.ts';
import { KEEPING_JOBS } from '../keeping/jobs.ts';
import { sweep } from '../notifications/sweep.ts';
import { startDelivery } from '../outbox/deliver.ts';
import { endUntrueCalls } from '../outbox/untrue-calls.ts';
import { removeOldSessions } from '../people/sessions.ts';
import { drillWhenDue } from '../restore/drill.ts';
import type { World } from '../web/context.ts';
import { removeLeftSpools } from '../web/spool.ts';
import { inSlices } from './in-slices.ts';
import { removeOldRefusals } from './old-refusals.ts';
import { removeOldRuns } from './runs.ts';

/** Something done now and again by itself. */
export type Job = {
  /** As it stands in the file and in the log. */
  name: string;
  /** As the health page says it. */
  title: string;
  /** A cron line, Beijing time: [second,] minute, hour, day, month, day of the week. */
  when: string;
  work: (world: World) => void | Promise<void>;
  /** Comes so often that its good runs are not kept one by one. */
  quiet?: true;
  /** After so long, in ms, it hangs (USUAL_PATIENCE where it is not said). */
  patience?: number;
};

const DRAFT_DAYS = 30;

/**
 * All of them. They point at what stands in the file and clear away what nobody comes back for: no deadline, no state
 * and no right ever waits for one of them to have run, and each decides by rows and the time alone, so that a server
 * which was switched off makes up for it once.
 */
export const JOBS: readonly Job[] = [
  {
    name: 'backups',
    title: '备份',
    when: '*/5 * * * *',
    patience: 6 * 3_600_000,
    work: makeDueBackup,
  },
  {
    name: 'yellow and red cards',
    title: '发黄牌、红牌',
    when: '*/5 * * * *',
    work: ({ db, now }) => inSlices(db, giveCards(db, now())),
  },
  {
    name: 'reminders',
    title: '生成提醒',
    when: '* * * * *',
    quiet: true,
    work: ({ db, now }) => inSlices(db, sweep(db, now())),
  },
  {
    name: 'digests',
    title: '生成每日汇总',
    when: '*/5 * * * *',
    work: ({ db, now }) => inSlices(db, writeDigests(db, now())),
  },
  {
    name: 'messages',
    title: '发送消息',
    when: '*/5 * * * * *',
    quiet: true,
    work: startDelivery,
  },
  {
    name: 'calls',
    title: '核对电话通知单',
    when: '* * * * *',
    quiet: true,
    work: ({ db, now }) => inSlices(db, endUntrueCalls(db, now())),
  },
  {
    name: 'gateways looked after',
    title: '收取短信猫的短信和失败报告',
    when: '*/15 * * * * *',
    quiet: true,
    work: ({ db, now }) => pollGateways(db, now()),
  },
  {
    name: 'files of sent messages',
    title: '清理短信猫的已发文件',
    when: '35 * * * *',
    work: ({ db, now }) => tidyGateways(db, now()),
  },
  {
    name: 'ended sessions',
    title: '清理已结束的登录',
    when: '5 * * * *',
    work: ({ db, now }) => removeOldSessions(db, now()),
  },
  {
    name: 'half uploads',
    title: '清理未传完的附件',
    when: '10 * * * *',
    work: ({ db, file, now }) => {
      removeHalfUploads(db, now());
      removeLeftSpools(file);
    },
  },
  {
    name: 'old drafts',
    title: '清理过期草稿',
    when: '15 * * * *',
    work: ({ db, now }) => void removeOldDrafts(db, now(), DRAFT_DAYS),
  },
  {
    name: 'files to import',
    title: '清理未导入的文件',
    when: '20 * * * *',
    work: ({ db, file, now }) => removeOldUploads(file, runningRun(db), now()),
  },
  {
    name: 'old runs of jobs',
    title: '清理运行记录',
    when: '30 * * * *',
    work: ({ db, now }) => void removeOldRuns(db, now()),
  },
  {
    name: 'restore drill',
    title: '每月恢复演练',
    when: '45 * * * *',
    work: drillWhenDue,
    // A large file is read several times over.
    patience: 6 * 3_600_000,
  },
  {
    name: 'disk space',
    title: '查看磁盘空间',
    when: '* * * * *',
    quiet: true,
    work: async (world) => void (await lookAtDisks(world)),
  },
  {
    name: 'ballast',
    title: '维护预留空间',
    when: '*/10 * * * *',
    quiet: true,
    work: (world) => tendBallast(world),
  },
  {
    name: 'statistics',
    title: '更新查询统计',
    when: '40 * * * *',
    work: ({ db }) => optimize(db),
  },
  {
    name: 'refused rows',
    title: '清理过期的未导入行',
    when: '25 * * * *',
    work: ({ db, now }) => void removeOldRefusals(db, now()),
  },
  ...KEEPING_JOBS,
  {
    name: 'audit log checked',
    title: '核对操作日志',
    when: '*/10 * * * *',
    quiet: true,
    patience: 3_600_000,
    work: (world) => (checkDue(world.db, world.now()) ? checkAuditLog(world) : undefined),
  },
  {
    name: 'old audit lines',
    title: '清理到期的操作日志',
    when: '55 * * * *',
    quiet: true,
    work: async ({ db, now }) => {
      if (trustsClock(db, now())) await inSlices(db, cutOldLines(db, now()));
    },
  },
];
