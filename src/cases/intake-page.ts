import type { FormField } from '../../views/cases/act-form.ts';
import type { IntakeProps } from '../../views/cases/intake.ts';
import type { CallerProps, CaseLine, PhraseStage } from '../../views/cases/intake-help.ts';
import type { OutcomeProps } from '../../views/cases/intake-outcome.ts';
import { fileItems } from '../attachments/items.ts';
import { filesOfDraft } from '../attachments/queries.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import { formatPhone, normalisePhone } from '../citizens/phone.ts';
import { draftsOf } from '../drafts/drafts.ts';
import { wordsOf } from '../drafts/words.ts';
import { type Policy, policyAt } from '../policy/policy.ts';
import { searchKeys } from '../search/pinyin.ts';
import { one } from '../web/body.ts';
import { type Ctx, csrfOf, dbOf, nowOf, whoIs } from '../web/context.ts';
import type { Typed } from '../web/forms.ts';
import type { Failure } from '../web/submit.ts';
import { intakeFields, outcomeFields } from './intake-fields.ts';
import { type EarlierCase, earlierCases, similarCases, todaysNames } from './intake-queries.ts';
import { CASE_STATUS } from './states.ts';

/** Everything the intake page shows beside what was typed. */
export function intakeProps(
  c: Ctx,
  key: string,
  typed: Typed,
  opened: 'answer' | 'reject' | null,
  failure: Failure | null,
): IntakeProps {
  const db = dbOf(c);
  const now = nowOf(c);
  const errors = failure?.fields ?? {};
  const drafts = draftsOf(db, whoIs(c).id, 'intake');
  const saved = drafts.find((draft) => draft.key === key);
  return {
    key,
    csrf: csrfOf(c),
    openedAt: Number(one(typed, 'opened_at')) || now,
    fields: intakeFields(db, policyAt(db, now), typed, errors),
    caller: callerOf(c, one(typed, 'phone')),
    similar: similarLines(c, one(typed, 'text')),
    files: {
      key,
      form: 'intake',
      back: `/intake?key=${key}`,
      files: fileItems(filesOfDraft(db, key), now),
      error: errors.files,
    },
    stages: phraseStages(c),
    outcome: opened ? outcomeProps(c, opened, typed, errors) : null,
    failure,
    savedText: saved ? `草稿已保存 ${sayTime(saved.updatedAt, now)}` : '',
    restored: saved !== undefined,
    others: drafts
      .filter((draft) => draft.key !== key)
      .map((draft) => ({ key: draft.key, text: wordsOf(draft), savedText: sayTime(draft.updatedAt, now) })),
  };
}

export function outcomeProps(
  c: Ctx,
  outcome: 'answer' | 'reject',
  typed: Typed,
  errors: Readonly<Record<string, string>>,
): OutcomeProps {
  const db = dbOf(c);
  const reasons = outcome === 'reject' ? policyAt(db, nowOf(c)).rejectionReasons : [];
  return {
    outcome,
    fields: outcomeFields(db, whoIs(c), outcome, nowOf(c)).map(shortChoices),
    typed,
    errors,
    reason: reasons.find((each) => each.code === one(typed, 'reason')) ?? null,
    reasons,
  };
}

/** The words of a chosen reason stand beneath the field in full, so the list itself keeps to the names. */
function shortChoices(each: FormField): FormField {
  if (each.name !== 'reason') return each;
  return {
    ...each,
    options: each.options.map(({ value, text }) => ({ value, text, keys: searchKeys(text) })),
  };
}

/** The caller's number as understood, and what came from it before. Nothing typed is ever refused here. */
export function callerOf(c: Ctx, typed: string): CallerProps {
  const db = dbOf(c);
  const phone = normalisePhone(typed, policyAt(db, nowOf(c)).hotline.areaCode);
  if (!phone) return { phone: null, hint: null, cases: [], totalText: '' };
  const { cases, total } = earlierCases(db, whoIs(c), phone.number);
  const open = cases.filter((each) => CASE_STATUS[each.status].open).length;
  return {
    phone: formatPhone(phone.number, phone.extension),
    hint: phone.note,
    cases: linesOf(cases, nowOf(c)),
    totalText: totalText(total, open),
  };
}

function totalText(total: number, open: number): string {
  if (total === 0) return '首次来电';
  return `以前来电 ${total > 1000 ? '1000+' : total} 件${open > 0 ? `，${open} 件未办结` : '，均已办结'}`;
}

export function similarLines(c: Ctx, text: string): CaseLine[] {
  const now = nowOf(c);
  return text.trim() === '' ? [] : linesOf(similarCases(dbOf(c), text, now), now);
}

function linesOf(cases: readonly EarlierCase[], now: number): CaseLine[] {
  return cases.map((each) => ({
    id: each.id,
    number: each.number,
    headline: each.headline,
    state: CASE_STATUS[each.status].name,
    tone: CASE_STATUS[each.status].open ? 'new' : each.status === 'rejected' ? 'neutral' : 'done',
    agency: each.agency,
    at: { at: each.received_at, text: sayTime(each.received_at, now), exact: exactTime(each.received_at) },
  }));
}

const STAGES: readonly [Policy['phrases'][number]['stage'], string][] = [
  ['opening', '开头语'],
  ['during', '通话中'],
  ['closing', '结束语'],
];

/** H-A2: the phrases of each stage, spoken with the operator's own number; on a holiday its greeting comes first. */
function phraseStages(c: Ctx): PhraseStage[] {
  const { phrases } = policyAt(dbOf(c), nowOf(c));
  const today = todaysNames(dbOf(c), nowOf(c));
  const said = (text: string) => text.replace('×××', whoIs(c).operatorNo ?? '×××');
  const of = (wanted: (phrase: Policy['phrases'][number]) => boolean) =>
    phrases.filter(wanted).map(({ title, text }) => ({ title, text: said(text) }));
  const greetings = of(
    ({ stage, title }) => stage === 'special_day' && today.some((name) => name.includes(title)),
  );
  return STAGES.map(([stage, title]) => ({
    title,
    phrases: [...(stage === 'opening' ? greetings : []), ...of((phrase) => phrase.stage === stage)],
  }));
}
