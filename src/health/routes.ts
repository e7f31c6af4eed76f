import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthView } from '../../views/health/page.ts';
import { sayBytes } from '../backup/bytes.ts';
import { foldersOf } from '../backup/folders.ts';
import { backupHints } from '../backup/hints.ts';
import { lookAtFolders } from '../backup/look.ts';
import { exactTime, sayDuration } from '../calendar/words.ts';
import { keyFileOf, keyWarnings } from '../citizens/key.ts';
import { projectRoot } from '../config.ts';
import type { Db } from '../db/open.ts';
import { diskPart } from '../disk/page.ts';
import { needsChoice } from '../setup/state.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf } from '../web/context.ts';
import { logError } from '../web/log.ts';
import { page } from '../web/page.ts';
import { hintsOf } from './hints.ts';
import { faultLines, gatewayLines, jobLines, outboxFigures } from './lines.ts';
import { monitored } from './monitor.ts';
import { partLines } from './parts.ts';
import { countCases, fileSize, openSessions, readVersion, sqliteVersion } from './queries.ts';
import { troublesOf } from './troubles.ts';

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  version: string;
};

/** Whether the system works: for a monitor, and in words for the administrator. */
export function healthRoutes(routes: Routes): void {
  routes.get('/health', 'public', answerMonitor, { quiet: true });
  routes.get('/health/page', ['admin'], showHealth);
}

/** 503 only where the file cannot be read: to start the program anew cures little else. */
function answerMonitor(c: Ctx): Response {
  try {
    const [db, now] = [dbOf(c), nowOf(c)];
    readVersion(db);
    return c.json({ version, database: 'ok', ...monitored(db, now) });
  } catch (error) {
    logError({ request: c.get('requestId') }, error);
    return c.json({ status: 'error', version, database: 'error' }, 503);
  }
}

async function showHealth(c: Ctx): Promise<Response> {
  const { db, file, now: clock } = c.get('world');
  const now = clock();
  const folders = needsChoice(db) ? [] : await lookAtFolders(foldersOf(db, file, now), file);
  const troubles = troublesOf(db, now);
  const main = healthView({
    troubles,
    warnings: warningsOf(db),
    hints: [...hintsOf(db, now), ...backupHints(db, folders, now)],
    parts: needsChoice(db) ? [] : partLines(db, troubles, now),
    facts: factsOf(c),
    jobs: jobLines(db, now),
    faults: faultLines(db, now),
    outbox: outboxFigures(db, now),
    gateways: gatewayLines(db, now),
    disk: diskPart(db, now),
  });
  return page(c, { title: '运行状况', main });
}

function factsOf(c: Ctx): [string, string][] {
  const [db, now] = [dbOf(c), nowOf(c)];
  const { bytes, free } = fileSize(db);
  const upFor = process.uptime() * 1000;
  return [
    ['程序版本', version],
    ['数据文件', free > 0 ? `${sayBytes(bytes)}，其中可再利用 ${sayBytes(free)}` : sayBytes(bytes)],
    ['数据文件位置', c.get('world').file],
    ['身份密钥文件', keyFileOf(db)],
    ['数据结构版本', `第 ${readVersion(db)} 版`],
    ['SQLite 版本', sqliteVersion(db)],
    ['工单总数', `${countCases(db).toLocaleString('zh-CN')} 件`],
    ['正在登录', `${openSessions(db, now)} 处`],
    ['已连续运行', `${sayDuration(upFor)}，自 ${exactTime(now - upFor)}`],
  ];
}

function warningsOf(db: Db): string[] {
  const unset = '系统还没有完成初始化，请先选择从示范数据或从空白开始。';
  return [...keyWarnings(db), ...(needsChoice(db) ? [unset] : [])];
}
