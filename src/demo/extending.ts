import { addWorkingDays, subtractSessions } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { sharePassed, workedOn } from './pace.ts';
import { did, dispatcherOf, handlerAt, leaderOf, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { minuteOf } from './typed.ts';
import * as words from './words.ts';

const { limits, kinds } = government12345;

type Asked = { lead: string; section: string | null; dispatchedAt: number; begun: number; due: number };
export type Extended = { steps: Step[]; due: number; from: number };

/** Q-D8: asked in writing, agreed by the leader, granted by the hotline and told to the citizen; or refused on the way. */
export function extending(scene: Scene, { lead, section, dispatchedAt, begun, due }: Asked): Extended {
  const { cal, random, turns, n } = scene;
  const none = { steps: [], due, from: begun };
  const wanted = turns.twist === 'extended' || turns.twist === 'extension_refused';
  const period = kinds.find(({ code }) => code === scene.request.kind)?.replyDays ?? 'same_day';
  if (!wanted || period === 'same_day') return none;
  const who = handlerAt(section ?? lead, n);
  const of = { of: lead };
  const planned = sharePassed(cal, dispatchedAt, due, 0.3 + 0.2 * random(), random);
  const askedAt = Math.max(planned, workedOn(cal, begun, 20, 60, random));
  const agreedAt = workedOn(cal, askedAt, 20, 100, random);
  if (agreedAt > subtractSessions(cal, due, limits.extensionSessionsBefore)) return none;
  const judgedAt = workedOn(cal, agreedAt, 30, 150, random);
  const days = Math.max(1, Math.floor(period / 2));
  const asked = did(askedAt, who, 'ask_extension', { days: String(days), reason: words.needsTime }, of);
  if (turns.twist === 'extension_refused' && n % 2 === 0) {
    const declined = did(agreedAt, leaderOf(lead), 'decline_extension', { reason: words.noNeed }, of);
    return { ...none, steps: [asked, declined], from: agreedAt };
  }
  const agreed = did(agreedAt, leaderOf(lead), 'agree_extension', { note: words.agreed }, of);
  const dispatcher = dispatcherOf(scene);
  if (turns.twist === 'extension_refused') {
    const refused = did(judgedAt, dispatcher, 'refuse_extension', { reason: words.notGranted }, of);
    return { ...none, steps: [asked, agreed, refused], from: judgedAt };
  }
  const toldAt = workedOn(cal, judgedAt, 15, 90, random);
  const told = { how: 'phone', at: minuteOf(toldAt), note: words.understands };
  const steps = [
    ...[asked, agreed, did(judgedAt, dispatcher, 'grant_extension', { note: words.granted }, of)],
    did(toldAt, who, 'tell_extension', told, of),
  ];
  return { steps, due: addWorkingDays(cal, dispatchedAt, period + days), from: toldAt };
}
