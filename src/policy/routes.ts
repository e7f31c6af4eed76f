import { policyOverview } from '../../views/policy/overview.ts';
import { policyPreview } from '../../views/policy/preview.ts';
import { exampleLines } from '../../views/policy/subject.ts';
import { keepTyped } from '../drafts/keep.ts';
import { hasRole } from '../people/actor.ts';
import { visitorOf } from '../people/visitor.ts';
import { needsChoice } from '../setup/state.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { failureOf, submit } from '../web/submit.ts';
import { changePolicy, requireChanges, requireNewest } from './change.ts';
import { exampleOf } from './example.ts';
import { readWanted, type Wanted } from './form.ts';
import { stillInUse } from './in-use.ts';
import { listsOf } from './lists.ts';
import { subjectPage } from './page.ts';
import { policyAt } from './policy.ts';
import { rearranged } from './rows-typed.ts';
import type { Subject } from './subject.ts';
import { subjectBySlug, subjects } from './subjects/index.ts';
import { versionsOf } from './versions.ts';
import { changesBy, sayFrom } from './words.ts';

const READERS = ['admin', 'supervisor'] as const;
const ADMIN = ['admin'] as const;

/** Settings: an overview, and one page a subject (issue point 9). Supervisors read, administrators change. */
export function policyRoutes(routes: Routes): void {
  routes.get('/policy', READERS, overview);
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

function overview(c: Ctx) {
  const [db, now] = [dbOf(c), nowOf(c)];
  // Before the administrator has chosen what the system starts from there is nothing to show.
  if (needsChoice(db)) return c.redirect('/', 303);
  const policy = policyAt(db, now);
  const lists = listsOf(db, now);
  const shown = (subject: Subject) => {
    const versions = versionsOf(db, subject, now);
    return {
      href: `/policy/${subject.slug}`,
      title: subject.title,
      from: sayFrom(versions.find(({ state }) => state === 'current')?.from ?? 0),
      lines: subject.summary(policy, lists),
      coming: versions
        .filter(({ state }) => state === 'coming')
        .map((each) => ({ from: sayFrom(each.from), changes: changesBy(db, subject, each, now) })),
    };
  };
  const groups = [...Map.groupBy(subjects, ({ group }) => group)].map(([title, members]) => ({
    title,
    subjects: members.map(shown),
  }));
  const main = policyOverview({ groups, mayChange: hasRole(whoIs(c), 'admin') });
  return page(c, { title: '设置与时限', main });
}

/** The buttons of the form: rows are moved, the form is shown again, or what it would change is previewed. */
function edit(c: Ctx): Response | Promise<Response> {
  const subject = subjectOf(c);
  const { typed } = bodyOf(c);
  if (one(typed, 'key') !== '') keepTyped(c, one(typed, 'key'));
  const button = one(typed, 'do');
  const moved = rearranged(subject.parts, typed, button);
  if (moved || button === 'edit') return subjectPage(c, subject, { typed: moved ?? typed, failure: null });
  try {
    return preview(c, subject, typed);
  } catch (error) {
    return again(c, subject, typed, error);
  }
}

function again(c: Ctx, subject: Subject, typed: Typed, error: unknown): Response | Promise<Response> {
  const failure = failureOf(error);
  if (!failure) throw error;
  return subjectPage(c, subject, { typed, failure });
}

function preview(c: Ctx, subject: Subject, typed: Typed) {
  const [db, now] = [dbOf(c), nowOf(c)];
  const versions = versionsOf(db, subject, now);
  requireNewest(db, subject, versions, Number(one(typed, 'base')), now);
  const wanted = readWanted(db, subject, typed, now);
  const word = wanted.atOnce ? '现在' : '届时';
  const main = policyPreview({
    title: subject.title,
    action: `/policy/${subject.slug}`,
    csrf: c.get('session')?.csrf ?? '',
    carried: carried(typed),
    changes: requireChanges(db, subject, wanted, now),
    from: wanted.atOnce ? '确认后立即施行' : sayFrom(wanted.from),
    warnings: warnings(c, subject, wanted),
    before: exampleOf(db, subject, wanted.before, wanted.from, word),
    after: exampleOf(db, subject, wanted.policy, wanted.from, word),
  });
  return page(c, { title: `预览：${subject.title}`, main });
}

const NOT_CARRIED = new Set(['csrf', 'do']);

function carried(typed: Typed): (readonly [string, string])[] {
  return Object.entries(typed)
    .filter(([name]) => !NOT_CARRIED.has(name))
    .flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const));
}

function warnings(c: Ctx, subject: Subject, { before, policy, from }: Wanted): string[] {
  const [db, now] = [dbOf(c), nowOf(c)];
  const later = versionsOf(db, subject, now).filter((each) => each.state === 'coming' && each.from > from);
  const replaced = later.map(
    (each) =>
      `另有一次已定的更改${sayFrom(each.from)}（${changesBy(db, subject, each, now).join('；')}），从那时起以那次的内容为准。`,
  );
  return [...stillInUse(db, subject, before, policy), ...replaced];
}

/** The example with what is typed so far. */
function liveExample(c: Ctx) {
  const [db, now] = [dbOf(c), nowOf(c)];
  const subject = subjectOf(c);
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
