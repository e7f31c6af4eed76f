import { type Html, html } from '../../views/ui/index.ts';
import { linesToCut } from '../audit/cut.ts';
import { sayBytes } from '../backup/bytes.ts';
import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import type { Policy } from '../policy/policy.ts';
import type { Keeping } from '../presets/types.ts';
import { hasFreshBackup } from './backed-up.ts';
import { messagesToClear } from './clear.ts';
import { clockProvenAt } from './clock.ts';
import { casesToMask } from './due.ts';
import { isWorthGivingBack, spaceIn } from './free-pages.ts';
import { keepingInForce } from './in-force.ts';
import { firstMaskingAt, waitsAfterUpgrade } from './upgraded.ts';

/** What waits for the administrator; for the health page. */
export function keepingHints(db: Db, now: number): Html[] {
  const space = spaceIn(db);
  return [
    ...(isWorthGivingBack(space) && !space.givesBack ? [stayingLarge(space.bytes)] : []),
    ...leapt(db, now),
    ...waitingForBackup(db, now),
    ...afterUpgrade(db, now),
  ];
}

function leapt(db: Db, now: number): Html[] {
  const proven = clockProvenAt(db, now);
  if (proven === null) return [];
  return [
    html`服务器时间一次前进了 7 天以上。为免时间有误时误删，到期内容的清理（抹去个人信息、消息记录、操作日志）暂停到 ${exactTime(proven)}。请核对服务器时间：有误的，请先改正；停机多日后属正常，无须处理。`,
  ];
}

function stayingLarge(bytes: number): Html {
  return html`数据文件中有 ${sayBytes(bytes)} 空闲，新内容会先用这些空间；这份文件由较早的版本建立，不能在运行中归还给磁盘。需要腾出磁盘时，请按运维手册“整理数据文件”一节办理。`;
}

function waitingForBackup(db: Db, now: number): Html[] {
  if (waitsAfterUpgrade(db, now) || hasFreshBackup(db, now)) return [];
  const count = casesToMask(db, keepingInForce(db, now), now);
  if (count === 0) return [];
  return [
    html`有 ${sayCount(count)}工单已过<a href="/policy/keeping">保存期限</a>，因为没有近期的完好备份，其中的个人信息还没有抹去。备份恢复正常后，系统会在夜间自动处理。`,
  ];
}

function afterUpgrade(db: Db, now: number): Html[] {
  const from = firstMaskingAt(db);
  if (from === null || now >= from) return [];
  const count = casesToMask(db, keepingInForce(db, now), from);
  if (count === 0) return [];
  return [
    html`升级后新增按<a href="/policy/keeping">保存期限</a>抹去个人信息，包括导入的历史工单：${exactTime(from)} 以后的夜间起，将抹去 ${sayCount(count)}已办结工单中的个人信息，抹去后不能找回。不需要的，请在此之前把“个人信息”改为 0。`,
  ];
}

/** What a shorter time takes away, said before it is confirmed. `from` is when it comes into force. */
export function keepingWarnings(db: Db, before: Policy, after: Policy, from: number): string[] {
  const [had, has] = [before.keeping, after.keeping];
  const cases = isShorter(has, had) ? casesToMask(db, has, from) : 0;
  const lines = has.auditDays < had.auditDays ? linesToCut(db, has, from) : 0;
  const messages = has.messageDays < had.messageDays ? messagesToClear(db, has, from) : 0;
  const gone = [
    ...(cases > 0 ? [`有 ${sayCount(cases)}已办结工单的个人信息将被抹去，抹去后不能找回。`] : []),
    ...(lines > 0 ? [`有 ${sayCount(lines, '条')}操作日志将被删除，审计员今后查不到，不能找回。`] : []),
    ...(messages > 0 ? [`有 ${sayCount(messages, '条')}短信和邮件记录将被删除，不能找回。`] : []),
  ];
  return gone.map((what) => `按新的期限，${what}${WHEN}`);
}

const WHEN = '施行满一天后的夜间开始处理，在此之前可以改回。请先确认备份完好。';

function isShorter(after: Keeping, before: Keeping): boolean {
  const years = ({ maskYears }: Keeping) => (maskYears === 0 ? Number.POSITIVE_INFINITY : maskYears);
  return years(after) < years(before);
}

function sayCount(count: number, unit = '件'): string {
  return count > 1000 ? `1000 ${unit}以上` : `${count} ${unit}`;
}
