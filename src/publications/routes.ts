import { publicationsView } from '../../views/publications/list.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import { CASE_READERS } from '../cases/visible.ts';
import { hasRole } from '../people/actor.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { page } from '../web/page.ts';
import { listToPublish } from './list.ts';
import { PUBLISHERS } from './roles.ts';

/** Q-A8, Q-D6: answers to those who left no way to be told. */
export function publicationRoutes(routes: Routes): void {
  routes.get('/publications', PUBLISHERS, showPublications);
}

function showPublications(c: Ctx): Response | Promise<Response> {
  const asked = c.req.query('before') ?? '';
  const before = /^\d{1,15}$/.test(asked) ? Number(asked) : null;
  const { rows, next } = listToPublish(dbOf(c), before);
  const main = publicationsView({
    rows: rows.map(({ caseId, approvedAt, ...row }) => ({
      ...row,
      href: hasRole(whoIs(c), ...CASE_READERS) ? `/cases/${caseId}` : null,
      at: { at: approvedAt, text: sayTime(approvedAt, nowOf(c)), exact: exactTime(approvedAt) },
    })),
    first: before === null,
    nextHref: next === null ? null : `/publications?before=${next}`,
  });
  return page(c, { title: '待公开答复', main });
}
