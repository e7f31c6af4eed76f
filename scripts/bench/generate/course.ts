import type { CaseStatus } from '../../../src/cases/states.ts';
import { pick, type Random } from '../../../src/demo/texts/random.ts';

/** One act of a case's course; `to` where the act's form decides, `hours` since the act before, as is usual. */
export type Step = { act: string; hours: number; to?: CaseStatus };

const step = (act: string, hours: number, to?: CaseStatus): Step => ({ act, hours, ...(to ? { to } : {}) });

const ACCEPT = step('accept', 0.2);
const DISPATCH = step('dispatch', 4);
const SIGN = step('sign', 5);
const CONTACT = step('contact', 18);
const ASK_RETURN = step('ask_return', 4);
const TO_REVIEW = [ACCEPT, DISPATCH, SIGN, CONTACT, step('submit', 70)];
const TO_REPLY = [step('approve', 8), step('receive_reply', 0)];
const TO_CALLBACK = [...TO_REPLY, step('pass', 12)];
const VERIFYING = step('call_back', 20, 'verifying');
const SATISFIED = step('call_back', 20, 'closed');
const HANDLED = [...TO_REVIEW, ...TO_CALLBACK, SATISFIED];
const RETURNED = [ACCEPT, DISPATCH, SIGN, ASK_RETURN, step('grant_return', 5), step('take_back', 0)];
const REDONE = [
  ...[...TO_REVIEW, ...TO_CALLBACK, VERIFYING, step('verify', 30, 'dispatched')],
  ...[SIGN, CONTACT, step('submit', 50), ...TO_CALLBACK, SATISFIED],
];

/** Finished courses, by how many of a hundred cases take them. */
const FINISHED: readonly (readonly [number, readonly Step[]])[] = [
  [35, [step('answer', 0.1), step('close', 0)]],
  [4, [step('reject', 0.1)]],
  [55, HANDLED],
  [3, [...RETURNED, ...HANDLED.slice(1)]],
  [3, REDONE],
];

/** Where an open case stands: every open state, by how many of a hundred. */
const OPEN: readonly (readonly [number, readonly Step[]])[] = [
  [4, []],
  [7, [ACCEPT]],
  [13, [ACCEPT, DISPATCH]],
  [22, [ACCEPT, DISPATCH, SIGN]],
  [22, [ACCEPT, DISPATCH, SIGN, CONTACT]],
  [8, TO_REVIEW],
  [4, [ACCEPT, DISPATCH, SIGN, ASK_RETURN]],
  [6, [...TO_REVIEW, ...TO_REPLY]],
  [10, [...TO_REVIEW, ...TO_CALLBACK]],
  [4, [...TO_REVIEW, ...TO_CALLBACK, VERIFYING]],
];

const ARCHIVE = step('archive', 60);
/** The newest part of the file, in which nearly everything is still open; the open share comes to about 3 %. */
export const FRESH = 0.025;

/** @param age 0 for the newest case of the file, 1 for the oldest */
export function courseOf(random: Random, age: number): { steps: readonly Step[]; open: boolean } {
  const open = random() < (age < FRESH ? 0.9 : 0.0077);
  if (open) return { steps: weighted(random, OPEN), open };
  const steps = weighted(random, FINISHED);
  const archived = age > 2 * FRESH && random() < 0.8;
  return { steps: archived ? [...steps, ARCHIVE] : steps, open };
}

function weighted<T>(random: Random, choices: readonly (readonly [number, T])[]): T {
  let drawn = random() * 100;
  for (const [weight, value] of choices) {
    drawn -= weight;
    if (drawn < 0) return value;
  }
  return pick(random, choices)[1];
}
