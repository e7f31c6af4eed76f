import type { Role } from '../people/roles.ts';

/** Who sits at the hotline's desk: has the duty screen, a list of what is still to be done, and the notice of both. */
export const DUTY_ROLES: readonly Role[] = ['operator', 'dispatcher', 'supervisor'];
