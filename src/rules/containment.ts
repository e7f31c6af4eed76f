import { answersCitizen, type Facts, type Guard } from './facts.ts';

/**
 * Q-A6: of an emergency the agency first contains the danger. It does so once: a redo comes when that is long past.
 * An outside unit has nobody here to say so.
 */
export function containmentDue({ case: given, assignment }: Facts): boolean {
  if (!assignment || !answersCitizen(assignment.role) || assignment.external) return false;
  return given.emergency && given.round === 0;
}

export const dangerIsContained: Guard = (facts) =>
  containmentDue(facts) && facts.assignment?.containedAt === null
    ? '本件为突发事件，尚未登记先期处置。请先点“登记先期处置”，写明已采取的控制措施，再提交答复；填写的内容会保留为草稿。'
    : null;
