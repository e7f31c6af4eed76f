import { queueView, resultsView } from '../../views/cases/queue.ts';
import { quietView, waitingView } from '../../views/cases/waiting.ts';
import { type Html, navigation } from '../../views/ui/index.ts';
import { normalisePhone } from '../citizens/phone.ts';
import { hasRole } from '../people/actor.ts';
import type { Role } from '../people/roles.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { navigationFor } from '../web/navigation.ts';
import { page } from '../web/page.ts';
import { caseIdOfNumber, casesOfLine, type Found, listVisible, searchCases } from './find.ts';
import type { ListedCase } from './listed.ts';
import type { Filter } from './narrowing.ts';
import { conditionsIn, filterIn, filterOf } from './queue-filter.ts';
import { COUNT_CAP, countQueue, listQueue, nextInQueue } from './queue-queries.ts';
import { filterChoices, queueRows, steps } from './queue-rows.ts';
import { type Queue, queuesOf } from './queues.ts';
import { CASE_READERS, visibleCase } from './visible.ts';
import { quietNote, rowsToCallLater, suspendedRows } from './waiting.ts';

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
  const main = waitingList(c, queue, rows) ?? atNight(c, queue, queueList(c, queue, rows, filter));
  return page(c, { title: queue.label, main, wide: true });
}

function queueList(c: Ctx, queue: Queue, rows: readonly ListedCase[], filter: Filter) {
  return queueView({
    key: fromOf(queue.key, new URL(c.req.url).searchParams),
    title: queue.label,
    empty: queue.empty,
    mixed: 'own' in queue.of || 'open' in queue.of || 'overdue' in queue.of,
    rows: queueRows(dbOf(c), rows, nowOf(c)),
    filter: filterChoices(c, filter, { withStatus: false }),
    steps: steps(c, rows, filter),
  });
}

/** A list that is ordered by a time of its own and says so; null for every other queue. */
function waitingList(c: Ctx, { key, label, empty, of }: Queue, rows: readonly ListedCase[]) {
  const shown = { key, title: label, empty, steps: steps(c, rows, filterOf(c, 'due')) };
  if ('suspended' in of) {
    return waitingView({
      ...shown,
      whenLabel: '复核日期',
      ledger: true,
      rows: suspendedRows(dbOf(c), rows, nowOf(c)),
    });
  }
  return 'callbacks' in of && of.callbacks === 'later'
    ? waitingView({
        ...shown,
        whenLabel: '可回访时间',
        ledger: false,
        rows: rowsToCallLater(dbOf(c), rows, nowOf(c)),
      })
    : null;
}

/** G-E2: at night the list of call-backs is empty, and says why. */
function atNight(c: Ctx, { of }: Queue, list: Html): Html {
  const text = 'callbacks' in of ? quietNote(dbOf(c), nowOf(c)) : null;
  return text ? quietView(text, '/queues/call-later', list) : list;
}

/** The case after the one just left, in the order of the queue it was opened from; the queue itself when there is none. */
function showNext(c: Ctx) {
  const actor = whoIs(c);
  const queue = queuesOf(actor).find((each) => each.key === c.req.param('queue'));
  if (!queue) throw new NotFound();
  const conditions = conditionsIn(cameFrom(c));
  const filter = filterIn(conditions, 'due');
  const next = nextInQueue(dbOf(c), actor, queue, filter, nowOf(c), Number(c.req.query('not')) || 0);
  const back = conditions.size > 0 ? `/queues/${queue.key}?${conditions}` : `/queues/${queue.key}`;
  return c.redirect(next === undefined ? back : `/cases/${next}?from=${fromOf(queue.key, conditions)}`, 303);
}

/** What stands behind `?from=` in the address of a case: its queue, and how that was narrowed and ordered. */
function fromOf(key: string, query: URLSearchParams): string {
  const conditions = conditionsIn(query);
  return conditions.size > 0 ? `${key}&${conditions}` : key;
}

/** The query of this address, or, where it has no conditions, of the page that led here: the case with its `from`. */
function cameFrom(c: Ctx): URLSearchParams {
  const own = new URL(c.req.url).searchParams;
  const page = c.req.header('referer');
  return conditionsIn(own).size > 0 || !page || !URL.canParse(page) ? own : new URL(page).searchParams;
}

/** One box for everything: a case number opens the case, a telephone number finds its cases, words search the text. */
function showResults(c: Ctx) {
  const actor = whoIs(c);
  const now = nowOf(c);
  const typed = (c.req.query('q') ?? '').trim();
  const filter = filterOf(c, 'newest');
  const exact = typed ? caseIdOfNumber(dbOf(c), typed) : undefined;
  // A case that one may not see is answered like one that does not exist.
  if (exact !== undefined && visibleCase(dbOf(c), actor, exact)) return c.redirect(`/cases/${exact}`, 303);
  const { rows, stopped, how } = find(c, typed, filter);
  const main = resultsView({
    typed,
    how,
    rows: queueRows(dbOf(c), rows, now),
    filter: filterChoices(c, filter, { withStatus: true }),
    steps: steps(c, rows, filter, stopped),
    maySearchPhone: hasRole(actor, ...PHONE_SEARCHERS),
  });
  return page(c, { title: '工单检索', main, wide: true, query: typed });
}

const PHONE_SEARCHERS: readonly Role[] = ['operator', 'dispatcher', 'callback_clerk', 'supervisor'];

function find(c: Ctx, typed: string, filter: Filter): Found & { how: 'all' | 'phone' | 'text' } {
  const actor = whoIs(c);
  const db = dbOf(c);
  if (!typed) return { ...listVisible(db, actor, filter), how: 'all' };
  const digits = typed.replace(/[^\d]/g, '').length;
  if (digits >= 7 && /^[\d\s+()（）\-—转]+$/.test(typed) && hasRole(actor, ...PHONE_SEARCHERS)) {
    const phone = normalisePhone(typed, policyAt(db, nowOf(c)).hotline.areaCode);
    const found = phone && casesOfLine(db, actor, phone.number, filter);
    if (found && found.rows.length > 0) return { ...found, how: 'phone' };
  }
  return { ...(searchCases(db, actor, typed, filter) ?? { rows: [], stopped: null }), how: 'text' };
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
