import { readFileSync } from 'node:fs';

/** Starts counting; the returned function tells which part of its processors this machine was not given since. */
export function stolenSince(): () => number | null {
  const before = ticks();
  return () => {
    const after = ticks();
    return before && after ? (after.stolen - before.stolen) / Math.max(1, after.all - before.all) : null;
  };
}

/** Of all processors since the machine started; null where the system does not tell. */
function ticks(): { stolen: number; all: number } | null {
  try {
    // user, nice, system, idle, iowait, irq, softirq, steal; what follows is contained in user.
    const fields =
      readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/).slice(1, 9).map(Number) ?? [];
    return { stolen: fields[7] ?? 0, all: fields.reduce((sum, field) => sum + field, 0) };
  } catch {
    return null;
  }
}
