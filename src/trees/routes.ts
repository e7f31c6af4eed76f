import { treeImportResultView, treeImportView } from '../../views/trees/import.ts';
import { treeView } from '../../views/trees/list.ts';
import { type NodeProps, nodeView } from '../../views/trees/node.ts';
import { uploadedTable } from '../lists/upload.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, by, type Ctx, csrfOf, dbOf, idOf } from '../web/context.ts';
import { csvFile } from '../web/csv-file.ts';
import { NotFound } from '../web/errors.ts';
import { check } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, failureOf, submit } from '../web/submit.ts';
import { addNode, nodeForm, renameNode, setNodeActive } from './change.ts';
import { importTree, LEVEL_COLUMNS, type TreeImport } from './import.ts';
import { foundNodes, nestedNodes } from './listing.ts';
import { DEEPEST_LEVEL, SEPARATOR, TREES } from './names.ts';
import { allNodes, nodeById, subtree, type Tree } from './queries.ts';

const ADMIN = ['admin'] as const;

export function treeRoutes(routes: Routes): void {
  for (const tree of ['categories', 'areas'] as const) {
    const { href } = TREES[tree];
    routes.get(href, ADMIN, (c) => showTree(c, tree));
    routes.post(href, ADMIN, (c) => addTop(c, tree));
    routes.get(`${href}/import`, ADMIN, (c) => showImport(c, tree));
    routes.post(`${href}/import`, ADMIN, (c) => importFile(c, tree), { files: true });
    routes.get(`${href}/import/template.csv`, ADMIN, (c) => template(c, tree));
    routes.get(`${href}/export.csv`, ADMIN, (c) => exported(c, tree));
    routes.get(`${href}/:id`, ADMIN, (c) => showNode(c, tree, null));
    routes.post(`${href}/:id`, ADMIN, (c) => rename(c, tree));
    routes.post(`${href}/:id/children`, ADMIN, (c) => addChild(c, tree));
    routes.post(`${href}/:id/disable`, ADMIN, (c) => setActive(c, tree, 0));
    routes.post(`${href}/:id/enable`, ADMIN, (c) => setActive(c, tree, 1));
  }
}

function showTree(c: Ctx, tree: Tree, failure?: Failure) {
  const nodes = allNodes(dbOf(c), tree);
  const query = (c.req.query('q') ?? '').trim();
  const main = treeView({
    csrf: csrfOf(c),
    words: TREES[tree],
    tops: nestedNodes(nodes),
    total: nodes.length,
    disabled: nodes.filter((node) => node.active === 0).length,
    query,
    found: query ? foundNodes(nodes, query) : null,
    typedName: failure ? one(bodyOf(c).typed, 'name') : '',
    error: failure ? (failure.fields.name ?? failure.message) : null,
  });
  return page(c, { title: TREES[tree].title, main, status: failure?.status ?? 200 });
}

function addTop(c: Ctx, tree: Tree) {
  return submit(
    c,
    () => {
      const { name } = check(nodeForm, bodyOf(c).typed);
      const id = addNode(dbOf(c), by(c), tree, null, name);
      flash(c, 'ok', `已新增“${name}”，可以继续添加下级。`);
      return `${TREES[tree].href}/${id}`;
    },
    (failure) => showTree(c, tree, failure),
  );
}

function showNode(c: Ctx, tree: Tree, failed: NodeProps['failed'], status: Failure['status'] | 200 = 200) {
  const db = dbOf(c);
  const id = idOf(c, 'id');
  const node = nodeById(db, tree, id);
  if (!node) throw new NotFound();
  const below = subtree(allNodes(db, tree), id).slice(1);
  const main = nodeView({
    csrf: csrfOf(c),
    words: TREES[tree],
    node: { id, name: node.name, path: node.path, level: node.level, active: node.active === 1 },
    parent: (node.parent_id === null ? null : nodeById(db, tree, node.parent_id)) ?? null,
    children: below
      .filter((each) => each.parent_id === id)
      .map((each) => ({ id: each.id, name: each.name, active: each.active === 1 })),
    below: below.length,
    canHaveChildren: node.level < DEEPEST_LEVEL,
    failed,
  });
  return page(c, { title: node.name, main, status });
}

