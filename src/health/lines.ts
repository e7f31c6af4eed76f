import type { FaultLine, GatewayLine, JobLine } from '../../views/health/page.ts';
import type { Figure, State, Tone, When } from '../../views/ui/index.ts';
import { exactTime, sayDuration, sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { allGateways } from '../gateways/queries.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { untried } from '../gateways/words.ts';
import { momentsOf } from '../jobs/cron-line.ts';
import { deskOf } from '../jobs/desk.ts';
import { JOBS, type Job } from '../jobs/jobs.ts';
import { judge } from '../jobs/judge.ts';
import { faultyRuns, jobRows } from '../jobs/runs.ts';
import type { MessageStatus } from '../outbox/message.ts';
import { MEDIA, MESSAGE_STATUS } from '../outbox/message.ts';
import { countMessages } from '../outbox/queries.ts';
import { GATEWAY_PATIENCE } from './gateway-troubles.ts';
import { oldestDue } from './queries.ts';

/** What the health page says, line by line. */
export function jobLines(db: Db, now: number): JobLine[] {
  const rows = new Map(jobRows(db).map((row) => [row.name, row]));
  return (deskOf(db)?.jobs ?? JOBS).map((job) => {
    const row = rows.get(job.name);
    const next = momentsOf(job.when, now, 'after').next().value;
    return {
      title: job.title,
      last: row?.ended_at ? when(row.ended_at, now) : null,
      took: row?.ended_at && row.started_at ? sayTaken(row.ended_at - row.started_at) : '',
      next: next === undefined ? null : when(next, now),
      state: stateOf(db, job, row?.fault, now),
    };
  });
}

function stateOf(db: Db, job: Job, fault: string | undefined, now: number): State {
  const desk = deskOf(db);
  const state = desk ? judge(desk, job, now).state : 'well';
  if (state === 'hung') return { tone: 'overdue', text: '长时间未结束' };
  if (state === 'late')
    return fault
      ? { tone: 'overdue', text: '未成功', why: fault }
      : { tone: 'overdue', text: '没有按时完成' };
  if (fault) return { tone: 'due', text: '上次未成功', why: fault };
  if (desk?.running.has(job.name)) return { tone: 'new', text: '正在运行' };
  return fault === undefined ? { tone: 'neutral', text: '尚未运行' } : { tone: 'done', text: '正常' };
}

const FAULTS_SHOWN = 20;

export function faultLines(db: Db, now: number): FaultLine[] {
  const titles = new Map(JOBS.map(({ name, title }) => [name, title]));
  return faultyRuns(db, FAULTS_SHOWN).map(({ job, started_at, fault }) => ({
    at: when(started_at, now),
    title: titles.get(job) ?? job,
    fault,
  }));
}

const COUNTED = [
  ['queued', 'neutral'],
  ['uncertain', 'due'],
  ['to_phone', 'neutral'],
  ['dead', 'overdue'],
] as const satisfies readonly (readonly [MessageStatus, Tone])[];

export function outboxFigures(db: Db, now: number): Figure[] {
  const oldest = oldestDue(db, now);
  return COUNTED.map(([status, tone]) => {
    const value = countMessages(db, status);
    return {
      label: MESSAGE_STATUS[status],
      value,
      href: `/outbox?status=${status}`,
      detail: status === 'queued' && oldest !== null ? `最早一条应于${sayTime(oldest, now)}发出` : null,
      tone: value === '0' ? 'neutral' : tone,
    };
  });
}

export function gatewayLines(db: Db, now: number): GatewayLine[] {
  return allGateways(db).map((gateway) => ({
    name: gateway.name,
    medium: MEDIA[gateway.medium],
    last: gateway.last_ok_at === null ? null : when(gateway.last_ok_at, now),
    state: gatewayState(db, gateway, now),
  }));
}

function gatewayState(db: Db, gateway: GatewayRow, now: number): State {
  const { active, down_since, fault } = gateway;
  if (active !== 1) return { tone: 'neutral', text: '已停用' };
  if (down_since === null) return untriedState(db, gateway) ?? { tone: 'done', text: '正常' };
  const long = now - down_since > GATEWAY_PATIENCE;
  const text = `无法使用 ${sayDuration(now - down_since)}`;
  return { tone: long ? 'overdue' : 'due', text, why: fault };
}

function untriedState(db: Db, gateway: GatewayRow): State | null {
  const found = untried(db, gateway);
  return found && { tone: found.tone, text: found.state, why: found.why };
}

function when(at: number, now: number): When {
  return { at, text: sayTime(at, now), exact: exactTime(at) };
}

/** "不到 1 秒", "3 秒", "2 分钟" */
function sayTaken(ms: number): string {
  if (ms < 1000) return '不到 1 秒';
  return ms < 60_000 ? `${Math.floor(ms / 1000)} 秒` : sayDuration(ms);
}
