import type { PartLine } from '../../views/health/page.ts';
import type { Tone } from '../../views/ui/index.ts';
import { lastCheck } from '../audit/check.ts';
import { linesStanding } from '../audit/check-log.ts';
import { sayRemarked } from '../audit/remarked.ts';
import { sayBytes } from '../backup/bytes.ts';
import { drillState, sentenceOf } from '../backup/shown.ts';
import { sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { lastLook } from '../disk/watch.ts';
import { lastDrill } from '../restore/drill-queries.ts';
import { loadedYears } from './queries.ts';
import type { Trouble } from './troubles.ts';

/** What keeps the file alive, part by part, in words; red where something is the matter. */
export function partLines(db: Db, troubles: readonly Trouble[], now: number): PartLine[] {
  const of = (part: Trouble['part']) => troubles.filter((trouble) => trouble.part === part);
  const late = troubles.some(({ key }) => key === 'backup');
  return [
    {
      title: '数据备份',
      href: '/backup',
      state: stateOf(of('backup')),
      words: [sentenceOf(db, now, late).text, drillWords(db, now)],
    },
    { title: '磁盘空间', href: '/policy/disk', state: stateOf(of('disk')), words: [diskWords(db)] },
    { title: '操作日志完整性', href: null, state: auditState(db, of('audit')), words: [auditWords(db, now)] },
    {
      title: '放假安排',
      href: '/calendar',
      state: stateOf(of('calendar')),
      words: [`已有 ${loadedYears(db).join('、')} 年放假安排。`],
    },
  ];
}

type State = { tone: Tone; text: string };

function stateOf(troubles: readonly Trouble[]): State {
  if (troubles.some(({ urgent }) => urgent)) return { tone: 'overdue', text: '告警' };
  return troubles.length > 0 ? { tone: 'due', text: '需要处理' } : { tone: 'done', text: '正常' };
}

function auditState(db: Db, troubles: readonly Trouble[]): State {
  const unknown = troubles.length === 0 && lastCheck(db) === null;
  return unknown ? { tone: 'neutral', text: '尚未核对' } : stateOf(troubles);
}

function drillWords(db: Db, now: number): string {
  const last = lastDrill(db);
  return last
    ? `恢复演练：${sayTime(last.startedAt, now)}，${drillState(last).text}。`
    : '还没有做过恢复演练。';
}

function diskWords(db: Db): string {
  const looked = lastLook(db);
  if (!looked) return '启动后一分钟内显示。';
  return looked.database ? `数据文件所在磁盘还剩 ${sayBytes(looked.database.free)}。` : '磁盘没有应答。';
}

function auditWords(db: Db, now: number): string {
  const last = lastCheck(db);
  const lines = `共 ${linesStanding(db).toLocaleString('zh-CN')} 条`;
  if (!last) return `${lines}，每晚自动核对一次。`;
  const when = `${lines}；${sayTime(last.at, now)} 核对`;
  if (!last.fault) return `${when}了 ${last.lines.toLocaleString('zh-CN')} 条，没有被改动。`;
  return `${when}，与写入时不符：${last.fault.what}${sayRemarked(db)}。请保留数据文件和全部备份，不要删改，由审计员在“操作日志”页查看是哪一条，并会同查明原因。`;
}
