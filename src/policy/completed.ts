import { common } from '../presets/common.ts';
import type { Kind } from '../presets/types.ts';
import type { Policy } from './policy.ts';

/** A policy written before a setting existed is read with what new installations start from. */
export function completed(written: Policy): Policy {
  if (!written.limits) return written;
  return {
    ...common,
    ...written,
    limits: { ...common.limits, ...written.limits },
    kinds: written.kinds.every(isComplete) ? written.kinds : written.kinds.map(completedKind),
  };
}

/** Before listed items had periods of their own (Q-D2). */
function completedKind(kind: Kind): Kind {
  return { ...kind, listedDays: kind.listedDays ?? null };
}

function isComplete(kind: Kind): boolean {
  return kind.listedDays !== undefined;
}
