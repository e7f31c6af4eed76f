import { z } from 'zod';
import type { ActFormProps, ProposalProps } from '../../views/cases/act-form.ts';
import { filesOfDraft } from '../attachments/queries.ts';
import { UnknownYearError } from '../calendar/types.ts';
import type { Db } from '../db/open.ts';
import { openDraft } from '../drafts/drafts.ts';
import { typedFields } from '../drafts/keep.ts';
import type { Actor } from '../people/actor.ts';
import { NotFound } from '../web/errors.ts';
import { type FieldLook, looks, type Option, type Typed } from '../web/forms.ts';
import type { Failure } from '../web/submit.ts';
import type { Act, ActContext } from './act.ts';
import { ACTS } from './acts/index.ts';
import { lastEventOf } from './case-queries.ts';
import { afterFilling, follow } from './follow.ts';
import { obstacle, prepareAct } from './perform.ts';

export type OpenAct = { act: string; caseId: number; assignmentId: number | null };

/** The form as it came back from a person, when it could not be taken. */
export type Sent = { typed: Typed; key: string; seen: number | null; failure: Failure };

/** An act's form, ready to be drawn: with the person's draft, or with what they sent and what was wrong. */
export function actForm(db: Db, actor: Actor, open: OpenAct, now: number, sent: Sent | null): ActFormProps {
  const { context, transition } = prepareAct(db, actor, open, now);
  const definition = definitionOf(open.act);
  const draftForm = `case/${open.caseId}/${open.act}/${open.assignmentId ?? ''}`;
  const draft = sent ? null : openDraft(db, actor.id, draftForm);
  const key = sent?.key ?? draft?.key ?? '';
  const fields = fieldsOf(db, definition, context);
  const start = sent?.typed ?? draft?.fields ?? {};
  const following = follow(db, definition, context, fields, start);
  const initial = sent ? {} : definition.initial?.(db, context, {});
  const typed = { ...initial, ...start, ...following.typed };
  const { forecast, unknown } = forecastOf(db, definition, following.context);
  const failure = sent && afterFilling(sent.failure, following, sent.typed, transition.label);
  const blocked = sent ? null : (obstacle(context, transition) ?? unknown);
  return {
    caseId: open.caseId,
    act: open.act,
    assignmentId: open.assignmentId,
    title: transition.label,
    submitText: transition.label,
    fields,
    typed,
    errors: failure?.fields ?? {},
    message: failure?.message ?? null,
    filled: failure?.filled ?? null,
    blocked,
    brief: definition.brief?.(db, context) ?? null,
    forecast,
    proposals: following.proposals,
    key,
    seen: sent?.seen ?? lastEventOf(db, open.caseId),
    draftForm,
    draftSavedAt: draft?.updatedAt ?? null,
    files: definition.files ? filesOfDraft(db, key).map((file) => ({ id: file.id, name: file.name })) : null,
  };
}

/**
 * What follows from what is chosen so far, while the form stands open: fields proposed anew, and what will happen.
 * @throws NotFound where nothing follows from anything
 */
export function proposalOf(db: Db, actor: Actor, open: OpenAct, typed: Typed, now: number): ProposalProps {
  const { context } = prepareAct(db, actor, open, now);
  const definition = definitionOf(open.act);
  const following = follow(db, definition, context, fieldsOf(db, definition, context), typed);
  if (!following.proposals) throw new NotFound();
  const { forecast, unknown } = forecastOf(db, definition, following.context);
  return { proposals: following.proposals, forecast: forecast ?? unknown };
}

function definitionOf(act: string): Act {
  const definition = ACTS[act];
  if (!definition) throw new Error(`act ${act} has no form`);
  return definition;
}

/** What will happen; or, where it cannot be reckoned because a year's calendar is missing, why it cannot be done. */
function forecastOf(
  db: Db,
  definition: Act,
  context: ActContext,
): { forecast: string | null; unknown: string | null } {
  try {
    return { forecast: definition.forecast?.(db, context) ?? null, unknown: null };
  } catch (error) {
    if (error instanceof UnknownYearError) return { forecast: null, unknown: error.message };
    throw error;
  }
}

/** The longer texts of a form whose act is no longer possible, so that nothing typed is lost. */
export function typedTexts(typed: Typed): string[] {
  return Object.values(typedFields(typed)).filter(
    (value): value is string => typeof value === 'string' && value.length > 10,
  );
}

/** What to draw, from the act's own schema: one definition is checked and shown. */
export function fieldsOf(
  db: Db,
  definition: Act,
  context: ActContext,
): { name: string; look: FieldLook; options: readonly Option[] }[] {
  const choices = definition.choices?.(db, context) ?? {};
  return fieldsOfSchema(definition.form(context), choices).filter(
    // A list that may stay unchosen and has nothing in it asks for nothing.
    ({ look, options }) => look.required || look.widget !== 'picker' || options.length > 0,
  );
}

export function fieldsOfSchema(
  schema: z.ZodObject,
  choices: Readonly<Record<string, readonly Option[]>>,
): { name: string; look: FieldLook; options: readonly Option[] }[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const look = looks.get(field as z.ZodType) ?? looks.get(inner(field as z.ZodType));
    if (!look) throw new Error(`field ${name} does not say how it looks`);
    return { name, look, options: look.options ?? (look.choices ? (choices[look.choices] ?? []) : []) };
  });
}

function inner(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field;
}
