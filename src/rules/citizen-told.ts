import { agencyCanReach } from './confidentiality.ts';
import { answersCitizen, type Guard } from './facts.ts';

/** Q-D5, Q-D6: the citizen is told by phone or in person; where nobody can be, the published reply names whom to ask. */
export const citizenIsTold: Guard = ({ case: given, assignment, input }) => {
  if (!input || !assignment || !answersCitizen(assignment.role)) return null;
  if (agencyCanReach(given)) {
    return input.toldHow === 'published' || !input.toldAt
      ? '请填写告知诉求人的方式和时间：诉求人留有联系方式，应以电话或当面告知。'
      : null;
  }
  return input.officePhone && input.contactPerson
    ? null
    : '无法直接告知诉求人（匿名、未留联系方式或要求保密），答复将在平台公开，请填写咨询电话和联系人。';
};
