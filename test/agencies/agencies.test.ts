import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { agencyById, agencyOptions, parentOptions } from '../../src/agencies/queries.ts';
import { first, q } from '../../src/db/query.ts';
import { audited, type Desk, openDesk, wordsOf } from './desk.ts';

describe('agencies', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  const FORM = {
    name: '水利局',
    short_name: '',
    kind: 'bureau',
    parent: '',
    office_phone: '',
    contact_person: '',
    address: '',
  };

  function idOf(name: string): number {
    return first(desk.db, q.selectFrom('agencies').select('id').where('name', '=', name))?.id ?? 0;
  }

  test('a new agency can be picked for dispatch at once, by its pinyin initials too', async () => {
    const answer = await desk.admin.post('/agencies/new', {
      ...FORM,
      short_name: '水利',
      office_phone: '0731-1234567',
    });
    assert.equal(answer.status, 303);
    const id = idOf('水利局');
    assert.equal(answer.headers.get('location'), `/agencies/${id}`);
    const option = agencyOptions(desk.db).find((each) => each.value === String(id));
    assert.match(option?.keys ?? '', /slj/);
    assert.deepEqual(audited(desk.db), ['agency_created 水利局']);
  });

  test('without a short name the full name serves', async () => {
    await desk.admin.post('/agencies/new', FORM);
    assert.equal(agencyById(desk.db, idOf('水利局'))?.short_name, '水利局');
  });

  test('a name that is taken is refused at its field, and what was typed stays', async () => {
    const answer = await desk.admin.post('/agencies/new', {
      ...FORM,
      name: '交通运输局 ',
      address: '人民路 1 号',
    });
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.match(page, /已有同名单位“交通运输局”/);
    assert.match(page, /人民路 1 号/);
  });

  test('a section needs an agency above it', async () => {
    const answer = await desk.admin.post('/agencies/new', { ...FORM, name: '执法科', kind: 'section' });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /科室须选择上级单位/);
  });

  test('an agency cannot be put under itself or below what is below it', async () => {
    const { urban, section, housing } = desk.cast.agencies;
    const form = { ...FORM, name: '城市管理和综合执法局', short_name: '城管局' };
    for (const parent of [urban, section]) {
      const answer = await desk.admin.post(`/agencies/${urban}`, { ...form, parent: String(parent) });
      assert.equal(answer.status, 422);
      assert.match(await answer.text(), /不能把单位放在它自己或它的下级单位之下/);
    }
    assert.equal(agencyById(desk.db, urban)?.parent_id, null);
    assert.deepEqual(
      parentOptions(desk.db, urban).map((option) => Number(option.value)),
      [housing, desk.cast.agencies.traffic],
    );
    assert.equal(
      (await desk.admin.post(`/agencies/${urban}`, { ...form, parent: String(housing) })).status,
      303,
    );
    assert.equal(agencyById(desk.db, urban)?.parent_id, housing);
  });

  test('a renamed agency is found by its new name, and the log tells what changed but no personal data', async () => {
    const { urban } = desk.cast.agencies;
    const form = { ...FORM, name: '综合执法局', short_name: '执法局', contact_person: '刘敏' };
    await desk.admin.post(`/agencies/${urban}`, form);
    assert.match(await wordsOf(await desk.admin.get('/agencies?q=zhzfj')), /综合执法局/);
    const log = first(
      desk.db,
      q.selectFrom('audit_log').select('detail').where('act', '=', 'agency_changed'),
    );
    assert.match(log?.detail ?? '', /综合执法局/);
    assert.doesNotMatch(log?.detail ?? '', /刘敏/);
  });

  test('saving without a change leaves no line in the log', async () => {
    const { traffic } = desk.cast.agencies;
    await desk.admin.post(`/agencies/${traffic}`, { ...FORM, name: '交通运输局', short_name: '交通局' });
    assert.deepEqual(audited(desk.db), []);
  });

  test('disabling is refused while there are agencies below or people in service, naming them', async () => {
    const { urban, traffic } = desk.cast.agencies;
    const answer = await desk.admin.post(`/agencies/${urban}/disable`, {});
    assert.equal(answer.status, 422);
    const words = await wordsOf(answer);
    assert.match(words, /还有启用中的下级单位：市容管理科；还有在用人员：赵明、冯岩/);
    assert.match(words, /城市管理和综合执法局/);
    assert.match(
      await wordsOf(await desk.admin.post(`/agencies/${traffic}/disable`, {})),
      /还有在用人员：蒋路/,
    );
    assert.equal(agencyById(desk.db, urban)?.active, 1);
  });

  test('a disabled agency leaves the pickers and comes back when enabled', async () => {
    const { section, housing } = desk.cast.agencies;
    assert.equal((await desk.admin.post(`/agencies/${section}/disable`, {})).status, 303);
    assert.ok(!parentOptions(desk.db, housing).some((option) => option.value === String(section)));
    assert.match(await wordsOf(await desk.admin.get('/agencies')), /市容管理科 已停用/);
    await desk.admin.post(`/agencies/${section}/enable`, {});
    assert.ok(parentOptions(desk.db, housing).some((option) => option.value === String(section)));
    assert.deepEqual(audited(desk.db), ['agency_changed 市容管理科', 'agency_changed 市容管理科']);
  });

  test('an agency stays disabled while the one above it is', async () => {
    const { section } = desk.cast.agencies;
    await desk.admin.post('/agencies/new', { ...FORM, name: '园林所', parent: String(section) });
    const id = idOf('园林所');
    await desk.admin.post(`/agencies/${id}/disable`, {});
    await desk.admin.post(`/agencies/${section}/disable`, {});
    const answer = await desk.admin.post(`/agencies/${id}/enable`, {});
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /上级单位“市容管理科”已停用/);
  });

  test('the list shows the tree with office phone, contact and people in service', async () => {
    const { traffic } = desk.cast.agencies;
    const form = {
      ...FORM,
      name: '交通运输局',
      short_name: '交通局',
      office_phone: '12328',
      contact_person: '刘敏',
    };
    await desk.admin.post(`/agencies/${traffic}`, form);
    const words = await wordsOf(await desk.admin.get('/agencies'));
    assert.match(words, /城市管理和综合执法局 城管局 部门 2 人/);
    assert.match(words, /└ 市容管理科 市容科 科室/);
    assert.match(words, /交通运输局 交通局 部门 12328 刘敏 1 人/);
  });

  test('the page of an agency lists its people with their roles and links to them', async () => {
    const { urban } = desk.cast.agencies;
    const page = await (await desk.admin.get(`/agencies/${urban}`)).text();
    assert.match(
      page,
      new RegExp(`href="/people/${desk.cast.agencyLeader.id}">冯岩</a> <span class="ui-muted">分管领导`),
    );
  });

  test('only administrators come in, and what does not exist is not found', async () => {
    for (const path of [
      '/agencies',
      '/agencies/new',
      '/agencies/import',
      '/agencies/export.csv',
      '/categories',
    ]) {
      assert.equal((await desk.dispatcher.get(path)).status, 403, path);
    }
    assert.equal((await desk.admin.get('/agencies/999')).status, 404);
    assert.equal((await desk.admin.get('/agencies/abc')).status, 404);
    assert.equal((await desk.admin.post('/agencies/999/disable', {})).status, 404);
  });

  test('Q-B5: an outside unit is marked on its form, with an address for letters', async () => {
    const form = { name: '省高速公路管理中心', kind: 'bureau', email: 'office@example.cn', external: '1' };
    const answer = await desk.admin.post('/agencies/new', form);
    const id = Number(/\d+$/.exec(answer.headers.get('location') ?? '')?.[0]);
    const stored = agencyById(desk.db, id);
    assert.deepEqual([stored?.external, stored?.email], [1, 'office@example.cn']);
    assert.match(await wordsOf(await desk.admin.get('/agencies')), /省高速公路管理中心.*外部单位，函件办理/);
    assert.match(await wordsOf(await desk.admin.get(`/agencies/${id}`)), /该单位没有系统账号/);
  });

  test('Q-B5: an agency with people in service, or a section, is no outside unit', async () => {
    const { urban, section } = desk.cast.agencies;
    const staffed = { name: '城市管理和综合执法局', kind: 'bureau', external: '1' };
    assert.match(
      await wordsOf(await desk.admin.post(`/agencies/${urban}`, staffed)),
      /还有在用人员：赵明、冯岩/,
    );
    const part = { name: '市容管理科', kind: 'section', parent: String(urban), external: '1' };
    assert.match(await wordsOf(await desk.admin.post(`/agencies/${section}`, part)), /科室不能作为外部单位/);
    assert.equal(agencyById(desk.db, urban)?.external, 0);
  });

  for (const [email, taken] of [
    ['office@example.cn', true],
    ['office@example', false],
    ['办公室', false],
  ] as const) {
    test(`an e-mail address ${email} is ${taken ? 'taken' : 'refused'}`, async () => {
      const answer = await desk.admin.post('/agencies/new', { name: '水利局', kind: 'bureau', email });
      assert.equal(answer.status, taken ? 303 : 422);
    });
  }

  test('Q-F1: the mobile of the post on duty is kept in digits and shown again; a landline is refused at its field', async () => {
    const form = { name: '水利局', kind: 'bureau', duty_mobile: '+86 139 0000-7001' };
    assert.equal((await desk.admin.post('/agencies/new', form)).status, 303);
    const id = idOf('水利局');
    assert.equal(agencyById(desk.db, id)?.duty_mobile, '13900007001');
    assert.match(await (await desk.admin.get(`/agencies/${id}`)).text(), /value="13900007001"/);
    const refused = await desk.admin.post(`/agencies/${id}`, { ...form, duty_mobile: '0731-82345678' });
    assert.match(await wordsOf(refused), /值班手机应为一个 11 位手机号码/);
    assert.equal(agencyById(desk.db, id)?.duty_mobile, '13900007001');
    assert.equal((await desk.admin.post(`/agencies/${id}`, { ...form, duty_mobile: '' })).status, 303);
    assert.equal(agencyById(desk.db, id)?.duty_mobile, '');
  });
});
