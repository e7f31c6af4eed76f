import { z } from 'zod';
import { readLocal } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { one } from '../web/body.ts';
import { Invalid } from '../web/errors.ts';
import { check, type Typed } from '../web/forms.ts';
import type { Codes, Wrong } from './parts.ts';
import { type Policy, policyAt } from './policy.ts';
import type { Subject } from './subject.ts';
import { codesEver } from './versions.ts';

/** What somebody wants: the policy with the subject's new values, from when (epoch ms), and why ('' where it is not said). */
export type Wanted = { policy: Policy; before: Policy; from: number; atOnce: boolean; reason: string };

const REFUSED = '有内容需要补充或更正，设置没有改动，已填写的内容都在。请按提示修改后再次预览。';

/** The fields of a form that shows these values. */
export function textsOf(subject: Subject, policy: Policy): Typed {
  return Object.assign({}, ...subject.parts.map((part) => part.texts(policy)));
}

/**
 * Reads a subject's form. `before` is what would hold at that time without this change.
 * @throws Invalid with a message for each field at fault
 */
export function readWanted(db: Db, subject: Subject, typed: Typed, now: number): Wanted {
  const wrong: Wrong = {};
  const atOnce = one(typed, 'when') !== 'later';
  if (atOnce && one(typed, 'starts') !== '') wrong.starts = CONTRADICTION;
  const from = atOnce ? now : startOf(one(typed, 'starts'), now, wrong);
  const before = policyAt(db, from);
  const policy = readValues(db, subject, typed, before, wrong);
  const reason = one(typed, 'reason').trim();
  if (reason.length > LONGEST_REASON) wrong.reason = `修改原因最多 ${LONGEST_REASON} 字。`;
  if (Object.keys(wrong).length > 0) throw new Invalid(REFUSED, wrong);
  return { policy, before, from, atOnce, reason };
}

export const LONGEST_REASON = 200;

const CONTRADICTION =
  '填写了施行的日期和时间，但选的是“确认后立即施行”。请改选“指定日期和时间”，或清空此项。';

const LONGEST_AHEAD = 2 * 366 * 86_400_000;

function startOf(typed: string, now: number, wrong: Wrong): number {
  const at = readLocal(typed.replace('T', ' '));
  if (at === undefined) wrong.starts = '请填写施行的日期和时间，例如 2026-12-01 08:00。';
  else if (at <= now) wrong.starts = '施行时间应晚于现在，不能倒填。需要马上施行的，请选“确认后立即施行”。';
  else if (at > now + LONGEST_AHEAD) wrong.starts = '施行时间最远为两年以内，请重新填写。';
  return wrong.starts ? now : (at ?? now);
}

function readValues(db: Db, subject: Subject, typed: Typed, before: Policy, wrong: Wrong): Policy {
  const { parts } = subject;
  const shape = Object.assign({}, ...parts.map((part) => part.shape(typed))) as Record<string, z.ZodType>;
  const checked = checkedValues(shape, typed, wrong);
  if (!checked) return before;
  const codes = codesFor(db, subject);
  const policy = parts.reduce((so, part) => part.put(so, checked, typed, codes, wrong), before);
  Object.assign(wrong, subject.check?.(policy));
  return policy;
}

/** Null where a field is at fault; the messages are added to those there are. */
function checkedValues(shape: Record<string, z.ZodType>, typed: Typed, wrong: Wrong) {
  try {
    return check(z.object(shape), typed);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    Object.assign(wrong, error.fields);
    return null;
  }
}

/** A code that a row brings along counts if the subject ever had it, and once; new ones were never used before. */
function codesFor(db: Db, { keys }: Subject): Codes {
  const ever = codesEver(db, keys);
  const taken = new Set<string>();
  let count = 0;
  const make = () => {
    let code: string;
    do code = `n${++count}`;
    while (ever.has(code));
    return code;
  };
  const keep = (code: string) => {
    if (!ever.has(code) || taken.has(code)) return make();
    taken.add(code);
    return code;
  };
  return { keep, make };
}
