import { MINUTE } from '../calendar/days.ts';
import { addWorkingDays } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { answerToCitizen } from './aftermath.ts';
import { dispatching } from './dispatching.ts';
import { sharePassed, workedOn } from './pace.ts';
import { did, dispatcherOf, operatorAt, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { correctTyped, intakeTyped } from './typed.ts';
import { contactsTold } from './urgent.ts';

const { limits } = government12345;

/** Everything that is ever done to one request, from the call to the archive, in the order of time. */
export function lifeOf(scene: Scene): Step[] {
  const steps = [...intake(scene)];
  if (scene.request.course.how === 'handled') {
    const { steps: sent, result } = dispatching(scene, lastOf(steps).at);
    steps.push(...contactsTold(scene), ...sent, ...answerToCitizen(scene, result));
  }
  const ended = lastOf(steps.filter(({ aside }) => !aside)).at;
  // Papers are put away some weeks after the end (Q-D10).
  steps.push(did(workedOn(scene.cal, ended, 4500, 7500, scene.random), 'duban1', 'archive'));
  return steps.sort((a, b) => a.at - b.at);
}

function intake(scene: Scene): Step[] {
  const { request, receivedAt, turns, cal, ids, random, n } = scene;
  const { course } = request;
  const handled = course.how === 'handled';
  const outcomes = {
    answered: 'answer',
    rejected: 'reject',
    handled: turns.held ? 'hold' : 'accept',
  } as const;
  const incomplete = handled && turns.corrected && !request.urgent;
  const typed = intakeTyped(request, ids, !incomplete);
  const taken = { outcome: outcomes[course.how], due: addWorkingDays(cal, receivedAt, limits.acceptDays) };
  const steps = [did(receivedAt, operatorAt(receivedAt, n), 'take_down', typed, taken)];
  if (handled && turns.held) {
    const at = sharePassed(cal, receivedAt, taken.due, turns.pace.accept, random);
    steps.push(did(at, dispatcherOf(scene), 'accept', {}, { due: taken.due }));
  }
  if (incomplete) {
    const at = lastOf(steps).at + Math.round(MINUTE * (1 + random()));
    const who = turns.held ? dispatcherOf(scene) : operatorAt(receivedAt, n);
    steps.push(did(at, who, 'correct', correctTyped(request, ids), { aside: true }));
  }
  return steps;
}

function lastOf(steps: readonly Step[]): Step {
  const last = steps.at(-1);
  if (!last) throw new Error('a life begins with its intake');
  return last;
}
