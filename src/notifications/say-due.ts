import { formatLocal } from '../calendar/local-time.ts';

/** "11月25日 17:30", in another year "2027年1月4日 17:30". Never "today": a message may wait for the morning. */
export function sayDue(at: number, now: number): string {
  const [day = '', clock] = formatLocal(at).split(' ');
  const [year, month, date] = day.split('-').map(Number);
  const sameYear = day.slice(0, 4) === formatLocal(now).slice(0, 4);
  return `${sameYear ? '' : `${year}年`}${month}月${date}日 ${clock}`;
}
