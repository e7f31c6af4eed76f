import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexText, matchQuery } from '../../src/search/bigrams.ts';
import { normaliseText, splitRuns } from '../../src/search/runs.ts';
import { searchable } from './index-for-test.ts';

const SENTENCES = [
  '松雅湖小区三栋昨晚停电，物业说是供电局检修，至今未来电。',
  '请问办理居住证需要哪些材料？是否可以网上办理？',
  '位于A3区东风路与K12公交终点站之间的路灯不亮，晚上很黑。',
  '楼下烧烤店夜间噪音扰民，油烟很大，已多次投诉（编号20240318-0007）。',
  '户主姓名𠮷田𣲗，证件上显示为“？”，窗口无法受理。',
  '５Ｇ基站辐射超标，要求检测；ＷＩＦＩ信号也差。',
  '自来水浑浊发黄，水压只有0.1MPa，热水器打不着火。',
];

test('a run of Chinese becomes its pairs and its last character, other words stay whole', () => {
  assert.equal(indexText('供水A3区'), '供水 水 a3 区');
  assert.equal(indexText('停电，小区'), '停电 电 小区 区');
  assert.equal(indexText('５Ｇ基站 Wi-Fi'), '5g 基站 站 wi fi');
  assert.equal(indexText('𠮷田𣲗'), '𠮷田 田𣲗 𣲗');
  assert.equal(indexText('！？ 😀'), '');
});

test('a typed word is a phrase, several are all wanted, one character is a beginning', () => {
  assert.equal(matchQuery('噪音扰民'), '"噪音 音扰 扰民"');
  assert.equal(matchQuery('小区　停电'), '"小区" AND "停电"');
  assert.equal(matchQuery('电'), '"电" *');
  assert.equal(matchQuery('停电，小区'), '"停电 电 小区"');
  assert.equal(matchQuery('k12 路灯'), '"k12" AND "路灯"');
  assert.equal(matchQuery('路灯 K1'), '"路灯" AND "k1" *');
});

test('nothing that can be searched is no query', () => {
  for (const typed of ['', '  ', '"', '！？', '😀', '\0', '-*()']) assert.equal(matchQuery(typed), null);
});

test('every fragment of a text finds it', () => {
  const { find } = searchable(SENTENCES);
  for (const [at, sentence] of SENTENCES.entries()) {
    for (const fragment of fragments(sentence)) {
      assert.ok(find(fragment).includes(at + 1), `${fragment} | ${sentence}`);
    }
  }
});

/** Every stretch that does not begin inside a word of letters or digits, which are indexed whole. */
function* fragments(sentence: string): Iterable<string> {
  const chars = Array.from(sentence);
  for (let from = 0; from < chars.length; from++) {
    if (/^[a-z0-9]{2}$/.test(normaliseText(`${chars[from - 1] ?? ''}${chars[from]}`))) continue;
    for (let to = from + 1; to <= chars.length; to++) {
      const fragment = chars.slice(from, to).join('');
      if (splitRuns(normaliseText(fragment)).length > 0) yield fragment;
    }
  }
}

test('fragments of any text of Chinese, letters, digits and punctuation find it', () => {
  const text = fc.string({
    unit: fc.constantFrom(...'停电小区水路𠮷々A3b，。（ －Ａ７ーア！'),
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      const { db, find } = searchable(texts);
      for (const [at, whole] of texts.entries()) {
        for (const fragment of fragments(whole))
          assert.ok(find(fragment).includes(at + 1), `${fragment} | ${whole}`);
      }
      db.close();
    }),
    { numRuns: 60 },
  );
});

test('what does not stand in a text does not find it', () => {
  const { find } = searchable(SENTENCES);
  const absent = fc.string({
    unit: fc.constantFrom(...SENTENCES.join('').replace(/[^\p{sc=Han}]/gu, '')),
    minLength: 2,
    maxLength: 5,
  });
  fc.assert(
    fc.property(absent, (fragment) => {
      const expected = SENTENCES.flatMap((sentence, at) => (sentence.includes(fragment) ? [at + 1] : []));
      assert.deepEqual(find(fragment), expected);
    }),
    { numRuns: 400 },
  );
});

test('characters that only meet across punctuation are not a word', () => {
  const { find } = searchable(['停电，小区', '停电小区']);
  assert.deepEqual(find('电小'), [2]);
});

test('separate words may stand anywhere and in any order', () => {
  const { find } = searchable(SENTENCES);
  assert.deepEqual(find('供电局 松雅湖'), [1]);
  assert.deepEqual(find('供电局 烧烤店'), []);
});

test('full-width and capital letters are the same as plain ones', () => {
  const { find } = searchable(SENTENCES);
  assert.deepEqual(find('5g'), [6]);
  assert.deepEqual(find('wifi信号'), [6]);
  assert.deepEqual(find('ａ３区'), [3]);
});

test('letters and digits are whole words, the last may be unfinished', () => {
  const { find } = searchable(['K12路', 'K1路', 'K120路']);
  assert.deepEqual(find('k12'), [1, 3]);
  assert.deepEqual(find('k12路'), [1]);
  assert.deepEqual(find('k1 路'), [2]);
  assert.deepEqual(find('12'), []);
});

test('a case number finds its case, whole or begun', () => {
  const { find } = searchable(SENTENCES);
  for (const typed of ['20240318-0007', '20240318-00', '20240318']) assert.deepEqual(find(typed), [4], typed);
});

test('nothing typed breaks the search', () => {
  const { newest } = searchable(SENTENCES);
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'停电 "\'*()-+:^{}AND OR NOT NEAR,0;\\\0') }),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const match = matchQuery(text);
      if (match !== null) newest(match, 10);
    }),
    { numRuns: 300 },
  );
});

test('a whole letter pasted into the search box still finds its case', () => {
  const letter = SENTENCES.join('').repeat(20);
  const { find } = searchable([letter, 'x']);
  assert.deepEqual(find(letter), [1]);
});
