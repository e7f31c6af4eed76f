import type { Role } from '../people/roles.ts';
import type { Facts } from './facts.ts';

export type IdentityView = 'masked' | 'hidden';

/**
 * Q-A7, C-M1: name, phone and address are masked for everyone until revealed on the record;
 * of a confidential case agencies see nothing of them and cannot reveal them.
 */
export function identityView(confidential: boolean, roles: ReadonlySet<Role>): IdentityView {
  const hotline = ['operator', 'dispatcher', 'callback_clerk', 'supervisor', 'inspector'] as const;
  return confidential && !hotline.some((role) => roles.has(role)) ? 'hidden' : 'masked';
}

/** Whether the agency itself can speak to the citizen: there is a number, and the agency may know it. */
export function agencyCanReach({ anonymous, confidential, hasContact }: Facts['case']): boolean {
  return hasContact && !anonymous && !confidential;
}
