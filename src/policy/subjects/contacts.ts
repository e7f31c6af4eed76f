import type { Contact } from '../../presets/types.ts';
import { pick, words, wordsOr } from '../cells.ts';
import { rows } from '../parts.ts';
import type { Subject } from '../subject.ts';

const GROUPS = [
  { value: 'urgent', text: '紧急诉求' },
  { value: 'emergency', text: '突发事件' },
  { value: 'upwards', text: '要事上报' },
] as const;

type Row = Record<keyof Contact, string>;

export const contacts: Subject = {
  slug: 'contacts',
  title: '应急与上报联系人',
  group: '清单',
  keys: ['contacts'],
  words: [
    '紧急诉求、突发事件登记后，按此处的顺序通知有关岗位，并登记通知的时间；重大、疑难、热点事项按“要事上报”的顺序逐级上报。',
    '请填岗位和值班电话，不填个人姓名。选了诉求分类的，只在该分类的诉求中通知。',
  ],
  parts: [
    rows<Row>({
      name: 'contacts',
      noun: '联系人',
      cells: {
        group: pick('用于', () => GROUPS),
        category: pick('诉求分类', ({ categories }) => categories, '各分类'),
        name: words('岗位', { max: 30 }),
        duty: words('职责', { max: 60 }),
        phone: wordsOr('电话', '未填写', { max: 30 }),
      },
      called: ({ group, category, name }) =>
        `${name}（${groupName(group)}${category ? `，${category}` : ''}）`,
      from: ({ contacts }) => contacts,
      to: (contacts) => ({ contacts: contacts.map(contactOf) }),
    }),
  ],
  summary: ({ contacts }) =>
    GROUPS.map(({ value, text }) => {
      const names = contacts
        .filter(({ group }) => group === value)
        .map(({ name, phone }) => (phone ? name : `${name}（电话未填写）`));
      return `${text}：${names.join('、') || '没有联系人'}`;
    }),
  example: ({ contacts }) =>
    GROUPS.map(({ value, text }) => {
      const told = contacts.filter(({ group }) => group === value);
      const names = told.map(
        ({ name, phone, category }) =>
          `${name}${phone ? ` ${phone}` : ''}${category ? `（限${category}）` : ''}`,
      );
      return told.length === 0 ? `${text}没有可以通知的岗位。` : `${text}依次通知：${names.join('、')}。`;
    }),
};

function groupName(group: string): string {
  return GROUPS.find(({ value }) => value === group)?.text ?? '';
}

function contactOf({ group, category, name, duty, phone }: Row): Contact {
  const found = GROUPS.find(({ value }) => value === group)?.value ?? 'urgent';
  return { group: found, category, name, duty, phone };
}
