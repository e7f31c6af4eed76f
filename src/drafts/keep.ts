import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { Expected, NotFound } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';
import { localPath } from '../web/local-path.ts';
import { type Saved, saveDraft } from './drafts.ts';

/** What a form carries for the server alone and nobody typed. */
const NOT_TYPED = new Set(['csrf', 'form', 'key', 'back', 'seen', 'assignment', 'from']);
const LONGEST = 200_000;

/** The fields of the sent form that somebody typed. */
export function typedFields(typed: Typed): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !NOT_TYPED.has(name)));
}

/**
 * Keeps a whole form as the person's draft. Which form it is stands in its field or in the address.
 * @throws NotFound for somebody else's key or a form without a name, Expected 413 when it is too long
 */
export function keepTyped(c: Ctx, key: string): Saved {
  const { typed } = bodyOf(c);
  const form = one(typed, 'form') || (c.req.query('form') ?? '');
  if (!/^[a-z][\w/-]{0,99}$/i.test(form)) throw new NotFound();
  const fields = typedFields(typed);
  if (JSON.stringify(fields).length > LONGEST) {
    throw new Expected(413, '填写的内容太长，草稿没有保存。请精简文字，长材料请作为附件上传。');
  }
  return saveDraft(dbOf(c), whoIs(c).id, key, form, fields, nowOf(c));
}

/** Where a form asks to go back to: only ever a page of our own. */
export function backTo(c: Ctx, otherwise: string): string {
  const wanted = one(bodyOf(c).typed, 'back') || (c.req.query('back') ?? '');
  return localPath(wanted, otherwise);
}
