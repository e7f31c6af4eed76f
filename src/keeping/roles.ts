import type { Role } from '../people/roles.ts';

/** Who reads the figures of past years: no case stands behind them, so the administrator may too. */
export const YEAR_READERS: readonly Role[] = ['leader', 'supervisor', 'admin'];
