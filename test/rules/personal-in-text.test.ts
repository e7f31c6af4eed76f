import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutPersonal } from '../../src/rules/personal-in-text.ts';

const CITIZEN = { name: '王芳', phone: '13900001234', phone_typed: '139 0000 1234', address: '望江路3号' };
const masked = (text: string, offices: string[] = []) => withoutPersonal([CITIZEN], text, new Set(offices));

describe('C-M1: what is personal in a text of an old case', () => {
  for (const [what, text, left] of [
    ['the name taken down', '王芳反映路灯不亮。', '■■■反映路灯不亮。'],
    ['a name that is introduced', '您好，我叫李建国，家住城南。', '您好，我叫■■■，家住城南。'],
    ['a name after its label', '联系人：赵梅 邮编', '联系人：■■■ 邮编'],
    ['the number taken down', '请回电139-0000-1234。', '请回电■■■。'],
    ['another mobile number', '或拨13812345678联系', '或拨■■■联系'],
    ['one with its country code', '+86 138 1234 5678', '■■■'],
    ['a landline', '电话0731-82345678转8001。', '电话■■■。'],
    ['a landline in brackets', '（0731）82345678', '■■■'],
    ['a local number after its label', '联系电话：82345678。', '联系电话：■■■。'],
    ['an identity card', '身份证11010119900307663X。', '身份证■■■。'],
    ['a bank card', '卡号6222 0212 3456 7890 123', '卡号■■■'],
    ['an e-mail address', '邮箱wang.fang@mail.example.com。', '邮箱■■■。'],
    ['a number plate', '车牌京A12345停在门口', '车牌■■■停在门口'],
    ['a plate of an electric car', '粤B·D12345', '■■■'],
    ['a WeChat name', '微信号：wangfang_88，', '微信号：■■■，'],
    ['a QQ number', 'QQ：123456789', 'QQ：■■■'],
    ['a home', '碧水湾7栋2单元1203室漏水', '碧水湾■■■漏水'],
    ['a home without its building', '七单元606漏水', '■■■漏水'],
    ['several at once', '王芳，13812345678，京A12345', '■■■，■■■，■■■'],
  ] as const) {
    it(`takes away ${what}`, () => assert.equal(masked(text), left));
  }

  for (const [what, text] of [
    ['case numbers', '并入工单 20261123-0001：重复反映。'],
    ['service numbers', '请拨打12345、110或400-123-4567。'],
    ['days and times', '2026年11月23日 14:05，20261123'],
    ['amounts', '预收水费12345678.50元，共3500户'],
    ['a date after a building', '10栋2单元2018年弱电井起火'],
    ['a building alone', '7栋楼下路灯不亮'],
    ['laws and roads', '依据第35条，G107国道K1203+500处'],
    ['people who are not named', '我叫他们来修，王女士不满意。'],
  ] as const) {
    it(`leaves ${what}`, () => assert.equal(masked(text), text));
  }

  it('leaves the number of an office of the case, however it is written', () => {
    assert.equal(masked('咨询电话：0731-8800 1234。', ['073188001234']), '咨询电话：0731-8800 1234。');
    assert.equal(masked('咨询电话：0731-88001234。', ['073188001234']), '咨询电话：0731-88001234。');
    assert.equal(masked('咨询电话：0731-88001235。', ['073188001234']), '咨询电话：■■■。');
  });

  it('changes nothing the second time', () => {
    const once = masked('王芳，13812345678，住碧水湾7栋1203室，身份证11010119900307663X。');
    assert.equal(masked(once), once);
  });
});
