import { appealsView } from '../../views/appeals/list.ts';
import { APPEAL_STATES } from '../cases/beside/appeal.ts';
import { momentOf } from '../cases/page/moment.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf } from '../web/context.ts';
import { page } from '../web/page.ts';
import { APPEALS_A_PAGE, listAppeals } from './queries.ts';
import { APPEAL_JUDGES } from './roles.ts';

export function appealRoutes(routes: Routes): void {
  routes.get('/appeals', APPEAL_JUDGES, show);
}

/** 申诉与不计入考核 (X-E1): what waits, and what was decided. */
function show(c: Ctx) {
  const state = c.req.query('state') === 'decided' ? 'decided' : 'open';
  const after = Number(c.req.query('after')) || null;
  const lines = listAppeals(dbOf(c), state, after);
  const shown = lines.slice(0, APPEALS_A_PAGE);
  const here = state === 'open' ? '/appeals' : '/appeals?state=decided';
  const next = `${here}${state === 'open' ? '?' : '&'}after=${shown.at(-1)?.id}`;
  const main = appealsView({
    states: [
      { text: '待处理', href: '/appeals', current: state === 'open' },
      { text: '已处理', href: '/appeals?state=decided', current: state === 'decided' },
    ],
    open: state === 'open',
    rows: shown.map((line) => ({
      caseId: line.case_id,
      caseNumber: line.case_number,
      headline: line.headline,
      agency: line.agency ?? '',
      reason: line.reason,
      asked: momentOf(line.asked_at, nowOf(c)),
      who: [line.asked_by, line.proposed_by, line.decided_by]
        .filter((name, index, all) => name !== null && all.indexOf(name) === index)
        .join('、'),
      status: line.status,
      state: APPEAL_STATES[line.status],
    })),
    firstHref: after === null ? null : here,
    nextHref: lines.length > shown.length ? next : null,
  });
  return page(c, { title: '申诉与免考核', main, wide: true });
}
