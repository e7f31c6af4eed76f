import { UnknownYearError, type WorkingCalendar } from '../calendar/types.ts';
import { exactTime } from '../calendar/words.ts';
import { subtractSessions } from '../calendar/working-time.ts';
import type { Limits } from '../presets/types.ts';
import { replyPeriod } from './deadlines.ts';
import type { Facts, Guard } from './facts.ts';

/**
 * Q-D8: until when an extension is asked for and agreed to, "at the latest half a working day before the deadline";
 * null where a year without a calendar hides it, for a limit that nobody can tell closes nothing.
 */
export function extensionLatest(
  calendar: WorkingCalendar,
  replyDueAt: number,
  limits: Limits,
): number | null {
  try {
    return subtractSessions(calendar, replyDueAt, limits.extensionSessionsBefore);
  } catch (error) {
    if (error instanceof UnknownYearError) return null;
    throw error;
  }
}

/** Q-D8: asked in time. */
export const extensionAskedInTime: Guard = (facts) =>
  isLate(facts)
    ? `延期申请已过时限（应于${latestWords(facts)}提出并经分管领导同意）。${dueStands(facts)}`
    : null;

/** Q-D8: agreed by the agency's leader in time. */
export const extensionAgreedInTime: Guard = (facts) =>
  isLate(facts)
    ? `同意延期已过时限（应于${latestWords(facts)}同意）。${dueStands(facts)}请点“不同意延期”告知经办人。`
    : null;

/** Q-D8: once, or as often as the policy says. */
export const extensionsLeft: Guard = (facts) => {
  const { extension, limits } = facts;
  return extension.granted >= limits.extensionsAllowed
    ? `延期次数已用完（最多 ${limits.extensionsAllowed} 次，已批准 ${extension.granted} 次，共 ${extension.grantedDays} 个工作日）。${dueStands(facts)}`
    : null;
};

/** Q-D8: all extensions together are not longer than the original period. */
export const notLongerThanPeriod: Guard = (facts) => {
  const wanted = typeof facts.input?.days === 'number' ? facts.input.days : 0;
  const period = replyPeriod(facts);
  const left = period - facts.extension.grantedDays;
  return wanted > left
    ? `延期不得长于原办理期限（${period} 个工作日），最多可申请 ${left} 个工作日，您申请了 ${wanted} 个。${dueStands(facts)}`
    : null;
};

/** domain.md "Who": whoever asks does not approve. */
export const agreerIsNotAsker: Guard = ({ actorId, extension }) =>
  extension.askedBy === actorId ? '延期由您本人申请，须由本单位另一位分管领导同意。' : null;

export const granterIsNotAsker: Guard = ({ actorId, extension }) =>
  extension.askedBy === actorId || extension.agreedBy === actorId
    ? '延期由您本人申请或同意，须由另一位派单员审核备案。'
    : null;

/** Q-D8: the citizen is told of the extension, before anything is answered. */
export const extensionIsTold: Guard = ({ openTasks }) =>
  openTasks.has('tell_extension')
    ? '延期已获批准，但尚未告知诉求人。请先告知并点“告知延期”，再提交答复；填写的内容会保留为草稿。'
    : null;

function isLate({ now, extension }: Facts): boolean {
  return extension.latestAt !== null && now > extension.latestAt;
}

/** " 2026-12-07 14:00 前（答复时限前半个工作日）" */
function latestWords({ extension, limits }: Facts): string {
  const { extensionSessionsBefore: sessions } = limits;
  const before = sessions === 1 ? '半个工作日' : `${sessions} 个半日`;
  return ` ${exactTime(extension.latestAt ?? 0)} 前（答复时限前${before}）`;
}

function dueStands({ replyDueAt }: Facts): string {
  return replyDueAt === null ? '' : `答复时限仍为 ${exactTime(replyDueAt)}，请按时答复。`;
}
