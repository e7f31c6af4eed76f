import { overviewView } from '../../views/overview/overview.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import { exactTime } from '../calendar/words.ts';
import { QUEUES } from '../cases/queues.ts';
import { CASE_STATUS, type CaseStatus } from '../cases/states.ts';
import { type Actor, hasRole } from '../people/actor.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { page } from '../web/page.ts';
import { receivedSince, reviewsDue, standingOf } from './queries.ts';

export function overviewRoutes(routes: Routes): void {
  routes.get('/overview', ['leader', 'supervisor', 'dispatcher'], show);
}

/** How things stand now: what came in today, what is open where, what is late. */
function show(c: Ctx) {
  const db = dbOf(c);
  const now = nowOf(c);
  const actor = whoIs(c);
  const { at, open, late, agencies } = standingOf(db, now);
  const statuses = (Object.keys(CASE_STATUS) as CaseStatus[]).filter((status) => CASE_STATUS[status].open);
  const main = overviewView({
    at: exactTime(at),
    today: receivedSince(db, startOfDay(dayOf(now))),
    late: { count: late, href: maySee(actor, 'overdue') },
    states: statuses
      .filter((status) => !APART.has(status))
      .map((status) => ({
        name: CASE_STATUS[status].name,
        count: open.get(status) ?? 0,
        href: searchFor(actor, status),
      })),
    merged: { count: open.get('merged') ?? 0, href: searchFor(actor, 'merged') },
    suspended: {
      count: open.get('suspended') ?? 0,
      reviewsDue: reviewsDue(db, dayOf(now)),
      href: maySee(actor, 'suspended'),
    },
    agencies: agencies.map((each) => ({
      ...each,
      href: hasRole(actor, 'supervisor', 'dispatcher')
        ? `/search?status=dispatched&agency=${each.agency_id}`
        : null,
    })),
  });
  return page(c, { title: '办理总览', main });
}

/** What is answered is about to close; the rest is neither in work nor late. */
const APART: ReadonlySet<CaseStatus> = new Set(['answered', 'merged', 'suspended']);

/** Leaders see the numbers, not the cases. */
function searchFor(actor: Actor, status: CaseStatus): string | null {
  return hasRole(actor, 'supervisor', 'dispatcher') ? `/search?status=${status}` : null;
}

function maySee(actor: Actor, key: string): string | null {
  const queue = QUEUES.find((each) => each.key === key);
  return queue && hasRole(actor, ...queue.roles) ? `/queues/${key}` : null;
}
