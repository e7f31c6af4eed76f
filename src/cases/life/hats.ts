import type { Role } from '../../people/roles.ts';
import { CASE_STATUS, type CaseStatus } from '../states.ts';

/**
 * What a person may be toward one case: a role, who took it, whose section handles it, whose agency answers the
 * citizen, or the system itself.
 */
export type Hat = Role | 'first_operator' | 'section_handler' | 'lead_agency' | 'system';

export const HOTLINE = ['first_operator', 'dispatcher', 'callback_clerk', 'supervisor'] as const;
export const AGENCY = ['handler', 'agency_leader'] as const;

export const OPEN_CASE = (Object.keys(CASE_STATUS) as CaseStatus[]).filter(
  (status) => CASE_STATUS[status].open && status !== 'answered',
);
