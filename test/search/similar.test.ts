import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSimilar, similarity, similarQueries } from '../../src/search/similar.ts';
import { searchable } from './index-for-test.ts';

const CASES = [
  '松雅湖小区三栋昨晚停电，物业说是检修，至今没有来电，希望尽快解决。',
  '我是松雅湖小区的业主，三栋从昨天晚上开始停电，打物业电话没人接。',
  '请问办理居住证需要哪些材料？',
  '望江路烧烤店夜间噪音扰民，油烟很大，希望有关部门尽快解决。',
  '望江路口红绿灯不亮，希望有关部门尽快解决。',
  '反映丽景花园搅拌站粉尘污染，请求搬迁。',
];

const lookUp = (texts: readonly string[]) => {
  const { newest } = searchable(texts);
  return { newest, textOf: (id: number) => texts[id - 1] ?? null };
};

test('earlier cases of the same matter are found while typing, the most alike first', () => {
  const found = findSimilar('松雅湖小区停电了，三栋没有电', lookUp(CASES));
  assert.deepEqual(found.map(({ id }) => id).toSorted(), [1, 2]);
  assert.ok(found.every(({ score }) => score > 0.15 && score <= 1));
});

test('phrases that every request contains make no similar case', () => {
  assert.deepEqual(findSimilar('希望有关部门尽快解决这个问题，谢谢', lookUp(CASES)), []);
});

test('a case that the person may not see is not named', () => {
  const { newest } = lookUp(CASES);
  assert.deepEqual(findSimilar('松雅湖小区停电', { newest, textOf: () => null }), []);
});

test('a telling phrase leads to the right case among many that share common ones', () => {
  const many = Array.from({ length: 500 }, (_, at) => `第${at}号小区自来水停水，请求恢复供水。`);
  const found = findSimilar('丽景花园搅拌站停水，请求恢复供水', lookUp([...CASES, ...many]), 500);
  assert.ok(found.some(({ id }) => id === 6));
});

test('a text of any length asks a bounded number of short phrases', () => {
  const queries = similarQueries(CASES.join('').repeat(50));
  assert.equal(queries.length, 12);
  for (const query of queries) assert.match(query, /^"\S\S \S\S"$/);
  assert.deepEqual(similarQueries('的 a 12'), []);
});

test('likeness runs from nothing to the same', () => {
  const [first = '', second = '', third = ''] = CASES;
  assert.equal(similarity(first, first), 1);
  assert.ok(similarity(first, second) > similarity(first, third));
  assert.equal(similarity(first, ''), 0);
});
