import { z } from 'zod';
import { lineView } from '../../views/audit/line.ts';
import { sayTime } from '../calendar/words.ts';
import { visitorOf } from '../people/visitor.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { check, longText } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import type { AuditLine } from './list.ts';
import { lineById, neighbours, noteLine, notesOn } from './notes.ts';
import { faultyLine } from './state.ts';
import { sayAct, sayDetail, toTheSecond } from './words.ts';

/** One line of the log, and what the auditor remarks on it. */
export function lineRoutes(routes: Routes): void {
  routes.get('/audit/:id', ['auditor'], (c) => showLine(c, null));
  routes.post('/audit/:id/note', ['auditor'], addNote);
}

function showLine(c: Ctx, failure: Failure | null): Response | Promise<Response> {
  const line = lineById(dbOf(c), idOf(c, 'id'));
  if (!line) throw new NotFound('没有找到这条记录，它可能已到保存期限而被清理。');
  const faulty = faultyLine(dbOf(c), nowOf(c));
  const { before, after } = neighbours(dbOf(c), line.id);
  const main = lineView({
    id: line.id,
    fault: faulty?.id === line.id ? faulty.text : '',
    rows: rowsOf(line),
    stored: line.detail === '{}' ? '' : line.detail,
    notes: notesOn(dbOf(c), [line.id]).map(({ at, who, text }) => ({ who, at: sayTime(at, nowOf(c)), text })),
    newerHref: after ? `/audit/${line.id + 1}` : null,
    olderHref: before ? `/audit/${line.id - 1}` : null,
    csrf: csrfOf(c),
    typed: failure ? one(bodyOf(c).typed, 'note') : '',
    failure,
  });
  return page(c, { title: `操作日志第 ${line.id} 条`, main, status: failure?.status ?? 200 });
}

function rowsOf({ at, who, act, subject, detail, ip, hash }: AuditLine) {
  return [
    ['时间', toTheSecond(at)],
    ['操作人', who],
    ['操作', sayAct(act)],
    ['对象', subject],
    ['详情', sayDetail(detail)],
    ['网络地址', ip],
    ['校验码', hash.toString('hex')],
  ] as const;
}

const form = z.object({ note: longText('批注', { max: 500 }) });

function addNote(c: Ctx): Promise<Response> {
  const id = idOf(c, 'id');
  return submit(
    c,
    () => {
      const { note } = check(form, bodyOf(c).typed);
      noteLine(dbOf(c), { actor: whoIs(c), visitor: visitorOf(c) }, id, note);
      flash(c, 'ok', '批注已写入操作日志。');
      return `/audit/${id}`;
    },
    (failure) => showLine(c, failure),
  );
}
