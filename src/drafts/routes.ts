import { discardView } from '../../views/drafts/discard.ts';
import { formatLocal } from '../calendar/local-time.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, csrfOf, dbOf, nowOf, whoIs } from '../web/context.ts';
import { Expected, NotFound } from '../web/errors.ts';
import { flash, page } from '../web/page.ts';
import { discardDraft, findDraft } from './drafts.ts';
import { backTo, keepTyped } from './keep.ts';
import { wordsOf } from './words.ts';

/** Drafts of any form of the desk: kept while typing, thrown away on request. Each person only sees their own. */
export function draftRoutes(routes: Routes): void {
  routes.post('/drafts/:key', 'signed_in', keep, { quiet: true });
  routes.get('/drafts/:key/discard', 'signed_in', askDiscard);
  routes.post('/drafts/:key/discard', 'signed_in', discard);
}

/**
 * Answers autosave.js with the time of saving; a form that was sent meanwhile has nothing left to save. Where it cannot
 * be sealed for now, the browser keeps its copy and tries again.
 */
function keep(c: Ctx) {
  const saved = keepTyped(c, keyOf(c));
  if (saved === 'locked') throw new Expected(503, '身份密钥不可用，草稿暂时不能保存。请联系系统管理员。');
  const time = formatLocal(nowOf(c)).slice(11);
  const kept = saved === 'kept';
  return c.json({ saved: kept, time, text: kept ? `草稿已保存 ${time}` : '已提交' });
}

function askDiscard(c: Ctx) {
  const draft = findDraft(dbOf(c), whoIs(c).id, keyOf(c));
  if (!draft) throw new NotFound('没有找到这份草稿，可能已提交或已丢弃。');
  const now = nowOf(c);
  const main = discardView({
    key: draft.key,
    csrf: csrfOf(c),
    text: wordsOf(draft),
    saved: { at: draft.updatedAt, text: sayTime(draft.updatedAt, now), exact: exactTime(draft.updatedAt) },
    back: draft.form === 'intake' ? `/intake?key=${draft.key}` : '/',
  });
  return page(c, { title: '丢弃草稿', main });
}

function discard(c: Ctx) {
  const form = findDraft(dbOf(c), whoIs(c).id, keyOf(c))?.form;
  discardDraft(dbOf(c), whoIs(c).id, keyOf(c));
  flash(c, 'ok', '草稿已丢弃。');
  return c.redirect(backTo(c, form === 'intake' ? '/intake' : '/'), 303);
}

function keyOf(c: Ctx): string {
  return c.req.param('key') ?? '';
}
