import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { policyAt } from '../policy/policy.ts';
import type { Tree } from '../trees/queries.ts';

/** Finds what a cell names; null where nothing, or more than one thing, bears that name. */
export type Find<Id> = (name: string) => Id | null;

/** Everything that rows may name, read once for an import. */
export type Names = {
  kind: Find<string>;
  channel: Find<string>;
  category: Find<number>;
  area: Find<number>;
  agency: Find<number>;
};

export function loadNames(db: Db, now: number): Names {
  const policy = policyAt(db, now);
  return {
    kind: findCoded(policy.kinds),
    channel: findCoded(policy.channels),
    category: findNode(db, 'categories'),
    area: findNode(db, 'areas'),
    agency: findAgency(db),
  };
}

/** By code or name; else the one name that stands inside the cell (咨询类, 来电电话). */
export function findCoded(list: readonly { code: string; name: string }[]): Find<string> {
  return (given) => {
    const name = plain(given);
    const exact = list.find((each) => each.code === name || plain(each.name) === name);
    if (exact) return exact.code;
    const inside = list.filter((each) => name.includes(plain(each.name)));
    return inside.length === 1 ? (inside[0]?.code ?? null) : null;
  };
}

/** By the whole path however its parts are divided, else by a name that only one node bears. */
function findNode(db: Db, tree: Tree): Find<number> {
  const rows = all(db, q.selectFrom(tree).select(['id', 'name', 'path']).where('active', '=', 1));
  const byPath = unique(rows.map((row) => [path(row.path), row.id]));
  const byName = unique(rows.map((row) => [plain(row.name), row.id]));
  return (given) => {
    const whole = path(given);
    return byPath.get(whole) ?? byName.get(whole.split('/').at(-1) ?? '') ?? null;
  };
}

function findAgency(db: Db): Find<number> {
  const rows = all(db, q.selectFrom('agencies').select(['id', 'name', 'short_name']));
  const byName = unique(rows.map((row) => [plain(row.name), row.id]));
  const byShortName = unique(rows.map((row) => [plain(row.short_name), row.id]));
  return (given) => byName.get(plain(given)) ?? byShortName.get(plain(given)) ?? null;
}

/** A name that two things share names neither. */
function unique(pairs: readonly (readonly [string, number])[]): Map<string, number | null> {
  const found = new Map<string, number | null>();
  for (const [name, id] of pairs) found.set(name, found.has(name) ? null : id);
  return found;
}

function path(text: string): string {
  return plain(text.replace(/\s*(?:->|→|[/／\\>＞›»|｜])\s*/g, '/'));
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '');
}
