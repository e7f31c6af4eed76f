import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Entered, identityIn } from '../../src/rules/identity-in-text.ts';

const NOBODY: Entered = { name: '', phone: '', phone_typed: '', address: '' };
const found = (entered: Partial<Entered>, text: string) => identityIn({ ...NOBODY, ...entered }, text);

describe('Q-A7: the name in a text', () => {
  for (const [name, text, stands] of [
    ['王芳', '王芳反映路灯不亮。', true],
    ['王芳', '来电人王 芳反映路灯不亮。', true],
    ['王芳', '王女士反映路灯不亮。', false],
    ['王芳女士', '王芳反映路灯不亮。', true],
    ['王芳老师', '王芳反映路灯不亮。', true],
    ['何先生', '何先生说如何是好。', false],
    ['欧阳先生', '欧阳家门口路灯不亮。', true],
    ['欧', '欧阳家门口路灯不亮。', false],
    ['王芳（女儿）', '王芳反映路灯不亮。', true],
    ['王芳（女儿）', '女儿上学路上路灯不亮。', false],
    ['阿依·古丽', '阿依古丽反映路灯不亮。', true],
    ['Li Ming', 'LI MING反映路灯不亮。', true],
    ['Li', 'little', false],
    ['Li-Ming', 'Li-Ming反映路灯不亮。', true],
    ['匿名', '匿名举报无证经营。', false],
    ['市民', '市民出行不便。', false],
    ['', '路灯不亮。', false],
    ['a+b', 'aab', false],
  ] as const) {
    it(`“${name}” ${stands ? 'stands' : 'does not stand'} in “${text}”`, () => {
      assert.deepEqual(found({ name }, text), stands ? ['姓名'] : []);
    });
  }
});

describe('Q-A7: the number in a text', () => {
  const mobile = { phone: '13900001234', phone_typed: '139 0000 1234' };
  const landline = { phone: '073182345678', phone_typed: '0731-82345678-8001' };
  for (const [entered, text, stands] of [
    [mobile, '请回电13900001234。', true],
    [mobile, '请回电139 0000 1234。', true],
    [mobile, '请回电139-0000-1234。', true],
    [mobile, '请回电+86 139 0000 1234。', true],
    [mobile, '请回电１３９００００１２３４。', true],
    [mobile, '请回电13900001235。', false],
    [mobile, '尾号1234。', false],
    [{ phone: '+8613900001234', phone_typed: '' }, '请回电13900001234。', true],
    [landline, '请回电0731-82345678。', true],
    [landline, '请回电8234 5678。', true],
    [landline, '请回电82345678-8001。', true],
    [landline, '编号 982345678。', false],
    [landline, '分机8001。', false],
    [{ phone: '', phone_typed: '转8001' }, '分机8001。', false],
    [{ phone: '13900001234', phone_typed: '13900001234/13900005678' }, '请回电13900005678。', true],
    [{ phone: '1234567', phone_typed: '' }, '回电1234567。', true],
    [{ phone: '123456', phone_typed: '' }, '回电123456。', false],
    [{ phone: '', phone_typed: '' }, '请回电13900001234。', false],
  ] as const) {
    it(`${entered.phone} (${entered.phone_typed}) ${stands ? 'stands' : 'does not stand'} in “${text}”`, () => {
      assert.deepEqual(found(entered, text), stands ? ['电话'] : []);
    });
  }
});

describe('Q-A7: the address in a text', () => {
  for (const [address, text, stands] of [
    ['金丝雀巷77号', '金丝雀巷77号门口路灯不亮。', true],
    ['金丝雀巷 77 号', '金丝雀巷７７号门口路灯不亮。', true],
    ['金丝雀巷77号', '金丝雀巷路灯不亮。', false],
    ['雀巷7号', '雀巷7号门口。', true],
    ['雀巷口', '雀巷口路灯不亮。', false],
    ['3-2-101', '3-2-101楼道灯不亮。', true],
    ['清源小区3栋', '清源小区3栋电梯停运。', false],
    ['清源小区', '清源小区停水。', false],
  ] as const) {
    it(`“${address}” ${stands ? 'stands' : 'does not stand'} in “${text}”`, () => {
      assert.deepEqual(found({ address }, text), stands ? ['住址'] : []);
    });
  }
});

it('all that stands in a text is named, in one order', () => {
  const entered = { name: '王芳', phone: '13900001234', phone_typed: '', address: '金丝雀巷77号' };
  assert.deepEqual(found(entered, '住金丝雀巷77号，电话13900001234，姓名王芳'), ['姓名', '电话', '住址']);
});
