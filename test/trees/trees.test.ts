import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { first, q } from '../../src/db/query.ts';
import { allNodes, treeOptions } from '../../src/trees/queries.ts';
import { audited, type Desk, fileForm, openDesk, wordsOf } from '../agencies/desk.ts';
import { toGb18030 } from '../agencies/gb18030.ts';

describe('categories and areas', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = openDesk();
    await importCategories(
      '一级,二级,三级\n城乡建设,住房,物业服务\n城乡建设,住房,房屋维修\n交通运输,公交,\n',
    );
  });
  afterEach(() => desk.close());

  function importCategories(content: string | Uint8Array<ArrayBuffer>) {
    return desk.admin.post('/categories/import', fileForm('分类.csv', content));
  }

  function idOf(path: string): number {
    return first(desk.db, q.selectFrom('categories').select('id').where('path', '=', path))?.id ?? 0;
  }

  const offered = () => treeOptions(desk.db, 'categories').map((option) => option.text);

  test('a tree comes in from a table with all its levels', () => {
    assert.deepEqual(
      allNodes(desk.db, 'categories').map((node) => `${node.level} ${node.path}`),
      [
        '1 城乡建设',
        '2 城乡建设 / 住房',
        '3 城乡建设 / 住房 / 物业服务',
        '3 城乡建设 / 住房 / 房屋维修',
        '1 交通运输',
        '2 交通运输 / 公交',
      ],
    );
  });

  test('a large tree comes in whole, and again adds nothing', async () => {
    const lines = Array.from({ length: 517 }, (_, at) => `大类${at % 20},中类${at % 100},小类${at}`);
    const file = ['level1,level2,level3', ...lines, lines[0]].join('\r\n');
    const before = allNodes(desk.db, 'categories').length;
    assert.equal((await importCategories(file)).headers.get('location'), '/categories');
    assert.equal(allNodes(desk.db, 'categories').length, before + 20 + 100 + 517);
    await importCategories(file);
    assert.equal(allNodes(desk.db, 'categories').length, before + 20 + 100 + 517);
  });

  test('a table saved by Excel in China is read', async () => {
    await importCategories(toGb18030('一级,二级,三级\n农林牧渔,水利,灌溉'));
    assert.ok(offered().includes('农林牧渔 / 水利 / 灌溉'));
  });

  test('bad lines are named with their reason and the rest comes in', async () => {
    const answer = await importCategories('一级,二级,三级\n农林牧渔,,灌溉\n教育,学校,收费\n,学校,收费\n');
    assert.equal(answer.status, 200);
    const words = await wordsOf(answer);
    assert.match(words, /读取 3 行，各级共新增 3 项，2 行未导入/);
    assert.match(words, /2 没有填写二级，却填写了下一级/);
    assert.match(words, /4 没有填写一级，却填写了下一级/);
    assert.ok(offered().includes('教育 / 学校 / 收费'));
  });

  test('a file without a column for the first level is explained', async () => {
    const answer = await importCategories('甲,乙\n1,2\n');
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /表头中没有“一级”一列/);
  });

  test('a new node can be picked at once', async () => {
    assert.ok(!offered().includes('城乡建设 / 道路'));
    const answer = await desk.admin.post(`/categories/${idOf('城乡建设')}/children`, { name: '道路' });
    assert.equal(answer.status, 303);
    assert.ok(offered().includes('城乡建设 / 道路'));
    await desk.admin.post('/categories', { name: '教育' });
    assert.ok(offered().includes('教育'));
  });

  test('a renamed node takes the paths below it along, in the pickers too', async () => {
    offered();
    await desk.admin.post(`/categories/${idOf('城乡建设')}`, { name: '城市建设' });
    assert.deepEqual(
      offered().filter((path) => path.startsWith('城')),
      ['城市建设', '城市建设 / 住房', '城市建设 / 住房 / 房屋维修', '城市建设 / 住房 / 物业服务'],
    );
    await desk.admin.post(`/categories/${idOf('城市建设 / 住房')}`, { name: '住宅' });
    assert.ok(offered().includes('城市建设 / 住宅 / 物业服务'));
    const keys = first(desk.db, q.selectFrom('categories').select('search_keys').where('name', '=', '住宅'));
    assert.match(keys?.search_keys ?? '', /^zhuzhai /);
  });

  test('a name that its place already has is refused, and what was typed stays', async () => {
    const id = idOf('城乡建设 / 住房 / 物业服务');
    const answer = await desk.admin.post(`/categories/${id}`, { name: '房屋维修' });
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.match(page, /同级已有“房屋维修”/);
    assert.match(page, /value="房屋维修"/);
    assert.equal((await desk.admin.post('/categories', { name: '交通运输' })).status, 422);
  });

  test('a disabled node leaves the pickers with all below it, and comes back with them', async () => {
    const id = idOf('城乡建设');
    await desk.admin.post(`/categories/${id}/disable`, {});
    assert.deepEqual(offered(), ['交通运输', '交通运输 / 公交']);
    assert.match(await wordsOf(await desk.admin.get('/categories')), /其中停用 4 项/);
    await desk.admin.post(`/categories/${id}/enable`, {});
    assert.equal(offered().length, 6);
  });

  test('a node stays disabled while the one above it is', async () => {
    await desk.admin.post(`/categories/${idOf('城乡建设')}/disable`, {});
    const answer = await desk.admin.post(`/categories/${idOf('城乡建设 / 住房')}/enable`, {});
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /上级“城乡建设”已停用/);
  });

  test('below the third level nothing can be added', async () => {
    const id = idOf('城乡建设 / 住房 / 物业服务');
    const answer = await desk.admin.post(`/categories/${id}/children`, { name: '收费' });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /最多 3 级/);
  });

  test('a node is found by a part of its name, pinyin or initials', async () => {
    for (const typed of ['物业', 'wuye', 'wyfw']) {
      const words = await wordsOf(await desk.admin.get(`/categories?q=${encodeURIComponent(typed)}`));
      assert.match(words, /找到 1 项 城乡建设 \/ 住房 \/ 物业服务/, typed);
    }
    assert.match(await wordsOf(await desk.admin.get('/categories?q=zzzz')), /没有找到“zzzz”/);
  });

  test('areas are a tree of their own', async () => {
    await desk.admin.post('/areas', { name: '城关镇' });
    assert.deepEqual(
      treeOptions(desk.db, 'areas').map((option) => option.text),
      ['城关镇'],
    );
    assert.ok(!offered().includes('城关镇'));
  });

  test('the downloaded list makes the same tree elsewhere', async () => {
    const list = await (await desk.admin.get('/categories/export.csv')).text();
    const other = openDesk();
    await other.admin.post('/categories/import', fileForm('分类.csv', list));
    assert.deepEqual(
      treeOptions(other.db, 'categories').map((option) => option.text),
      offered(),
    );
    other.close();
  });

  test('every change is in the log', async () => {
    await desk.admin.post('/categories', { name: '教育' });
    await desk.admin.post(`/categories/${idOf('教育')}`, { name: '教育体育' });
    await desk.admin.post(`/categories/${idOf('教育体育')}/disable`, {});
    assert.deepEqual(audited(desk.db), [
      'tree_imported 分类.csv',
      'tree_changed 诉求分类：教育',
      'tree_changed 诉求分类：教育',
      'tree_changed 诉求分类：教育体育',
    ]);
  });
});
