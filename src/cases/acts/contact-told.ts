import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import { phoneOfContact } from '../../tasks/emergency-contacts.ts';
import { finishTask, openTasks } from '../../tasks/tasks.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, chosen, dateTime, longText, text } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { offered } from '../offered.ts';

export const TELLING = {
  phone: '电话',
  in_person: '当面',
  message: '短信或工作群',
  written: '书面',
} as const;

/** Q-A6, G-A3: the emergency office, a leader, a repair team was told at once: who, when and how. */
export const contactTold = act({
  form: () =>
    z.object({
      contact: chosen('联系人', 'contacts'),
      who: text('接报人', { max: 40, help: '姓名与职务。' }),
      how: choice('通知方式', ['phone', 'in_person', 'message', 'written'], TELLING),
      at: dateTime('通知时间'),
      said: longText('通知内容与对方答复', { max: 1000, rows: 3 }),
    }),
  choices: (db, { case: given }) => ({
    contacts: openTasks(db, given.id, 'emergency_contact').map(({ what }) => ({ value: what, text: what })),
  }),
  brief: (db, { case: given, now }) => {
    const numbers = openTasks(db, given.id, 'emergency_contact').flatMap(({ what }) => {
      const phone = phoneOfContact(db, what, now);
      return phone ? [`${what}：${phone}。`] : [];
    });
    return numbers.length === 0 ? null : { title: '联系人电话', text: numbers.join('\n') };
  },
  initial: (db, { case: given, now }) => ({
    contact: openTasks(db, given.id, 'emergency_contact')[0]?.what ?? '',
    how: 'phone',
    at: formatLocal(now).replace(' ', 'T'),
  }),
  record: (db, context, input) => {
    const { case: given, actor, now } = context;
    requireTimeSinceReceipt(context, input.at, '通知时间');
    const open = openTasks(db, given.id, 'emergency_contact');
    const task = offered(open, ({ what }) => what, input.contact, 'contact', '联系人');
    const result = `${input.who}，${exactTime(input.at)} ${TELLING[input.how]}：${input.said}`;
    finishTask(db, task.id, { by: actor?.id ?? 0, result, now });
    return { why: `${task.what}。${result}`, detail: { at: input.at } };
  },
});

/** @throws Invalid for a time ahead, or before anything was known of the case */
export function requireTimeSinceReceipt({ case: given, now }: ActContext, at: number, what: string): void {
  const fault = notAfterNow(at, now, what) ?? notBefore(at, given.received_at, what, '登记时间');
  if (fault) throw new Invalid(fault, { at: fault });
}
