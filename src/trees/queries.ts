import type { Db } from '../db/open.ts';
import { all, first, q } from '../db/query.ts';
import type { Option } from '../web/forms.ts';

/** The two trees of a case: what it is about, and where. */
export type Tree = 'categories' | 'areas';

const cache = new WeakMap<Db, Map<Tree, readonly Option[]>>();

/** Every node in use, deepest path as text, for a picker; kept until `forgetTree`. */
export function treeOptions(db: Db, tree: Tree): readonly Option[] {
  let options = cache.get(db)?.get(tree);
  if (!options) {
    const rows = all(
      db,
      q.selectFrom(tree).select(['id', 'path', 'search_keys']).where('active', '=', 1).orderBy('path'),
    );
    options = rows.map((row) => ({ value: String(row.id), text: row.path, keys: row.search_keys }));
    cache.set(db, (cache.get(db) ?? new Map()).set(tree, options));
  }
  return options;
}

/** To be called after a tree has changed. */
export function forgetTree(db: Db): void {
  cache.delete(db);
}

/** "城乡建设 / 物业管理", or "" for none. */
export function nodePath(db: Db, tree: Tree, id: number | null): string {
  if (id === null) return '';
  return first(db, q.selectFrom(tree).select('path').where('id', '=', id))?.path ?? '';
}

/** The whole tree, disabled nodes too; children in the order in which they were added. */
export function allNodes(db: Db, tree: Tree) {
  return all(db, q.selectFrom(tree).selectAll().orderBy('id'));
}

export type NodeRow = ReturnType<typeof allNodes>[number];

export function nodeById(db: Db, tree: Tree, id: number): NodeRow | undefined {
  return first(db, q.selectFrom(tree).selectAll().where('id', '=', id));
}

/** A node and everything below it, each before its children. */
export function subtree(nodes: readonly NodeRow[], id: number): NodeRow[] {
  const children = Map.groupBy(nodes, (node) => node.parent_id);
  const walk = (node: NodeRow): NodeRow[] => [node, ...(children.get(node.id) ?? []).flatMap(walk)];
  return nodes.filter((node) => node.id === id).flatMap(walk);
}
