import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { first, q, run, transact } from '../db/query.ts';
import type { By } from '../people/actor.ts';
import { searchKeys } from '../search/pinyin.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import { text } from '../web/forms.ts';
import { DEEPEST_LEVEL, LONGEST_NAME, nameFault, SEPARATOR, TREES } from './names.ts';
import { allNodes, forgetTree, type NodeRow, nodeById, subtree, type Tree } from './queries.ts';

export const nodeForm = z.object({ name: text('名称', { max: LONGEST_NAME }) });

/**
 * Adds a node; `parentId` null: at the top.
 * @throws Invalid when the place has one of that name, is too deep, or the parent is disabled
 */
export function addNode(db: Db, by: By, tree: Tree, parentId: number | null, name: string): number {
  return change(db, () => {
    const parent = parentId === null ? null : nodeOf(db, tree, parentId);
    const level = (parent?.level ?? 0) + 1;
    if (level > DEEPEST_LEVEL) refuse(`最多 ${DEEPEST_LEVEL} 级，不能再往下添加。`);
    if (parent?.active === 0) refuse(`“${parent.name}”已停用，请先启用再添加下级。`);
    const path = freePath(db, tree, parent?.path ?? null, name);
    const row = { parent_id: parentId, name, path, level, search_keys: searchKeys(name) };
    const { id } = run(db, q.insertInto(tree).values(row));
    record(db, by, tree, path, { id, did: '新增' });
    return id;
  });
}

/** Renames a node; the paths of all below it follow. @throws Invalid when the place has another of that name */
export function renameNode(db: Db, by: By, tree: Tree, id: number, name: string): void {
  change(db, () => {
    const node = nodeOf(db, tree, id);
    if (node.name === name) return;
    const parent = node.parent_id === null ? null : nodeOf(db, tree, node.parent_id);
    const path = freePath(db, tree, parent?.path ?? null, name);
    run(
      db,
      q
        .updateTable(tree)
        .set({ name, search_keys: searchKeys(name) })
        .where('id', '=', id),
    );
    const paths = new Map(node.parent_id === null ? [] : [[node.parent_id, parent?.path ?? '']]);
    for (const each of subtree(allNodes(db, tree), id)) {
      const above = each.parent_id === null ? undefined : paths.get(each.parent_id);
      const moved = above === undefined ? each.name : above + SEPARATOR + each.name;
      paths.set(each.id, moved);
      run(db, q.updateTable(tree).set({ path: moved }).where('id', '=', each.id));
    }
    record(db, by, tree, node.path, { id, did: '改名', to: path });
  });
}

/**
 * Puts a node out of use or back, with everything below it.
 * @returns how many nodes changed
 * @throws Invalid when it is to come back under a disabled one
 */
export function setNodeActive(db: Db, by: By, tree: Tree, id: number, active: 0 | 1): number {
  return change(db, () => {
    const node = nodeOf(db, tree, id);
    const parent = node.parent_id === null ? null : nodeOf(db, tree, node.parent_id);
    if (active === 1 && parent?.active === 0) refuse(`上级“${parent.name}”已停用，请先启用上级。`);
    const nodes = subtree(allNodes(db, tree), id).filter((each) => each.active !== active);
    for (const each of nodes) run(db, q.updateTable(tree).set({ active }).where('id', '=', each.id));
    const did = active === 1 ? '启用' : '停用';
    if (nodes.length > 0) record(db, by, tree, node.path, { id, did, nodes: nodes.length });
    return nodes.length;
  });
}

function change<T>(db: Db, work: () => T): T {
  try {
    return transact(db, work);
  } finally {
    forgetTree(db);
  }
}

function nodeOf(db: Db, tree: Tree, id: number): NodeRow {
  const node = nodeById(db, tree, id);
  if (!node) throw new NotFound();
  return node;
}

function freePath(db: Db, tree: Tree, above: string | null, name: string): string {
  const fault = nameFault(name);
  if (fault) refuse(`${fault}，请修改。`);
  const path = above === null ? name : above + SEPARATOR + name;
  const twin = first(db, q.selectFrom(tree).select('active').where('path', '=', path));
  if (twin)
    refuse(twin.active ? `同级已有“${name}”，请换一个名称。` : `同级有已停用的“${name}”，可直接启用它。`);
  return path;
}

function refuse(message: string): never {
  throw new Invalid(message, { name: message });
}

/** The log has one act for changed settings; the subject says which tree and where in it. */
function record(db: Db, by: By, tree: Tree, path: string, detail: Record<string, unknown>): void {
  const subject = `${TREES[tree].title}：${path}`;
  audit(db, { at: by.now, actor: by.actor, act: 'tree_changed', subject, detail });
}
