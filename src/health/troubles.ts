import { auditTroubles } from '../audit/troubles.ts';
import { backupTroubles } from '../backup/troubles.ts';
import { calendarOf } from '../calendar/current.ts';
import { sayDuration } from '../calendar/words.ts';
import { missingYear } from '../calendar/working-time.ts';
import type { Db } from '../db/open.ts';
import { diskTroubles } from '../disk/troubles.ts';
import { type Desk, deskOf } from '../jobs/desk.ts';
import type { Job } from '../jobs/jobs.ts';
import { judge } from '../jobs/judge.ts';
import { countMessages } from '../outbox/queries.ts';
import { policyAt } from '../policy/policy.ts';
import { drillTroubles } from '../restore/troubles.ts';
import { needsChoice } from '../setup/state.ts';
import { gatewayTroubles } from './gateway-troubles.ts';
import { triesOfDead } from './queries.ts';

/** Something that an administrator has to look after. */
export type Trouble = {
  /** The same as long as it lasts: 'job ended sessions', 'gateway 3'. */
  key: string;
  part: 'jobs' | 'gateways' | 'outbox' | 'calendar' | 'backup' | 'disk' | 'audit';
  /** What is the matter: a sentence without its full stop. */
  what: string;
  /** What to do about it, in whole sentences. */
  todo: string;
  /** What it is called once it is over: "消息发送（此前有 1 条未成功）". */
  over: string;
  /** Whether the administrators are told by mail and SMS; what may pass by itself only stands on the page. */
  tell: boolean;
  /** Not for the morning. */
  urgent: boolean;
};

/** From the first of December on the next year is looked for. */
const NOTICE_DAYS = 31;

/** Everything that is not as it should be, what is worst first. Of cases it says nothing. */
export function troublesOf(db: Db, now: number): Trouble[] {
  const desk = deskOf(db);
  return [
    ...(desk ? desk.jobs.flatMap((job) => jobTrouble(desk, job, now) ?? []) : []),
    ...gatewayTroubles(db, now),
    ...deadMessages(db),
    ...calendarTrouble(db, now),
    ...auditTroubles(db, now),
    ...diskTroubles(db, now),
    ...backupTroubles(db, now),
    ...drillTroubles(db, now),
  ];
}

function jobTrouble(desk: Desk, job: Job, now: number): Trouble | null {
  const { state, since } = judge(desk, job, now);
  if (state === 'well') return null;
  const [name, span] = [job.title, sayDuration(now - since)];
  const about = {
    key: `job ${job.name}`,
    part: 'jobs',
    over: `自动任务“${name}”`,
    tell: true,
    urgent: true,
  } as const;
  return state === 'hung'
    ? {
        ...about,
        what: `自动任务“${name}”已运行 ${span}仍未结束`,
        todo: '请重新启动系统：已保存的数据不受影响，没有做完的会接着做。重启后仍然如此的，请联系技术人员查看服务日志。',
      }
    : {
        ...about,
        what: `自动任务“${name}”已有 ${span}没有成功完成`,
        todo: '请看下方“最近的失败”中的原因，磁盘空间不足的请先清理。原因不明的，请重新启动系统，并联系技术人员查看服务日志。',
      };
}

function deadMessages(db: Db): Trouble[] {
  const dead = countMessages(db, 'dead');
  if (dead === '0') return [];
  return [
    {
      key: 'dead messages',
      part: 'outbox',
      what: `有 ${dead} 条消息未能发出${sayTries(db)}`,
      todo: '请在“消息发件箱”中查看原因，更正号码或网关设置后重新发送，不再需要的请取消。',
      over: `消息发送（此前有 ${dead} 条未成功）`,
      tell: true,
      urgent: false,
    },
  ];
}

/** "（已试发 1 次）", "（各试发 1 至 5 次）"; nothing where none was tried: there was no number to try. */
function sayTries(db: Db): string {
  const { count, least, most } = triesOfDead(db);
  if (most === 0) return '';
  if (count === 1) return `（已试发 ${most} 次）`;
  return least === most ? `（各试发 ${most} 次）` : `（各试发 ${least} 至 ${most} 次）`;
}

function calendarTrouble(db: Db, now: number): Trouble[] {
  if (needsChoice(db)) return [];
  const year = missingYear(calendarOf(db, policyAt(db, now)), now, NOTICE_DAYS);
  if (year === undefined) return [];
  return [
    {
      key: `calendar ${year}`,
      part: 'calendar',
      what: `${year} 年的放假安排尚未录入，跨入 ${year} 年的时限无法计算`,
      todo: '请在“工作日历”页面按国务院办公厅公布的安排录入。',
      over: `${year} 年的放假安排（此前尚未录入）`,
      tell: true,
      urgent: false,
    },
  ];
}
