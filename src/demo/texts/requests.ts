import { type Course, courseOf } from './course.ts';
import { fill, type Slots } from './fill.ts';
import { type DemoCitizen, townsfolk, villagers } from './people.ts';
import { recordText } from './phrasing.ts';
import { pick, type Random, seeded, shuffled } from './random.ts';
import { addressOf, sceneOf } from './scene.ts';
import { type Template, templates } from './templates.ts';

/** One request of the demonstration with everything that is to become of it; agencies by code, paths by name. */
export type DemoRequest = {
  headline: string;
  text: string;
  kind: Template['kind'];
  channel: string;
  category: readonly string[];
  area: readonly string[];
  place: string;
  citizen: { name: string; phone: string; address: string } | null;
  urgent: boolean;
  emergency: boolean;
  confidential: boolean;
  anonymous: boolean;
  /** Index of an earlier request about the same event, told by the same person or a neighbour. */
  repeatOf: number | null;
  course: Course;
};

type Event = { template: Template; citizen: DemoCitizen; slots: Slots; repeatOf: number | null };

/** Makes `count` requests, the same for the same seed; the deck of templates is dealt out before it is dealt again. */
export function makeRequests(count: number, seed: number): DemoRequest[] {
  const random = seeded(seed);
  const events: Event[] = [];
  let deck: Template[] = [];
  while (events.length < count) {
    if (deck.length === 0) deck = shuffled(random, templates);
    const repeated = random() < 0.15 ? repeatOfRecent(events, random) : null;
    const template = repeated === null ? deck.pop() : undefined;
    if (template) events.push(newEvent(template, random));
    else if (repeated) events.push(repeated);
  }
  return events.map((event) => requestOf(event, random));
}

function newEvent(template: Template, random: Random): Event {
  const citizen = pick(random, template.where === 'town' ? townsfolk : villagers);
  return { template, citizen, slots: sceneOf(citizen, random), repeatOf: null };
}

/** One of the last dozen events told again (X-H1 finds these); only ordinary ones that an agency handles. */
function repeatOfRecent(events: readonly Event[], random: Random): Event | null {
  const index = events.length - 1 - Math.floor(random() * 12);
  const event = events[index];
  if (!event || !('lead' in event.template) || event.template.kind === 'consultation') return null;
  if (event.template.confidential || event.template.anonymous) return null;
  const neighbours = [...townsfolk, ...villagers].filter(({ home }) => home === event.citizen.home);
  const citizen = random() < 0.5 ? event.citizen : pick(random, neighbours);
  return { ...event, citizen, repeatOf: event.repeatOf ?? index };
}

function requestOf({ template, citizen, slots, repeatOf }: Event, random: Random): DemoRequest {
  const { kind, urgent = false, emergency = false, confidential = false, anonymous = false } = template;
  const channel = channelOf(template, random);
  const address = addressOf(citizen);
  return {
    headline: fill(template.headline, slots, random),
    text: recordText(fill(template.text, slots, random), kind, channel, random),
    kind,
    channel,
    category: template.category.split('/'),
    area: [citizen.home.town, citizen.home.community],
    place: placeOf(template, slots),
    citizen: anonymous ? null : { name: citizen.name, phone: citizen.phone, address },
    urgent,
    emergency,
    confidential,
    anonymous,
    repeatOf,
    course: courseOf(template, citizen.home.town, slots, random),
  };
}

/** Where the matter is, by what the text names: a village group, a house number, a building, an estate. */
function placeOf({ where, text, confidential }: Template, slots: Slots): string {
  const { 镇 = '', 小区 = '', 楼 = '', 村 = '', 组 = '', 路 = '', 号 = '' } = slots;
  // Of somebody who is not to be known the group of the village would already be the address (Q-A7).
  if (where === 'village') return confidential ? `${镇}${村}` : `${镇}${村}${组}`;
  if (text.includes('{号}')) return `${路}${号}`;
  if (text.includes('{楼}')) return `${小区}${楼}`;
  return text.startsWith('{路}') ? 路 : 小区;
}

/** Urgent matters and those settled on the line come by phone; others by any way in. */
function channelOf(template: Template, random: Random): string {
  if (template.urgent || !('lead' in template)) return 'phone';
  const drawn = random();
  if (drawn < 0.68) return 'phone';
  if (drawn < 0.88) return 'web';
  return pick(random, ['sms', 'email', 'walk_in', 'letter']);
}
