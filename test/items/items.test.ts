import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { all, first, q } from '../../src/db/query.ts';
import { activeItems, allItems, itemById, itemOptions } from '../../src/items/queries.ts';
import { audited, type Desk, openDesk, wordsOf } from '../agencies/desk.ts';
import { addCategories, addItem, stop } from './desk.ts';

describe('the catalogue of service items', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  const form = (wish: Record<string, string> = {}) => ({
    code: 'SZ-001',
    name: '路灯维修',
    agency: String(desk.cast.agencies.urban),
    fallback: String(desk.cast.agencies.housing),
    days: '',
    ...wish,
  });

  test('Q-B3: an item names its responsible unit, its fallback unit and its period', async () => {
    addCategories(desk.db);
    const category = first(
      desk.db,
      q.selectFrom('categories').select('id').where('name', '=', '路灯不亮'),
    )?.id;
    const answer = await desk.admin.post('/items/new', form({ days: '2', category: String(category) }));
    assert.equal(answer.status, 303);
    const [item] = allItems(desk.db);
    assert.deepEqual(
      [item?.code, item?.agency, item?.fallback, item?.category, item?.reply_days],
      ['SZ-001', '城管局', '住建局', '市政公用 / 路灯不亮', 2],
    );
  });

  test('an item is found by Chinese, pinyin, initials and code', () => {
    addItem(desk.db, desk.cast);
    const [option] = itemOptions(desk.db);
    assert.equal(option?.text, '路灯维修');
    for (const key of ['SZ-001', 'ludengweixiu', 'ldwx'])
      assert.ok(option?.keys?.split(' ').includes(key), key);
  });

  for (const typed of ['路灯', 'ldwx', 'ludeng', 'sz-0']) {
    test(`the list is searched by ${typed}`, async () => {
      addItem(desk.db, desk.cast);
      addItem(desk.db, desk.cast, { code: 'WY-001', name: '电梯故障' });
      const words = await wordsOf(await desk.admin.get(`/items?q=${encodeURIComponent(typed)}`));
      assert.match(words, /路灯维修/);
      assert.doesNotMatch(words, /电梯故障/);
    });
  }

  test('the list is narrowed to what names an agency, as responsible or as fallback', async () => {
    addItem(desk.db, desk.cast);
    addItem(desk.db, desk.cast, { code: 'B', name: '公交站亭', agency_id: desk.cast.agencies.traffic });
    addItem(desk.db, desk.cast, { code: 'C', name: '道路保洁', fallback_id: null });
    const words = await wordsOf(await desk.admin.get(`/items?agency=${desk.cast.agencies.housing}`));
    assert.match(words, /路灯维修.*公交站亭|公交站亭.*路灯维修/);
    assert.doesNotMatch(words, /道路保洁/);
  });

  test('a long catalogue comes page by page, each item once', async () => {
    for (let n = 1; n <= 51; n++)
      addItem(desk.db, desk.cast, { code: `N${String(n).padStart(3, '0')}`, name: `事项${n}` });
    const first = await (await desk.admin.get('/items')).text();
    const next = /href="(\/items\?[^"]*after=N050)"/.exec(first)?.[1];
    assert.ok(next);
    assert.doesNotMatch(first, />N051</);
    const second = await (await desk.admin.get(next.replaceAll('&amp;', '&'))).text();
    assert.match(second, />N051</);
    assert.doesNotMatch(second, />N050</);
  });

  test('two items cannot have one code, however it is written', async () => {
    addItem(desk.db, desk.cast);
    const answer = await desk.admin.post('/items/new', form({ code: 'ＳＺ－ 001', name: '另一项' }));
    assert.equal(answer.status, 422);
    assert.match(await wordsOf(answer), /编码 SZ-001 已用于“路灯维修”/);
    assert.equal(allItems(desk.db).length, 1);
  });

  for (const [days, taken] of [
    ['1', true],
    ['250', true],
    ['0', false],
    ['251', false],
    ['1.5', false],
  ] as const) {
    test(`a period of ${days} working days is ${taken ? 'taken' : 'refused'}`, async () => {
      const answer = await desk.admin.post('/items/new', form({ days }));
      assert.equal(answer.status, taken ? 303 : 422);
      if (!taken) assert.match(await wordsOf(answer), /办理工作日请填 1 至 250 的整数/);
    });
  }

  test('the fallback is another agency than the responsible one', async () => {
    const answer = await desk.admin.post('/items/new', form({ fallback: String(desk.cast.agencies.urban) }));
    assert.equal(answer.status, 422);
    assert.match(await wordsOf(answer), /兜底单位不能与责任单位相同/);
  });

  test('a section cannot be responsible: cases are not dispatched to it', async () => {
    const answer = await desk.admin.post('/items/new', form({ agency: String(desk.cast.agencies.section) }));
    assert.equal(answer.status, 422);
  });

  test('an item out of use is no longer offered and can come back', async () => {
    const id = addItem(desk.db, desk.cast);
    await desk.admin.post(`/items/${id}/disable`, {});
    assert.deepEqual(activeItems(desk.db), []);
    assert.doesNotMatch(await wordsOf(await desk.admin.get('/items')), /路灯维修/);
    assert.match(await wordsOf(await desk.admin.get('/items?state=stopped')), /路灯维修/);
    await desk.admin.post(`/items/${id}/enable`, {});
    assert.equal(itemById(desk.db, id)?.active, 1);
  });

  test('an item does not come back while its agency is out of use', async () => {
    const id = addItem(desk.db, desk.cast);
    await desk.admin.post(`/items/${id}/disable`, {});
    stop(desk.db, desk.cast.agencies.urban);
    const answer = await desk.admin.post(`/items/${id}/enable`, {});
    assert.equal(answer.status, 422);
    assert.match(await wordsOf(answer), /责任单位城管局已停用/);
  });

  test('an agency that an item in use names cannot be put out of use', async () => {
    const { traffic } = desk.cast.agencies;
    const id = addItem(desk.db, desk.cast, { agency_id: traffic, fallback_id: null });
    const free = () => {
      desk.db.prepare('UPDATE users SET active = 0 WHERE agency_id = ?').run(traffic);
      return desk.admin.post(`/agencies/${traffic}/disable`, {});
    };
    const refused = await free();
    assert.equal(refused.status, 422);
    assert.match(await wordsOf(refused), /还有在用的便民服务事项：路灯维修/);
    await desk.admin.post(`/items/${id}/disable`, {});
    assert.equal((await free()).status, 303);
  });

  test('who changed what in the catalogue is in the audit log, in words', async () => {
    const id = addItem(desk.db, desk.cast);
    await desk.admin.post(`/items/${id}`, form({ days: '2', agency: String(desk.cast.agencies.traffic) }));
    await desk.admin.post(`/items/${id}/disable`, {});
    assert.deepEqual(audited(desk.db), ['item_changed SZ-001 路灯维修', 'item_changed SZ-001 路灯维修']);
    const [line] = all(desk.db, q.selectFrom('audit_log').select('detail').orderBy('id'));
    const detail = JSON.parse(line?.detail ?? '{}') as Record<string, unknown>;
    assert.deepEqual(
      [detail.agency, detail.reply_days],
      [
        ['城管局', '交通局'],
        ['', '2'],
      ],
    );
  });
});
