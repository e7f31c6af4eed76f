import { intakeView } from '../../views/cases/intake.ts';
import { callerView, similarView } from '../../views/cases/intake-help.ts';
import { outcomeView, reasonWords } from '../../views/cases/intake-outcome.ts';
import { filesOfDraft } from '../attachments/queries.ts';
import { storeFiles } from '../attachments/store.ts';
import { draftsOf, findDraft, newDraftKey, requireOwnKey, saveDraft } from '../drafts/drafts.ts';
import { typedFields } from '../drafts/keep.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import type { Typed } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { type IntakeOutcome, takeDown } from './intake.ts';
import { callerOf, intakeProps, outcomeProps, similarLines } from './intake-page.ts';
import { caseOfIntake } from './intake-queries.ts';

export function intakeRoutes(routes: Routes): void {
  routes.get('/intake', ['operator'], openIntake);
  routes.post('/intake', ['operator'], send);
  routes.post('/intake/outcome', ['operator'], openOutcome);
  routes.get('/intake/caller', ['operator'], (c) =>
    c.html(callerView(callerOf(c, c.req.query('phone') ?? ''))),
  );
  routes.post('/intake/similar', ['operator'], showSimilar);
  routes.get('/intake/reason', ['operator'], showReason);
}

/** The operator's newest unfinished intake, the one asked for, or a new one. */
function openIntake(c: Ctx) {
  const wanted = c.req.query('key');
  const known = wanted ? caseOfIntake(dbOf(c), wanted) : undefined;
  if (known) return c.redirect(`/cases/${known.id}`, 303);
  const drafts = draftsOf(dbOf(c), whoIs(c).id, 'intake');
  if (wanted) {
    const draft = findDraft(dbOf(c), whoIs(c).id, wanted);
    return draft ? show(c, draft.key, draft.fields, {}) : c.redirect('/intake', 303);
  }
  const [newest] = drafts;
  if (newest && !c.req.query('new')) return show(c, newest.key, newest.fields, {});
  return show(c, newDraftKey(), {}, {});
}

type Shown = { opened?: 'answer' | 'reject' | null; failure?: Failure };

function show(c: Ctx, key: string, typed: Typed, shown: Shown) {
  const props = intakeProps(c, key, typed, shown.opened ?? openedOf(typed), shown.failure ?? null);
  return page(c, {
    title: '新来电登记',
    main: intakeView(props),
    wide: true,
    status: shown.failure?.status ?? 200,
  });
}

/** Sends the form; an outcome with fields of its own shows them first. */
async function send(c: Ctx) {
  const { typed, files } = bodyOf(c);
  const db = dbOf(c);
  const key = one(typed, 'key');
  const outcome = outcomeOf(typed);
  return submit(
    c,
    async () => {
      requireOwnKey(db, whoIs(c).id, key);
      const now = nowOf(c);
      if (!caseOfIntake(db, key)) await storeFiles(db, files, { draftKey: key, by: whoIs(c).id, now });
      const { caseId } = takeDown(
        db,
        whoIs(c),
        { typed, outcome, key, callStartedAt: startOfCall(c, key) },
        now,
      );
      flash(c, 'ok', doneWords(outcome, caseOfIntake(db, key)?.number ?? ''));
      return `/cases/${caseId}`;
    },
    (failure) => again(c, key, typed, { opened: withFields(outcome), failure }),
  );
}
