import { MINUTE } from '../calendar/days.ts';
import { government12345 } from '../presets/government-12345.ts';
import { contactsToTell, contactWords } from '../rules/contacts.ts';
import { did, dispatcherOf, operatorAt, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import { agencies } from './texts/agencies.ts';
import { staff } from './texts/staff.ts';
import { minuteOf } from './typed.ts';
import * as words from './words.ts';

/* What is urgent is told at once; beside the main course, so that the demonstration finds some of it still undone. */

/** Q-A6: the operator tells every contact of the policy, one after the other. */
export function contactsTold(scene: Scene): Step[] {
  const { request, receivedAt, n } = scene;
  if (request.course.how !== 'handled') return [];
  const { urgent, emergency } = request;
  const topCategory = request.category[0] ?? '';
  const contacts = contactsToTell(government12345.contacts, { urgent, emergency, topCategory });
  return contacts.map((contact, place) => {
    const at = after(receivedAt, 2 + 3 * place, n);
    const typed = { contact: contactWords(contact), who: words.onDuty, how: 'phone', said: words.reported };
    return did(
      at,
      operatorAt(receivedAt, n),
      'contact_told',
      { ...typed, at: minuteOf(at) },
      { aside: true },
    );
  });
}

/** Q-A5: the dispatcher rings every agency that was given an urgent case. */
export function phoned(scene: Scene, dispatchedAt: number, given: readonly string[]): Step[] {
  if (!scene.request.urgent) return [];
  return given.map((agency, place) => {
    const at = after(dispatchedAt, 2 + 2 * place, scene.n);
    const number = agencies.find(({ code }) => code === agency)?.officePhone ?? '';
    const who = staff.find((person) => person.agency === agency)?.name ?? '';
    const typed = { who, post: words.onDuty, number, at: minuteOf(at), said: words.phoned };
    return did(at, dispatcherOf(scene), 'phone_told', typed, { of: agency, aside: true });
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
