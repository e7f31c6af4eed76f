import { exactTime } from '../calendar/words.ts';
import { agencyCanReach } from './confidentiality.ts';
import { answersCitizen, type Facts, type Guard } from './facts.ts';

/**
 * Q-D4: with contact data the citizen is contacted before the result; not for 咨询, nor where nobody can be reached.
 * An outside unit has nobody here to put it on record (Q-B5).
 */
export function firstContactDue({ case: given, kind, assignment }: Facts): boolean {
  if (!assignment || !answersCitizen(assignment.role) || assignment.external) return false;
  return kind.contactDays !== null && agencyCanReach(given);
}

export const firstContactMade: Guard = (facts) => {
  if (!firstContactDue(facts) || facts.assignment?.contactedAt !== null) return null;
  const { firstContactDueAt: dueAt } = facts;
  const until = dueAt === null ? '' : `（应于 ${exactTime(dueAt)} 前）`;
  return `尚未登记首次联系${until}。请先联系诉求人并点“登记首次联系”，再提交答复；填写的内容会保留为草稿。`;
};
