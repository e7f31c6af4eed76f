import { intakeView } from '../../views/cases/intake.ts';
import { callerView, similarView } from '../../views/cases/intake-help.ts';
import { outcomeView, reasonWords } from '../../views/cases/intake-outcome.ts';
import { storeFiles } from '../attachments/store.ts';
import { type Draft, draftsOf, findDraft, newDraftKey, requireOwnKey, saveDraft } from '../drafts/drafts.ts';
import { typedFields } from '../drafts/keep.ts';
import { policyAt } from '../policy/policy.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import type { Typed } from '../web/forms.ts';
import { flash, page } from '../web/page.ts';
import { type Failure, submit } from '../web/submit.ts';
import { type IntakeOutcome, takeDown } from './intake.ts';
import { outcomeErrors } from './intake-fields.ts';
import { callerOf, intakeProps, outcomeProps, similarLines } from './intake-page.ts';
import { caseOfIntake } from './intake-queries.ts';

export function intakeRoutes(routes: Routes): void {
  routes.get('/intake', ['operator'], openIntake);
  routes.post('/intake', ['operator'], send, { files: true });
  // htmx sends the whole form, with the files chosen in it.
  routes.post('/intake/outcome', ['operator'], openOutcome, { files: 'ignored' });
  routes.get('/intake/caller', ['operator'], (c) =>
    c.html(callerView(callerOf(c, c.req.query('phone') ?? ''))),
  );
  routes.post('/intake/similar', ['operator'], showSimilar, { files: 'ignored' });
  routes.get('/intake/reason', ['operator'], showReason);
}

/** The operator's newest unfinished intake, the one asked for, or a new one. */
function openIntake(c: Ctx) {
  const wanted = c.req.query('key');
  const known = wanted ? caseOfIntake(dbOf(c), wanted) : undefined;
  if (known) return c.redirect(`/cases/${known.id}`, 303);
  if (wanted) {
    const draft = findDraft(dbOf(c), whoIs(c).id, wanted);
    return draft ? resume(c, draft) : c.redirect('/intake', 303);
  }
  const [newest] = draftsOf(dbOf(c), whoIs(c).id, 'intake', 1);
  return newest && !c.req.query('new') ? resume(c, newest) : show(c, newDraftKey(), {}, {});
}

function resume(c: Ctx, { key, fields }: Draft) {
  return show(c, key, fields, { opened: withFields(one(fields, 'opened')) });
}

type Shown = { opened?: 'answer' | 'reject' | null; failure?: Failure };

function show(c: Ctx, key: string, typed: Typed, shown: Shown) {
  const props = intakeProps(c, key, typed, shown.opened ?? null, shown.failure ?? null);
  return page(c, {
    title: '新来电登记',
    main: intakeView(props),
    wide: true,
    status: shown.failure?.status ?? 200,
  });
}

/** Sends the form. An outcome with fields of its own first shows them, with everything typed kept. */
async function send(c: Ctx) {
  const { typed } = bodyOf(c);
  const db = dbOf(c);
  const key = one(typed, 'key');
  const outcome = outcomeOf(typed);
  if (needsOpening(typed, outcome)) {
    await keepAll(c, key, outcome);
    return show(c, key, typed, { opened: withFields(outcome) });
  }
  return submit(
    c,
    async () => {
      await keepFiles(c, key);
      const intake = { typed, outcome, key, callStartedAt: startOfCall(c, key) };
      const { caseId, repeated } = takeDown(db, whoIs(c), intake, nowOf(c));
      const number = caseOfIntake(db, key)?.number ?? '';
      flash(c, 'ok', repeated ? `这张登记单已经提交过，工单号 ${number}。` : doneWords(outcome, number));
      return `/cases/${caseId}`;
    },
    (failure) => again(c, key, outcome, failure),
  );
}

/** The form as it was sent, with what is wrong; kept as the draft too, for whoever closes the page now. */
function again(c: Ctx, key: string, outcome: IntakeOutcome, failure: Failure) {
  const { typed } = bodyOf(c);
  if (failure.status === 422) saveDraft(dbOf(c), whoIs(c).id, key, 'intake', typedFields(typed), nowOf(c));
  const opened = withFields(outcome) ?? withFields(one(typed, 'opened'));
  const fields = { ...(opened ? outcomeErrors(c, opened, typed) : {}), ...failure.fields };
  // What was sent under a used key is another form from now on.
  const next = failure.status === 409 ? newDraftKey() : key;
  return show(c, next, typed, {
    opened,
    failure: { ...failure, fields: failure.status === 422 ? fields : {} },
  });
}

async function keepAll(c: Ctx, key: string, opened: string): Promise<void> {
  const fields = { ...typedFields(bodyOf(c).typed), opened };
  saveDraft(dbOf(c), whoIs(c).id, key, 'intake', fields, nowOf(c));
  await keepFiles(c, key);
}

/** Files go to the draft first, so that a form which is refused does not lose them. */
async function keepFiles(c: Ctx, key: string): Promise<void> {
  requireOwnKey(dbOf(c), whoIs(c).id, key);
  if (caseOfIntake(dbOf(c), key)) return;
  await storeFiles(dbOf(c), bodyOf(c).files, { draftKey: key, by: whoIs(c).id, now: nowOf(c) });
}

/** The fields of 当场答复 or 不予受理 in place; nothing where the outcome was taken back. */
function openOutcome(c: Ctx) {
  const { typed } = bodyOf(c);
  const opened = withFields(one(typed, 'outcome'));
  return c.html(opened ? outcomeView(outcomeProps(c, opened, typed, {})) : '');
}

function showSimilar(c: Ctx) {
  const text = one(bodyOf(c).typed, 'text');
  return c.html(similarView(similarLines(c, text), text.trim() !== ''));
}

function showReason(c: Ctx) {
  const { rejectionReasons } = policyAt(dbOf(c), nowOf(c));
  const reason = rejectionReasons.find((each) => each.code === c.req.query('reason'));
  return c.html(reason ? reasonWords(reason) : '');
}

const OUTCOMES: Readonly<Record<IntakeOutcome, string>> = {
  accept: '已受理',
  answer: '已当场答复并办结',
  reject: '已登记不予受理',
  hold: '已暂存，待受理',
};

/** Read to the caller at once, so the number stands in it. */
function doneWords(outcome: IntakeOutcome, number: string): string {
  return `${OUTCOMES[outcome]}，工单号 ${number}。请告知诉求人。按 F2 登记下一个来电。`;
}

function outcomeOf(typed: Typed): IntakeOutcome | '' {
  const given = one(typed, 'outcome');
  return Object.hasOwn(OUTCOMES, given) ? (given as IntakeOutcome) : '';
}

function withFields(outcome: string): 'answer' | 'reject' | null {
  return outcome === 'answer' || outcome === 'reject' ? outcome : null;
}

function needsOpening(typed: Typed, outcome: IntakeOutcome | ''): outcome is '' | 'answer' | 'reject' {
  return outcome === '' || (withFields(outcome) !== null && one(typed, 'opened') !== outcome);
}

const LONGEST_CALL = 4 * 3_600_000;

/** C-A1: the call began when its first word was typed; before that, when the page was opened. */
function startOfCall(c: Ctx, key: string): number | null {
  const opened = Number(one(bodyOf(c).typed, 'opened_at'));
  const began = findDraft(dbOf(c), whoIs(c).id, key)?.createdAt ?? opened;
  const now = nowOf(c);
  return began > now - LONGEST_CALL && began <= now ? began : null;
}
