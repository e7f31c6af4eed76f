import { numberOf } from '../../cases/number.ts';
import { words } from '../cells.ts';
import { fields } from '../parts.ts';
import type { Subject } from '../subject.ts';

/** Set apart from the date by a dash, so that no two patterns ever give the same number. */
const PATTERN = /^(?:[A-CE-LO-XZ\u4e00-\u9fff]{1,6}-?)?YYYY(?:MM(?:DD)?)?-N{4,8}$/;

export const caseNumber: Subject = {
  slug: 'case-number',
  title: '工单编号',
  group: '基本信息',
  keys: ['caseNumber'],
  words: [
    '每件诉求有一个编号，按日（或按月、按年）从 1 连续编排，不跳号。YYYY 为年，MM 为月，DD 为日，末尾的 N 为序号，几个 N 就是几位，用完自动加长。',
    '开头可以加 1 至 6 个汉字，或除 D、M、N、Y 以外的大写字母，例如 A-YYYYMM-NNNNN。已有的编号不变。',
  ],
  parts: [
    fields({
      name: 'number',
      cells: { pattern: words('编号格式', { max: 30, help: '例如 YYYYMMDD-NNNN。' }) },
      from: ({ caseNumber }) => ({ pattern: caseNumber }),
      to: ({ pattern }) => ({ caseNumber: pattern.normalize('NFKC').toUpperCase() }),
    }),
  ],
  summary: ({ caseNumber }) => [inWords(caseNumber)],
  example: ({ caseNumber }, { now, word }) => [
    `${word}登记的编号形如 ${numberOf(caseNumber, now, 1)}；当${period(caseNumber)}第 128 件为 ${numberOf(caseNumber, now, 128)}。`,
  ],
  check: ({ caseNumber }) =>
    PATTERN.test(caseNumber)
      ? {}
      : { 'number.pattern': '编号格式应依次为年（可加月、日）、短横线、4 至 8 位序号，例如 YYYYMMDD-NNNN。' },
};

/** "年月日-4 位序号" */
function inWords(pattern: string): string {
  const date = pattern.replace('YYYY', '年').replace('MM', '月').replace('DD', '日');
  return date.replace(/N+/, (digits) => `${digits.length} 位序号`);
}

function period(pattern: string): string {
  if (pattern.includes('DD')) return '日';
  return pattern.includes('MM') ? '月' : '年';
}
