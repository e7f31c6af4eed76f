import type { Role } from '../people/roles.ts';

/** Who gives answers to the public. */
export const PUBLISHERS: readonly Role[] = ['supervisor', 'editor'];
