import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, matchRank, searchKeys } from '../../src/search/pinyin.ts';

const found = (name: string, typed: string) => matches(searchKeys(name), name, typed);
const rank = (name: string, typed: string) => matchRank(searchKeys(name), name, typed);

test('keys hold the whole pinyin, the initials and the syllables', () => {
  assert.equal(searchKeys('住建局'), 'zhujianju zjj zhu-jian-ju');
  assert.equal(searchKeys('A3区（东）'), 'a3qudong a3qd a-3-qu/ou-dong');
  assert.equal(searchKeys('绿化科'), 'lvhuake lhk lv-hua-ke');
});

test('names are read as people read them', () => {
  const readings = {
    重庆市: 'chongqing',
    长沙县: 'changsha',
    行政审批局: 'xingzheng',
    中国银行: 'yinhang',
    会计局: 'kuaiji',
    市长热线: 'shizhang',
    调度中心: 'diaodu',
    地税局: 'dishui',
  };
  for (const [name, typed] of Object.entries(readings)) assert.ok(found(name, typed), name);
});

test('a name is found by Chinese, pinyin, initials or a mixture, from any character on', () => {
  for (const typed of [
    '住建',
    '建局',
    'zhujianju',
    'zhujian',
    'jianju',
    'zjj',
    'ZJJ',
    'zhujj',
    'zjju',
    'zh',
    "zhu'jian",
    'ｚｊｊ',
  ]) {
    assert.ok(found('住建局', typed), typed);
  }
  for (const typed of ['公安', 'gongan', 'jjz', 'uj', 'zhujianjux'])
    assert.ok(!found('住建局', typed), typed);
});

test('a second reading of a character also leads to the name', () => {
  assert.ok(found('长丰路社区', 'zhangfeng'));
  assert.ok(found('单县', 'shanxian'));
});

test('the short name of an office leads to its long one', () => {
  assert.ok(found('住房和城乡建设局', 'zjj'));
  assert.ok(found('城市管理和综合执法局', '城管局'));
  assert.ok(!found('城市管理和综合执法局', 'zg'));
});

test('half a syllable in the middle is not taken for pinyin', () => {
  assert.ok(!found('知识产权申报', 'shebao'));
  assert.ok(found('知识产权申报', 'shenb'));
});

test('the closer match ranks higher', () => {
  const ranks = [
    rank('城管局', '城管'),
    rank('县城管局', '城管'),
    rank('城管局', 'cg'),
    rank('县城管局', 'cg'),
    rank('城市管理局', '城管局'),
    rank('公安局', 'cg'),
  ];
  assert.deepEqual(ranks, [5, 4, 3, 2, 1, 0]);
});

test('nothing typed yet offers every name', () => {
  assert.ok(found('住建局', ' '));
});

test('an odd name or input does no harm', () => {
  assert.equal(searchKeys(''), '');
  assert.ok(found('𠮷田-社区/A 座', '𠮷田'));
  assert.ok(!found('', 'a'));
  assert.ok(found('啊'.repeat(60), 'a'.repeat(1000)));
  assert.ok(!found('啊'.repeat(60), `${'a'.repeat(20)}b`));
});
