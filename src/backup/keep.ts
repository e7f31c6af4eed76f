import { dayOf, monthOf } from '../calendar/local-time.ts';
import type { BackupPolicy } from '../presets/types.ts';
import type { BackupKind } from './names.ts';

/** A good backup that lies in a folder. */
export type Standing = { file: string; at: number; kind: BackupKind };
type Kept = Pick<BackupPolicy, 'keepHourly' | 'keepNightlyDays' | 'keepMonths'>;

/** Whatever policy says, so many stay. */
const ALWAYS = 3;

/**
 * Which of a folder's good backups are too old: hourly ones by their number, all others by their days, of each month
 * the first for longer. Days and months are counted in which there is one, never reckoned back from now: so neither a
 * clock that is years ahead nor months without a good backup take the older ones away. Those of a time that has not
 * come, made while the clock was ahead, stay and take nobody's place.
 */
export function tooOld(standing: readonly Standing[], policy: Kept, now: number): string[] {
  const newest = standing
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => b.at - a.at || (a.file < b.file ? 1 : -1));
  const hourly = newest.filter(({ kind }) => kind === 'hourly');
  const others = newest.filter(({ kind }) => kind !== 'hourly');
  const kept = new Set([
    ...newest.slice(0, ALWAYS),
    ...hourly.slice(0, policy.keepHourly),
    ...newestOf(others, dayOf, policy.keepNightlyDays).flat(),
    ...newestOf(others, monthOf, policy.keepMonths).flatMap((month) => month.at(-1) ?? []),
  ]);
  return newest.filter((each) => !kept.has(each)).map(({ file }) => file);
}

/** The newest days or months in which there is one. */
function newestOf(newest: readonly Standing[], spanOf: (at: number) => string, count: number): Standing[][] {
  return [...Map.groupBy(newest, ({ at }) => spanOf(at)).values()].slice(0, count);
}
