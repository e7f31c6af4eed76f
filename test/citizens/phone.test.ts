import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskName } from '../../src/citizens/mask.ts';
import { formatPhone, maskPhone, normalisePhone } from '../../src/citizens/phone.ts';

const short = (typed: string, home?: string) => {
  const phone = normalisePhone(typed, home);
  return phone && [phone.kind, phone.number, phone.extension, phone.note];
};

test('one mobile gives one number, however it was pasted', () => {
  const ways = [
    '13812345678',
    ' 138 1234 5678 ',
    '138-1234-5678',
    '+86 138 1234 5678',
    '+8613812345678',
    '0086-13812345678',
    '(+86)13812345678',
    '8613812345678',
    '86 13812345678',
    '013812345678',
    '+86 013812345678',
    '１３８１２３４５６７８',
    '＋８６　１３８１２３４５６７８',
    '\u202d13812345678\u202c',
    '手机：13812345678（李女士）',
    '138—1234—5678',
    '138.1234.5678',
  ];
  for (const way of ways) assert.deepEqual(short(way), ['mobile', '13812345678', null, null], way);
});

test('one landline gives one number, with and without country and area code', () => {
  const ways = [
    '0731-82345678',
    '0731 8234 5678',
    '0731-8234-5678',
    '(0731)82345678',
    '（0731）82345678',
    '+86-731-82345678',
    '+86 0731 82345678',
    '0086 731 8234 5678',
    '86-731-82345678',
    '82345678',
    '8234-5678',
  ];
  for (const way of ways) assert.deepEqual(short(way, '0731'), ['landline', '073182345678', null, null], way);
  assert.deepEqual(short('010-62345678'), ['landline', '01062345678', null, null]);
  assert.deepEqual(short('+86 10 62345678'), ['landline', '01062345678', null, null]);
  assert.deepEqual(short('0744-8234567'), ['landline', '07448234567', null, null]);
});

test('extensions are kept beside the number', () => {
  const ways = [
    '0731-82345678-8001',
    '0731-82345678转8001',
    '0731-82345678 转 8001',
    '0731-82345678转分机8001',
    '82345678－8001',
    '0731-82345678 ext. 8001',
    '0731-82345678#8001',
    '+86 731 82345678-8001',
  ];
  for (const way of ways)
    assert.deepEqual(short(way, '0731'), ['landline', '073182345678', '8001', null], way);
  assert.deepEqual(short('0744-8234567-1'), ['landline', '07448234567', '1', null]);
  assert.deepEqual(short('400-123-4567转2'), ['service', '4001234567', '2', null]);
  assert.deepEqual(short('400-123-4567-2'), ['service', '4001234567', '2', null]);
  assert.deepEqual(short('95588转9'), ['service', '95588', '9', null]);
});

test('service numbers are known as such', () => {
  for (const number of [
    '110',
    '119',
    '12345',
    '12333',
    '10086',
    '95588',
    '96119',
    '95105105',
    '116114',
    '106912345678',
  ]) {
    assert.deepEqual(short(number), ['service', number, null, null]);
  }
  assert.deepEqual(short('400-123-4567'), ['service', '4001234567', null, null]);
  assert.deepEqual(short('800 1234567'), ['service', '8001234567', null, null]);
  assert.deepEqual(short('010-12345', '0731'), ['service', '01012345', null, null]);
  assert.deepEqual(short('0731-12345', '0731'), ['service', '12345', null, null]);
});

test('foreign numbers keep their country code', () => {
  const expected = ['unknown', '+85223456789', null, '境外号码'];
  assert.deepEqual(short('+852 2345 6789'), expected);
  assert.deepEqual(short('00852-2345-6789'), expected);
});

test('a local number without a known area code is kept, with a hint', () => {
  assert.deepEqual(short('8234567'), ['landline', '8234567', null, '未带区号，请核对']);
  assert.deepEqual(short('8234567', ''), ['landline', '8234567', null, '未带区号，请核对']);
  assert.deepEqual(short('8234567', '010'), ['landline', '8234567', null, '未带区号，请核对']);
});

test('an odd number is kept with a hint, never refused', () => {
  assert.deepEqual(short('138 1234 567'), ['unknown', '1381234567', null, '号码位数不符，请核对']);
  assert.deepEqual(short('138123456789'), ['unknown', '138123456789', null, '号码位数不符，请核对']);
  assert.deepEqual(short('13812O45678'), ['unknown', '13812O45678', null, '号码含有字母，请核对']);
  assert.deepEqual(short('7'), ['unknown', '7', null, '号码位数不符，请核对']);
});

test('of two numbers in one field the first serves and the other is named', () => {
  const note = '含多个号码，已取第一个，另有 0731-82345678';
  for (const way of [
    '13812345678/0731-82345678',
    '13812345678、0731-82345678',
    '13812345678 0731-82345678',
  ]) {
    assert.deepEqual(short(way), ['mobile', '13812345678', null, note], way);
  }
});

test('nothing typed is no number', () => {
  for (const way of ['', '   ', '不详', '\u200b', '--']) assert.equal(normalisePhone(way), null);
});

test('whatever is pasted, reading the result again gives the same number', () => {
  const pasted = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0123456789-+ ()转x#８O/、') }),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(pasted, fc.constantFrom(undefined, '0731', '010'), (typed, home) => {
      const phone = normalisePhone(typed, home);
      if (phone === null) return;
      assert.match(phone.number, /^\+?[\dA-Za-z]+$/);
      const again = normalisePhone(phone.number, home);
      assert.equal(again?.number, phone.number);
      assert.ok(maskPhone(phone.number).length > 0);
    }),
    { numRuns: 500 },
  );
});

test('masked numbers show where from and the end only', () => {
  assert.equal(maskPhone('13812345678'), '138****5678');
  assert.equal(maskPhone('07318234567'), '0731-****567');
  assert.equal(maskPhone('01062345678'), '010-****5678');
  assert.equal(maskPhone('+85223456789'), '****6789');
  assert.equal(maskPhone('8234567'), '****567');
  assert.equal(maskPhone('12'), '****');
  assert.equal(maskPhone('12345'), '12345');
});

test('numbers are grouped for reading', () => {
  assert.equal(formatPhone('13812345678', null), '138 1234 5678');
  assert.equal(formatPhone('073182345678', '8001'), '0731-82345678 转 8001');
  assert.equal(formatPhone('4001234567', null), '400-123-4567');
  assert.equal(formatPhone('12345', null), '12345');
  assert.equal(formatPhone('1381234567', null), '1381234567');
});

test('masked names show the surname only', () => {
  assert.equal(maskName('张三丰'), '张**');
  assert.equal(maskName('张三'), '张*');
  assert.equal(maskName('欧阳修'), '欧阳*');
  assert.equal(maskName('张先生'), '张先生');
  assert.equal(maskName('𠮷田'), '𠮷*');
  assert.equal(maskName(''), '');
});
