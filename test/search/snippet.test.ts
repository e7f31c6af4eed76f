import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { highlight } from '../../src/search/snippet.ts';

const shown = (text: string, typed: string, length?: number) =>
  highlight(text, typed, length)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

test('the typed words are marked in the excerpt', () => {
  assert.equal(shown('三栋昨晚停电，物业说停电检修', '停电'), '三栋昨晚[停电]，物业说[停电]检修');
  assert.equal(shown('三栋昨晚停电，物业检修', '物业 停电'), '三栋昨晚[停电]，[物业]检修');
  assert.equal(shown('ＷＩＦＩ信号差', 'wifi'), '[ＷＩＦＩ]信号差');
  assert.equal(shown('气温38℃以上', '38℃'), '气温[38℃]以上');
  assert.equal(shown('户主𠮷田', '𠮷'), '户主[𠮷]田');
});

test('words parted by other punctuation than typed are marked each', () => {
  assert.equal(shown('停电。小区', '停电,小区'), '[停电]。[小区]');
});

test('a number is not marked inside another number', () => {
  assert.equal(shown('13栋和3栋', '3'), '13栋和[3]栋');
});

test('a long text is cut to about sixty characters around the first hit', () => {
  const text = `${'前'.repeat(200)}停电${'后'.repeat(200)}`;
  assert.equal(shown(text, '停电'), `…${'前'.repeat(15)}[停电]${'后'.repeat(43)}…`);
  assert.equal(shown('前'.repeat(100), '没有', 10), `${'前'.repeat(10)}…`);
  assert.equal(shown(`${'前'.repeat(100)}停电`, '停电', 10), `…${'前'.repeat(8)}[停电]`);
});

test('line breaks and rows of blanks become one blank', () => {
  assert.equal(shown(' 一\r\n\n  二 ', '二'), '一 [二]');
});

test('no excerpt cuts a rare character in two, whatever the text', () => {
  const text = fc.string({ unit: fc.constantFrom(...'停电𠮷𣲗 a3，\n'), maxLength: 60 });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 4, max: 20 }), (body, typed, length) => {
      const pieces = highlight(body, typed, length);
      const whole = pieces.map((piece) => piece.text).join('');
      assert.ok(whole.isWellFormed());
      assert.ok(body.replace(/\s+/g, ' ').includes(whole.replace(/^…|…$/g, '')));
    }),
    { numRuns: 300 },
  );
});
