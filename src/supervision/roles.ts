import type { Role } from '../people/roles.ts';

/** Who keeps the ledger, who reads it, and the agencies that find their own orders in it. */
export const LEDGER_READERS: readonly Role[] = [
  ...(['supervisor', 'leader', 'inspector', 'handler', 'agency_leader'] as const),
];
