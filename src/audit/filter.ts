import { isDay } from '../calendar/days.ts';
import { withoutPersonal } from '../rules/personal-in-text.ts';
import { AUDITED, type Audited } from './audit.ts';
import type { AuditFilter } from './list.ts';
import { sayAct } from './words.ts';

/** The conditions as the form has them: its fields' names and what was typed. */
export type TypedFilter = Readonly<Record<(typeof FIELDS)[number], string>>;

const FIELDS = ['q', 'act', 'from', 'to', 'text', 'ip'] as const;

export function typedFilter(asked: (name: string) => string): TypedFilter {
  const [q = '', act = '', from = '', to = '', text = '', ip = ''] = FIELDS.map((name) => asked(name).trim());
  return { q, act, from, to, text, ip };
}

/** What cannot be meant is left out. */
export function readFilter(typed: TypedFilter): AuditFilter {
  return {
    person: typed.q,
    text: typed.text,
    ip: typed.ip,
    act: Object.hasOwn(AUDITED, typed.act) ? (typed.act as Audited) : null,
    from: isDay(typed.from) ? typed.from : null,
    to: isDay(typed.to) ? typed.to : null,
  };
}

/** Only what was chosen, for addresses and hidden fields. */
export function setFields(typed: TypedFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
}

/** "操作：登录；自 2026-11-01"; for the log itself, so without numbers and names of citizens (C-M1). */
export function sayFilter({ person, text, ip, act, from, to }: AuditFilter): string {
  const said = [
    person && `人员：${person}`,
    act && `操作：${sayAct(act)}`,
    from && `自 ${from}`,
    to && `至 ${to}`,
    text && `内容：${text}`,
    ip && `网络地址：${ip}`,
  ].filter(Boolean);
  return said.length === 0 ? '全部记录' : withoutPersonal([], said.join('；'), new Set());
}
