import { DAY, HOUR, MINUTE } from '../calendar/days.ts';
import { dayNumberAt, startOfDayNumber } from '../calendar/local-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import { contactsToTell, contactWords, upwardsOf } from '../rules/contacts.ts';
import { did, dispatcherOf, operatorAt, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { agencies } from './texts/agencies.ts';
import { staff } from './texts/staff.ts';
import { minuteOf } from './typed.ts';
import * as words from './words.ts';

/* What is urgent is told at once; beside the main course, so that the demonstration finds some of it still undone. */

/** Q-A6: the operator tells every contact of the policy, one after the other. */
export function contactsTold(scene: Scene): Step[] {
  const { request, receivedAt, turns, n } = scene;
  if (request.course.how !== 'handled') return [];
  const { urgent, emergency } = request;
  const topCategory = request.category[0] ?? '';
  const contacts = contactsToTell(government12345.contacts, { urgent, emergency, topCategory });
  const told = contacts.map((contact, place) => {
    const late = turns.twist === 'unreached' && place > 0;
    const at = late ? onceReached(receivedAt, 25 + (n % 20)) : after(receivedAt, 2 + 3 * place, n);
    const typed = { contact: contactWords(contact), who: words.onDuty, how: 'phone', said: words.reported };
    return did(
      at,
      operatorAt(receivedAt, n),
      'contact_told',
      { ...typed, at: minuteOf(at) },
      { aside: true },
    );
  });
  return [...told, ...(emergency ? reportedUp(scene) : [])];
}

/** G-A3: level by level. */
function reportedUp(scene: Scene): Step[] {
  const { request, receivedAt, n } = scene;
  const levels = upwardsOf(government12345.contacts, request.category[0] ?? '');
  return levels.slice(0, 1 + (n % 2)).map((level, place) => {
    const at = after(receivedAt, 11 + 14 * place, n);
    const who = place === 0 ? operatorAt(receivedAt, n) : dispatcherOf(scene);
    const typed = { level: contactWords(level), who: level.name, how: 'phone', at: minuteOf(at) };
    return did(at, who, 'report_up', { ...typed, said: words.reportedUp }, { aside: true });
  });
}

/** When somebody picks up at an agency that cannot be reached at once; null where it can. */
export function answeredAt({ request, turns, n }: Scene, agency: string, dispatchedAt: number) {
  if (turns.twist !== 'unreached' || request.course.how !== 'handled') return null;
  return agency === request.course.lead ? onceReached(dispatchedAt, 34 + (n % 20)) : null;
}

/** Q-A5: the dispatcher rings every agency that was given an urgent case. */
export function phoned(scene: Scene, dispatchedAt: number, given: readonly string[]): Step[] {
  if (!scene.request.urgent) return [];
  return given.flatMap((agency, place) => {
    const answered = answeredAt(scene, agency, dispatchedAt);
    const tried = after(dispatchedAt, 2 + 2 * place, scene.n);
    const at = answered === null ? tried : answered - 6 * MINUTE;
    const number = agencies.find(({ code }) => code === agency)?.officePhone ?? '';
    const who = staff.find((person) => person.agency === agency)?.name ?? '';
    const typed = { who, post: words.onDuty, number, at: minuteOf(at), said: words.phoned };
    const more = { of: agency, aside: true };
    const told = did(at, dispatcherOf(scene), 'phone_told', typed, more);
    if (answered === null) return [told];
    const vain = { number, at: minuteOf(tried), note: words.noAnswer };
    return [did(tried, dispatcherOf(scene), 'phone_failed', vain, more), told];
  });
}

/** Q-A6: the agency contains the danger before anything else. */
export function contained(scene: Scene, signed: Step): Step[] {
  if (!scene.request.emergency) return [];
  const at = after(signed.at, 4, scene.n);
  const typed = { done: words.contained, at: minuteOf(at) };
  return [did(at, signed.who, 'contain', typed, { of: signed.of, aside: true })];
}

function after(from: number, minutes: number, n: number): number {
  return from + minutes * MINUTE + (n % 50) * 1000;
}

/** Much too late; in the evening only the next morning. */
function onceReached(from: number, minutes: number): number {
  const at = from + minutes * MINUTE;
  const midnight = startOfDayNumber(dayNumberAt(from));
  return at < midnight + 18 * HOUR ? at : midnight + DAY + 8 * HOUR + minutes * MINUTE;
}
