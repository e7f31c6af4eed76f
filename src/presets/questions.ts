import type { Question } from './types.ts';

const yesNo = [
  { code: 'yes', text: '是' },
  { code: 'no', text: '否' },
  { code: 'unsure', text: '说不清' },
];

/** A call-back question answered by yes, no or not sure. */
export function yesNoQuestion(code: string, text: string, kinds: readonly string[] | null): Question {
  return { code, text, options: yesNo, kinds };
}

/** A call-back question about manners, on a scale of four. */
export function mannerQuestion(code: string, text: string, kinds: readonly string[] | null): Question {
  const options = [
    { code: 'good', text: '热情耐心' },
    { code: 'fair', text: '一般' },
    { code: 'bad', text: '生硬推诿' },
    { code: 'none', text: '没有接触过' },
  ];
  return { code, text, options, kinds };
}

/** The questions about a visit at home (G-E3): on time, charges shown, charged by the standard, cleaned up. */
export const visitQuestions: readonly Question[] = [
  {
    code: 'on_time',
    text: '工作人员是否按约定时间到达现场？',
    options: [
      { code: 'on_time', text: '按时到达' },
      { code: 'late_told', text: '晚到，事先说明' },
      { code: 'late', text: '晚到，未说明' },
      { code: 'absent', text: '没有到场' },
    ],
    kinds: ['repair', 'help'],
  },
  yesNoQuestion('price_shown', '收费前是否出示收费标准？', ['repair', 'help']),
  {
    code: 'charged_right',
    text: '是否按公示标准收费并开具票据？',
    options: [
      { code: 'free', text: '未收费' },
      { code: 'yes', text: '按标准收费，已开票据' },
      { code: 'no_receipt', text: '按标准收费，未开票据' },
      { code: 'over', text: '多收费用' },
    ],
    kinds: ['repair', 'help'],
  },
  yesNoQuestion('cleaned', '作业完成后是否清理现场？', ['repair']),
];
