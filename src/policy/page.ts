import type { FormProps } from '../../views/policy/form.ts';
import { policySubject, type ReadPart } from '../../views/policy/subject.ts';
import { formatLocal } from '../calendar/local-time.ts';
import { openDraft } from '../drafts/drafts.ts';
import { hasRole } from '../people/actor.ts';
import { one } from '../web/body.ts';
import { type Ctx, csrfOf, dbOf, nowOf, whoIs } from '../web/context.ts';
import type { Typed } from '../web/forms.ts';
import { page } from '../web/page.ts';
import type { Failure } from '../web/submit.ts';
import type { Lists } from './cells.ts';
import { editorOf, messagesOf } from './editor.ts';
import { exampleOf } from './example.ts';
import { LONGEST_REASON, textsOf } from './form.ts';
import { historyOf } from './history.ts';
import { listsOf } from './lists.ts';
import type { Part } from './parts.ts';
import { type Policy, policyAt } from './policy.ts';
import { rowsTyped } from './rows-typed.ts';
import type { Subject } from './subject.ts';
import { newestOf, type Version, versionsOf } from './versions.ts';
import { comingOf, sayFrom } from './words.ts';

/** What the form shows: as typed, from a draft, from an older version, or what is in force. */
type Filled = { typed: Typed; base: number; key: string; saved: boolean; words: string | null };

/** The page of a subject; `sent` is what was typed where a form comes back. */
export function subjectPage(
  c: Ctx,
  subject: Subject,
  sent: { typed: Typed; failure: Failure | null } | null = null,
) {
  const [db, now] = [dbOf(c), nowOf(c)];
  const versions = versionsOf(db, subject, now);
  const policy = policyAt(db, now);
  const mayChange = hasRole(whoIs(c), 'admin');
  const current = versions.find(({ state }) => state === 'current');
  const main = policySubject({
    title: subject.title,
    from: sayFrom(current?.from ?? 0),
    words: subject.words,
    coming: comingOf(db, subject, versions, now),
    example: subject.glossary ? [] : exampleOf(db, subject, policy, now, '现在'),
    glossary: subject.glossary ?? [],
    form: mayChange
      ? formOf(c, subject, versions, filled(c, subject, versions, sent?.typed ?? null), sent?.failure ?? null)
      : null,
    read: readParts(c, subject),
    history: historyOf(c, subject, versions, mayChange),
  });
  return page(c, { title: subject.title, main, wide: true, status: sent?.failure?.status ?? 200 });
}

function filled(c: Ctx, subject: Subject, versions: readonly Version[], typed: Typed | null): Filled {
  const [db, now] = [dbOf(c), nowOf(c)];
  const newest = newestOf(versions);
  const draft = openDraft(db, whoIs(c).id, draftForm(subject));
  if (typed) return { typed, base: newest, key: one(typed, 'key') || draft.key, saved: false, words: null };
  const version = versions.find(({ id }) => String(id) === c.req.query('version'));
  if (version) {
    const starts = c.req.query('starts') ?? '';
    const when = starts === '' ? {} : { when: 'later', starts };
    const words = `表单内已填入第 ${version.number} 版（${sayFrom(version.from)}）的内容，预览并确认后才会施行。`;
    return {
      typed: { ...textsOf(subject, version.policy), ...when },
      base: newest,
      key: draft.key,
      saved: false,
      words,
    };
  }
  if (draft.updatedAt === null) {
    return {
      typed: textsOf(subject, policyAt(db, now)),
      base: newest,
      key: draft.key,
      saved: false,
      words: null,
    };
  }
  const words = `已恢复您 ${formatLocal(draft.updatedAt)} 填写、尚未施行的内容。`;
  return {
    typed: draft.fields,
    base: Number(one(draft.fields, 'base')) || newest,
    key: draft.key,
    saved: true,
    words,
  };
}

export function draftForm({ slug }: Subject): string {
  return `policy/${slug}`;
}

function formOf(
  c: Ctx,
  subject: Subject,
  versions: readonly Version[],
  from: Filled,
  failure: Failure | null,
): FormProps {
  const { typed } = from;
  const wrong = failure?.fields ?? {};
  // The second of two administrators is told once (409); then the form starts from what the first one set.
  const base = failure?.status === 409 ? newestOf(versions) : Number(one(typed, 'base') || from.base);
  return {
    action: `/policy/${subject.slug}`,
    csrf: csrfOf(c),
    parts: editorOf(subject, typed, wrong, listsOf(dbOf(c), nowOf(c)), policyAt(dbOf(c), nowOf(c))),
    when: {
      chosen: one(typed, 'when') === 'later' ? 'later' : 'now',
      starts: one(typed, 'starts'),
      error: wrong.starts,
    },
    reason: { value: one(typed, 'reason'), maxlength: LONGEST_REASON, error: wrong.reason },
    base,
    draft: { key: from.key, form: draftForm(subject), savedText: from.saved ? '草稿已保存' : null },
    failure: failure && { message: failure.message, fields: messagesOf(subject, typed, wrong) },
    filledWith: from.words,
  };
}

function readParts(c: Ctx, { parts }: Subject): ReadPart[] {
  const policy = policyAt(dbOf(c), nowOf(c));
  const lists = listsOf(dbOf(c), nowOf(c));
  return parts.map((part) => (part.fold ? foldedPart(part, policy, lists) : readPart(part, policy, lists)));
}

/** The sentence of a row says all but its last column, the text. */
function foldedPart(part: Part, policy: Policy, lists: Lists): ReadPart {
  const titles = rowsTyped(part.name, part.texts(policy)).map(({ texts }) => part.fold?.(texts) ?? '');
  const items = part
    .items(policy, lists)
    .map(({ title, facts }, place) => ({ title, values: [titles[place] ?? '', facts.at(-1)?.text ?? ''] }));
  const columns = [part.noun, part.columns.at(-1)?.cell.label ?? ''];
  return { title: part.title, noun: part.noun, columns, items, isList: true };
}

function readPart(part: Part, policy: Policy, lists: Lists): ReadPart {
  return {
    title: part.title,
    noun: part.noun,
    columns: part.columns.map(({ cell }) => cell.label),
    items: part
      .items(policy, lists)
      .map(({ title, facts }) => ({ title, values: facts.map(({ text }) => text) })),
    isList: part.kind === 'rows',
  };
}
