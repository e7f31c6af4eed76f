import { dayOf, startOfDay } from '../calendar/local-time.ts';
import { addWorkingDays } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { assisting, firstContact } from './handling.ts';
import { sharePassed, workedOn } from './pace.ts';
import { did, dispatcherOf, type Handled, operatorAt, type Scene, sectionHandler } from './scene.ts';
import type { Step } from './steps.ts';
import { otherThan } from './twists.ts';
import * as words from './words.ts';

const { limits } = government12345;

/** What happens between signing and answering, and what the answer then has to wait for. */
export type Detour = {
  steps: Step[];
  /** From when the agency handles on, and from when its limit runs. */
  from: number;
  dispatchedAt: number;
  assistsDone: number;
  contacted: boolean;
};

/** @param course who handles it, after it was signed in `signed` */
export function detourOf(scene: Scene, course: Handled, signed: Step, dispatchedAt: number): Detour {
  const straight = { steps: [], from: signed.at, dispatchedAt, assistsDone: 0, contacted: false };
  switch (scene.turns.twist) {
    case 'overlap':
      return { ...straight, ...overlap(scene, course, signed) };
    case 'handed_down':
      return { ...straight, ...handedDown(scene, course, signed) };
    case 'suspended':
    case 'reviewed':
      return { ...straight, ...suspended(scene, course, signed, dispatchedAt) };
    default:
      return straight;
  }
}

/** Q-C4: told to the hotline, which decides, and sometimes adds the other agency. */
function overlap(scene: Scene, { lead, assists }: Handled, signed: Step): Partial<Detour> {
  const { cal, random, ids, n } = scene;
  const other = otherThan(lead, assists);
  const reportedAt = workedOn(cal, signed.at, 30, 150, random);
  const settledAt = workedOn(cal, reportedAt, 30, 180, random);
  const report = { other: ids.agency(other), overlap: words.overlapping };
  const adds = n % 2 === 0;
  const steps = [
    did(reportedAt, signed.who, 'report_overlap', report, { of: lead }),
    did(settledAt, dispatcherOf(scene), 'settle_overlap', { decision: words.settled(adds) }),
  ];
  if (!adds) return { steps, from: settledAt };
  const addedAt = workedOn(cal, settledAt, 2, 8, random);
  const typed = { agency: ids.agency(other), opinion: words.joinIn };
  const advice = assisting(scene, { agency: other, opinion: words.joined }, addedAt);
  const added = did(addedAt, dispatcherOf(scene), 'add_assist', typed, { aside: true });
  const assistsDone = Math.max(...advice.map(({ at }) => at));
  return { steps: [...steps, added, ...advice], from: addedAt, assistsDone };
}

/** Q-B4: whoever signed looks at it first, then it goes to the section. */
function handedDown({ cal, random, ids, n }: Scene, course: Handled, signed: Step): Partial<Detour> {
  const { lead, section } = course;
  if (section === null) return {};
  const at = workedOn(cal, signed.at, 20, 90, random);
  const typed = {
    ...{ handler: ids.person(sectionHandler(lead, section, n)), section: ids.agency(section) },
    note: words.handedDown,
  };
  return { steps: [did(at, signed.who, 'hand_down', typed, { of: lead, aside: true })], from: at };
}

/** X-E1: looked at again on the day that was set, some of them twice, then handled on. */
function suspended(scene: Scene, { lead, section }: Handled, signed: Step, from: number): Partial<Detour> {
  const { cal, random, turns, n } = scene;
  const round = { lead, section, dispatchedAt: from, from: signed.at, assistsDone: 0, redo: 0 } as const;
  const contact = firstContact(scene, round);
  const at = workedOn(cal, Math.max(signed.at, contact?.at ?? 0), 60, 300, random);
  const firstDay = dayOf(addWorkingDays(cal, at, 6 + (n % 5)));
  const reason = words.cannotNow[n % words.cannotNow.length] ?? '';
  const steps = [...(contact ? [contact] : []), did(at, 'duban1', 'suspend', { reason, reviewOn: firstDay })];
  const again = turns.twist === 'reviewed';
  const reviewedAt = workedOn(cal, startOfDay(firstDay), 30, 240, random);
  const secondDay = dayOf(addWorkingDays(cal, reviewedAt, 8));
  const typed = { finding: words.stillNot, reviewOn: secondDay };
  if (again) steps.push(did(reviewedAt, 'duban1', 'review', typed));
  const resumedAt = workedOn(cal, startOfDay(again ? secondDay : firstDay), 30, 240, random);
  steps.push(did(resumedAt, 'duban1', 'resume', { reason: words.resumed }));
  return { steps, from: resumedAt, dispatchedAt: resumedAt, contacted: contact !== null };
}

/** Q-A4: within the two days, or later with a supervisor's ground; what would have come after it never does. */
export function withdrawal(scene: Scene, acceptedAt: number): Step | null {
  const { cal, random, turns, receivedAt, n } = scene;
  const due = addWorkingDays(cal, acceptedAt, limits.withdrawDays);
  const typed = { how: 'phone', reason: words.withdrawn };
  if (turns.twist === 'withdrawn') {
    const at = sharePassed(cal, acceptedAt, due, 0.2 + 0.7 * random(), random);
    return did(at, operatorAt(receivedAt, n), 'withdraw_case', typed, { due });
  }
  if (turns.twist !== 'withdrawn_late') return null;
  const at = workedOn(cal, due, 60, 400, random);
  return did(at, 'duban1', 'withdraw_late', { ...typed, ground: words.withdrawnLate });
}
