import { MEDIA, type Medium } from '../outbox/message.ts';
import { AUDIENCES, type Audience } from './audiences.ts';
import { OCCASIONS, type Occasion, type OccasionCode, occasionOf } from './occasions.ts';

export const UNITS = {
  minutes: '分钟',
  working_minutes: '个工作分钟',
  sessions: '个半日',
  days: '个工作日',
} as const;

export const CASES = { all: '全部工单', urgent: '只限紧急工单', ordinary: '只限非紧急工单' } as const;

/** A rule as it stands in a form, finished or not. */
export type RuleWords = {
  occasion: string;
  amount: string;
  unit: string;
  cases: string;
  to: readonly string[];
  via: readonly string[];
  presses: boolean;
  paused: boolean;
};

export function isOccasion(code: string): code is OccasionCode {
  return Object.hasOwn(OCCASIONS, code);
}

/** "派单后 60 个工作分钟尚未签收（非紧急）→ 经办人、承办单位值班手机，短信，计入催办" */
export function sayRule(rule: RuleWords): string {
  if (!isOccasion(rule.occasion)) return UNFINISHED;
  const to = rule.to.map((code) => AUDIENCES[code as Audience] ?? code).join('、') || '未选接收人';
  const via = rule.via.map((code) => MEDIA[code as Medium] ?? code).join('和') || '未选方式';
  const presses = rule.presses ? '，计入催办' : '';
  return `${rule.paused ? '已暂停：' : ''}${sayOccasion(rule)} → ${to}，${via}${presses}`;
}

const UNFINISHED = '未填写的规则';

type OccasionWords = Pick<RuleWords, 'occasion' | 'amount' | 'unit' | 'cases'>;

/** "派单后 60 个工作分钟尚未签收（非紧急）" */
export function sayOccasion(rule: OccasionWords): string {
  return isOccasion(rule.occasion) ? sayWhen(rule, occasionOf(rule.occasion)) : UNFINISHED;
}

const CASE_WORDS: Readonly<Record<string, string>> = { urgent: '（紧急）', ordinary: '（非紧急）' };

function sayWhen({ amount, unit, cases }: OccasionWords, occasion: Occasion): string {
  const which = CASE_WORDS[cases] ?? '';
  if (!hasAmount(occasion)) return occasion.name + which;
  const [, head = '', edge = '', tail = ''] = /^(.*)([前后])(.*)$/.exec(occasion.name) ?? [];
  if (Number(amount) === 0) return `${head}时${which}`;
  const span = unit === 'sessions' && amount === '1' ? '半个工作日' : ` ${amount} ${unitName(unit)}`;
  return `${head}${edge}${span}${tail}${which}`;
}

function unitName(unit: string): string {
  return Object.hasOwn(UNITS, unit) ? UNITS[unit as keyof typeof UNITS] : '';
}

/** Acts, contacts, what begins and daily reminders come when they come. */
export function hasAmount({ at }: Occasion): boolean {
  return 'clock' in at && at.moment !== 'daily' && at.moment !== 'start';
}

/** The heading under which an occasion is offered. */
export function groupOf(code: string): string {
  if (!isOccasion(code)) return '';
  const { at, to } = occasionOf(code);
  if ('contacts' in at || to[0] === 'citizen') return '告知联系人和诉求人';
  if ('acts' in at) return '办理中的事项';
  return CLOCK_GROUPS[at.clock] ?? '热线环节';
}

const CLOCK_GROUPS: Readonly<Record<string, string>> = {
  sign: '签收',
  first_contact: '首次联系',
  reply: '办理答复',
  supervision: '督办整改',
};