function rename(c: Ctx, tree: Tree) {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      renameNode(dbOf(c), by(c), tree, id, check(nodeForm, bodyOf(c).typed).name);
      flash(c, 'ok', '名称已保存。');
      return `${TREES[tree].href}/${id}`;
    },
    (failure) => nodeAgain(c, tree, 'rename', failure),
  );
}

function addChild(c: Ctx, tree: Tree) {
  const parent = idOf(c, 'id');
  return submit(
    c,
    () => {
      const { name } = check(nodeForm, bodyOf(c).typed);
      addNode(dbOf(c), by(c), tree, parent, name);
      flash(c, 'ok', `已新增“${name}”。`);
      return `${TREES[tree].href}/${parent}`;
    },
    (failure) => nodeAgain(c, tree, 'add', failure),
  );
}

function setActive(c: Ctx, tree: Tree, active: 0 | 1) {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      const count = setNodeActive(dbOf(c), by(c), tree, id, active);
      flash(c, 'ok', `已${active === 1 ? '启用' : '停用'} ${count} 项。`);
      return `${TREES[tree].href}/${id}`;
    },
    (failure) => nodeAgain(c, tree, 'state', failure),
  );
}

function nodeAgain(c: Ctx, tree: Tree, form: 'rename' | 'add' | 'state', failure: Failure) {
  const message = failure.fields.name ?? failure.message;
  return showNode(c, tree, { form, typed: one(bodyOf(c).typed, 'name'), message }, failure.status);
}

function showImport(c: Ctx, tree: Tree, failure?: Failure) {
  const main = treeImportView({ csrf: csrfOf(c), words: TREES[tree], error: failure?.message ?? null });
  return page(c, { title: `批量导入${TREES[tree].title}`, main, status: failure?.status ?? 200 });
}

/** Everything taken: on to the tree. Lines left out are shown at once; sending the file again adds nothing twice. */
async function importFile(c: Ctx, tree: Tree) {
  try {
    const result = importTree(dbOf(c), by(c), tree, await uploadedTable(bodyOf(c).files));
    if (result.refused.length > 0 || result.problems.length > 0) return showResult(c, tree, result);
    flash(c, 'ok', summaryOf(result));
    return c.redirect(TREES[tree].href, 303);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    return showImport(c, tree, failure);
  }
}

function showResult(c: Ctx, tree: Tree, result: TreeImport) {
  const problems = result.problems.map((problem) => problem.message);
  const main = treeImportResultView({
    words: TREES[tree],
    summary: summaryOf(result),
    refused: result.refused,
    problems,
  });
  return page(c, { title: '导入结果', main });
}

function summaryOf({ lines, added, refused }: TreeImport): string {
  const left = refused.length > 0 ? `，${refused.length} 行未导入` : '';
  return added > 0
    ? `读取 ${lines} 行，各级共新增 ${added} 项${left}。`
    : `读取 ${lines} 行，没有新的内容${left}。`;
}

function template(c: Ctx, tree: Tree) {
  const rows =
    tree === 'categories'
      ? [
          ['城乡建设', '住房与房地产', '物业服务'],
          ['城乡建设', '市政建设', '路灯'],
        ]
      : [
          ['示例县', '城关镇', '东街社区'],
          ['示例县', '城关镇', '西街社区'],
        ];
  return csvFile(c, `${TREES[tree].title}模板.csv`, [[...LEVEL_COLUMNS], ...rows]);
}

/** One line for each node in use that has none below it: what an import would need to make the tree again. */
function exported(c: Ctx, tree: Tree) {
  const nodes = allNodes(dbOf(c), tree).filter((node) => node.active === 1);
  const parents = new Set(nodes.map((node) => node.parent_id));
  const rows = nodes.filter((node) => !parents.has(node.id)).map((node) => node.path.split(SEPARATOR));
  return csvFile(c, `${TREES[tree].title}.csv`, [[...LEVEL_COLUMNS], ...rows]);
}
