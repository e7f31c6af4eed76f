import { queueView, resultsView } from '../../views/cases/queue.ts';
import { navigation } from '../../views/ui/index.ts';
import { normalisePhone } from '../citizens/phone.ts';
import { hasRole } from '../people/actor.ts';
import type { Role } from '../people/roles.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { navigationFor } from '../web/navigation.ts';
import { page } from '../web/page.ts';
import { filterOf } from './queue-filter.ts';
import {
  COUNT_CAP,
  caseIdOfNumber,
  casesOfLine,
  countQueue,
  type Filter,
  type ListedCase,
  listQueue,
  listVisible,
  searchCases,
} from './queue-queries.ts';
import { filterChoices, queueRows, steps } from './queue-rows.ts';
import { queuesOf } from './queues.ts';

export const CASE_READERS: readonly Role[] = [
  'operator',
  'dispatcher',
  'callback_clerk',
  'supervisor',
  'inspector',
  'handler',
  'agency_leader',
];

export function queueRoutes(routes: Routes): void {
  routes.get('/queues/:queue', CASE_READERS, showQueue);
  routes.get('/queues/:queue/next', CASE_READERS, showNext);
  routes.get('/search', CASE_READERS, showResults);
  routes.get('/nav', 'signed_in', showCounts, { quiet: true });
}

function showQueue(c: Ctx) {
  const actor = whoIs(c);
  const now = nowOf(c);
  const queue = queuesOf(actor).find((each) => each.key === c.req.param('queue'));
  if (!queue) throw new NotFound();
  const filter = filterOf(c, 'due');
  const rows = listQueue(dbOf(c), actor, queue, filter, now);
  const main = queueView({
    key: queue.key,
    title: queue.label,
    empty: queue.empty,
    mixed: !('cases' in queue.of) && !('assignments' in queue.of),
    rows: queueRows(dbOf(c), rows, now),
    filter: filterChoices(c, filter, { withStatus: false }),
    steps: steps(c, rows, filter),
  });
  return page(c, { title: queue.label, main, wide: true });
}

/** The first of the queue that is not the case just left; the queue itself when there is none. */
function showNext(c: Ctx) {
  const actor = whoIs(c);
  const queue = queuesOf(actor).find((each) => each.key === c.req.param('queue'));
  if (!queue) throw new NotFound();
  const rows = listQueue(dbOf(c), actor, queue, { sort: 'due' }, nowOf(c));
  const next = rows.find((row) => String(row.id) !== c.req.query('not'));
  return c.redirect(next ? `/cases/${next.id}?from=${queue.key}` : `/queues/${queue.key}`, 303);
}

/** One box for everything: a case number opens the case, a telephone number finds its cases, words search the text. */
function showResults(c: Ctx) {
  const actor = whoIs(c);
  const now = nowOf(c);
  const typed = (c.req.query('q') ?? '').trim();
  const filter = filterOf(c, 'newest');
  const exact = typed ? caseIdOfNumber(dbOf(c), typed) : undefined;
  if (exact !== undefined) return c.redirect(`/cases/${exact}`, 303);
  const { rows, how } = find(c, typed, filter);
  const main = resultsView({
    typed,
    how,
    rows: queueRows(dbOf(c), rows, now),
    filter: filterChoices(c, filter, { withStatus: true }),
    steps: steps(c, rows, filter),
    maySearchPhone: hasRole(actor, ...PHONE_SEARCHERS),
  });
  return page(c, { title: '工单检索', main, wide: true, query: typed });
}

const PHONE_SEARCHERS: readonly Role[] = ['operator', 'dispatcher', 'callback_clerk', 'supervisor'];

function find(c: Ctx, typed: string, filter: Filter): { rows: ListedCase[]; how: 'all' | 'phone' | 'text' } {
  const actor = whoIs(c);
  const db = dbOf(c);
  if (!typed) return { rows: listVisible(db, actor, filter), how: 'all' };
  const digits = typed.replace(/[^\d]/g, '').length;
  if (digits >= 7 && /^[\d\s+()（）\-—转]+$/.test(typed) && hasRole(actor, ...PHONE_SEARCHERS)) {
    const phone = normalisePhone(typed, policyAt(db, nowOf(c)).hotline.areaCode);
    const rows = phone ? casesOfLine(db, actor, phone.number, filter) : [];
    if (rows.length > 0) return { rows, how: 'phone' };
  }
  return { rows: searchCases(db, actor, typed, filter) ?? [], how: 'text' };
}

/** The navigation with its counts; asked for after the page, so that neither waits for the other. */
function showCounts(c: Ctx) {
  const actor = whoIs(c);
  const now = nowOf(c);
  const counts = new Map(
    queuesOf(actor).map((queue) => {
      const { count, late } = countQueue(dbOf(c), actor, queue, now);
      return [
        queue.key,
        { text: count > COUNT_CAP ? `${COUNT_CAP}+` : String(count || ''), alert: late },
      ] as const;
    }),
  );
  return c.html(navigation(navigationFor(actor, currentPath(c), counts)));
}

function currentPath(c: Ctx): string {
  const url = c.req.header('hx-current-url');
  return url && URL.canParse(url) ? new URL(url).pathname : '';
}
