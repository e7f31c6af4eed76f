import type { Db } from '../db/open.ts';
import { first, q, run, transact } from '../db/query.ts';
import type { CategoryNode } from '../presets/types.ts';
import { searchKeys } from '../search/pinyin.ts';
import { forgetTree, type Tree } from './queries.ts';

const DEEPEST = 3;

type Parent = { id: number | null; path: string; level: number };

/**
 * Adds what a tree lacks, by path; what was put out of use comes back. Nothing is removed or renamed.
 * @returns how many nodes were added
 * @throws RangeError below the third level
 */
export function writeTree(db: Db, tree: Tree, nodes: readonly CategoryNode[]): number {
  const added = transact(db, () => addBelow(db, tree, { id: null, path: '', level: 0 }, nodes));
  forgetTree(db);
  return added;
}

function addBelow(db: Db, tree: Tree, parent: Parent, nodes: readonly CategoryNode[]): number {
  let added = 0;
  for (const [name, children = []] of nodes) {
    const place = { path: parent.path === '' ? name : `${parent.path} / ${name}`, level: parent.level + 1 };
    if (place.level > DEEPEST) throw new RangeError(`deeper than ${DEEPEST} levels: ${place.path}`);
    const { id, isNew } = findOrAdd(db, tree, parent.id, name, place);
    added += (isNew ? 1 : 0) + addBelow(db, tree, { id, ...place }, children);
  }
  return added;
}

function findOrAdd(
  db: Db,
  tree: Tree,
  parentId: number | null,
  name: string,
  { path, level }: { path: string; level: number },
): { id: number; isNew: boolean } {
  const known = first(db, q.selectFrom(tree).select(['id', 'active']).where('path', '=', path));
  if (known) {
    if (!known.active) run(db, q.updateTable(tree).set({ active: 1 }).where('id', '=', known.id));
    return { id: known.id, isNew: false };
  }
  const row = { parent_id: parentId, name, path, level, search_keys: searchKeys(name) };
  return { id: run(db, q.insertInto(tree).values(row)).id, isNew: true };
}
