import type { ClockKind } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { completedRule } from '../policy/completed.ts';
import { policyAt } from '../policy/policy.ts';
import { reminderRules } from '../presets/reminders.ts';
import type { ReminderRule } from '../presets/types.ts';
import { OCCASIONS, occasionOf } from './occasions.ts';

type Rules = readonly ReminderRule[];

/** The rules that are switched on, by what brings them up. */
export type RulesInForce = {
  clock: ReadonlyMap<ClockKind, Rules>;
  act: ReadonlyMap<string, Rules>;
  contacts: Rules;
  code: ReadonlyMap<string, ReminderRule>;
};

const sorted = new WeakMap<Rules, RulesInForce>();

/**
 * The rules in force at `now`: whom to tell and how is how the hotline works today, not how a case is judged, so these
 * are never the rules of the day on which a case came in.
 */
export function rulesInForce(db: Db, now: number): RulesInForce {
  return sortedRules(policyAt(db, now).reminderRules);
}

export function sortedRules(rules: Rules): RulesInForce {
  let found = sorted.get(rules);
  if (!found) {
    // Of an occasion that this version of the program does not know nothing can be said.
    found = sort(rules.filter(({ active, occasion }) => active && Object.hasOwn(OCCASIONS, occasion)));
    sorted.set(rules, found);
  }
  return found;
}

function sort(rules: Rules): RulesInForce {
  const clock = new Map<ClockKind, ReminderRule[]>();
  const act = new Map<string, ReminderRule[]>();
  const contacts: ReminderRule[] = [];
  for (const rule of rules) {
    const { at } = occasionOf(rule.occasion);
    if ('clock' in at) clock.set(at.clock, [...(clock.get(at.clock) ?? []), rule]);
    else if ('contacts' in at) contacts.push(rule);
    else for (const each of at.acts) act.set(each, [...(act.get(each) ?? []), rule]);
  }
  return { clock, act, contacts, code: new Map(rules.map((rule) => [rule.code, rule])) };
}

const VERSIONS = `SELECT value, in_force_from FROM policies WHERE key = 'reminderRules' AND in_force_from <= ?
  ORDER BY in_force_from DESC, id DESC`;

const known = new WeakMap<ReminderRule, number>();

/**
 * Since when a rule stands as it does, whatever its words: what lies before that was never its business. A rule that
 * every installation starts with stands since ever.
 */
export function standsSince(db: Db, rule: ReminderRule, now: number): number {
  let since = known.get(rule);
  if (since === undefined) {
    since = reckonSince(db, rule, now);
    known.set(rule, since);
  }
  return since;
}

function reckonSince(db: Db, rule: ReminderRule, now: number): number {
  const same = (rules: Rules) => rules.some((each) => essence(completedRule(each)) === essence(rule));
  let since = Number.NEGATIVE_INFINITY;
  const versions = prepared(db, VERSIONS).all(now) as { value: string; in_force_from: number }[];
  for (const { value, in_force_from } of versions) {
    if (!same(JSON.parse(value) as Rules)) return since;
    since = in_force_from;
  }
  return same(reminderRules) ? Number.NEGATIVE_INFINITY : since;
}

function essence({ code, occasion, amount, unit, cases, to, via, active }: ReminderRule): string {
  return JSON.stringify([code, occasion, amount, unit, cases, [...to].sort(), [...via].sort(), active]);
}
