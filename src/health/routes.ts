import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthView } from '../../views/health/page.ts';
import { calendarOf } from '../calendar/current.ts';
import { exactTime, sayDuration } from '../calendar/words.ts';
import { missingYear } from '../calendar/working-time.ts';
import { keyFileOf, keyWarnings } from '../citizens/key.ts';
import { projectRoot } from '../config.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice } from '../setup/state.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf } from '../web/context.ts';
import { logError } from '../web/log.ts';
import { page } from '../web/page.ts';
import { countCases, fileSize, loadedYears, openSessions, readVersion, sqliteVersion } from './queries.ts';

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  version: string;
};

/** Whether the system works: for a monitor, and in words for the administrator. */
export function healthRoutes(routes: Routes): void {
  routes.get('/health', 'public', answerMonitor);
  routes.get('/health/page', ['admin'], showHealth);
}

function answerMonitor(c: Ctx): Response {
  try {
    readVersion(dbOf(c));
    return c.json({ status: 'ok', version, database: 'ok' });
  } catch (error) {
    logError({ request: c.get('requestId') }, error);
    return c.json({ status: 'error', version, database: 'error' }, 503);
  }
}

function showHealth(c: Ctx): Response | Promise<Response> {
  const [db, now] = [dbOf(c), nowOf(c)];
  const { bytes, free } = fileSize(db);
  const upFor = process.uptime() * 1000;
  const main = healthView({
    warnings: warningsOf(c),
    facts: [
      ['程序版本', version],
      ['数据文件', `${sayBytes(bytes)}，其中可再利用 ${sayBytes(free)}`],
      ['数据文件位置', c.get('world').file],
      ['身份密钥文件', keyFileOf(db)],
      ['数据结构版本', `第 ${readVersion(db)} 版`],
      ['SQLite 版本', sqliteVersion(db)],
      ['工单总数', `${countCases(db).toLocaleString('zh-CN')} 件`],
      ['正在登录', `${openSessions(db, now)} 处`],
      ['工作日历', `已有 ${loadedYears(db).join('、')} 年放假安排`],
      ['已连续运行', `${sayDuration(upFor)}，自 ${exactTime(now - upFor)}`],
    ],
  });
  return page(c, { title: '运行状况', main });
}

function warningsOf(c: Ctx): string[] {
  const [db, now] = [dbOf(c), nowOf(c)];
  if (needsChoice(db)) return [...keyWarnings(db), '系统还没有完成初始化，请先选择从示范数据或从空白开始。'];
  const year = missingYear(calendarOf(db, policyAt(db, now)), now, NOTICE_DAYS);
  if (year === undefined) return [...keyWarnings(db)];
  return [
    ...keyWarnings(db),
    `${year} 年的放假安排尚未录入，跨入 ${year} 年的时限无法计算。请在“工作日历”页面按国务院办公厅公布的安排录入。`,
  ];
}

/** From the first of December on the next year is looked for. */
const NOTICE_DAYS = 31;

function sayBytes(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  if (megabytes < 1) return `${Math.ceil(bytes / 1024)} KB`;
  return megabytes < 1024 ? `${megabytes.toFixed(1)} MB` : `${(megabytes / 1024).toFixed(2)} GB`;
}
