import { type ChangeProps, changeBody, changeView } from '../../views/calendar/change.ts';
import { type Draft, dropDraft, findDraft, newDraftKey, saveDraft } from '../drafts/drafts.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, csrfOf, dbOf, nowOf, whoIs } from '../web/context.ts';
import { Conflict, Invalid } from '../web/errors.ts';
import { flash, page } from '../web/page.ts';
import type { ChangeOrder } from './change.ts';
import { stateOf, yearOfEdit } from './change-state.ts';
import { changesNothing, differenceOf, type Edit } from './edit.ts';
import { sayEdit } from './edit-words.ts';
import { forgetRun, type Run, runOf, startRun, waitFor } from './run.ts';

const ADMIN = ['admin'] as const;
/** Between preview and confirmation the edit waits in the drafts: it outlives reload and restart. */
const FORM = 'calendar_change';
/** On a small file the answer is there before anybody would look at a progress bar. */
const WORTH_WAITING = 1500;

export function changeRoutes(routes: Routes): void {
  routes.get('/calendar/changes/:key', ADMIN, (c) => show(c));
  routes.get('/calendar/changes/:key/progress', ADMIN, showProgress, { quiet: true });
  routes.post('/calendar/changes/:key', ADMIN, confirm);
  routes.post('/calendar/changes/:key/discard', ADMIN, discard);
}

/**
 * Keeps an edit until it is confirmed. @returns the address of its preview
 * @throws Invalid when the calendar is like that already
 */
export function propose(c: Ctx, edit: Edit): string {
  const db = dbOf(c);
  if (changesNothing(differenceOf(db, edit))) throw new Invalid('与现有日历完全相同，没有需要更改的内容。');
  const key = newDraftKey();
  saveDraft(db, whoIs(c).id, key, FORM, { edit: JSON.stringify(edit) }, nowOf(c));
  return `/calendar/changes/${key}`;
}

async function show(c: Ctx, failure?: Conflict) {
  const key = keyOf(c);
  if (c.req.query('again')) forgetRun(dbOf(c), key);
  const run = await runFor(c, key);
  if (!run) return gone(c);
  if (!failure && !(run instanceof Conflict)) await waitFor(run, WORTH_WAITING);
  const props = propsOf(c, key, failure ?? run);
  if (!props) return gone(c);
  const status = failure?.status ?? 200;
  return page(c, { title: '核对日历变更', main: changeView(props), wide: true, status });
}

function showProgress(c: Ctx) {
  const key = keyOf(c);
  const run = ownRun(c, key);
  const props = run && propsOf(c, key, run);
  // Nothing goes on any more, and the page does not know: it is loaded anew.
  if (!props) return c.body(null, 200, { 'hx-redirect': `/calendar/changes/${key}` });
  return c.html(changeBody(props));
}

/** Sent twice, the second finds the first at work, or nothing waiting any more. */
function confirm(c: Ctx) {
  const key = keyOf(c);
  const waiting = waitingEdit(c, key);
  if (!waiting) return c.redirect(`/calendar/changes/${key}`, 303);
  const { typed } = bodyOf(c);
  const print = { calendar: one(typed, 'calendar'), clocks: one(typed, 'clocks') };
  const order = { ...orderOf(c, key, waiting.edit), confirmed: print, onward: one(typed, 'onward') === '1' };
  try {
    const run = runOf(dbOf(c), key);
    if (run?.result !== null || run.task !== 'change') startRun(c.get('world'), key, 'change', order);
    return c.redirect(`/calendar/changes/${key}`, 303);
  } catch (error) {
    if (error instanceof Conflict) return show(c, error);
    throw error;
  }
}

function discard(c: Ctx) {
  const key = keyOf(c);
  const waiting = waitingEdit(c, key);
  if (!waiting) return gone(c);
  if (runOf(dbOf(c), key)?.result === null) return c.redirect(`/calendar/changes/${key}`, 303);
  dropDraft(dbOf(c), key);
  forgetRun(dbOf(c), key);
  flash(c, 'ok', '已放弃这次更改，日历和时限都没有变动。');
  return c.redirect(`/calendar?year=${yearOfEdit(waiting.edit)}`, 303);
}

/** The run over this change; a preview is started where there is none, or says why it cannot be. */
function runFor(c: Ctx, key: string): Run | Conflict | undefined {
  const run = ownRun(c, key);
  if (run) return run;
  const waiting = waitingEdit(c, key);
  if (!waiting) return undefined;
  try {
    return startRun(c.get('world'), key, 'foresee', orderOf(c, key, waiting.edit));
  } catch (error) {
    if (error instanceof Conflict) return error;
    throw error;
  }
}

function ownRun(c: Ctx, key: string): Run | undefined {
  const run = runOf(dbOf(c), key);
  return run?.order.userId === whoIs(c).id ? run : undefined;
}

function orderOf(c: Ctx, key: string, edit: Edit): ChangeOrder {
  const by = { userId: whoIs(c).id, draft: key, at: nowOf(c) };
  return { edit, confirmed: null, onward: false, ...by };
}

function propsOf(c: Ctx, key: string, run: Run | Conflict): ChangeProps | null {
  const edit = run instanceof Conflict ? waitingEdit(c, key)?.edit : run.order.edit;
  if (!edit) return null;
  const state = run instanceof Conflict ? { is: 'failed' as const, message: run.message } : stateOf(run);
  const title = titleOf(c, edit, state.is === 'done');
  return { csrf: csrfOf(c), key, title, year: yearOfEdit(edit), state };
}

/** Once it is made, the difference to what stands is gone. */
function titleOf(c: Ctx, edit: Edit, done: boolean): string {
  if (done) return edit.what === 'day' ? `${edit.day} 已更改` : `${edit.year} 年工作日历已更改`;
  return sayEdit(edit, differenceOf(dbOf(c), edit));
}

function waitingEdit(c: Ctx, key: string): { draft: Draft; edit: Edit } | null {
  const draft = findDraft(dbOf(c), whoIs(c).id, key);
  return draft?.form === FORM ? { draft, edit: JSON.parse(one(draft.fields, 'edit')) as Edit } : null;
}

function gone(c: Ctx) {
  flash(c, 'warn', '这次更改已经生效、放弃或过期。如需更改，请从工作日历重新开始。');
  return c.redirect('/calendar', 303);
}

function keyOf(c: Ctx): string {
  return c.req.param('key') ?? '';
}
