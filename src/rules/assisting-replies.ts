import { answersCitizen, type Guard } from './facts.ts';

/** Q-B2: assisting opinions reach the lead, who answers the citizen once all of them are in. */
export const assistsHaveReplied: Guard = ({ assignment, missingAssists }) => {
  if (!assignment || !answersCitizen(assignment.role) || missingAssists.length === 0) return null;
  return `协办单位尚未答复：${missingAssists.join('、')}。请待协办意见到齐后再提交答复，填写的内容会保留为草稿。`;
};
