import { MINUTE } from '../calendar/days.ts';
import { addWorkingDays } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { detourOf } from './detours.ts';
import { assisting, type Handling, handlingRound, sign } from './handling.ts';
import { sharePassed, soon, workedOn } from './pace.ts';
import { did, dispatcherOf, type Handled, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { supervising } from './supervising.ts';
import { itemTyped } from './typed.ts';
import { contained, phoned } from './urgent.ts';
import {
  dispatchOpinion,
  fallsBack,
  recalled,
  returnGranted,
  returnGround,
  returnReason,
  returnRefused,
} from './words.ts';

const { limits } = government12345;

/** From acceptance to the first reply that the agency's leader agreed to; returned in between where it turns so. */
export function dispatching(scene: Scene, acceptedAt: number): { steps: Step[]; result: Handling } {
  const course = courseOf(scene);
  if (scene.turns.returned === 'granted' || scene.turns.returned === 'recalled')
    return sentAstray(scene, acceptedAt, course);
  const sent = dispatch(scene, acceptedAt, course.lead, course);
  const downLater = scene.turns.twist === 'handed_down';
  const signed = sign(scene, course.lead, downLater ? null : course.section, sent.at);
  const contested = scene.turns.returned === 'refused' ? contest(scene, signed, course) : [];
  const assists = course.assists.flatMap((assist) => assisting(scene, assist, sent.at));
  const detour = detourOf(scene, course, signed, sent.at);
  const from = Math.max(detour.from, ...contested.map(({ at }) => at));
  const result = handlingRound(scene, {
    ...{ lead: course.lead, section: course.section, from, redo: 0 },
    ...{ dispatchedAt: detour.dispatchedAt, contacted: detour.contacted },
    assistsDone: Math.max(detour.assistsDone, ...assists.map(({ at }) => at)),
  });
  const urgently = [
    ...phoned(scene, sent.at, [course.lead, ...course.assists.map(({ agency }) => agency)]),
    ...contained(scene, signed),
  ];
  const beside = [...urgently, ...contested, ...assists, ...supervising(scene, course.lead, signed.at)];
  return { steps: [sent, signed, ...beside, ...detour.steps, ...result.steps], result };
}

/** The assisting agency was taken for the lead; once it is taken back, everything begins anew. */
function sentAstray(scene: Scene, acceptedAt: number, course: Handled): { steps: Step[]; result: Handling } {
  const wrong = course.assists[0]?.agency ?? course.lead;
  const astray = dispatch(scene, acceptedAt, wrong, { assists: [{ agency: course.lead, opinion: '' }] });
  const back =
    scene.turns.returned === 'recalled'
      ? [recall(scene, astray.at)]
      : returned(scene, sign(scene, wrong, null, astray.at), course.lead);
  const from = Math.max(...back.map(({ at }) => at));
  const afterwards = scene.turns.returned === 'granted' ? 'settled' : null;
  const again = dispatching({ ...scene, turns: { ...scene.turns, returned: afterwards } }, from);
  return { steps: [astray, ...back, ...again.steps], result: again.result };
}

/** The dispatcher saw the mistake first, before anybody signed. */
function recall(scene: Scene, dispatchedAt: number): Step {
  const at = dispatchedAt + Math.round((4 + 8 * scene.random()) * MINUTE);
  return did(at, dispatcherOf(scene), 'recall', { reason: recalled });
}

/** Q-C3: the agency signs, and says whose it is. */
function returned(scene: Scene, signed: Step, lead: string): Step[] {
  const { cal, random, ids } = scene;
  const asked = workedOn(cal, signed.at, 20, 200, random);
  const granted = workedOn(cal, asked, 30, 240, random);
  const typed = { proposed: ids.agency(lead), reason: returnReason, ground: returnGround };
  return [
    signed,
    did(asked, signed.who, 'ask_return', typed, { of: signed.of }),
    did(granted, dispatcherOf(scene), 'grant_return', { note: returnGranted }, { of: signed.of }),
  ];
}

/** The agency asks to return it, and is told that it is theirs after all. */
function contest(scene: Scene, signed: Step, course: Handled): Step[] {
  const { cal, random, ids } = scene;
  const asked = workedOn(cal, signed.at, 20, 200, random);
  const refused = workedOn(cal, asked, 30, 240, random);
  const other = course.assists[0]?.agency ?? (course.lead === 'chengguan' ? 'zhujian' : 'chengguan');
  const typed = { proposed: ids.agency(other), reason: returnReason, ground: returnGround };
  return [
    did(asked, signed.who, 'ask_return', typed, { of: course.lead }),
    did(
      refused,
      dispatcherOf(scene),
      'refuse_return',
      { reason: returnRefused, bar: random() < 0.5 ? '1' : '' },
      { of: course.lead },
    ),
  ];
}

function dispatch(scene: Scene, from: number, lead: string, { assists }: Pick<Handled, 'assists'>): Step {
  const { cal, random, request, turns, ids } = scene;
  const due = addWorkingDays(cal, from, limits.dispatchDays);
  const at = request.urgent
    ? soon(from, 2, 8, random)
    : sharePassed(cal, from, due, turns.pace.dispatch, random);
  const typed = {
    ...{ lead: ids.agency(lead), item: itemTyped(request, ids) },
    ...(turns.twist === 'fallback'
      ? { role: 'fallback', opinion: fallsBack }
      : { role: 'lead', opinion: dispatchOpinion(request) }),
    // X-E1: whose it is has been settled; it does not come back once more.
    returnBarred: turns.returned === 'settled' ? '1' : '',
    assists: assists.map(({ agency }) => ids.agency(agency)),
  };
  return did(at, dispatcherOf(scene), 'dispatch', typed, { due });
}

function courseOf({ request: { course } }: Scene): Handled {
  if (course.how !== 'handled') throw new Error('only what an agency handles is dispatched');
  return course;
}
