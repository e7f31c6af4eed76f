import { noSuchLinkView, type RatingTyped, ratingView, tooManyTriesView } from '../../views/portal/rating.ts';
import { MINUTE } from '../calendar/days.ts';
import { caseById } from '../cases/case-queries.ts';
import type { Db } from '../db/open.ts';
import { Tries } from '../people/tries.ts';
import { refuseForeignForm, visitorOf } from '../people/visitor.ts';
import { clockBy } from '../people/when.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf } from '../web/context.ts';
import { plainPage } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { caseByToken } from './access.ts';
import { rateByLink } from './rate-by-link.ts';
import { ratingPage } from './rating-page.ts';

/** What citizens open without an account: the token in the link is all that lets them in. */
export function portalRoutes(routes: Routes): void {
  routes.get('/r/:token', 'public', (c) => withCase(c, (caseId) => show(c, caseId, null, null)));
  routes.post('/r/:token', 'public', (c) => withCase(c, (caseId) => take(c, caseId)));
}

type Answer = Response | Promise<Response>;

function show(c: Ctx, caseId: number, failure: Failure | null, typed: RatingTyped | null): Answer {
  const page = ratingPage(dbOf(c), caseById(dbOf(c), caseId), nowOf(c));
  return plainPage(c, {
    title: page.time === 'open' ? '评价办理结果' : '诉求办理情况',
    main: ratingView(page, failure, typed),
    status: failure?.status ?? 200,
  });
}

function take(c: Ctx, caseId: number): Answer {
  refuseForeignForm(c);
  const { typed } = bodyOf(c);
  const said = { satisfaction: one(typed, 'satisfaction'), note: one(typed, 'note') };
  return submit(
    c,
    () => {
      rateByLink(dbOf(c), caseId, said, nowOf(c));
      return c.req.path;
    },
    (failure) => show(c, caseId, failure, said),
  );
}

/** Many people come from one address of a mobile network, and few of them with a wrong link. */
const MOST_WRONG = 30;
const PAUSE = 10 * MINUTE;
const wrong = new WeakMap<Db, Tries>();

function withCase(c: Ctx, answer: (caseId: number) => Answer): Answer {
  const { ip, now } = visitorOf(c);
  const tries = wrong.get(dbOf(c)) ?? new Tries(MOST_WRONG, PAUSE);
  wrong.set(dbOf(c), tries);
  // Links in other people's hands: no search engine, no picture of them in a cache.
  c.header('x-robots-tag', 'noindex, nofollow');
  // Before the system is set up there is no hotline yet.
  const number = policyAt(dbOf(c), now).hotline?.number ?? '';
  const paused = tries.pausedUntil(ip, now);
  if (paused !== null)
    return plainPage(c, {
      title: '请稍后再试',
      main: tooManyTriesView(clockBy(paused), number),
      status: 403,
    });
  const caseId = caseByToken(dbOf(c), c.req.param('token') ?? '');
  if (caseId !== null) return answer(caseId);
  tries.fail(ip, now);
  return plainPage(c, { title: '没有找到', main: noSuchLinkView(number), status: 404 });
}
