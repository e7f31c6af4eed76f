import type { ReminderRule } from '../presets/types.ts';
import { AUDIENCES } from './audiences.ts';
import { checkText } from './check-text.ts';
import { type Occasion, occasionOf } from './occasions.ts';
import { hasAmount } from './rule-words.ts';

/** What does not fit together in a rule, by field; empty when it can be followed as it stands. */
export function ruleFaults(rule: ReminderRule): Readonly<Record<string, string>> {
  const occasion = occasionOf(rule.occasion);
  const faults = {
    amount: amountFault(rule, occasion),
    to: audienceFault(rule, occasion),
    via: mediumFault(rule, occasion),
    presses: pressFault(rule, occasion),
    text: checkText(rule.text, rule.occasion).join('\n') || null,
  };
  return Object.fromEntries(
    Object.entries(faults).flatMap(([field, fault]) => (fault ? [[field, fault]] : [])),
  );
}

function amountFault({ amount, unit }: ReminderRule, occasion: Occasion): string | null {
  if (amount > 0 && !hasAmount(occasion)) return `“${occasion.name}”没有提前和推迟，时间请填 0。`;
  if (amount === 0 && 'clock' in occasion.at && occasion.at.moment === 'after_start')
    return `当即提醒请把时机改选为“${occasion.at.clock === 'sign' ? SENT : ORDERED}”。`;
  const most = LONGEST[unit];
  return amount > most.amount ? `时间过长，最多 ${most.amount} ${most.unit}。` : null;
}

const [SENT, ORDERED] = [occasionOf('dispatched').name, occasionOf('supervised').name];

const LONGEST = {
  minutes: { amount: 9999, unit: '分钟' },
  working_minutes: { amount: 9999, unit: '个工作分钟' },
  sessions: { amount: 60, unit: '个半日' },
  days: { amount: 30, unit: '个工作日' },
} as const;

function audienceFault({ to }: ReminderRule, occasion: Occasion): string | null {
  const barred = to.filter((audience) => !occasion.to.includes(audience));
  if (barred.length === 0) return null;
  return `“${occasion.name}”不能发给${names(barred)}，可以发给${names(occasion.to)}。`;
}

function names(audiences: Occasion['to']): string {
  return audiences.map((audience) => AUDIENCES[audience]).join('、');
}

/** Of citizens only a number is known, and the posts of the list of contacts have a telephone alone. */
function mediumFault({ via }: ReminderRule, { to }: Occasion): string | null {
  if (to[0] === 'citizen' && via.some((medium) => medium !== 'sms'))
    return '诉求人登记的是电话号码，只能用短信告知。';
  if (to[0] === 'contact' && via.includes('email'))
    return '联系人只登记了电话，不能发邮件，请改选短信或电话通知。';
  return null;
}

/** G-F1: what presses a unit is that it is late, or has not begun; a press by hand counts already. */
function pressFault({ presses }: ReminderRule, { at, to, name }: Occasion): string | null {
  if (!presses || ('clock' in at && to.includes('handler'))) return null;
  return `“${name}”不是催促承办单位的提醒，不能计入催办，请取消勾选。`;
}
