import { auditView } from '../../views/audit/audit.ts';
import { timeTag } from '../../views/ui/index.ts';
import { isDay } from '../calendar/days.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf } from '../web/context.ts';
import { page } from '../web/page.ts';
import { AUDITED, type Audited } from './audit.ts';
import { type AuditFilter, type AuditLine, LINES_SEARCHED, listAudit } from './list.ts';
import { sayAct, sayDetail } from './words.ts';

/** The audit log, for the auditor alone: not even the administrator reads it (Q-M1). */
export function auditRoutes(routes: Routes): void {
  routes.get('/audit', ['auditor'], showAudit);
}

function showAudit(c: Ctx): Response | Promise<Response> {
  const asked = (name: string) => c.req.query(name)?.trim() ?? '';
  const typed = { text: asked('q'), act: asked('act'), from: asked('from'), to: asked('to') };
  const place = { before: idIn(asked('before')), after: idIn(asked('after')) };
  const { lines, newer, older, cutOff } = listAudit(dbOf(c), readFilter(typed), place);
  const conditions = Object.entries({ q: typed.text, act: typed.act, from: typed.from, to: typed.to });
  const set = Object.fromEntries(conditions.filter(([, value]) => value !== ''));
  const to = (name: 'before' | 'after', id: number | null) =>
    id === null ? null : `/audit?${new URLSearchParams({ ...set, [name]: String(id) })}`;
  const main = auditView({
    lines: lines.map((line) => shown(line, nowOf(c))),
    filter: typed,
    acts: Object.entries(AUDITED).map(([value, text]) => ({ value, text })),
    filtered: Object.keys(set).length > 0,
    searched: cutOff ? LINES_SEARCHED : null,
    newerHref: to('after', newer),
    olderHref: to('before', older),
  });
  return page(c, { title: '操作日志', main, wide: true });
}

function readFilter(typed: { text: string; act: string; from: string; to: string }): AuditFilter {
  return {
    text: typed.text,
    act: Object.hasOwn(AUDITED, typed.act) ? (typed.act as Audited) : null,
    from: isDay(typed.from) ? typed.from : null,
    to: isDay(typed.to) ? typed.to : null,
  };
}

function idIn(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function shown(line: AuditLine, now: number) {
  return {
    at: timeTag(line.at, sayTime(line.at, now), exactTime(line.at)),
    who: line.who,
    act: sayAct(line.act),
    subject: line.subject,
    detail: sayDetail(line.detail),
    ip: line.ip,
  };
}
