import { DAY } from '../calendar/days.ts';
import { exactTime, sayDuration } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import type { Trouble } from '../health/troubles.ts';
import { checkedSince, lastCheck } from './check.ts';
import { linesStanding } from './check-log.ts';
import { remarkedAt, sayRemarked } from './remarked.ts';

const UNCHECKED = 3 * DAY;

/** What is the matter with the audit log: administrators and auditors are told. */
export function auditTroubles(db: Db, now: number): Trouble[] {
  return [...broken(db), ...unchecked(db, now)];
}

function broken(db: Db): Trouble[] {
  const last = lastCheck(db);
  if (!last?.fault) return [];
  return [
    {
      key: 'audit broken',
      part: 'audit',
      what: `操作日志于 ${exactTime(last.at)} 核对不符：${last.fault.what}${sayRemarked(db)}`,
      todo: '请保留数据文件和全部备份，不要删改，由审计员会同系统管理员查明是谁直接改动了数据文件，并可用“npm run audit”核对更早的备份。',
      over: '操作日志核对（此前不符）',
      tell: true,
      urgent: true,
    },
  ];
}

function unchecked(db: Db, now: number): Trouble[] {
  const since = checkedSince(db);
  if (since === null || now - since <= UNCHECKED) return [];
  return [
    {
      key: 'audit unchecked',
      part: 'audit',
      what: `操作日志已有 ${sayDuration(now - since)}没有核对`,
      todo: '请审计员在“操作日志”页点“立即核对”；仍不行时，请查看下方“最近的失败”中的原因。',
      over: '操作日志核对（此前多日没有核对）',
      tell: true,
      urgent: false,
    },
  ];
}

/** For a monitor. `remarkedAgeSeconds`: since an auditor remarked on the place where it is broken. */
export function auditFigures(
  db: Db,
  now: number,
): { lines: number; checkedAgeSeconds: number | null; remarkedAgeSeconds: number | null } {
  const age = (at: number | null) => (at === null ? null : Math.max(0, Math.floor((now - at) / 1000)));
  return {
    lines: linesStanding(db),
    checkedAgeSeconds: age(lastCheck(db)?.at ?? null),
    remarkedAgeSeconds: age(remarkedAt(db)),
  };
}
