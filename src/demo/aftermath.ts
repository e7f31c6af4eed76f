import { addWorkingDays } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { type Handling, handlingRound, sign } from './handling.ts';
import { sharePassed, workedOn } from './pace.ts';
import { clerkOf, did, dispatcherOf, type Handled, operatorAt, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { appealing, rectifying } from './supervising.ts';
import { pick } from './texts/random.ts';
import { callbackTyped, minuteOf } from './typed.ts';
import { phoned } from './urgent.ts';
import * as words from './words.ts';

const { limits, instruments } = government12345;
const FORCED_DAYS = instruments.find(({ code }) => code === 'rectify')?.days ?? 5;

/** From the reply to the end: checked, called back and, where it was the agency's fault, done again (Q-E2). */
export function answerToCitizen(scene: Scene, handling: Handling, redo = 0): Step[] {
  const checked = check(scene, handling);
  const called = callBack(scene, handling, checked.at);
  const { fault } = scene.turns;
  if (fault === null || called.missed) return [checked, ...called.steps];
  const verified = verify(scene, called.at, fault);
  const steps = [checked, ...called.steps, verified];
  if (fault === 'nobody') return [...steps, ...appealing(scene, handling.lead, verified.at)];
  return [...steps, ...again(scene, handling.lead, verified.at, redo + 1)];
}

function check(scene: Scene, { repliedAt }: Handling): Step {
  const at = workedOn(scene.cal, repliedAt, 15, 180, scene.random);
  return did(at, dispatcherOf(scene), 'pass', { complete: '1', answers: '1', clean: '1' });
}

/** As much of a handling as a call-back needs. */
export type Answered = { repliedAt: number; result: Pick<Handling['result'], 'conclusion'> };

/** Q-E1, C-E1: asked by phone, at working hours; three attempts in vain end the case. */
export function callBack(scene: Scene, { repliedAt, result }: Answered, from: number) {
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
  if (turns.twist === 'appointed') {
    const agreed = workedOn(cal, addWorkingDays(cal, at, 1), 30, 200, random);
    steps.push(did(at, who, 'appoint', { at: minuteOf(agreed), note: words.callMeLater }));
    at = agreed;
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
  const rude = scene.turns.twist === 'apology';
  const reason = rude ? 'attitude' : (courseOf(scene).unhappy?.redoReason ?? 'not_solved');
  const method = reason === 'recurred' ? 'on_site' : 'phone';
  const finding = words.findings[reason] ?? words.finding;
  return did(at, who, 'verify', { method, finding, responsible: 'yes', redoReason: reason });
}

/** Done again: the agency is quicker now, and the citizen content; where it is not, it comes under supervision (Q-E2). */
function again(scene: Scene, lead: string, dispatchedAt: number, redo: number): Step[] {
  const { turns, random } = scene;
  const pace = { ...turns.pace, reply: Math.min(turns.pace.reply, 0.8) };
  const satisfaction = pick(random, ['satisfied', 'satisfied', 'basically'] as const);
  const second: Scene = {
    ...scene,
    turns: {
      ...turns,
      pace,
      satisfaction,
      fault: null,
      missed: 0,
      askedAfter: false,
      ...stillNot(turns, redo),
    },
  };
  const { section } = courseOf(scene);
  const signed = sign(second, lead, section, dispatchedAt);
  const round = { lead, section, dispatchedAt, from: signed.at, assistsDone: 0, redo };
  const handling = handlingRound(second, round);
  return [
    ...phoned(second, dispatchedAt, [lead]),
    signed,
    ...handling.steps,
    ...answerToCitizen(second, handling, redo),
    ...(redo === limits.redosToSupervision ? rectifying(scene, lead, dispatchedAt, FORCED_DAYS) : []),
  ];
}

function stillNot({ twist }: Scene['turns'], redo: number): Partial<Scene['turns']> {
  if (twist !== 'redone_twice' || redo > 1) return {};
  return { fault: 'agency', satisfaction: 'very_dissatisfied', said: words.stillNotSolved };
}

function courseOf({ request: { course } }: Scene): Handled {
  if (course.how !== 'handled') throw new Error('only what was handled is called back');
  return course;
}
