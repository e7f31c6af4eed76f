import { calendarOf } from '../calendar/current.ts';
import { sayDuration } from '../calendar/words.ts';
import { missingYear } from '../calendar/working-time.ts';
import type { Db } from '../db/open.ts';
import { allGateways } from '../gateways/queries.ts';
import { type Desk, deskOf } from '../jobs/desk.ts';
import type { Job } from '../jobs/jobs.ts';
import { judge } from '../jobs/judge.ts';
import { countMessages } from '../outbox/queries.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice } from '../setup/state.ts';

/** Something that an administrator has to look after. */
export type Trouble = {
  /** The same as long as it lasts: 'job ended sessions', 'gateway 3'. */
  key: string;
  part: 'jobs' | 'gateways' | 'outbox' | 'calendar';
  /** What is the matter: a sentence without its full stop. */
  what: string;
  /** What to do about it, in whole sentences. */
  todo: string;
  /** Not for the morning. */
  urgent: boolean;
};

/** A gateway that cannot be reached is tried again and again; after so long somebody has to look. */
export const GATEWAY_PATIENCE = 15 * 60_000;
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
  ];
}

function jobTrouble(desk: Desk, job: Job, now: number): Trouble | null {
  const { state, since } = judge(desk, job, now);
  if (state === 'well') return null;
  const [name, span] = [job.title, sayDuration(now - since)];
  const about = { key: `job ${job.name}`, part: 'jobs', urgent: true } as const;
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

function gatewayTroubles(db: Db, now: number): Trouble[] {
  return allGateways(db).flatMap(({ id, active, name, fault, down_since }) => {
    if (active !== 1 || down_since === null || now - down_since <= GATEWAY_PATIENCE) return [];
    const why = fault ? `：${fault}` : '';
    return {
      key: `gateway ${id}`,
      part: 'gateways',
      what: `网关“${name}”已有 ${sayDuration(now - down_since)}无法使用${why}`,
      todo: '系统会自动重试，消息不会丢失。请检查网络，并在“短信与邮件网关”页核对设置、发送测试消息。',
      urgent: true,
    };
  });
}

function deadMessages(db: Db): Trouble[] {
  const dead = countMessages(db, 'dead');
  if (dead === '0') return [];
  return [
    {
      key: 'dead messages',
      part: 'outbox',
      what: `有 ${dead} 条消息多次发送仍未成功`,
      todo: '请在“消息发件箱”中查看原因，更正号码或通道设置后重新发送，不再需要的请取消。',
      urgent: false,
    },
  ];
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
      urgent: false,
    },
  ];
}
