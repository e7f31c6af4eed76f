import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exactTime } from '../../src/calendar/words.ts';
import { readWhen } from '../../src/import/when.ts';

const shown = (cell: string) => {
  const at = readWhen(cell);
  return typeof at === 'number' ? exactTime(at) : at;
};

test('dates are read as other systems and spreadsheets write them', () => {
  const afternoon = '2019-04-24 16:03';
  for (const cell of [
    '2019-04-24 16:03:40',
    '2019/4/24 16:03:40',
    '2019/4/24 16:03',
    '2019.4.24 16:03',
    '2019-04-24T16:03:40.123',
    '2019-04-24T08:03:40Z',
    '2019-04-24T08:03:40+00:00',
    '2019-04-24 16:03:40+08:00',
    '2019年4月24日 16时03分40秒',
    '2019年04月24日16:03',
    '2019/4/24 下午 4:03:40',
    '2019/4/24 4:03:40 PM',
    '2019/4/24 星期三 16:03:40',
    '20190424160340',
    '201904241603',
    ' 2019－04－24　16：03：40 ',
    '43579.6692129630',
  ]) {
    assert.equal(shown(cell), afternoon, cell);
  }
});

test('a day alone means its beginning', () => {
  for (const cell of ['2019-04-24', '2019/4/24', '2019年4月24日', '20190424', '43579']) {
    assert.equal(shown(cell), '2019-04-24 00:00', cell);
  }
});

test('seconds are kept', () => {
  assert.equal((readWhen('2019-04-24 16:03:41') ?? 0) - (readWhen('2019-04-24 16:03:40') ?? 0), 1000);
});

test('noon and midnight of the twelve-hour clock are told apart', () => {
  assert.equal(shown('2019/4/24 上午 12:05'), '2019-04-24 00:05');
  assert.equal(shown('2019/4/24 下午 12:05'), '2019-04-24 12:05');
  assert.equal(shown('2019/4/24 中午 12:05'), '2019-04-24 12:05');
});

test('what is no date is not guessed', () => {
  for (const cell of [
    '昨天',
    '2019-02-30',
    '2019-13-01',
    '4/24/2019',
    '19-4-24',
    '2019-04-24 25:00',
    '2019-04-241',
    '1900-01-01',
    '123',
    '2019-04-24 abc',
  ]) {
    assert.equal(readWhen(cell), undefined, cell);
  }
});

test('the ways other systems write nothing are nothing', () => {
  for (const cell of ['', '  ', 'NULL', '无', '-', '——', '0000-00-00 00:00:00'])
    assert.equal(readWhen(cell), null, cell);
});
