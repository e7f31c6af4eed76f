import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { all, q, run } from '../../src/db/query.ts';
import { policyAt } from '../../src/policy/policy.ts';
import { presets } from '../../src/presets/index.ts';
import type { CategoryNode } from '../../src/presets/types.ts';
import { matches } from '../../src/search/pinyin.ts';
import { installPreset } from '../../src/setup/install.ts';
import { treeOptions } from '../../src/trees/queries.ts';
import { writeTree } from '../../src/trees/write.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('setup install', () => {
  let house: TestWorld;
  const hotline = { name: '青山县热线', number: '12345', areaCode: '0731' };

  beforeEach(() => {
    house = newWorld();
  });
  afterEach(() => house.close());

  function count(nodes: readonly CategoryNode[]): number {
    return nodes.reduce((sum, [, children = []]) => sum + 1 + count(children), 0);
  }

  for (const preset of presets) {
    test(`${preset.name}: policy in force since ever, both trees, phrases with the hotline's own name`, () => {
      const { db, now } = house.world;
      installPreset(db, preset, { hotline }, null, now());
      for (const at of [0, Date.parse('2019-05-01'), now()]) {
        const policy = policyAt(db, at);
        assert.deepEqual(policy.hotline, hotline);
        assert.deepEqual(policy.kinds, preset.kinds);
        assert.deepEqual(policy.limits, preset.limits);
        assert.equal(policy.caseNumber, 'YYYYMMDD-NNNN');
      }
      assert.equal(treeOptions(db, 'categories').length, count(preset.categories));
      assert.equal(treeOptions(db, 'areas').length, count(preset.areas));
      const phrases = policyAt(db, now())
        .phrases.map((phrase) => phrase.text)
        .join();
      assert.match(phrases, /您好，青山县热线/);
      assert.ok(!phrases.includes('清源'), 'the example name is gone');
    });
  }

  test('a second preset is refused and changes nothing', () => {
    const [one, two] = presets;
    if (!one || !two) throw new Error('no presets');
    const { db } = house.world;
    installPreset(db, one, { hotline }, null, 0);
    assert.throws(() => installPreset(db, two, { hotline }, null, 0), /不能重复选择/);
    assert.deepEqual(policyAt(db, 0).kinds, one.kinds);
  });

  const tree: readonly CategoryNode[] = [['城乡建设', [['物业管理', [['电梯故障']]], ['供水']]]];

  test('a tree is written with paths, levels and what pickers find its nodes by', () => {
    const { db } = house.world;
    assert.equal(writeTree(db, 'categories', tree), 4);
    const rows = all(db, q.selectFrom('categories').selectAll().orderBy('id'));
    assert.deepEqual(
      rows.map((row) => [row.level, row.path]),
      [
        [1, '城乡建设'],
        [2, '城乡建设 / 物业管理'],
        [3, '城乡建设 / 物业管理 / 电梯故障'],
        [2, '城乡建设 / 供水'],
      ],
    );
    const lift = rows[2];
    assert.ok(lift && matches(lift.search_keys, lift.name, 'dtgz'));
  });

  test('writing a tree again adds only what is missing and brings back what was out of use', () => {
    const { db } = house.world;
    writeTree(db, 'areas', tree);
    run(db, q.updateTable('areas').set({ active: 0 }).where('name', '=', '供水'));
    assert.equal(writeTree(db, 'areas', [...tree, ['交通出行']]), 1);
    assert.equal(treeOptions(db, 'areas').length, 5);
  });

  test('a tree deeper than three levels is refused whole', () => {
    const { db } = house.world;
    assert.throws(() => writeTree(db, 'areas', [['一', [['二', [['三', [['四']]]]]]]]), RangeError);
    assert.equal(treeOptions(db, 'areas').length, 0);
  });
});
