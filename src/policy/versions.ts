import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { completed } from './completed.ts';
import { type Policy, type PolicyKey, policyAt } from './policy.ts';
import type { Subject } from './subject.ts';

/** What a subject was at some time, is, or will be. Instants are epoch ms; `id` grows with each that is set. */
export type Version = {
  id: number;
  /** Counted in the order in which they were set: 第 3 版. */
  number: number;
  from: number;
  setAt: number;
  /** Null where the program did it. */
  setBy: number | null;
  /** The whole policy with the subject's values of this version. */
  policy: Policy;
  /** The values that held, or were to hold, at `from` when this version was set; null for the first version. */
  before: Policy | null;
  /** `replaced`: another one was set for the same moment, so it never came into force. */
  state: 'past' | 'current' | 'coming' | 'replaced';
};

type Row = {
  id: number;
  key: string;
  value: string;
  in_force_from: number;
  set_by: number | null;
  set_at: number;
};

/** All versions of a subject in the order in which they come into force. */
export function versionsOf(db: Db, subject: Subject, now: number): Version[] {
  const groups = groupsOf(rowsOf(db, subject.keys));
  const order = groups.map((group) => lastId(group)).sort((a, b) => a - b);
  const versions: Version[] = [];
  let policy = policyAt(db, now);
  for (const group of groups) {
    const [first] = group;
    if (!first) continue;
    const values = Object.fromEntries(
      group.map(({ key, value }) => [key, JSON.parse(value)]),
    ) as Partial<Policy>;
    policy = completed({ ...policy, ...values });
    const id = lastId(group);
    // What was set later stands between them in time, not in what this version was to change.
    const before = versions.findLast((each) => each.id < id)?.policy ?? null;
    const { in_force_from: from, set_at: setAt, set_by: setBy } = first;
    const number = order.indexOf(id) + 1;
    versions.push({ id, number, from, setAt, setBy, policy, before, state: 'past' });
  }
  return versions.map((version, place) => ({
    ...version,
    state: stateOf(version, versions.slice(place + 1), now),
  }));
}

/** Keys that were set together; the same key again begins the next version. */
function groupsOf(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const first = last?.[0];
    const together = first?.in_force_from === row.in_force_from && first.set_at === row.set_at;
    if (last && together && !last.some(({ key }) => key === row.key)) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function rowsOf(db: Db, keys: readonly PolicyKey[]): Row[] {
  const chosen = q.selectFrom('policies').selectAll().where('key', 'in', keys);
  return all(db, chosen.orderBy('in_force_from').orderBy('id'));
}

function lastId(rows: readonly Row[]): number {
  return rows.at(-1)?.id ?? 0;
}

function stateOf({ from }: Version, later: readonly Version[], now: number): Version['state'] {
  if (later.some((each) => each.from === from)) return 'replaced';
  if (from > now) return 'coming';
  return later.some((each) => each.from <= now) ? 'past' : 'current';
}

/** The newest version that was set: what a form started from. 0 where there is none yet. */
export function newestOf(versions: readonly Version[]): number {
  return Math.max(0, ...versions.map(({ id }) => id));
}

/** Every code that any version of these keys holds, at whatever depth. */
export function codesEver(db: Db, keys: readonly PolicyKey[]): Set<string> {
  const codes = new Set<string>();
  const gather = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'code' && typeof inner === 'string') codes.add(inner);
      else gather(inner);
    }
  };
  for (const { value } of rowsOf(db, keys)) gather(JSON.parse(value));
  return codes;
}
