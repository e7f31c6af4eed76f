import { type ActFormProps, actFormView, proposalView } from '../../views/cases/act-form.ts';
import { type CasePageProps, casePageView, citizenCard, previewView } from '../../views/cases/case.ts';
import { workOrder } from '../../views/cases/print.ts';
import type { Action } from '../../views/ui/index.ts';
import { storeFiles } from '../attachments/store.ts';
import { audit } from '../audit/audit.ts';
import { exactTime } from '../calendar/words.ts';
import { citizenOf } from '../citizens/identity.ts';
import { LOCKED } from '../citizens/key.ts';
import { requireOwnKey } from '../drafts/drafts.ts';
import { keepTyped } from '../drafts/keep.ts';
import { signature } from '../people/actor.ts';
import { visitorOf } from '../people/visitor.ts';
import { identityView, REVEAL_PURPOSES } from '../rules/confidentiality.ts';
import { dangerIsContained } from '../rules/containment.ts';
import type { Guard } from '../rules/facts.ts';
import { firstContactMade } from '../rules/first-contact.ts';
import { owesNothing } from '../rules/redo.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { Conflict, Expected, Forbidden, Invalid, NotFound } from '../web/errors.ts';
import { flash, page, siteName } from '../web/page.ts';
import { type Failure, failureOf, submit } from '../web/submit.ts';
import { actForm, type OpenAct, proposalOf, type Sent, typedTexts } from './act-form.ts';
import { type Available, availableActs } from './actions.ts';
import { caseView } from './case-page.ts';
import { assignmentsOf, caseById } from './case-queries.ts';
import { GROUPS } from './life/transition.ts';
import { mattersOf } from './matters.ts';
import { obstacle, perform, prepareAct } from './perform.ts';
import { queuesOf } from './queues.ts';
import type { CaseRow } from './rows.ts';
import { sentBefore } from './sent-form.ts';
import { CASE_STATUS } from './states.ts';
import { labelOf } from './timeline.ts';
import { CASE_READERS, sightOf, visibleCase } from './visible.ts';

export function caseRoutes(routes: Routes): void {
  routes.get('/cases/:id', CASE_READERS, (c) => casePage(c, caseOf(c), {}));
  routes.get('/cases/:id/preview', CASE_READERS, (c) =>
    c.html(previewView(caseView(dbOf(c), whoIs(c), caseOf(c), nowOf(c)))),
  );
  routes.get('/cases/:id/print', CASE_READERS, printCase);
  routes.post('/cases/:id/reveal', CASE_READERS, reveal);
  routes.get('/cases/:id/:act', CASE_READERS, openForm);
  routes.post('/cases/:id/:act', CASE_READERS, act, { files: true });
  routes.post('/cases/:id/:act/proposal', CASE_READERS, propose);
}

/** The form opens in place when htmx asks, else the whole page comes with the form open. */
function openForm(c: Ctx) {
  const given = caseOf(c);
  const open = openAct(c, given, c.req.query('assignment') ?? '');
  const form = formOrConflict(c, open);
  if (form instanceof Conflict) {
    return casePage(c, given, { lost: { message: form.message, texts: [] }, status: form.status });
  }
  if (c.req.header('hx-request')) return c.html(actFormView(form, csrfOf(c), c.req.query('from') ?? null));
  return casePage(c, given, { form });
}

/** Q-B3: a choice was made in the open form; what follows from it is shown in place, nothing is written. */
function propose(c: Ctx) {
  const { typed } = bodyOf(c);
  const open = openAct(c, caseOf(c), one(typed, 'assignment'));
  return c.html(proposalView(proposalOf(dbOf(c), whoIs(c), open, typed, nowOf(c))));
}

/** Somebody was quicker: the page says so and shows where the case stands. */
function formOrConflict(c: Ctx, open: OpenAct): ActFormProps | Conflict {
  try {
    return actForm(dbOf(c), whoIs(c), open, nowOf(c), null);
  } catch (error) {
    if (error instanceof Conflict) return error;
    throw error;
  }
}

