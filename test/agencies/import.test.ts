import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { planImport } from '../../src/agencies/import-plan.ts';
import { allAgencies } from '../../src/agencies/queries.ts';
import { addOutside } from '../cases/outside.ts';
import { audited, type Desk, fileForm, openDesk, wordsOf } from './desk.ts';
import { toGb18030 } from './gb18030.ts';

describe('agencies from a file', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  const HEADER = '单位名称,简称,上级单位,类型,办公电话,联系人,地址\n';

  function plan(lines: string) {
    return planImport(allAgencies(desk.db), HEADER + lines).rows.map(
      (row) =>
        `${row.line} ${row.outcome} ${row.name}${row.words.length > 0 ? `：${row.words.join('；')}` : ''}`,
    );
  }

  /** Uploads, looks at the preview and confirms it. */
  async function importFile(content: string | Uint8Array<ArrayBuffer>) {
    const uploaded = await desk.admin.post('/agencies/import', fileForm('单位.csv', content));
    assert.equal(uploaded.status, 303);
    const place = uploaded.headers.get('location') ?? '';
    const preview = await (await desk.admin.get(place)).text();
    const fingerprint = /name="fingerprint" value="([^"]+)"/.exec(preview)?.[1] ?? '';
    const confirm = () => desk.admin.post(place, { fingerprint });
    return { place, preview, confirm };
  }

  /** Each agency with the one above it. */
  function tree(): string[] {
    const agencies = allAgencies(desk.db);
    const names = new Map(agencies.map((agency) => [agency.id, agency.short_name]));
    return agencies.map((agency) => `${agency.name} < ${names.get(agency.parent_id ?? 0) ?? '-'}`).sort();
  }

  test('agencies come in whatever the order of parents and children', async () => {
    const lines = ['示例县,,,县政府', '水利局,,示例县,部门', '河道科,,水利局,科室'];
    const wanted = ['示例县 < -', '水利局 < 示例县', '河道科 < 水利局'];
    const { confirm } = await importFile(HEADER + lines.toReversed().join('\n'));
    assert.equal((await confirm()).status, 303);
    assert.deepEqual(
      tree().filter((line) => wanted.includes(line)),
      wanted.toSorted(),
    );
  });

  test('nothing is written before the preview is confirmed', async () => {
    const before = tree();
    const { preview } = await importFile(`${HEADER}水利局,水利,,部门`);
    assert.match(preview, /新增 1 个/);
    assert.match(preview, /确认导入 1 个单位/);
    assert.deepEqual(tree(), before);
  });

  test('importing the same file again adds and changes nothing', async () => {
    const file = `${HEADER}水利局,水利,,部门,0731-1,刘敏,河边路\n河道科,,水利,科室\n`;
    await (await importFile(file)).confirm();
    const before = allAgencies(desk.db);
    const { preview } = await importFile(file);
    assert.match(preview, /无变化 2 个/);
    assert.match(preview, /没有需要写入的内容/);
    assert.deepEqual(allAgencies(desk.db), before);
  });

  test('a preview confirmed twice does its work once', async () => {
    const { confirm } = await importFile(`${HEADER}水利局,水利,,部门`);
    await confirm();
    const again = await confirm();
    assert.equal(again.headers.get('location'), '/agencies');
    assert.equal(tree().filter((line) => line.startsWith('水利局')).length, 1);
  });

  test('a file saved by Excel in China is read', async () => {
    await (await importFile(toGb18030(`${HEADER}水利局,水利,,部门`))).confirm();
    assert.ok(tree().includes('水利局 < -'));
  });

  test('columns may go by English names, in any order, with marks', () => {
    const text = 'type,Office Phone,name*（必填）,备注\n部门,0731-1,水利局,无\n';
    const { rows, unread } = planImport(allAgencies(desk.db), text);
    assert.deepEqual(unread, ['备注']);
    assert.deepEqual(
      [rows[0]?.name, rows[0]?.values.office_phone, rows[0]?.values.kind],
      ['水利局', '0731-1', 'bureau'],
    );
  });

  test('bad lines are named with their reason and the rest can be imported', async () => {
    const file = `${HEADER}水利局,,,部门\n,无名,,部门\n气象局,,,衙门\n水利局,,,部门\n科技局,,不存在的局,部门\n执法科,,,科室\n`;
    const { preview, confirm } = await importFile(file);
    assert.match(preview, /不导入 5 行/);
    await confirm();
    assert.ok(tree().includes('水利局 < -'));
    assert.deepEqual(plan(file.slice(HEADER.length)), [
      '2 same 水利局',
      '3 refused ：没有填写单位名称',
      '4 refused 气象局：类型“衙门”无法识别，请填写县政府、部门、乡镇街道、科室、企业之一',
      '5 refused 水利局：与第 2 行是同一个单位',
      '6 refused 科技局：上级单位“不存在的局”不存在，文件中也没有',
      '7 refused 执法科：科室须填写上级单位',
    ]);
  });

  test('a line whose parent is refused is refused with it', () => {
    assert.deepEqual(plan('河道科,,水利局,科室\n水利局,,,衙门\n巡查组,,河道科,科室'), [
      '2 refused 河道科：上级单位“水利局”（第 3 行）未能导入',
      '3 refused 水利局：类型“衙门”无法识别，请填写县政府、部门、乡镇街道、科室、企业之一',
      '4 refused 巡查组：上级单位“河道科”（第 2 行）未能导入',
    ]);
  });

  test('cycles are refused, within the file and together with what is there', () => {
    assert.deepEqual(plan('甲局,,乙局,部门\n乙局,,甲局,部门\n丙局,,丙局,部门'), [
      '2 refused 甲局：上级单位“乙局”是它自己或它的下级单位',
      '3 refused 乙局：上级单位“甲局”是它自己或它的下级单位',
      '4 refused 丙局：上级单位“丙局”是它自己或它的下级单位',
    ]);
    assert.deepEqual(plan('城市管理和综合执法局,,新科,\n新科,,市容管理科,科室'), [
      '2 refused 城市管理和综合执法局：上级单位“新科”是它自己或它的下级单位',
      '3 refused 新科：上级单位“市容管理科”是它自己或它的下级单位',
    ]);
  });

  test('a blank cell leaves what is there, a filled one changes it, and the preview says so', () => {
    assert.deepEqual(plan('交通运输局,,,,12328,,\n住房和城乡建设局,房建局,交通局,,,,'), [
      '2 change 交通运输局：办公电话填为“12328”',
      '3 change 住房和城乡建设局：简称由“住建局”改为“房建局”；上级单位改为“交通运输局”',
    ]);
  });

  test('full-width brackets and spaces make no second agency', () => {
    assert.deepEqual(plan('供水公司（城东）,,,\n供水公司 (城东),,,'), [
      '2 add 供水公司（城东）',
      '3 refused 供水公司 (城东)：与第 2 行是同一个单位',
    ]);
  });

  test('what changed between preview and confirmation is shown before anything is written', async () => {
    const { confirm, preview } = await importFile(`${HEADER}水利局,水利,,部门`);
    assert.match(preview, /新增 1 个/);
    await desk.admin.post('/agencies/new', { name: '水利局', kind: 'bureau' });
    const answer = await confirm();
    assert.equal(answer.status, 409);
    assert.match(await wordsOf(answer), /预览之后单位有变动.*更新 1 个|更新 1 个.*预览之后单位有变动/);
  });

  test('a preview belongs to whoever uploaded it and can be given up', async () => {
    const { place } = await importFile(`${HEADER}水利局,水利,,部门`);
    assert.equal((await desk.dispatcher.get(place)).status, 403);
    await desk.admin.post(`${place}/discard`, {});
    assert.equal((await desk.admin.get(place)).headers.get('location'), '/agencies/import');
  });

  test('a workbook, an empty file and a table without names are explained', async () => {
    const refused = async (content: string | Uint8Array<ArrayBuffer>) => {
      const answer = await desk.admin.post('/agencies/import', fileForm('单位.csv', content));
      assert.equal(answer.status, 422);
      return wordsOf(answer);
    };
    assert.match(await refused(Uint8Array.of(0x50, 0x4b, 3, 4)), /另存为”?CSV/);
    assert.match(await refused(HEADER), /没有可导入的内容/);
    assert.match(await refused(''), /请选择要导入的 CSV 文件/);
    assert.match(await refused('甲,乙\n1,2\n'), /没有“单位名称”一列/);
  });

  test('the downloaded list comes back in without a change, and the template is a good file', async () => {
    const list = await (await desk.admin.get('/agencies/export.csv')).text();
    assert.ok(planImport(allAgencies(desk.db), list).rows.every((row) => row.outcome === 'same'));
    const template = await (await desk.admin.get('/agencies/import/template.csv')).text();
    assert.deepEqual(
      planImport(allAgencies(desk.db), template).rows.map((row) => row.outcome),
      ['add', 'add', 'add'],
    );
  });

  test('each agency that an import adds or changes is in the log', async () => {
    await (await importFile(`${HEADER}水利局,水利,,部门\n交通运输局,,,,12328`)).confirm();
    assert.deepEqual(audited(desk.db), [
      'agency_created 水利局',
      'agency_changed 交通运输局',
      'agencies_imported 单位.csv',
    ]);
  });

  test('Q-B5: outside units come in by the file, and what cannot be one is refused', () => {
    const header = '单位名称,上级单位,类型,邮箱,外部单位\n';
    const { rows } = planImport(
      allAgencies(desk.db),
      `${header}省高速中心,,部门,office@example.cn,是\n气象局,,部门,,也许\n水文局,,部门,无,\n交通运输局,,,,是\n巡查科,交通运输局,科室,,是\n`,
    );
    assert.deepEqual(
      rows.map((row) => [row.outcome, row.values.external, row.words.join()]),
      [
        ['add', 1, ''],
        ['refused', 0, '外部单位“也许”无法识别，请填写是或否'],
        ['refused', 0, '邮箱“无”不完整'],
        ['refused', 1, '该单位还有在用人员，不能改为外部单位'],
        ['refused', 1, '科室不能作为外部单位'],
      ],
    );
  });

  test('Q-B5: an outside unit does not become a section by a file that says nothing of outside', () => {
    const id = addOutside(desk.db);
    const { rows } = planImport(
      allAgencies(desk.db),
      '单位名称,上级单位,类型\n省高速公路管理中心,交通运输局,科室\n',
    );
    assert.deepEqual(
      rows.map((row) => [row.known?.id, row.outcome, row.words.join()]),
      [[id, 'refused', '科室不能作为外部单位']],
    );
  });

  test('Q-F1: mobiles of posts on duty come in by the file and go out with it', async () => {
    const header = '单位名称,值班手机\n';
    const { rows } = planImport(
      allAgencies(desk.db),
      `${header}交通运输局,139 0000 7001\n住房和城乡建设局,0731-82345678\n`,
    );
    assert.deepEqual(
      rows.map((row) => [row.outcome, row.values.duty_mobile, row.words.join()]),
      [
        ['change', '13900007001', '值班手机填为“13900007001”'],
        ['refused', '', '值班手机“0731-82345678”不是一个 11 位手机号码'],
      ],
    );
    await (await importFile(`${header}交通运输局,139 0000 7001`)).confirm();
    const csv = await (await desk.admin.get('/agencies/export.csv')).text();
    assert.match(csv, /交通运输局.*,13900007001,/);
  });
});
