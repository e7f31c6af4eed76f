import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeCsv, parseCsv, toCsv } from '../../src/web/csv.ts';

const rowsOf = (text: string) => parseCsv(text).rows.map(({ line, cells }) => [line, ...cells]);

test('tables saved by Excel in China, in UTF-8 and as Unicode text are all read', () => {
  const gbk = Uint8Array.from([0xb5, 0xa5, 0xce, 0xbb, 0x2c, 0xb5, 0xe7, 0xbb, 0xb0]);
  assert.deepEqual(decodeCsv(gbk), { text: '单位,电话', encoding: 'gb18030' });
  assert.deepEqual(decodeCsv(Buffer.from('单位,电话')), { text: '单位,电话', encoding: 'utf-8' });
  assert.deepEqual(decodeCsv(Buffer.from('\ufeff单位')), { text: '单位', encoding: 'utf-8' });
  assert.deepEqual(decodeCsv(Buffer.from('\ufeff单位\t电话', 'utf16le')), {
    text: '单位\t电话',
    encoding: 'utf-16le',
  });
  assert.equal(decodeCsv(Uint8Array.from([0xff, 0x80, 0xff])).encoding, 'gb18030');
});

test('a row is given by column name, by position and with its line', () => {
  const { header, rows, problems } = parseCsv('单位, 电话 \r\n住建局,0731-82345678\r\n');
  assert.deepEqual(header, ['单位', '电话']);
  assert.deepEqual(rows, [
    { line: 2, cells: ['住建局', '0731-82345678'], values: { 单位: '住建局', 电话: '0731-82345678' } },
  ]);
  assert.deepEqual(problems, []);
});

test('comma, semicolon and tab are all understood', () => {
  for (const mark of [',', ';', '\t']) {
    assert.deepEqual(rowsOf(`甲${mark}乙\n1${mark}"2${mark}3"`), [[2, '1', `2${mark}3`]]);
  }
  assert.deepEqual(rowsOf('sep=;\n甲;乙\n1;2'), [[3, '1', '2']]);
  assert.deepEqual(rowsOf('只有一列\n一'), [[2, '一']]);
});

test('blank lines are passed over and the lines still counted', () => {
  assert.deepEqual(rowsOf('\n\n甲,乙\n\n1,2\n,\n  \n3,4\n\n'), [
    [5, '1', '2'],
    [8, '3', '4'],
  ]);
  assert.deepEqual(rowsOf('甲,乙\n"a\nb",2\n3,4'), [
    [2, 'a\nb', '2'],
    [4, '3', '4'],
  ]);
});

test('rows that are too short or too long are read and reported', () => {
  const { rows, problems } = parseCsv('甲,乙\n1\n1,2,3\n1,2,\n');
  assert.deepEqual(
    rows.map(({ cells }) => cells),
    [
      ['1', ''],
      ['1', '2'],
      ['1', '2'],
    ],
  );
  assert.deepEqual(problems, [
    { line: 2, message: '第 2 行只有 1 列，表头有 2 列，缺少的按空白读取' },
    { line: 3, message: '第 3 行有 3 列，表头只有 2 列，多出的内容未读取：3' },
  ]);
});

test('a quotation mark that is never closed does not lose the rest', () => {
  const { rows, problems } = parseCsv('甲,乙\n"1,2\n3,4');
  assert.deepEqual(
    rows.map(({ cells }) => cells),
    [
      ['"1', '2'],
      ['3', '4'],
    ],
  );
  assert.match(problems[0]?.message ?? '', /引号没有成对/);
});

test('quotation marks inside a text are kept', () => {
  assert.deepEqual(rowsOf('甲,乙\n他说"好",2\n"他说""好""",2'), [
    [2, '他说"好"', '2'],
    [3, '他说"好"', '2'],
  ]);
});

test('a column named twice is reported and the first one counts', () => {
  const { rows, problems } = parseCsv('电话,电话\n1,2');
  assert.equal(rows[0]?.values.电话, '1');
  assert.deepEqual(problems, [{ line: 1, message: '表头“电话”出现多次，只读取第一列' }]);
});

test('an empty file says so', () => {
  assert.deepEqual(parseCsv(' \n').problems, [{ line: 1, message: '文件中没有内容' }]);
});

test('numbers that another system protected for Excel are read plainly', () => {
  assert.deepEqual(rowsOf('甲,乙\n="0731",\'-1'), [[2, '0731', '-1']]);
});

test('a table opens in Excel with its Chinese, and text is never run as a formula', () => {
  assert.equal(
    toCsv([
      ['单位', '件数'],
      ['住建局', -3],
    ]),
    '\ufeff单位,件数\r\n住建局,-3\r\n',
  );
  assert.equal(toCsv([['=1+1', '+86', '-', '@a', ' =1', null]]), `\ufeff'=1+1,'+86,'-,'@a,' =1,\r\n`);
  assert.equal(toCsv([['a"b', 'c,d', 'e\nf']]), '\ufeff"a""b","c,d","e\nf"\r\n');
});

test('what was written is read back', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'甲=+-@"\',;\t\n a1') }).map((text) => text.trim());
  const plain = cell.filter((text) => !/^'\s*[=+\-@]|^="/.test(text));
  const table = fc.array(fc.tuple(plain, plain, plain), { maxLength: 6 });
  fc.assert(
    fc.property(table, (rows) => {
      const read = parseCsv(toCsv([['甲', '乙', '丙'], ...rows]));
      const expected = rows.filter((row) => row.some((text) => text !== ''));
      assert.deepEqual(
        read.rows.map(({ cells }) => cells),
        expected,
      );
      assert.deepEqual(read.problems, []);
    }),
    { numRuns: 300 },
  );
});

test('nothing pasted breaks the reading', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      parseCsv(decodeCsv(bytes).text);
    }),
  );
});
