import { AUDIENCES } from '../../notifications/audiences.ts';
import { OCCASIONS, type OccasionCode } from '../../notifications/occasions.ts';
import { PLACEHOLDERS, type Placeholder, placeholdersOf } from '../../notifications/placeholders.ts';
import { ruleFaults } from '../../notifications/rule-faults.ts';
import { CASES, groupOf, isOccasion, sayOccasion, sayRule, UNITS } from '../../notifications/rule-words.ts';
import { sampleText, sayLength } from '../../notifications/sample.ts';
import { MEDIA } from '../../outbox/message.ts';
import type { ReminderRule } from '../../presets/types.ts';
import { one, several } from '../../web/body.ts';
import type { Typed } from '../../web/forms.ts';
import { flag, oneOf, someOf, TICKED, whole, words } from '../cells.ts';
import { type Aid, rows } from '../parts.ts';
import type { Policy } from '../policy.ts';
import type { Subject } from '../subject.ts';

/** `paused` rather than active: a new row starts with nothing ticked. */
type Row = Omit<ReminderRule, 'active'> & { paused: boolean };

const OCCASION_NAMES = Object.fromEntries(
  Object.entries(OCCASIONS).map(([code, { name }]) => [code, name]),
) as Record<OccasionCode, string>;

export const reminders: Subject = {
  slug: 'reminders',
  title: '提醒规则',
  group: '提醒',
  keys: ['reminderRules'],
  holdsForAll: true,
  words: [
    '什么时候、提醒谁、用什么方式、写什么内容，都在这里规定。提醒按现行规则发出，改动后对在办工单同样有效。',
    '“个工作分钟”“个半日”“个工作日”按上班时间计算，“分钟”不分上下班。时间填 0 为当即提醒。',
    '选短信的发到人员的手机和单位的值班手机；没有接通短信网关时，短信改列“电话通知单”。计入催办的，发出时记一次催办。',
    '短信不超过 70 字为 1 条，超过的按每条 67 字拆分计费，短信签名另计。',
  ],
  parts: [
    rows<Row>({
      name: 'rules',
      noun: '规则',
      cells: {
        occasion: oneOf('时机', OCCASION_NAMES, groupOf),
        amount: whole('时间', { unit: '', min: 0, max: 9999 }),
        unit: oneOf('时间单位', UNITS),
        cases: oneOf('适用', CASES),
        to: someOf('接收人', AUDIENCES),
        via: someOf('方式', MEDIA),
        presses: flag('计入催办', ['是', '否']),
        paused: flag('暂停使用', ['已暂停', '否']),
        text: words('内容', { max: 300, long: true }),
      },
      called: (row) => sayOccasion({ ...row, amount: String(row.amount) }),
      saying: (row) => sayRule({ ...row, amount: String(row.amount) }),
      faults: (row) => ruleFaults(ruleOf(row)),
      fold: (texts) => sayRule(wordsOf(texts)),
      aid: aidFor,
      from: ({ reminderRules }) => reminderRules.map(({ active, ...rule }) => ({ ...rule, paused: !active })),
      to: (rules) => ({ reminderRules: rules.map(ruleOf) }),
    }),
  ],
  glossary: PLACEHOLDERS.map(({ name, meaning, where }: Placeholder) => [
    `{${name}}`,
    where ? `${meaning}（${where}）` : meaning,
  ]),
  summary: ({ reminderRules }) => {
    const inUse = reminderRules.filter(({ active }) => active);
    const groups = [...Map.groupBy(inUse, ({ occasion }) => groupOf(occasion))];
    const paused = reminderRules.length - inUse.length;
    return [
      groups.map(([title, rules]) => `${title} ${rules.length} 条`).join('，') || '没有提醒规则',
      ...(paused > 0 ? [`另有 ${paused} 条已暂停`] : []),
    ];
  },
  example: (policy) =>
    policy.reminderRules
      .filter(({ active }) => active)
      .map((rule) => {
        const text = sampleText(rule.text, rule.occasion, policy);
        return `${OCCASION_NAMES[rule.occasion]}：${text}（${sayLength(text)}）`;
      }),
};

function ruleOf({ code, occasion, amount, unit, cases, to, via, presses, paused, text }: Row): ReminderRule {
  return { code, occasion, amount, unit, cases, to, via, presses, active: !paused, text };
}

function wordsOf(texts: Typed) {
  const [occasion, amount, unit, cases] = ['occasion', 'amount', 'unit', 'cases'].map((name) =>
    one(texts, name),
  );
  return {
    ...{ occasion: occasion ?? '', amount: amount ?? '', unit: unit ?? '', cases: cases ?? '' },
    to: several(texts, 'to'),
    via: several(texts, 'via'),
    presses: one(texts, 'presses') === TICKED,
    paused: one(texts, 'paused') === TICKED,
  };
}

/** What its text may fill in, and the text as it would go out. */
function aidFor(texts: Typed, policy: Policy): Aid {
  const [code, text] = [one(texts, 'occasion'), one(texts, 'text').trim()];
  if (!isOccasion(code)) return { column: 'text', inserts: [], sample: '', count: '' };
  const inserts = placeholdersOf(code).map(({ name, meaning }) => ({ text: `{${name}}`, meaning }));
  const sample = sampleText(text, code, policy);
  return { column: 'text', inserts, sample, count: sample === '' ? '' : sayLength(sample) };
}
