import { addWorkingDays } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { sharePassed, workedOn } from './pace.ts';
import { did, dispatcherOf, handlerAt, leaderOf, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { minuteOf } from './typed.ts';
import * as words from './words.ts';

/* Beside the main course: orders of supervision with what leaders write on them, and appeals of the agencies. */

const BESIDE = { aside: true };
const { instruments } = government12345;

/** Q-E4, Q-E5: an order soon after the agency has signed, and a leader who reads of it. */
export function supervising(scene: Scene, lead: string, signedAt: number): Step[] {
  const { cal, random, turns, n } = scene;
  if (turns.twist !== 'supervised') return [];
  const at = workedOn(cal, signedAt, 60, 300, random);
  const instrument = instruments[n % instruments.length] ?? { code: '', days: 5 };
  const typed = {
    ...{ instrument: instrument.code, ground: words.orderGround, requirement: words.orderDemand },
    days: '',
  };
  const issued = did(at, 'duban1', 'supervise', typed, BESIDE);
  return [issued, ...instructed(scene, at), ...rectifying(scene, lead, at, instrument.days)];
}

/** X-E1: written in the system, or on paper and recorded by the supervisor. */
function instructed({ cal, random, n }: Scene, issuedAt: number): Step[] {
  const at = workedOn(cal, issuedAt, 30, 240, random);
  const instruction = words.instructions[n % words.instructions.length] ?? '';
  if (n % 3 > 0) return [did(at, 'lingdao1', 'instruct', { instruction }, BESIDE)];
  const typed = { leader: words.otherLeader, at: minuteOf(at), instruction };
  return [did(workedOn(cal, at, 10, 60, random), 'duban1', 'record_instruction', typed, BESIDE)];
}

/** Reported by the agency, some of it not accepted at first, and released. */
export function rectifying(scene: Scene, lead: string, issuedAt: number, days: number): Step[] {
  const { cal, random, n } = scene;
  const report = (from: number, within: number, text: string) =>
    did(
      sharePassed(cal, from, addWorkingDays(cal, from, within), 0.4 + 0.5 * random(), random),
      handlerAt(lead, n),
      'rectify',
      { report: text },
      BESIDE,
    );
  const judged = (reported: Step) => workedOn(cal, reported.at, 60, 500, random);
  const release = (reported: Step) =>
    did(judged(reported), 'duban1', 'release', { finding: words.rectified }, BESIDE);
  const first = report(issuedAt, days, words.rectification);
  if (n % 3 > 0) return [first, release(first)];
  const again = { verdict: words.notRectified, days: '3' };
  const demanded = did(judged(first), 'duban1', 'demand_again', again, BESIDE);
  const second = report(demanded.at, 3, words.rectifiedAgain);
  return [first, demanded, second, release(second)];
}

/** X-E1: the agency asks not to be marked down for it; proposed by one, confirmed by another, or refused. */
export function appealing(scene: Scene, lead: string, from: number): Step[] {
  const { cal, random, turns } = scene;
  if (turns.twist !== 'appealed' && turns.twist !== 'appeal_refused') return [];
  const askedAt = workedOn(cal, from, 60, 500, random);
  const takenAt = workedOn(cal, askedAt, 60, 400, random);
  const asked = did(askedAt, leaderOf(lead), 'appeal', { reason: words.appeal }, BESIDE);
  if (turns.twist === 'appeal_refused') {
    return [asked, did(takenAt, 'duban1', 'refuse_appeal', { reason: words.appealRefused }, BESIDE)];
  }
  const confirmedAt = workedOn(cal, takenAt, 60, 400, random);
  return [
    asked,
    did(takenAt, 'duban1', 'propose_exemption', { reason: words.proposed }, BESIDE),
    did(confirmedAt, dispatcherOf(scene), 'confirm_exemption', { note: words.confirmed }, BESIDE),
  ];
}
