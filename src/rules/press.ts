import { exactTime } from '../calendar/words.ts';
import type { Guard } from './facts.ts';

/** Two people who press at the same time would both be counted against the agency. */
const APART_MINUTES = 30;

/** C-B1: pressed once by hand within half an hour. */
export const notJustPressed: Guard = ({ lastPress, now }) => {
  if (!lastPress) return null;
  const again = lastPress.at + APART_MINUTES * 60_000;
  if (now >= again) return null;
  return `${lastPress.who} 已于 ${exactTime(lastPress.at)} 催办，${APART_MINUTES} 分钟内不重复催办，${exactTime(again)} 后可再次催办。情况紧急的，请直接电话联系承办单位。`;
};
