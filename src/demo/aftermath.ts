import { addWorkingDays } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { type Handling, handlingRound, sign } from './handling.ts';
import { sharePassed, workedOn } from './pace.ts';
import { clerkOf, did, dispatcherOf, type Handled, operatorAt, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { pick } from './texts/random.ts';
import { callbackTyped } from './typed.ts';
import { phoned } from './urgent.ts';
import * as words from './words.ts';

const { limits } = government12345;

/** From the reply to the end: checked, called back and, where it was the agency's fault, done again (Q-E2). */
export function answerToCitizen(scene: Scene, handling: Handling): Step[] {
  const checked = check(scene, handling);
  const called = callBack(scene, handling, checked.at);
  const { fault } = scene.turns;
  if (fault === null || called.missed) return [checked, ...called.steps];
  const verified = verify(scene, called.at, fault);
  if (fault === 'nobody') return [checked, ...called.steps, verified];
  return [checked, ...called.steps, verified, ...again(scene, handling.lead, verified.at)];
}

function check(scene: Scene, { repliedAt }: Handling): Step {
  const at = workedOn(scene.cal, repliedAt, 15, 180, scene.random);
  return did(at, dispatcherOf(scene), 'pass', { complete: '1', answers: '1', clean: '1' });
}

/** Q-E1, C-E1: asked by phone, at working hours; three attempts in vain end the case. */
function callBack(scene: Scene, { repliedAt, result }: Handling, from: number) {
  const { cal, random, request, turns, receivedAt, n } = scene;
  const due = addWorkingDays(cal, repliedAt, limits.callbackDays);
  const who = turns.ownCallback ? operatorAt(receivedAt, n) : clerkOf(scene);
  const missed = request.anonymous ? 0 : turns.missed;
  let at = sharePassed(cal, from, due, missed > 0 ? turns.pace.callback / 3 : turns.pace.callback, random);
  const steps: Step[] = [];
  for (let attempt = 0; attempt < missed; attempt++) {
    const typed = { reached: 'no', note: pick(random, words.nobodyAnswered) };
    steps.push(did(at, who, 'call_back', typed, { due }));
    at = workedOn(cal, at, 190, 420, random);
  }
  if (missed < limits.callbackAttempts) {
    steps.push(did(at, who, 'call_back', callbackTyped(request, result.conclusion, turns, random), { due }));
  }
  return { steps, at, missed: missed >= limits.callbackAttempts };
}

function verify(scene: Scene, from: number, fault: 'agency' | 'nobody'): Step {
  const { cal, random } = scene;
  const at = workedOn(cal, from, 90, 500, random);
  const who = random() < 0.5 ? 'duban1' : clerkOf(scene);
  if (fault === 'nobody') {
    return did(at, who, 'verify', { method: 'phone', finding: words.nobodysFault, responsible: 'no' });
  }
  const reason = courseOf(scene).unhappy?.redoReason ?? 'not_solved';
  const method = reason === 'recurred' ? 'on_site' : 'phone';
  const finding = words.findings[reason] ?? words.finding;
  return did(at, who, 'verify', { method, finding, responsible: 'yes', redoReason: reason });
}

/** The second round: the agency is quicker now, and the citizen content. */
function again(scene: Scene, lead: string, dispatchedAt: number): Step[] {
  const { turns, random } = scene;
  const pace = { ...turns.pace, reply: Math.min(turns.pace.reply, 0.8) };
  const satisfaction = pick(random, ['satisfied', 'satisfied', 'basically'] as const);
  const second: Scene = {
    ...scene,
    turns: { ...turns, pace, satisfaction, fault: null, missed: 0, askedAfter: false },
  };
  const { section } = courseOf(scene);
  const signed = sign(second, lead, section, dispatchedAt);
  const round = { lead, section, dispatchedAt, from: signed.at, assistsDone: 0, redo: true };
  const handling = handlingRound(second, round);
  return [
    ...phoned(second, dispatchedAt, [lead]),
    signed,
    ...handling.steps,
    ...answerToCitizen(second, handling),
  ];
}

function courseOf({ request: { course } }: Scene): Handled {
  if (course.how !== 'handled') throw new Error('only what was handled is called back');
  return course;
}
