import type { FormField } from '../../views/cases/act-form.ts';
import type { FieldProps } from '../../views/ui/index.ts';
import type { Db } from '../db/open.ts';
import { itemOptions } from '../items/queries.ts';
import type { Actor } from '../people/actor.ts';
import type { Policy } from '../policy/policy.ts';
import { policyAt } from '../policy/policy.ts';
import { treeOptions } from '../trees/queries.ts';
import { one, several } from '../web/body.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { Invalid } from '../web/errors.ts';
import { check, type Typed } from '../web/forms.ts';
import { fieldsOf, fieldsOfSchema } from './act-form.ts';
import { ACTS } from './acts/index.ts';
import { contextOf } from './facts.ts';
import { intakeForm } from './intake.ts';
import type { CaseRow } from './rows.ts';

export type IntakeFields = Record<keyof typeof intakeForm.shape, FieldProps>;
type Errors = Readonly<Record<string, string>>;

/** The fields of the intake form itself, by name. */
export function intakeFields(db: Db, policy: Policy, typed: Typed, errors: Errors): IntakeFields {
  const named = (list: readonly { code: string; name: string }[]) =>
    list.map((entry) => ({ value: entry.code, text: entry.name }));
  const fields = fieldsOfSchema(intakeForm, {
    channels: named(policy.channels),
    kinds: named(policy.kinds),
    items: itemOptions(db),
    categories: treeOptions(db, 'categories'),
    areas: treeOptions(db, 'areas'),
  });
  const start = { channel: policy.channels[0]?.code ?? '', ...typed };
  return Object.fromEntries(fields.map((each) => [each.name, drawn(each, start, errors)])) as IntakeFields;
}

/** The fields of an outcome's own form: the act's, before there is a case. */
export function outcomeFields(db: Db, actor: Actor, outcome: 'answer' | 'reject', now: number): FormField[] {
  const { definition, context } = outcomeForm(db, actor, outcome, now);
  return fieldsOf(db, definition, context);
}

/** What is missing in an outcome's own fields, so that it is said together with what is missing elsewhere. */
export function outcomeErrors(c: Ctx, outcome: 'answer' | 'reject', typed: Typed): Errors {
  const { definition, context } = outcomeForm(dbOf(c), whoIs(c), outcome, nowOf(c));
  try {
    check(definition.form(context), typed);
    return {};
  } catch (error) {
    if (error instanceof Invalid) return error.fields;
    throw error;
  }
}

function outcomeForm(db: Db, actor: Actor, outcome: 'answer' | 'reject', now: number) {
  const definition = ACTS[outcome];
  if (!definition) throw new Error(`act ${outcome} has no form`);
  return { definition, context: contextOf(db, actor, caseToBe(db, actor, now), null, now) };
}

function drawn({ name, look, options }: FormField, typed: Typed, errors: Errors): FieldProps {
  const { choices: _, options: __, ...shown } = look;
  const box = look.widget === 'checkbox';
  return {
    ...shown,
    name,
    value: box ? '1' : one(typed, name),
    values: several(typed, name),
    checked: box && one(typed, name) === '1',
    options: box ? undefined : options,
    error: errors[name] ?? null,
  };
}

/** The forms of the acts are asked before anything is written, so they see a case that is still empty. */
function caseToBe(db: Db, actor: Actor, now: number): CaseRow {
  return {
    id: 0,
    number: '',
    status: 'received',
    kind: policyAt(db, now).kinds[0]?.code ?? '',
    channel: '',
    headline: '',
    text: '',
    category_id: null,
    area_id: null,
    place: '',
    urgent: 0,
    emergency: 0,
    confidential: 0,
    anonymous: 0,
    first_operator: actor.id,
    lead_agency_id: null,
    round: 0,
    outcome: null,
    answer: null,
    rejection_reason: null,
    received_at: now,
    received_day: '',
    received_month: '',
    closed_at: null,
    next_clock: null,
    next_due_at: null,
    queue_rank: null,
    last_event_at: now,
    last_act: 'receive',
    intake_key: null,
    source: null,
    source_number: null,
    item_id: null,
    item_days: null,
    call_after: null,
    merged_into: null,
    exempt: 0,
    supervised: 0,
    pressed: 0,
    card: null,
    masked_at: null,
  };
}
