import { common } from '../presets/common.ts';
import type { Policy } from './policy.ts';

/** A policy written before a setting existed is read with what new installations start from. */
export function completed(written: Policy): Policy {
  if (!written.limits) return written;
  return {
    ...common,
    ...written,
    limits: { ...common.limits, ...written.limits },
    kinds: written.kinds.map((kind) => ({ ...kind, listedDays: kind.listedDays ?? null })),
  };
}
