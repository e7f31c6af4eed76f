import { agencyCanReach } from './confidentiality.ts';
import { answersCitizen, type Facts, type Guard } from './facts.ts';

export type TellingWay = 'phone' | 'in_person' | 'via_hotline' | 'published';

/**
 * How the result reaches the citizen: by phone or in person (Q-D5); through the hotline where the citizen asked not
 * to be known to the agency (Q-A7); published where there is nobody to tell (Q-A8, Q-D6).
 */
export function tellingWays(given: Facts['case']): readonly [TellingWay, ...TellingWay[]] {
  if (agencyCanReach(given)) return ['phone', 'in_person'];
  return given.hasContact && !given.anonymous ? ['via_hotline'] : ['published'];
}

export const citizenIsTold: Guard = ({ case: given, assignment, input }) => {
  if (!input || !assignment || !answersCitizen(assignment.role)) return null;
  const way = input.toldHow as TellingWay;
  if (!tellingWays(given).includes(way)) return '告知方式与诉求人的联系情况不符，请重新选择。';
  if (way === 'phone' || way === 'in_person') {
    return input.toldAt ? null : '请填写告知诉求人的时间：诉求人留有联系方式，应以电话或当面告知。';
  }
  if (way === 'via_hotline' || (input.officePhone && input.contactPerson)) return null;
  return '无法直接告知诉求人，答复将在平台公开，请填写咨询电话和联系人。';
};
