import type { Policy } from './policy.ts';

type Coded = { code: string; name: string };

/** The lists whose codes stand on cases. */
const CODED = ['kinds', 'channels', 'rejectionReasons', 'redoReasons', 'instruments'] as const;

type Lists = Pick<Policy, (typeof CODED)[number]>;

const ever = new WeakMap<readonly Coded[], ReadonlyMap<string, Coded>>();

/**
 * Remembers for the lists of a policy what other versions call the codes that these do not hold: imported and backdated
 * cases may have a code that came later, and the queues show cases whose kind is no longer offered.
 * @param versions of the whole policy, oldest first; the last that knows a code gives its name
 */
export function rememberCodes(policy: Lists, versions: readonly Partial<Lists>[]): void {
  for (const key of CODED) {
    const entries = versions.flatMap((version): readonly Coded[] => version[key] ?? []);
    ever.set(policy[key], new Map(entries.map((entry) => [entry.code, entry])));
  }
}

/** The entry of a code in this list, or as another version of the same list had it. */
export function entryOf<Entry extends Coded>(list: readonly Entry[], code: string): Entry | undefined {
  // Versions of one list have entries of one type.
  return list.find((entry) => entry.code === code) ?? (ever.get(list)?.get(code) as Entry | undefined);
}
