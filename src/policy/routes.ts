import { rowAidLines } from '../../views/policy/editor.ts';
import { exampleLines } from '../../views/policy/subject.ts';
import { keepTyped } from '../drafts/keep.ts';
import { visitorOf } from '../people/visitor.ts';
import { needsChoice } from '../setup/state.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';
import { flash } from '../web/page.ts';
import { failureOf, submit } from '../web/submit.ts';
import { changePolicy } from './change.ts';
import { rowAid } from './editor.ts';
import { exampleOf } from './example.ts';
import { readWanted } from './form.ts';
import { overviewPage } from './overview.ts';
import { subjectPage } from './page.ts';
import { policyAt } from './policy.ts';
import { previewPage } from './preview.ts';
import { rearranged } from './rows-typed.ts';
import type { Subject } from './subject.ts';
import { subjectBySlug } from './subjects/index.ts';
import { sayFrom } from './words.ts';

const READERS = ['admin', 'supervisor'] as const;
const ADMIN = ['admin'] as const;

/** Settings: an overview, and one page a subject (issue point 9). Supervisors read, administrators change. */
export function policyRoutes(routes: Routes): void {
  routes.get('/policy', READERS, overviewPage);
  routes.get('/policy/:subject', READERS, (c) => subjectPage(c, subjectOf(c)));
  routes.post('/policy/:subject', ADMIN, edit);
  routes.post('/policy/:subject/example', ADMIN, liveExample, { quiet: true });
  routes.post('/policy/:subject/confirm', ADMIN, confirm);
}

function subjectOf(c: Ctx): Subject {
  const subject = subjectBySlug(c.req.param('subject') ?? '');
  if (!subject || needsChoice(dbOf(c))) throw new NotFound();
  return subject;
}

/** The buttons of the form: rows are moved, the form is shown again, or what it would change is previewed. */
async function edit(c: Ctx): Promise<Response> {
  const subject = subjectOf(c);
  const { typed } = bodyOf(c);
  if (one(typed, 'key') !== '') keepTyped(c, one(typed, 'key'));
  const button = one(typed, 'do');
  const moved = rearranged(subject.parts, typed, button);
  if (moved || button === 'edit') return subjectPage(c, subject, { typed: moved ?? typed, failure: null });
  try {
    return await previewPage(c, subject, typed);
  } catch (error) {
    return again(c, subject, typed, error);
  }
}

function again(c: Ctx, subject: Subject, typed: Typed, error: unknown): Response | Promise<Response> {
  const failure = failureOf(error);
  if (!failure) throw error;
  return subjectPage(c, subject, { typed, failure });
}

/** The example with what is typed so far; or of one row, whatever the others hold. */
function liveExample(c: Ctx) {
  const [db, now] = [dbOf(c), nowOf(c)];
  const subject = subjectOf(c);
  const row = c.req.query('row');
  if (row !== undefined) {
    const aid = rowAid(subject, bodyOf(c).typed, row, policyAt(db, now));
    if (!aid) throw new NotFound();
    return c.html(rowAidLines(aid));
  }
  try {
    const { policy, from, atOnce } = readWanted(db, subject, bodyOf(c).typed, now);
    return c.html(exampleLines(exampleOf(db, subject, policy, from, atOnce ? '现在' : '届时')));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return c.html(exampleLines(['填写的内容还有需要更正的地方，更正后在这里推算。']));
  }
}

function confirm(c: Ctx) {
  const subject = subjectOf(c);
  const { typed } = bodyOf(c);
  return submit(
    c,
    () => {
      const { now, ip } = visitorOf(c);
      const db = dbOf(c);
      const wanted = readWanted(db, subject, typed, now);
      const order = { wanted, base: Number(one(typed, 'base')), draft: one(typed, 'key') };
      changePolicy(db, subject, order, { actor: whoIs(c), now, ip });
      flash(c, 'ok', `“${subject.title}”的改动已保存，${sayFrom(wanted.from)}。`);
      return `/policy/${subject.slug}`;
    },
    (failure) => subjectPage(c, subject, { typed, failure }),
  );
}
