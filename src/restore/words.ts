import { sayBytes } from '../backup/bytes.ts';
import { exactTime, sayDuration } from '../calendar/words.ts';
import { newestVersion } from '../db/migrate.ts';
import type { Drill, DrillState } from './drill-queries.ts';
import type { Facts } from './facts.ts';
import type { Found } from './found.ts';
import type { Missing, Past, Replaced } from './replaced.ts';
import type { Report } from './restore.ts';

/** What a backup holds, line by line, for the terminal. */
export function sayFound(found: Found, now: number): string[] {
  return [
    found.chain.ok ? '备份检查通过。' : '备份可以恢复，但操作日志不完整。',
    `  备份时间：${found.madeAt === null ? '未知（旁边没有清单，文件名中也没有）' : exactTime(found.madeAt)}`,
    `  内容：${sayFacts(found, now)}，附件 ${found.attachments} 个`,
    `  核对：${found.compared ? '与备份时登记的校验值一致，' : '旁边没有清单，未能核对校验值；'}完整性和对应关系检查通过`,
    `  操作日志：${found.chain.ok ? `${found.chain.lines} 条，首尾相接` : `不完整，${found.chain.fault}`}`,
    ...found.keyWarnings.map((warning) => `  注意：${warning}`),
  ];
}

/** What is about to be replaced. `leftOut`: whether numbers are left out, as asked. */
export function sayReplaced(
  database: string,
  { replaced, past, leftOut }: { replaced: Replaced | null; past: Past; leftOut: boolean },
  now: number,
): string[] {
  const held = replaced ? sayFacts(replaced.facts, now) : '内容已读不出来';
  return [
    ...(past === 'none'
      ? ['现在没有数据文件，将新建：', `  ${database}`]
      : ['将替换现在的数据文件（改名保留，不删除）：', `  ${database}`, `  ${held}`]),
    ...(past === 'whole' || leftOut
      ? []
      : [
          `  ${WHY[past]}，备份之后发出过的工单编号无法得知。为免重复，建议加上 --skip-numbers 200 后再恢复。`,
        ]),
  ];
}

/** Why nobody knows what happened since. */
const WHY: Record<Exclude<Past, 'whole'>, string> = {
  none: '没有旧文件可以对照',
  unreadable: '旧文件已读不出来',
  other: '被替换的数据文件不是从这份备份接着使用的',
};

/** What was done and what is left to do. */
export function sayReport(report: Report, { ms, now }: { ms: number; now: number }): string[] {
  return [
    `恢复完成，用时 ${(ms / 1000).toFixed(1)} 秒。`,
    `  现有${sayFacts(report, now)}，附件 ${report.attachments} 个`,
    `  数据版本：${sayVersion(report.version)}`,
    `  操作日志：${report.chain.ok ? `${report.chain.lines} 条，首尾相接` : `不完整，${report.chain.fault}`}`,
    `  旧文件：${report.aside ?? '无'}`,
    ...sayMissing(report),
    ...saySkipped(report),
    '下一步：',
    '  1. 启动系统：npm start。所有人需要重新登录。',
    '  2. 请在“消息发件箱”中查看“不确定是否送出”的消息：备份时尚未发出的，恢复后会再发一次。备份之后到期的提醒也可能重复一次。',
    '  3. 备份之后新建、停用的账号和改过的密码、岗位、设置都回到了备份时，请系统管理员逐项核对。',
    ...report.keyWarnings.map((warning, at) => `  ${4 + at}. ${warning}`),
  ];
}

function sayVersion(version: number): string {
  return version === newestVersion() ? String(version) : `备份为 ${version}，已升级到 ${newestVersion()}`;
}

function sayFacts({ bytes, cases, newest }: Facts, now: number): string {
  const last = newest ? `，最新一件 ${newest.number}，${sayAgo(newest.receivedAt, now)}受理` : '';
  return `工单 ${cases} 件${last}，文件 ${sayBytes(bytes)}`;
}

function sayAgo(at: number, now: number): string {
  return at <= now ? `${exactTime(at)}（${sayDuration(now - at)}前）` : exactTime(at);
}

function sayMissing(report: Report): string[] {
  const { missing, newest, past } = report;
  const after = newest ? `${exactTime(newest.receivedAt)}（${newest.number}）之后` : '备份之后';
  const unknown = `  缺少：${after}受理的工单不在备份中，${past === 'whole' ? '' : WHY[past]}。请按纸质登记单和录音补录。`;
  return [...(past === 'whole' ? [] : [unknown]), ...(missing ? sayKnown(missing, after) : [])];
}

/** Cases of the old file that have to be entered again. */
function sayKnown(missing: Missing, after: string): string[] {
  const range = missing.cases === 1 ? missing.first : `${missing.first} 至 ${missing.last}`;
  return [
    `  缺少：旧文件中有 ${missing.cases} 件工单不在备份中（${range}，${exactTime(missing.from)} 起）。请按纸质登记单或旧文件补录，补录的工单会得到新编号。`,
    `  ${after}对其他工单的办理也不在备份中，请通知承办单位核对。`,
  ];
}

function saySkipped({ skipped, past, leftOut }: Report): string[] {
  const gone = `  编号：${skipped.join('、')} 已经或可能已经发出，不再使用。编号因此不连续，原因已记入操作日志。`;
  const unknown =
    '  编号：备份之后发出过的编号无法得知，新工单可能与之重复。请在启动前加上 --skip-numbers 200 再恢复一次；编号会因此不连续，原因记入操作日志。';
  return [...(skipped.length > 0 ? [gone] : []), ...(past === 'whole' || leftOut ? [] : [unknown])];
}

const STATES: Record<DrillState, string> = {
  running: '恢复演练正在进行',
  good: '恢复演练通过',
  sealed: '恢复演练完成',
  failed: '恢复演练没有通过',
};

export function sayDrill({ file, state, fault, steps }: Drill): string[] {
  return [
    `${STATES[state]}：${file}`,
    ...steps.map(({ what, found, ms }) => `  ${what}：${found}（${(ms / 1000).toFixed(1)} 秒）`),
    ...(fault === '' ? [] : [`  ${fault}。`]),
  ];
}