/** One POST for every act: the tables decide who may do what, and when. */
async function act(c: Ctx) {
  const given = caseOf(c);
  const { typed, files } = bodyOf(c);
  const open = openAct(c, given, one(typed, 'assignment'));
  const key = one(typed, 'key');
  const seen = Number(one(typed, 'seen')) || null;
  const db = dbOf(c);
  return submit(
    c,
    async () => {
      requireOwnKey(db, whoIs(c).id, key);
      const form = { key, act: open.act, typed, caseId: given.id };
      if (files.length > 0 && !sentBefore(db, whoIs(c).id, form)) {
        prepareAct(db, whoIs(c), open, nowOf(c));
        await storeFiles(db, files, { draftKey: key, by: whoIs(c).id, now: nowOf(c) });
      }
      const done = perform(db, whoIs(c), { ...open, typed, formKey: key || null, seen }, nowOf(c));
      flash(
        c,
        'ok',
        `工单 ${given.number}：${done.repeated ? '已经提交过，没有重复提交' : `已${labelOf(open.act)}，目前${stateName(c, given.id)}`}。`,
      );
      return afterAct(c, given.id);
    },
    (failure) => formAgain(c, given, open, { typed, key, seen, failure }),
  );
}

/** Where the case stands after the act. */
function stateName(c: Ctx, caseId: number): string {
  return CASE_STATUS[caseById(dbOf(c), caseId).status].name;
}

/** The page with the form as it was sent; where the act is no longer possible, with its texts to copy. */
function formAgain(c: Ctx, given: CaseRow, open: OpenAct, sent: Sent) {
  keepIfPossible(c, sent.key);
  try {
    const form = actForm(dbOf(c), whoIs(c), open, nowOf(c), sent);
    if (sent.failure.status !== 409) return casePage(c, given, { form, status: sent.failure.status });
  } catch (error) {
    if (!failureOf(error)) throw error;
  }
  const texts = typedTexts(sent.typed);
  const kept = texts.length > 0 ? '填写的内容保留在下方，请复制需要的部分。' : '';
  const lost = { message: `${sent.failure.message}您的操作没有生效。${kept}`, texts };
  return casePage(c, caseOf(c), { lost, status: sent.failure.status });
}

/** The form is on the page again in any case; the draft is for those who leave it there. */
function keepIfPossible(c: Ctx, key: string): void {
  try {
    if (key) keepTyped(c, key);
  } catch (error) {
    if (!failureOf(error)) throw error;
  }
}

function casePage(
  c: Ctx,
  given: CaseRow,
  shown: {
    form?: CasePageProps['form'];
    lost?: CasePageProps['lost'];
    status?: Failure['status'];
    revealed?: boolean;
  },
) {
  const db = dbOf(c);
  const actor = whoIs(c);
  const view = caseView(db, actor, given, nowOf(c), shown.revealed);
  const from = queueOf(c);
  const acts = availableActs(actor, given, assignmentsOf(db, given.id), mattersOf(db, given.id));
  const next = nextAct(c, given, acts);
  const draw = (each: Available) => action(given.id, each, from?.key ?? null, acts);
  const main = casePageView({
    view,
    primary: next ? { ...draw(next), key: 'b' } : null,
    more: GROUPS.map((name) => ({
      name,
      actions: acts.filter((each) => each !== next && each.group === name).map(draw),
    })).filter(({ actions }) => actions.length > 0),
    form: shown.form ?? null,
    lost: shown.lost ?? null,
    csrf: csrfOf(c),
    from,
  });
  return page(c, {
    title: `${given.number} ${given.headline}`,
    main,
    status: shown.status ?? 200,
    wide: true,
  });
}

/**
 * What a reply waits for, in the order it is done: the danger contained (Q-A6), the citizen contacted (Q-D4), what a
 * redo owes them (G-E4).
 */
const BEFORE_REPLY: readonly (readonly [act: string, rule: Guard])[] = [
  ['contain', dangerIsContained],
  ['contact', firstContactMade],
  ['fulfil', owesNothing],
];

