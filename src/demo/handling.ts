import { DAY, MINUTE } from '../calendar/days.ts';
import { addSessions, addWorkingDays, sameDay } from '../calendar/working-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { extending } from './extending.ts';
import { sharePassed, soon, workedOn } from './pace.ts';
import { did, dispatcherOf, type Handled, handlerAt, leaderOf, operatorAt, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { staff } from './texts/staff.ts';
import { contactTyped, minuteOf, type Result, replyTyped } from './typed.ts';
import { answeredAt } from './urgent.ts';
import * as words from './words.ts';

const { limits, kinds } = government12345;

/** What an agency did in one round, and when the hotline had its reply. */
export type Handling = { steps: Step[]; lead: string; repliedAt: number; result: Result };

export type Round = {
  lead: string;
  section: string | null;
  dispatchedAt: number;
  /** When the agency could begin: signed, and a return refused. */
  from: number;
  /** When the last assisting opinion was in. */
  assistsDone: number;
  /** Which redo this is; 0 for the first handling. */
  redo: number;
  /** The citizen has been called already. */
  contacted?: boolean;
};

/** The agency's handler signs and names who handles, at a section of its own where it has one (Q-C2). */
export function sign(scene: Scene, agency: string, section: string | null, dispatchedAt: number): Step {
  const { cal, random, request, turns, ids, n } = scene;
  const handler = handlerAt(section ?? agency, n);
  const typed = { handler: ids.person(handler), section: section === null ? '' : ids.agency(section) };
  const due = request.urgent
    ? dispatchedAt + limits.signUrgentMinutes * MINUTE
    : addSessions(cal, dispatchedAt, limits.signSessions);
  const at = request.urgent
    ? (answeredAt(scene, agency, dispatchedAt) ?? soon(dispatchedAt, 3, 24, random))
    : sharePassed(cal, dispatchedAt, due, turns.pace.sign, random);
  return did(at, handlerAt(agency, n), 'sign', typed, { of: agency, due });
}

/** Contact, reply, the leader's consent: until the hotline has a reply it can use. */
export function handlingRound(scene: Scene, round: Round): Handling {
  const { turns } = scene;
  const contact = round.contacted ? null : firstContact(scene, round);
  const result = resultOf(scene, round.redo);
  const owed = apology(scene, round, Math.max(round.from, contact?.at ?? 0));
  const begun = Math.max(round.from, contact?.at ?? 0, owed?.at ?? 0);
  const asked = { ...round, begun, due: replyDue(scene, round.dispatchedAt) };
  const extended = round.redo > 0 ? { steps: [], due: asked.due, from: begun } : extending(scene, asked);
  const { due } = extended;
  const submitAt = submitTime(scene, round, extended.from, due);
  const before = [contact, owed].filter((step) => step !== null);
  const steps = [...before, ...extended.steps, ...meanwhile(scene, round, submitAt, due)];
  const short = round.redo > 0 ? null : turns.tooShort;
  steps.push(...(short ? writtenTwice(scene, round, submitAt, due, short) : []));
  const written = short ? later(scene, lastAt(steps), 40, 220) : submitAt;
  steps.push(...submitted(scene, round, written, result, due));
  return { steps, lead: round.lead, repliedAt: lastAt(steps), result };
}

/** The first reply is too short, and either the agency's leader or the hotline sends it back. */
function writtenTwice(scene: Scene, round: Round, at: number, due: number, by: 'leader' | 'hotline'): Step[] {
  const result = resultOf(scene, round.redo);
  const first = { ...result, handling: words.shortened(result.handling) };
  const [submit, approve] = submitted(scene, round, at, first, due);
  if (by === 'hotline') {
    const sentBack = later(scene, approve.at, 20, 120);
    return [
      submit,
      approve,
      did(sentBack, dispatcherOf(scene), 'send_back', { reason: words.tooShortForHotline }),
    ];
  }
  const reason = words.tooShortForLeader;
  return [submit, did(approve.at, approve.who, 'disapprove', { reason }, { of: round.lead, due })];
}

/** Written by the handler, agreed to by the leader (Q-D5). */
function submitted(scene: Scene, round: Round, at: number, said: Result, due: number): readonly [Step, Step] {
  const { who, typed } = submission(scene, round, at, said);
  const approvedAt = scene.request.urgent ? soon(at, 5, 25, scene.random) : later(scene, at, 20, 200);
  return [
    did(at, who, 'submit', typed, { of: round.lead, due }),
    did(approvedAt, leaderOf(round.lead), 'approve', {}, { of: round.lead, due }),
  ];
}

/** The citizen is told shortly before the reply is written. */
function submission({ request, random, n }: Scene, { lead, section }: Round, at: number, said: Result) {
  const told = at - Math.round((8 + 20 * random()) * MINUTE);
  return {
    who: handlerAt(section ?? lead, n),
    typed: replyTyped(said, lead, request, told),
  };
}

/** G-E4: where the redo owes an apology it comes before the new answer. */
function apology(
  { cal, random, turns, n }: Scene,
  { lead, section, redo }: Round,
  from: number,
): Step | null {
  if (turns.twist !== 'apology' || redo !== 1) return null;
  const at = workedOn(cal, from, 40, 300, random);
  const who = staff.find(({ login }) => login === leaderOf(lead))?.name ?? '';
  const typed = { who: `${who}，分管领导`, at: minuteOf(at), how: 'in_person', note: words.apologised };
  return did(at, handlerAt(section ?? lead, n), 'fulfil', typed, { of: lead });
}

export function firstContact(scene: Scene, { lead, section, from, redo }: Round): Step | null {
  const { cal, random, request, turns, n } = scene;
  const days = kinds.find(({ code }) => code === request.kind)?.contactDays ?? null;
  const note = handled(scene).contact;
  // Of a confidential request the agency does not know the number: the hotline tells the citizen.
  if (days === null || note === null || !request.citizen || request.confidential) return null;
  const due = addWorkingDays(cal, from, days);
  const at = request.urgent
    ? soon(from, 5, 20, random)
    : sharePassed(cal, from, due, turns.pace.contact, random);
  const typed = contactTyped(redo > 0 ? words.secondContact : note, at);
  return did(at, handlerAt(section ?? lead, n), 'contact', typed, { of: lead, due });
}

function submitTime(scene: Scene, round: Round, begun: number, due: number): number {
  const { cal, random, request, turns } = scene;
  const ready = Math.max(begun, round.assistsDone);
  if (request.urgent) return soon(ready, 50, 120, random);
  const planned = sharePassed(cal, round.dispatchedAt, due, turns.pace.reply, random);
  return Math.max(planned, later(scene, ready, 20, 60));
}

function replyDue({ cal, request }: Scene, dispatchedAt: number): number {
  const days = kinds.find(({ code }) => code === request.kind)?.replyDays ?? 'same_day';
  return request.urgent || days === 'same_day'
    ? sameDay(cal, dispatchedAt)
    : addWorkingDays(cal, dispatchedAt, days);
}

/** What the hotline does while the agency works: it hears from the citizen, and it presses who is late. */
function meanwhile(scene: Scene, { from }: Round, submitAt: number, due: number): Step[] {
  const { cal, random, request, turns, receivedAt, n } = scene;
  const steps: Step[] = [];
  const asked = sharePassed(cal, from, Math.max(submitAt, from + MINUTE), 0.6, random);
  if (turns.askedAfter && request.citizen && submitAt - from > 2 * DAY) {
    const call = {
      direction: 'in',
      number: request.citizen.phone,
      startedAt: minuteOf(asked),
      note: words.askedAfter,
    };
    steps.push(did(asked, operatorAt(receivedAt, n), 'call', call, { aside: true }));
    const noted = workedOn(cal, asked, 20, 60, random);
    steps.push(did(noted, 'duban1', 'note', { note: words.askedAfterNoted }, { aside: true }));
  }
  const pressed = workedOn(cal, due, 30, 180, random);
  if (pressed < submitAt)
    steps.push(did(pressed, 'duban1', 'press', { to: 'lead', text: words.pressed }, { aside: true }));
  return steps;
}

/** Q-B2: an assisting agency signs and advises the lead, well before the lead has to answer. */
export function assisting(scene: Scene, assist: Handled['assists'][number], dispatchedAt: number): Step[] {
  const { cal, random, request } = scene;
  const aside = { of: assist.agency, aside: true };
  const signed = sign(scene, assist.agency, null, dispatchedAt);
  const due = replyDue(scene, dispatchedAt);
  const advised = request.urgent
    ? soon(signed.at, 20, 60, random)
    : Math.max(
        sharePassed(cal, dispatchedAt, due, 0.15 + 0.4 * random(), random),
        later(scene, signed.at, 20, 90),
      );
  const approved = request.urgent ? soon(advised, 3, 15, random) : later(scene, advised, 15, 120);
  return [
    { ...signed, ...aside },
    did(advised, signed.who, 'advise', { handling: assist.opinion }, aside),
    did(approved, leaderOf(assist.agency), 'approve', {}, aside),
  ];
}

function resultOf(scene: Scene, redo: number): Result {
  const { handling, publicReply, conclusion, unhappy } = handled(scene);
  if (redo === 0 || !unhappy) return { handling, publicReply, conclusion };
  const led = redo > 1 ? words.ledByHead : '';
  return { handling: `${led}${unhappy.handling}`, publicReply: unhappy.reply, conclusion: 'solved' };
}

function handled({ request: { course } }: Scene): Handled {
  if (course.how !== 'handled') throw new Error('only what was dispatched is handled');
  return course;
}

function later({ cal, random }: Scene, from: number, low: number, high: number): number {
  return workedOn(cal, from, low, high, random);
}

function lastAt(steps: readonly Step[]): number {
  return Math.max(...steps.map(({ at }) => at));
}
