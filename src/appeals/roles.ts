import type { Role } from '../people/roles.ts';

/** Who takes appeals up, and who confirms. */
export const APPEAL_JUDGES: readonly Role[] = ['supervisor', 'dispatcher'];
