import { MINUTE } from '../calendar/days.ts';
import { addWorkingDays } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { usualPromise } from '../rules/promise.ts';
import { answerToCitizen } from './aftermath.ts';
import { withdrawal } from './detours.ts';
import { dispatching } from './dispatching.ts';
import { sharePassed, workedOn } from './pace.ts';
import { did, dispatcherOf, operatorAt, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { answerTyped, correctTyped, intakeTyped, minuteOf } from './typed.ts';
import { contactsTold } from './urgent.ts';
import * as words from './words.ts';

const { limits } = government12345;

/** Everything that is ever done to one request, from the call to the archive, in the order of time. */
export function lifeOf(scene: Scene): Step[] {
  const steps = [...intake(scene)];
  if (scene.request.course.how === 'handled') {
    const acceptedAt = lastOf(steps).at;
    const { steps: sent, result } = dispatching(scene, acceptedAt);
    const withdrawn = withdrawal(scene, acceptedAt);
    if (withdrawn) steps.push(...sent.filter((step) => isBefore(step, withdrawn)), withdrawn);
    else steps.push(...contactsTold(scene), ...sent, ...answerToCitizen(scene, result));
  }
  return archived(scene, steps);
}

/** Papers are put away some weeks after the end (Q-D10), looked at again before where the lot says so (Q-E3). */
export function archived(scene: Scene, steps: readonly Step[]): Step[] {
  const { cal, random } = scene;
  const ended = Math.max(...steps.map(({ at }) => at));
  const handled = steps.some(({ act }) => act === 'call_back');
  const checked = handled ? [spotCheck(scene, workedOn(cal, ended, 400, 1300, random))] : [];
  const archivedAt = workedOn(cal, checked[0]?.at ?? ended, 4500, 7500, random);
  return [...steps, ...checked, did(archivedAt, 'duban1', 'archive')].sort((a, b) => a.at - b.at);
}

/** By somebody who had nothing to do with it. */
function spotCheck({ n }: Scene, at: number): Step {
  const who = n % 5 === 0 ? 'duban1' : `huifang${2 - (n % 2)}`;
  const [method, finding] = words.spotChecked[n % words.spotChecked.length] ?? ['phone', ''];
  const typed = { method, satisfaction: method === 'on_site' ? '' : 'satisfied', finding };
  return did(at, who, 'spot_check', typed, { aside: true, onlyIf: 'spot_check' });
}

const OF_THE_REPLY: ReadonlySet<string> = new Set(['submit', 'approve', 'disapprove', 'send_back']);

/** What has been answered nobody withdraws any more (Q-A4). */
function isBefore({ at, act }: Step, withdrawn: Step): boolean {
  return at < withdrawn.at && !OF_THE_REPLY.has(act);
}

function intake(scene: Scene): Step[] {
  const { request, receivedAt, turns, cal, ids, random, n } = scene;
  const { course } = request;
  const handled = course.how === 'handled';
  const outcomes = {
    answered: turns.twist === 'owed' ? 'hold' : 'answer',
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
  if (turns.twist === 'owed' && !handled) steps.push(...owed(scene));
  if (incomplete) {
    const at = lastOf(steps).at + Math.round(MINUTE * (1 + random()));
    const who = turns.held ? dispatcherOf(scene) : operatorAt(receivedAt, n);
    steps.push(did(at, who, 'correct', correctTyped(request, ids), { aside: true }));
  }
  return steps;
}

/** H-A3: promised for the end of the working day, and answered by whoever promised it. */
function owed({ request, receivedAt, cal, random, turns, n }: Scene): Step[] {
  const at = receivedAt + Math.round(MINUTE * (2 + 2 * random()));
  const due = usualPromise(cal, at);
  const who = operatorAt(receivedAt, n);
  const promise = { asked: words.toBeAsked, due: minuteOf(due) };
  const answeredAt = sharePassed(cal, at, due, turns.pace.accept * 1.8, random);
  return [did(at, who, 'owe_answer', promise), did(answeredAt, who, 'answer', answerTyped(request), { due })];
}

function lastOf(steps: readonly Step[]): Step {
  const last = steps.at(-1);
  if (!last) throw new Error('a life begins with its intake');
  return last;
}
