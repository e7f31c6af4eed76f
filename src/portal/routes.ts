import { findView } from '../../views/portal/find.ts';
import { noSuchLinkView, type RatingTyped, ratingView, tooManyTriesView } from '../../views/portal/rating.ts';
import { caseById } from '../cases/case-queries.ts';
import { refuseForeignForm, visitorOf } from '../people/visitor.ts';
import { clockBy } from '../people/when.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf } from '../web/context.ts';
import { plainPage } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { caseByToken } from './access.ts';
import { findCase } from './find-case.ts';
import { rateByLink } from './rate-by-link.ts';
import { ratingPage } from './rating-page.ts';
import { wrongTries } from './wrong-tries.ts';

/** What citizens open without an account: the link from an SMS, or number and code, is all that lets them in. */
export function portalRoutes(routes: Routes): void {
  routes.get('/r', 'public', (c) => unlessPaused(c, (hotline) => ask(c, hotline, '', null)));
  routes.post('/r', 'public', (c) => unlessPaused(c, (hotline) => find(c, hotline)));
  routes.get('/r/:token', 'public', (c) => withCase(c, (caseId) => show(c, caseId, null, null)));
  routes.post('/r/:token', 'public', (c) => withCase(c, (caseId) => take(c, caseId)));
}

type Answer = Response | Promise<Response>;

function ask(c: Ctx, hotline: string, number: string, failure: Failure | null): Answer {
  const main = findView({ number, failure, hotline });
  return plainPage(c, { title: '查询诉求进度', main, status: failure?.status ?? 200 });
}

function find(c: Ctx, hotline: string): Answer {
  refuseForeignForm(c);
  const { typed } = bodyOf(c);
  const said = { number: one(typed, 'number'), code: one(typed, 'code') };
  const { ip, now } = visitorOf(c);
  return submit(
    c,
    () => `/r/${findCase(dbOf(c), ip, said, now)}`,
    (failure) => ask(c, hotline, said.number, failure),
  );
}

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

/** Too many wrong links and codes from one place are answered no more for a while. */
function unlessPaused(c: Ctx, answer: (hotline: string) => Answer): Answer {
  const { ip, now } = visitorOf(c);
  // Links in other people's hands: no search engine, no picture of them in a cache.
  c.header('x-robots-tag', 'noindex, nofollow');
  // Before the system is set up there is no hotline yet.
  const hotline = policyAt(dbOf(c), now).hotline?.number ?? '';
  const paused = wrongTries(dbOf(c)).visitors.pausedUntil(ip, now);
  if (paused === null) return answer(hotline);
  const main = tooManyTriesView(clockBy(paused), hotline);
  return plainPage(c, { title: '请稍后再试', main, status: 403 });
}

function withCase(c: Ctx, answer: (caseId: number) => Answer): Answer {
  return unlessPaused(c, (hotline) => {
    const caseId = caseByToken(dbOf(c), c.req.param('token') ?? '');
    if (caseId !== null) return answer(caseId);
    const { ip, now } = visitorOf(c);
    wrongTries(dbOf(c)).visitors.fail(ip, now);
    return plainPage(c, { title: '没有找到', main: noSuchLinkView(hotline), status: 404 });
  });
}
