import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyMapText, mappingOfColumns, proposeMapping } from '../../src/import/mapping.ts';
import { Invalid } from '../../src/web/errors.ts';

test('Chinese headers are recognised, with remarks and blanks around them', () => {
  const header = [
    '序号',
    '留言编号',
    '留言主题',
    '留言时间（必填）',
    ' 留言详情 ',
    '答复意见*',
    '答复时间',
    '一级标签',
  ];
  assert.deepEqual(proposeMapping(header), {
    number: 1,
    title: 2,
    receivedAt: 3,
    text: 4,
    answer: 5,
    repliedAt: 6,
    category: 7,
  });
});

test('English headers are recognised', () => {
  assert.deepEqual(proposeMapping(['id', 'user', 'Title', 'received_at', 'text', 'reply', 'Replied At']), {
    number: 0,
    name: 1,
    title: 2,
    receivedAt: 3,
    text: 4,
    answer: 5,
    repliedAt: 6,
  });
});

test('every field that a case can take is recognised', () => {
  const header =
    '编号,标题,内容,受理时间,答复,答复时间,姓名,电话,类型,分类,区域,承办单位,地点,渠道,状态,住址,是否保密'.split(
      ',',
    );
  const order =
    'number,title,text,receivedAt,answer,repliedAt,name,phone,kind,category,area,agency,place,channel,status,address,confidential';
  assert.deepEqual(proposeMapping(header), Object.fromEntries(order.split(',').map((key, at) => [key, at])));
});

test('a column serves one field only', () => {
  const mapping = proposeMapping(['来源', '地址', '内容']);
  assert.deepEqual(mapping, { channel: 0, place: 1, text: 2 });
});

test('on the command line a column is given another field, or none', () => {
  const header = ['主题', '全文', '日期', '备注'];
  assert.deepEqual(applyMapText(header, proposeMapping(header), '全文=内容,日期=received_at'), {
    title: 0,
    text: 1,
    receivedAt: 2,
  });
  assert.deepEqual(applyMapText(header, { title: 0 }, 'text=全文，receivedAt＝日期,主题=-'), {
    text: 1,
    receivedAt: 2,
  });
  assert.throws(() => applyMapText(header, {}, '不存在=text'), /看不懂对应关系“不存在=text”/);
});

test('a field chosen twice and a missing required field are named at their column', () => {
  assert.throws(
    () => mappingOfColumns(['title', 'title', 'text']),
    (error) => {
      assert.ok(error instanceof Invalid);
      assert.equal(error.fields.column1, '“标题”已由前面的列提供，请改选。');
      assert.equal(error.fields.columns, '还没有指定哪一列是“来电时间”。');
      return true;
    },
  );
});
