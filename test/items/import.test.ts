import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { q, run } from '../../src/db/query.ts';
import { planFor } from '../../src/items/import.ts';
import { allItems } from '../../src/items/queries.ts';
import { audited, type Desk, fileForm, openDesk, wordsOf } from '../agencies/desk.ts';
import { toGb18030 } from '../agencies/gb18030.ts';
import { addCategories, addItem, stop } from './desk.ts';

describe('items import', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  const HEADER = '编码,名称,责任单位,兜底单位,诉求分类,办理工作日,依据\n';

  function plan(lines: string): string[] {
    return planFor(desk.db, HEADER + lines).rows.map(
      (row) =>
        `${row.line} ${row.outcome} ${row.code}${row.words.length > 0 ? `：${row.words.join('；')}` : ''}`,
    );
  }

  /** Uploads, looks at the preview and confirms it. */
  async function importFile(content: string | Uint8Array<ArrayBuffer>) {
    const uploaded = await desk.admin.post('/items/import', fileForm('清单.csv', content));
    assert.equal(uploaded.status, 303);
    const place = uploaded.headers.get('location') ?? '';
    const preview = await (await desk.admin.get(place)).text();
    const fingerprint = /name="fingerprint" value="([^"]+)"/.exec(preview)?.[1] ?? '';
    return { place, preview, confirm: () => desk.admin.post(place, { fingerprint }) };
  }

  test('Q-B3: a file of items comes in after its preview, with agencies by short or full name', async () => {
    addCategories(desk.db);
    const file = `${HEADER}A1,路灯维修,城管局,住房和城乡建设局,市政公用/路灯不亮,2个工作日,照明规定\nA2,公交线路,交通运输局,,,,\n`;
    const { preview, confirm } = await importFile(file);
    assert.match(preview, /新增 2 项/);
    assert.deepEqual(allItems(desk.db), []);
    assert.equal((await confirm()).status, 303);
    assert.deepEqual(
      allItems(desk.db).map((item) => [
        item.code,
        item.agency,
        item.fallback,
        item.category,
        item.reply_days,
      ]),
      [
        ['A1', '城管局', '住建局', '市政公用 / 路灯不亮', 2],
        ['A2', '交通局', null, null, null],
      ],
    );
  });

  test('a file saved by Excel in China is read', async () => {
    await (await importFile(toGb18030(`${HEADER}A1,路灯维修,城管局,,,,\n`))).confirm();
    assert.equal(allItems(desk.db)[0]?.name, '路灯维修');
  });

  test('an item out of use does not come back with an agency that is out of use too', () => {
    const id = addItem(desk.db, desk.cast);
    run(desk.db, q.updateTable('service_items').set({ active: 0 }).where('id', '=', id));
    stop(desk.db, desk.cast.agencies.housing);
    assert.match(plan('SZ-001,,,,,,\n')[0] ?? '', /refused SZ-001：该事项已停用，原填写的住建局也已停用/);
    assert.match(
      plan('SZ-001,,,交通局,,,\n')[0] ?? '',
      /change SZ-001：兜底单位由“住建局”改为“交通局”；恢复使用/,
    );
  });

  test('columns may go by other names, in any order; what is not read is said', () => {
    const { rows, unread } = planFor(
      desk.db,
      '承办单位,事项名称,事项编码（必填）,办理时限,备注\n城管局,路灯,A1,3天,无\n',
    );
    assert.deepEqual(unread, ['备注']);
    assert.deepEqual([rows[0]?.outcome, rows[0]?.values?.reply_days], ['add', 3]);
  });

  test('each line that cannot be taken says why, and the rest comes in', async () => {
    addCategories(desk.db);
    const lines = [
      ',无编码,城管局,,,,',
      'A1,,城管局,,,,',
      'A2,无单位,,,,,',
      'A3,错单位,无此局,,,,',
      'A4,科室,市容科,,,,',
      'A5,同单位,城管局,城管局,,,',
      'A6,错分类,城管局,,不存在,,',
      'A7,分类不明,城管局,,其他,,',
      'A8,错时限,城管局,,,三天,',
      'A9,超时限,城管局,,,251,',
      'B1,路灯,城管局,,,,',
      'B1,重复,城管局,,,,',
    ];
    assert.deepEqual(plan(lines.join('\n')), [
      '2 refused ：没有填写编码',
      '3 refused A1：没有填写名称',
      '4 refused A2：没有填写责任单位',
      '5 refused A3：责任单位“无此局”不存在',
      '6 refused A4：责任单位“市容科”是科室，请填写其上级单位',
      '7 refused A5：兜底单位与责任单位相同',
      '8 refused A6：诉求分类“不存在”不存在',
      '9 refused A7：诉求分类“其他”有几项，请写全路径，例如“一级 / 二级 / 三级”',
      '10 refused A8：办理工作日“三天”无法识别，请填 1 至 250 的整数',
      '11 refused A9：办理工作日“251”无法识别，请填 1 至 250 的整数',
      '12 add B1',
      '13 refused B1：与第 12 行是同一个编码',
    ]);
    const { confirm } = await importFile(HEADER + lines.join('\n'));
    await confirm();
    assert.deepEqual(
      allItems(desk.db).map((item) => item.code),
      ['B1'],
    );
  });

  test('an agency out of use, or a short name of two agencies, is refused by line', () => {
    stop(desk.db, desk.cast.agencies.traffic);
    run(
      desk.db,
      q
        .insertInto('agencies')
        .values({ name: '城管局东区分局', short_name: '城管局', kind: 'bureau', created_at: 0 }),
    );
    assert.deepEqual(plan('A1,公交,交通局,,,,\nA2,路灯,城管局,,,,\n'), [
      '2 refused A1：责任单位“交通局”已停用',
      '3 refused A2：责任单位简称“城管局”对应几个单位，请写全称',
    ]);
  });

  test('a blank cell leaves what is there, a filled one changes it, and the preview says so', () => {
    addItem(desk.db, desk.cast, { reply_days: 2 });
    assert.deepEqual(plan('SZ-001,,,,,,\n'), ['2 same SZ-001']);
    assert.deepEqual(plan('SZ-001,路灯修复,交通局,,,5,\n'), [
      '2 change SZ-001：名称由“路灯维修”改为“路灯修复”；责任单位由“城管局”改为“交通局”；办理工作日由“2 个工作日”改为“5 个工作日”',
    ]);
  });

  test('an item out of use that stands in the file comes back', async () => {
    const id = addItem(desk.db, desk.cast);
    await desk.admin.post(`/items/${id}/disable`, {});
    assert.deepEqual(plan('SZ-001,,,,,,\n'), ['2 change SZ-001：恢复使用']);
    await (await importFile(`${HEADER}SZ-001,,,,,,\n`)).confirm();
    assert.equal(allItems(desk.db)[0]?.active, 1);
  });

  test('what changed between preview and confirmation is shown before anything is written', async () => {
    const { confirm } = await importFile(`${HEADER}SZ-001,路灯修复,城管局,,,,\n`);
    addItem(desk.db, desk.cast);
    const answer = await confirm();
    assert.equal(answer.status, 409);
    assert.match(await wordsOf(answer), /预览之后事项、单位或分类有变动/);
    assert.equal(allItems(desk.db)[0]?.name, '路灯维修');
  });

  test('a preview confirmed twice does its work once, and belongs to whoever uploaded it', async () => {
    const { place, confirm } = await importFile(`${HEADER}A1,路灯,城管局,,,,\n`);
    assert.equal((await desk.dispatcher.get(place)).status, 403);
    await confirm();
    assert.equal((await confirm()).headers.get('location'), '/items');
    assert.equal(allItems(desk.db).length, 1);
  });

  test('a file without the column of codes is explained', async () => {
    const answer = await desk.admin.post('/items/import', fileForm('清单.csv', '甲,乙\n1,2\n'));
    assert.equal(answer.status, 422);
    assert.match(await wordsOf(answer), /没有“编码”一列/);
  });

  test('the downloaded catalogue comes back in without a change, and the template is a good file', async () => {
    addCategories(desk.db);
    addItem(desk.db, desk.cast, { reply_days: 2 });
    const list = await (await desk.admin.get('/items/export.csv')).text();
    assert.deepEqual(
      planFor(desk.db, list).rows.map((row) => row.outcome),
      ['same'],
    );
    const template = await (await desk.admin.get('/items/import/template.csv')).text();
    const { rows, unread } = planFor(desk.db, template);
    assert.deepEqual([rows.length, unread], [2, []]);
  });

  test('each item that an import adds or changes is in the log', async () => {
    addItem(desk.db, desk.cast);
    await (await importFile(`${HEADER}SZ-001,路灯修复,,,,,\nA1,公交,交通局,,,,\n`)).confirm();
    assert.deepEqual(audited(desk.db), [
      'item_changed SZ-001 路灯维修',
      'item_created A1 公交',
      'items_imported 清单.csv',
    ]);
  });
});
