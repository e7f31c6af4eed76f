import type { Question } from '../../presets/types.ts';
import { lines, several, words } from '../cells.ts';
import { type Codes, rows } from '../parts.ts';
import type { Subject } from '../subject.ts';

type Row = { code: string; text: string; options: readonly string[]; kinds: readonly string[] };

export const questions: Subject = {
  slug: 'questions',
  title: '回访问卷',
  group: '用语',
  keys: ['questions'],
  words: [
    '回访时除是否联系、是否解决、是否满意外，还按诉求类型询问：是否按时或按约定到达，收费是否出示并符合标准，服务态度等。',
    '每行一个选项。改动选项的文字仍算同一个选项；移除的问题不再询问，已记录的回答保留。',
  ],
  parts: [
    rows<Row>({
      name: 'questions',
      noun: '问题',
      cells: {
        text: words('问题', { max: 100 }),
        options: lines('选项', { least: 2, most: 10, max: 30, help: '每行一个，2 至 10 个。' }),
        kinds: several('适用类型', ({ kinds }) => kinds, '各类诉求'),
      },
      called: ({ text }) => text,
      from: ({ questions }) =>
        questions.map(({ code, text, options, kinds }) => ({
          ...{ code, text },
          options: options.map((option) => option.text),
          kinds: kinds ?? [],
        })),
      to: (rows, policy, codes) => ({
        questions: rows.map((row) => questionOf(row, policy.questions, codes)),
      }),
    }),
  ],
  summary: ({ questions }) => [
    questions.length === 0
      ? '只问固定问题'
      : `${questions.length} 个问题：${questions.map(({ text }) => text).join(' ')}`,
  ],
  example: ({ kinds, questions }) =>
    kinds.map(({ code, name }) => {
      const asked = questions.filter((question) => question.kinds === null || question.kinds.includes(code));
      return asked.length === 0
        ? `回访${name}时只问固定问题。`
        : `回访${name}时另问 ${asked.length} 题：${asked.map(({ text }) => text).join(' ')}`;
    }),
};

function questionOf(
  { code, text, options, kinds }: Row,
  before: readonly Question[],
  codes: Codes,
): Question {
  const known = before.find((each) => each.code === code)?.options ?? [];
  return { code, text, options: coded(options, known, codes), kinds: kinds.length === 0 ? null : kinds };
}

/** An option keeps its code by its words, else by its place: then its words were changed. */
function coded(texts: readonly string[], known: Question['options'], codes: Codes): Question['options'] {
  const reworded = known.map((option) => (texts.includes(option.text) ? null : option));
  return texts.map((text, place) => {
    const same = known.find((option) => option.text === text) ?? reworded[place];
    return { code: same?.code ?? codes.make(), text };
  });
}
