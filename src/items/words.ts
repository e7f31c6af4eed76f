import type { Kind } from '../presets/types.ts';
import type { ItemRow } from './queries.ts';

type Named = Pick<ItemRow, 'name' | 'agency' | 'fallback' | 'reply_days'>;

/** "便民服务事项“路灯维修”：责任单位城管局，兜底单位住建局，答复 3 个工作日". */
export function itemWords(item: Named, kind: Kind): string {
  const fallback = item.fallback ? `，兜底单位${item.fallback}` : '';
  return `便民服务事项“${item.name}”：责任单位${item.agency}${fallback}，${periodWords(item, kind)}`;
}

/** Q-D2: its own period, else the one its kind has for listed items. */
function periodWords({ reply_days }: Named, kind: Kind): string {
  const days = reply_days ?? kind.listedDays ?? kind.replyDays;
  return days === 'same_day' ? '当日答复' : `答复 ${days} 个工作日`;
}
