import type { Phrase } from '../../presets/types.ts';
import { pick, words } from '../cells.ts';
import { rows } from '../parts.ts';
import type { Subject } from '../subject.ts';

const STAGES = [
  { value: 'opening', text: '开头' },
  { value: 'during', text: '通话中' },
  { value: 'closing', text: '结束' },
  { value: 'special_day', text: '节日问候' },
] as const;

export const phrases: Subject = {
  slug: 'phrases',
  title: '标准用语',
  group: '用语',
  keys: ['phrases'],
  words: [
    '来电登记页旁按通话的先后列出标准用语，点一下即可填入。',
    '节日问候的标题要与工作日历中的节日名称一致（例如“春节”），当天代替平日的开头语。',
  ],
  parts: [
    rows<Record<keyof Phrase, string>>({
      name: 'phrases',
      noun: '用语',
      least: 1,
      cells: {
        stage: pick('用于', () => STAGES),
        title: words('标题', { max: 20 }),
        text: words('用语', { max: 300, long: true }),
      },
      called: ({ stage, title }) => `${STAGES.find(({ value }) => value === stage)?.text ?? ''}：${title}`,
      from: ({ phrases }) => phrases,
      to: (phrases) => ({
        phrases: phrases.map(({ stage, title, text }) => ({ stage: stageOf(stage), title, text })),
      }),
    }),
  ],
  summary: ({ phrases }) => [
    STAGES.map(
      ({ value, text }) => `${text} ${phrases.filter(({ stage }) => stage === value).length} 条`,
    ).join('，'),
  ],
  example: ({ phrases }) => {
    const opening = phrases.find(({ stage }) => stage === 'opening');
    const closing = phrases.findLast(({ stage }) => stage === 'closing');
    return [opening, closing].flatMap((phrase) => (phrase ? [`${phrase.title}：“${phrase.text}”`] : []));
  },
};

function stageOf(typed: string): Phrase['stage'] {
  return STAGES.find(({ value }) => value === typed)?.value ?? 'during';
}

export const forbiddenPhrases: Subject = {
  slug: 'forbidden-phrases',
  title: '禁用语',
  group: '用语',
  keys: ['forbiddenPhrases'],
  words: ['通话中不得使用的话，质检时作为扣分依据。'],
  parts: [
    rows<{ text: string }>({
      name: 'forbidden',
      noun: '禁用语',
      cells: { text: words('禁用语', { max: 60 }) },
      called: ({ text }) => text,
      from: ({ forbiddenPhrases }) => forbiddenPhrases.map((text) => ({ text })),
      to: (phrases) => ({ forbiddenPhrases: phrases.map(({ text }) => text) }),
    }),
  ],
  summary: ({ forbiddenPhrases }) => [`${forbiddenPhrases.length} 句`],
  example: ({ forbiddenPhrases }) =>
    forbiddenPhrases.length === 0
      ? ['没有禁用语。']
      : [`共 ${forbiddenPhrases.length} 句，例如“${forbiddenPhrases.slice(0, 3).join('”“')}”。`],
};
