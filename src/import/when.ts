import { DAY, isDay } from '../calendar/days.ts';
import { OFFSET, startOfDay } from '../calendar/local-time.ts';

/** Office systems did not keep cases before; an older date is a typing or formatting slip. */
const EARLIEST = startOfDay('1980-01-01');
const EXCEL_EPOCH_DAYS = 25_569;

const DATE = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)日?/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;
const TIME =
  /^[ T]*(?:(?:星期|周)[一二三四五六日天])?\s*(上午|下午|中午|晚上|凌晨|早上)?\s*(\d{1,2})[:时点]\s*(?:(\d{1,2})分?)?(?:[:\s]*(\d{1,2})(?:\.\d+)?秒?)?\s*(am|pm)?\s*(z|[+-]\d{2}:?\d{2})?$/i;
const EMPTY = /^(null|none|n\/a|无|[-—/]+|0000-00-00( 00:00:00)?)$/i;

/**
 * Reads a moment as other systems and spreadsheets write it, local time (UTC+8) where no zone is given: "2019/4/24 16:03:40",
 * "2019-04-24", "2019年4月24日 16时03分", "20190424160340", an Excel serial "43579.67". Seconds are the finest.
 * @returns epoch ms; null where nothing stands there; undefined where it is no such moment
 */
export function readWhen(cell: string): number | null | undefined {
  const text = cell.normalize('NFKC').trim();
  if (text === '' || EMPTY.test(text)) return null;
  const at = /^\d{5}(\.\d+)?$/.test(text) ? excelSerial(Number(text)) : (compact(text) ?? written(text));
  return at === undefined || at < EARLIEST ? undefined : at;
}

function excelSerial(serial: number): number {
  return Math.round((serial - EXCEL_EPOCH_DAYS) * (DAY / 1000)) * 1000 - OFFSET;
}

function compact(text: string): number | undefined {
  const [found, year, month, day, hour = '0', minute = '0', second = '0'] = COMPACT.exec(text) ?? [];
  return found === undefined ? undefined : moment([year, month, day], [hour, minute, second]);
}

function written(text: string): number | undefined {
  const date = DATE.exec(text);
  if (!date) return undefined;
  const rest = text.slice(date[0].length).trim();
  const weekday = /^(星期|周)[一二三四五六日天]$/.test(rest);
  if (rest === '' || weekday) return moment(date.slice(1), ['0', '0', '0']);
  const [found, half, hour = '', minute = '0', second = '0', ampm, zone] = TIME.exec(rest) ?? [];
  if (found === undefined) return undefined;
  const at = moment(date.slice(1), [String(hourOfDay(Number(hour), half ?? ampm)), minute, second]);
  return at === undefined ? undefined : at + zoneShift(zone);
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  const afternoon = /^(下午|晚上|pm)$/i.test(half) || (half === '中午' && hour < 11);
  if (afternoon) return hour === 12 ? 12 : hour + 12;
  return hour === 12 && half !== '中午' ? 0 : hour;
}

/** What to add to a moment read as UTC+8 when another zone was written. */
function zoneShift(zone: string | undefined): number {
  if (zone === undefined) return 0;
  if (/^z$/i.test(zone)) return OFFSET;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return OFFSET - (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

function moment(date: readonly (string | undefined)[], time: readonly string[]): number | undefined {
  const [year = '', month = '', date_ = ''] = date;
  const day = `${year}-${month.padStart(2, '0')}-${date_.padStart(2, '0')}`;
  const [hour = 0, minute = 0, second = 0] = time.map(Number);
  if (!isDay(day) || hour > 23 || minute > 59 || second > 59) return undefined;
  return startOfDay(day) + ((hour * 60 + minute) * 60 + second) * 1000;
}
