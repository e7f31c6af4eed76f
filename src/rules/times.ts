import { exactTime } from '../calendar/words.ts';

const MINUTE = 60_000;

/** What somebody says has happened cannot lie ahead. `at`, `now`: epoch ms. @returns what is wrong, or null */
export function notAfterNow(at: number, now: number, what = '时间'): string | null {
  return at > now ? `${what}不能晚于现在。` : null;
}

/**
 * Nothing was done before there was a reason to (Q-D4: no first contact before the case came to the agency).
 * Forms know no seconds: the minute of `earliest` itself is early enough. Both are epoch ms.
 * @returns what is wrong, or null
 */
export function notBefore(at: number, earliest: number, what = '时间', since = ''): string | null {
  const minute = Math.floor(earliest / MINUTE) * MINUTE;
  const limit = since ? `${since}（${exactTime(earliest)}）` : ` ${exactTime(earliest)}`;
  return at < minute ? `${what}不能早于${limit}。` : null;
}