/** The one thing to do now: the act that moves the case on, and before a reply what is due before it. */
function nextAct(c: Ctx, given: CaseRow, acts: readonly Available[]): Available | null {
  const open = (each: Available) => prepareAct(dbOf(c), whoIs(c), { ...each, caseId: given.id }, nowOf(c));
  const isFree = (each: Available) => {
    const { context, transition } = open(each);
    return each.act === 'submit' || obstacle(context, transition) === null;
  };
  // What a rule stands against now (an appeal before archiving, one's own request) is not what to do next.
  const first = acts.find((each) => each.moves && isFree(each));
  if (first?.act !== 'submit') return first ?? null;
  const { facts } = open(first).context;
  const due = BEFORE_REPLY.find(([, rule]) => rule(facts) !== null)?.[0];
  return acts.find((each) => each.act === due && each.assignmentId === first.assignmentId) ?? first;
}

function action(
  caseId: number,
  each: Available,
  from: string | null,
  all: readonly { act: string }[],
): Action {
  const ambiguous = all.filter((other) => other.act === each.act).length > 1;
  const query = new URLSearchParams();
  if (each.assignmentId !== null) query.set('assignment', String(each.assignmentId));
  if (from) query.set('from', from);
  const text = ambiguous && each.agency ? `${each.label}（${each.agency}）` : each.label;
  return { text, href: `/cases/${caseId}/${each.act}${query.size > 0 ? `?${query}` : ''}`, inPlace: true };
}

/** C-M1: the number is shown on this answer only (in place where the page asks for it), and who looked, when and why goes into the audit log. */
function reveal(c: Ctx) {
  const given = caseOf(c);
  const actor = whoIs(c);
  if (sightOf(dbOf(c), actor, given) !== 'whole') throw new NotFound();
  if (identityView(given.confidential === 1, actor.roles) === 'hidden') throw new Forbidden();
  const purpose = one(bodyOf(c).typed, 'purpose');
  if (citizenOf(dbOf(c), given.id)?.locked) throw new Expected(503, `${LOCKED}。请联系系统管理员恢复密钥。`);
  if (!REVEAL_PURPOSES.some((each) => each === purpose)) {
    throw new Invalid('请选择用途。', { purpose: '请选择用途。' });
  }
  audit(dbOf(c), {
    at: nowOf(c),
    actor,
    act: 'phone_revealed',
    subject: given.number,
    detail: { purpose },
    ip: visitorOf(c).ip,
  });
  if (!c.req.header('hx-request')) return casePage(c, given, { revealed: true });
  const { citizen } = caseView(dbOf(c), actor, given, nowOf(c), true);
  if (!citizen) throw new NotFound();
  return c.html(citizenCard(citizen, given.id, csrfOf(c), queueOf(c)?.key ?? null));
}

function printCase(c: Ctx) {
  const given = caseOf(c);
  const actor = whoIs(c);
  if (sightOf(dbOf(c), actor, given) !== 'whole') throw new NotFound();
  const now = nowOf(c);
  audit(dbOf(c), { at: now, actor, act: 'case_printed', subject: given.number, ip: visitorOf(c).ip });
  return c.html(
    workOrder({
      view: caseView(dbOf(c), actor, given, now),
      letterhead: siteName(c),
      printedBy: signature(actor),
      printedAt: exactTime(now),
      assets: c.get('world').assets,
    }),
  );
}

function caseOf(c: Ctx): CaseRow {
  const given = visibleCase(dbOf(c), whoIs(c), idOf(c, 'id'));
  if (!given) throw new NotFound('没有找到这个工单，或您没有查看权限。');
  return given;
}

function openAct(c: Ctx, given: CaseRow, assignment: string): OpenAct {
  return {
    act: c.req.param('act') ?? '',
    caseId: given.id,
    assignmentId: /^\d+$/.test(assignment) ? Number(assignment) : null,
  };
}

function queueOf(c: Ctx): { key: string; label: string } | null {
  const key = c.req.query('from') ?? one(c.get('body')?.typed ?? {}, 'from');
  const queue = queuesOf(whoIs(c)).find((each) => each.key === key);
  return queue ? { key: queue.key, label: queue.label } : null;
}

/** Back to the case; where the act has taken it out of the person's sight, on to the queue they work down. */
function afterAct(c: Ctx, caseId: number): string {
  const from = queueOf(c);
  if (visibleCase(dbOf(c), whoIs(c), caseId)) return `/cases/${caseId}${from ? `?from=${from.key}` : ''}`;
  return from ? `/queues/${from.key}` : '/';
}
