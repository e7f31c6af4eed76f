import type { Role } from '../people/roles.ts';
import type { Facts } from './facts.ts';

export type IdentityView = 'masked' | 'hidden';

/**
 * Q-A7, C-M1: name, phone and address are masked for everyone until revealed on the record; of a confidential case
 * whoever works for an agency sees nothing of them and cannot reveal them, whatever other roles they have.
 */
export function identityView(confidential: boolean, roles: ReadonlySet<Role>): IdentityView {
  const forAgency = roles.has('handler') || roles.has('agency_leader');
  const forHotline = HOTLINE_READERS.some((role) => roles.has(role));
  return confidential && (forAgency || !forHotline) ? 'hidden' : 'masked';
}

/** Whether somebody may learn who asked in a confidential case; they may then also find it by the number. */
export function mayKnowConfidential(roles: ReadonlySet<Role>): boolean {
  return identityView(true, roles) !== 'hidden';
}

const HOTLINE_READERS = ['operator', 'dispatcher', 'callback_clerk', 'supervisor', 'inspector'] as const;

/** Whether the agency itself can speak to the citizen: there is a number, and the agency may know it. */
export function agencyCanReach({ anonymous, confidential, hasContact }: Facts['case']): boolean {
  return hasContact && !anonymous && !confidential;
}

/** Why somebody may look at the full identity; the chosen one stands in the audit log. */
export const REVEAL_PURPOSES = ['联系诉求人', '回访诉求人', '核实诉求内容', '登记信息更正'] as const;
