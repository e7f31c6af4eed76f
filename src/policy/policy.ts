import type { Db } from '../db/open.ts';
import { all, q, run } from '../db/query.ts';
import type { Preset } from '../presets/types.ts';
import { completed } from './completed.ts';

/** Everything an administrator may set, by key; each key is versioned on its own. */
export type Policy = Omit<Preset, 'code' | 'name' | 'description' | 'categories' | 'areas'> & {
  /** Case number: YYYY, MM, DD and a run of N for the running number, e.g. `YYYYMMDD-NNNN`. */
  caseNumber: string;
};

type Version = { id: number; key: string; value: string; in_force_from: number };

const cache = new WeakMap<Db, { versions: Map<string, Version[]>; policies: Map<string, Policy> }>();

/**
 * The policy in force at `at` (epoch ms): a case is judged by the one in force when it was received.
 * Before a key's first version that first version counts, so that imported old cases can be shown.
 */
export function policyAt(db: Db, at: number): Policy {
  const { versions, policies } = load(db);
  const chosen = [...versions.values()].map((list) => list.findLast((v) => v.in_force_from <= at) ?? list[0]);
  const name = chosen.map((v) => v?.id).join();
  let policy = policies.get(name);
  if (!policy) {
    const entries = chosen.flatMap((v) => (v ? [[v.key, JSON.parse(v.value)]] : []));
    policy = completed(Object.fromEntries(entries) as Policy);
    policies.set(name, policy);
  }
  return policy;
}

/** Adds a version of each given key; nothing older is changed. `from` is when it comes into force (epoch ms). */
export function setPolicy(
  db: Db,
  values: Partial<Policy>,
  by: { userId: number | null; from: number; now: number },
): void {
  for (const [key, value] of Object.entries(values)) {
    run(
      db,
      q.insertInto('policies').values({
        key,
        value: JSON.stringify(value),
        in_force_from: by.from,
        set_by: by.userId,
        set_at: by.now,
      }),
    );
  }
  cache.delete(db);
}

function load(db: Db) {
  let loaded = cache.get(db);
  if (!loaded) {
    const rows = all(
      db,
      q
        .selectFrom('policies')
        .select(['id', 'key', 'value', 'in_force_from'])
        .orderBy('in_force_from')
        .orderBy('id'),
    );
    loaded = { versions: Map.groupBy(rows, (row) => row.key), policies: new Map() };
    cache.set(db, loaded);
  }
  return loaded;
}

/** The kind of a case by its code, under the policy that the case is judged by. */
export function kindOf(policy: Policy, code: string): Policy['kinds'][number] {
  const kind = policy.kinds.find((each) => each.code === code);
  if (!kind) throw new Error(`the policy knows no kind ${code}`);
  return kind;
}

/** The name behind a code; a code that the list no longer holds is shown as it is. */
export function nameIn(list: readonly { code: string; name: string }[], code: string | null): string {
  return list.find((entry) => entry.code === code)?.name ?? code ?? '';
}
