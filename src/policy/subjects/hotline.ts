import { words } from '../cells.ts';
import { fields } from '../parts.ts';
import type { Subject } from '../subject.ts';

const AREA_CODE = /^0\d{2,3}$/;

export const hotline: Subject = {
  slug: 'hotline',
  title: '热线名称与用语',
  group: '基本信息',
  keys: ['hotline', 'words'],
  words: [
    '热线名称显示在每一页左上角和打印的工单上。本地区号用于识别和补全固定电话号码。',
    '承办单位、诉求人在不同行业有不同的叫法，例如“责任部门”“用户”。',
  ],
  parts: [
    fields({
      name: 'hotline',
      title: '名称与号码',
      cells: {
        name: words('热线名称', { max: 40 }),
        number: words('热线号码', { max: 20 }),
        areaCode: words('本地区号', { max: 4, help: '0 开头的三至四位数字，例如 0731。' }),
      },
      from: (policy) => policy.hotline,
      to: (hotline) => ({ hotline }),
    }),
    fields({
      name: 'words',
      title: '称呼',
      cells: {
        agency: words('办理诉求的单位', { max: 10, help: '例如“承办单位”“责任部门”。' }),
        citizen: words('提出诉求的人', { max: 10, help: '例如“诉求人”“用户”“业主”。' }),
      },
      from: (policy) => policy.words,
      to: (words) => ({ words }),
    }),
  ],
  summary: ({ hotline, words }) => [
    `${hotline.name}，号码 ${hotline.number}，区号 ${hotline.areaCode}`,
    `称呼：${words.agency}、${words.citizen}`,
  ],
  example: ({ hotline, words }) => [
    `页面左上角显示“${hotline.name}”。来电 8800000 按区号 ${hotline.areaCode} 登记为 ${hotline.areaCode}-8800000。`,
    `诉求由${words.agency}办理，结果告知${words.citizen}。`,
  ],
  check: ({ hotline }) =>
    AREA_CODE.test(hotline.areaCode)
      ? {}
      : { 'hotline.areaCode': '本地区号为 0 开头的三至四位数字，例如 0731。' },
};
