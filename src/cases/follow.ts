import type { FormField } from '../../views/cases/act-form.ts';
import type { Db } from '../db/open.ts';
import { one } from '../web/body.ts';
import type { Typed } from '../web/forms.ts';
import type { Failure } from '../web/submit.ts';
import type { Act, ActContext } from './act.ts';

/** What is proposed for a field now, and what the form as it was sent had been proposed. */
export type Proposal = { name: string; value: string; before: string };

export type Following = {
  /** As if what is chosen so far were settled. */
  context: ActContext;
  /** The values of the fields that follow. */
  typed: Typed;
  /** Null where nothing follows from anything. */
  proposals: readonly Proposal[] | null;
  /** "已按便民服务事项填入牵头单位", where a field now holds something else than what was typed. */
  filled: string | null;
};

/** Fields that follow from what is chosen in others are proposed anew; what the person chose otherwise stays. */
export function follow(
  db: Db,
  definition: Act,
  context: ActContext,
  fields: readonly FormField[],
  typed: Typed,
): Following {
  if (!definition.considering) return { context, typed: {}, proposals: null, filled: null };
  const considered = definition.considering(db, context, typed);
  const followers = fields.filter(({ look }) => look.follows);
  const own = Object.fromEntries(
    followers.filter(({ name }) => isOwn(typed, name)).map(({ name }) => [name, one(typed, name)]),
  );
  const start = definition.initial?.(db, considered, own) ?? {};
  const proposals = followers.map(({ name }) => ({
    name,
    value: one(start, name),
    before: one(typed, proposedName(name)),
  }));
  const proposed = Object.fromEntries(proposals.map(({ name, value }) => [name, value]));
  const changed = followers.filter(({ name }) => !(name in own) && proposed[name] !== one(typed, name));
  const by = fields.filter(({ look }) => look.refreshes);
  const filled = changed.length > 0 ? `已按${labels(by)}填入${labels(changed)}` : null;
  return { context: considered, typed: { ...proposed, ...own }, proposals, filled };
}

/** The hidden field beside a field that follows: what was proposed for it. */
export function proposedName(name: string): string {
  return `proposed-${name}`;
}

/** What is still wrong with a form after fields were filled in, and what the person has to look at. */
export function afterFilling(
  failure: Failure,
  { filled, typed }: Following,
  sent: Typed,
  label: string,
): { message: string | null; fields: Failure['fields']; filled: string | null } {
  if (!filled) return { ...failure, filled };
  const wrong = Object.entries(failure.fields);
  const fields = Object.fromEntries(
    wrong.filter(([name]) => !one(typed, name) || one(typed, name) === one(sent, name)),
  );
  const solved = wrong.length > 0 && Object.keys(fields).length === 0;
  return { message: solved ? null : failure.message, fields, filled: `${filled}，请核对后再次${label}。` };
}

function isOwn(typed: Typed, name: string): boolean {
  const value = one(typed, name);
  return value !== '' && value !== one(typed, proposedName(name));
}

function labels(fields: readonly FormField[]): string {
  return fields.map(({ look }) => look.label).join('、');
}
