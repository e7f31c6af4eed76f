import type { Role } from '../people/roles.ts';

/** Who sees what went out and what did not, and sends it again. The administrator sees no words of a case there. */
export const OUTBOX_READERS: readonly Role[] = ['supervisor', 'dispatcher', 'admin'];

/** Who tells by telephone what no gateway sends. */
export const CALLERS: readonly Role[] = ['operator', 'dispatcher', 'supervisor'];
