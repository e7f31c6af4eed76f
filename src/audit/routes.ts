import { z } from 'zod';
import { auditView } from '../../views/audit/audit.ts';
import { stateCard } from '../../views/audit/state.ts';
import { timeTag } from '../../views/ui/index.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import { visitorOf } from '../people/visitor.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, nowOf, whoIs } from '../web/context.ts';
import { sendCsv } from '../web/csv-file.ts';
import { check, text } from '../web/forms.ts';
import { logError } from '../web/log.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, failureOf } from '../web/submit.ts';
import { actGroups } from './act-groups.ts';
import { AUDITED, audit } from './audit.ts';
import { checkAuditLog, type LastCheck, lastCheck, waitForCheck } from './check.ts';
import { exportLog, nameOfExport } from './export.ts';
import { readFilter, setFields, type TypedFilter, typedFilter } from './filter.ts';
import { lineRoutes } from './line-routes.ts';
import { type AuditLine, LINES_SEARCHED, listAudit } from './list.ts';
import { type Note, notesOn } from './notes.ts';
import { faultyLine, stateOf } from './state.ts';
import { sayAct, sayDetail } from './words.ts';

const AUDITOR = ['auditor'] as const;
/** A check of a usual log is done before anybody would look at a progress bar. */
const WORTH_WAITING = 1000;

/** The audit log, for the auditor alone: not even the administrator reads it (Q-M1). */
export function auditRoutes(routes: Routes): void {
  routes.get('/audit', AUDITOR, (c) =>
    showAudit(
      c,
      typedFilter((name) => c.req.query(name) ?? ''),
      null,
    ),
  );
  routes.get('/audit/check', AUDITOR, (c) => c.html(stateCard(shownState(c))), { quiet: true });
  routes.post('/audit/check', AUDITOR, checkNow);
  routes.post('/audit/export', AUDITOR, exportTable);
  lineRoutes(routes);
}

function showAudit(c: Ctx, typed: TypedFilter, failure: Failure | null): Response | Promise<Response> {
  const place = { before: idIn(c.req.query('before')), after: idIn(c.req.query('after')) };
  const { lines, newer, older, cutOff } = listAudit(dbOf(c), readFilter(typed), place);
  const notes = notesOn(
    dbOf(c),
    lines.map(({ id }) => id),
  );
  const set = setFields(typed);
  const to = (name: 'before' | 'after', id: number | null) =>
    id === null ? null : `/audit?${new URLSearchParams({ ...set, [name]: String(id) })}`;
  const faulty = faultyLine(dbOf(c), nowOf(c))?.id;
  const main = auditView({
    state: shownState(c),
    lines: lines.map((line) => ({ ...shown(line, notes, nowOf(c)), faulty: line.id === faulty })),
    filter: typed,
    acts: actGroups().map(({ title, acts }) => ({
      title,
      options: acts.map((value) => ({ value, text: AUDITED[value] })),
    })),
    keptDays: policyAt(dbOf(c), nowOf(c)).keeping.auditDays,
    filtered: Object.keys(set).length > 0,
    searched: cutOff ? LINES_SEARCHED : null,
    newerHref: to('after', newer),
    olderHref: to('before', older),
    export: { csrf: csrfOf(c), keep: set, purpose: failure ? one(bodyOf(c).typed, 'purpose') : '', failure },
  });
  return page(c, { title: '操作日志', main, wide: true, status: failure?.status ?? 200 });
}

function shownState(c: Ctx) {
  return { csrf: csrfOf(c), ...stateOf(dbOf(c), nowOf(c)) };
}

/** The result stands on the page and in the log; where it takes longer, the page shows how far it is. */
async function checkNow(c: Ctx): Promise<Response> {
  let result = '仍在进行';
  const done = checkAuditLog(c.get('world')).then(
    () => {
      result = sayResult(lastCheck(dbOf(c)));
    },
    (error: unknown) => {
      result = '没有完成';
      logError({ request: c.get('requestId') }, error);
      flash(c, 'error', '这次核对没有完成，日志没有变动。请稍后再试；仍不行时，请系统管理员查看服务日志。');
    },
  );
  await waitForCheck(done, WORTH_WAITING);
  const { now, ip } = visitorOf(c);
  audit(dbOf(c), { at: now, actor: whoIs(c), act: 'audit_checked', detail: { result }, ip });
  // Where the button was, and now the result: the keyboard goes on from there.
  return c.redirect('/audit#audit-state', 303);
}

function sayResult(last: LastCheck | null): string {
  return last?.fault ? `不符：${last.fault.what}` : '相符';
}

const form = z.object({ purpose: text('导出事由', { max: 100 }) });

function exportTable(c: Ctx): Response | Promise<Response> {
  const { typed } = bodyOf(c);
  const asked = typedFilter((name) => one(typed, name));
  try {
    const { purpose } = check(form, typed);
    const by = { actor: whoIs(c), visitor: visitorOf(c) };
    const filter = readFilter(asked);
    return sendCsv(c, nameOfExport(filter, nowOf(c)), exportLog(dbOf(c), by, filter, purpose));
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    return showAudit(c, asked, failure);
  }
}

function idIn(text: string | undefined): number | null {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : null;
}

function shown(line: AuditLine, notes: readonly Note[], now: number) {
  return {
    href: `/audit/${line.id}`,
    at: timeTag(line.at, sayTime(line.at, now), exactTime(line.at)),
    who: line.who,
    act: sayAct(line.act),
    subject: line.subject,
    detail: sayDetail(line.detail),
    ip: line.ip,
    notes: notes
      .filter(({ line: id }) => id === line.id)
      .map(({ at, who, text }) => ({ who, at: sayTime(at, now), text })),
  };
}
