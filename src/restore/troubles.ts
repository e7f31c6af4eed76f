import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import type { Trouble } from '../health/troubles.ts';
import { isTooLong, MOST_DAYS_WITHOUT } from './drill-due.ts';
import { firstBackupAt, lastDrill, lastDrills } from './drill-queries.ts';

/** What an administrator has to know of restore drills: a backup that nobody could restore from is none. */
export function drillTroubles(db: Db, now: number): Trouble[] {
  const last = lastDrill(db);
  if (last?.state === 'failed')
    return [trouble(`${exactTime(last.startedAt)} 的恢复演练没有通过：${last.fault}`)];
  const since = firstBackupAt(db);
  if (since === null || !isTooLong(lastDrills(db).good, since, now)) return [];
  return [trouble(`已有 ${MOST_DAYS_WITHOUT} 天没有成功的恢复演练`)];
}

function trouble(what: string): Trouble {
  return {
    ...{ key: 'restore drill', part: 'backup', what, over: '恢复演练', tell: true, urgent: false },
    todo: '请在“数据备份”页面再备份一次，然后在服务器上运行 npm run restore -- --drill 再演练一次；仍不通过的，请检查备份所在的磁盘，并联系技术人员。',
  };
}
