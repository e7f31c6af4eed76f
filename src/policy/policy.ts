import type { Db } from '../db/open.ts';
import { all, prepared, q, run, transact } from '../db/query.ts';
import type { Preset } from '../presets/types.ts';
import { Invalid } from '../web/errors.ts';
import { completed } from './completed.ts';
import { entryOf, rememberCodes } from './ever.ts';

/** Everything an administrator may set, by key; each key is versioned on its own. */
export type Policy = Omit<Preset, 'code' | 'name' | 'description' | 'categories' | 'areas'> & {
  /** Case number: YYYY, MM, DD and a run of N for the running number, e.g. `YYYYMMDD-NNNN`. */
  caseNumber: string;
};

export type PolicyKey = keyof Policy;

type Version = { id: number; key: string; value: string; in_force_from: number };
type Loaded = { last: number; versions: Map<string, Version[]>; policies: Map<string, Policy> };

const cache = new WeakMap<Db, Loaded>();

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
    policy = madeOf(chosen.filter((v) => v !== undefined));
    if (policy.kinds) rememberCodes(policy, everything(versions));
    policies.set(name, policy);
  }
  return policy;
}

function madeOf(versions: readonly Version[]): Policy {
  return completed(Object.fromEntries(versions.map(({ key, value }) => [key, JSON.parse(value)])) as Policy);
}

/** Each version of each key, completed as far as kinds go: a kind that is gone is still complete. */
function everything(versions: Map<string, Version[]>): Policy[] {
  const limits = versions.get('limits')?.slice(-1) ?? [];
  const kinds = (versions.get('kinds') ?? []).map((version) => madeOf([...limits, version]));
  const others = [...versions]
    .filter(([key]) => key !== 'kinds')
    .flatMap(([, list]) => list.map((version) => ({ [version.key]: JSON.parse(version.value) }) as Policy));
  return [...kinds, ...others];
}

/**
 * Adds a version of each given key; nothing older is changed. `from` is when it comes into force (epoch ms).
 * @throws Invalid when a person changes what is in force already: cases received are judged by what held then
 */
export function setPolicy(
  db: Db,
  values: Partial<Policy>,
  by: { userId: number | null; from: number; now: number },
): void {
  transact(db, () => {
    const { versions } = load(db);
    for (const [key, value] of Object.entries(values)) {
      if (by.userId !== null && by.from < by.now && versions.has(key)) throw new Invalid(BACKWARDS);
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
  });
}

const BACKWARDS =
  '施行时间不能早于现在：已登记的工单按登记时施行的规定办理。原来的设置没有改动，请重新选择施行时间。';

/** Rows are only ever added, so the last one tells whether another connection (an import) has added any. */
function load(db: Db): Loaded {
  const last = Number(prepared(db, 'SELECT max(id) FROM policies').pluck().get());
  let loaded = cache.get(db);
  if (loaded?.last !== last) {
    const rows = all(
      db,
      q
        .selectFrom('policies')
        .select(['id', 'key', 'value', 'in_force_from'])
        .orderBy('in_force_from')
        .orderBy('id'),
    );
    loaded = { last, versions: Map.groupBy(rows, (row) => row.key), policies: new Map() };
    cache.set(db, loaded);
  }
  return loaded;
}

/** The kind of a case by its code, under the policy that the case is judged by. */
export function kindOf(policy: Policy, code: string): Policy['kinds'][number] {
  const kind = entryOf(policy.kinds, code);
  if (!kind) throw new Error(`the policy knows no kind ${code}`);
  return kind;
}

/** The name behind a code; one that the list no longer holds as it was called last, an unknown one as it is. */
export function nameIn(list: readonly { code: string; name: string }[], code: string | null): string {
  return (code === null ? undefined : entryOf(list, code)?.name) ?? code ?? '';
}
