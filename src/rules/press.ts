import { exactTime } from '../calendar/words.ts';
import type { Guard } from './facts.ts';

/** C-B1: two people who press at the same time would both be counted against the agency. */
export const notJustPressed: Guard = ({ lastPress, limits, now }) => {
  if (!lastPress) return null;
  const again = lastPress.at + limits.pressApartMinutes * 60_000;
  if (now >= again) return null;
  return `${lastPress.who} 已于 ${exactTime(lastPress.at)} 催办，${limits.pressApartMinutes} 分钟内不重复催办，${exactTime(again)} 后可再次催办。情况紧急的，请直接电话联系承办单位。`;
};
