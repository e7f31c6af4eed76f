import { normalisePhone } from '../citizens/phone.ts';
import { matchRank, searchKeys } from '../search/pinyin.ts';
import { normaliseText } from '../search/runs.ts';

/** Two names with the same key are one agency: full-width brackets, spaces and capitals make no other. */
export function nameKey(name: string): string {
  return normaliseText(name).replace(/\s/g, '');
}

/** What an agency is found by in pickers: its name, then its short name. */
export function agencyKeys(name: string, shortName: string): string {
  return shortName === name ? searchKeys(name) : `${searchKeys(name)} ${searchKeys(shortName)}`.trim();
}

/** How well what was typed leads to this agency, by name or short name; 0 not at all. */
export function agencyRank(
  agency: { name: string; short_name: string; search_keys: string },
  typed: string,
): number {
  const keys = agency.search_keys.split(' ');
  const byName = matchRank(keys.slice(0, 3).join(' '), agency.name, typed);
  return Math.max(byName, matchRank(keys.slice(3).join(' '), agency.short_name, typed));
}

/** A mobile number in digits, as SMS are sent to it; null where it is none. */
export function mobileNumber(typed: string): string | null {
  const phone = normalisePhone(typed);
  return phone?.kind === 'mobile' && phone.extension === null && phone.note === null ? phone.number : null;
}

/** Whether it looks like an address that mail can be sent to. */
export function isEmail(typed: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed);
}
