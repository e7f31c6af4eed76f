import type { ReminderRule } from '../presets/types.ts';
import { type Audience, OF_AGENCY } from './audiences.ts';
import { occasionOf } from './occasions.ts';

/**
 * Whom a rule means. An outside unit has nobody in the system but its post (Q-B5); until the letter has gone out it
 * does not know of the case, and it is the hotline that is late.
 */
export function audiencesOf(rule: ReminderRule, external: boolean): readonly Audience[] {
  if (!external) return rule.to;
  const hotline = hotlineOf(rule);
  const outside = rule.to.some((each) => OF_AGENCY.has(each)) && !isAboutSigning(rule);
  return outside ? ['agency_duty', ...hotline] : hotline;
}

/** Where the agency that was ordered has the case no longer, the hotline alone has to see to it. */
export function hotlineOf(rule: ReminderRule): readonly Audience[] {
  return rule.to.filter((each) => !OF_AGENCY.has(each));
}

function isAboutSigning({ occasion }: ReminderRule): boolean {
  const { at } = occasionOf(occasion);
  return 'clock' in at && at.clock === 'sign';
}
