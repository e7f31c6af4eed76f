import type { DiskPolicy } from '../presets/types.ts';
import type { Space } from './space.ts';

export const MEGABYTE = 1024 * 1024;
const GIGABYTE = 1024 * MEGABYTE;

/** Below this the next hour may be the last in which anything can be saved. */
const LITTLE = 200 * MEGABYTE;

/** Uploads leave so much free for what is typed, on a small disk a twentieth of it. */
export function leftForText({ total }: Pick<Space, 'total'>): number {
  return Math.min(LITTLE, total / 20);
}

/** How a disk stands: `low` is told in time, `short` is not for the morning. */
export type Standing = 'well' | 'low' | 'short';

/** How many bytes have to be free for nobody to be warned. */
export function warningLine(
  { total }: Pick<Space, 'total'>,
  { warnPercent, warnGigabytes }: DiskPolicy,
): number {
  return Math.max((total * warnPercent) / 100, warnGigabytes * GIGABYTE);
}

/** @param perDay what the file takes more each day, in bytes; 0 where that is not known */
export function standingOf(space: Space, policy: DiskPolicy, perDay: number): Standing {
  if (space.free < Math.max(LITTLE, perDay)) return 'short';
  return space.free < warningLine(space, policy) ? 'low' : 'well';
}
