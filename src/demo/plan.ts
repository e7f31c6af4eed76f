import { DAY, MINUTE } from '../calendar/days.ts';
import type { WorkingCalendar } from '../calendar/working-time.ts';
import { arrivals, latestArrival } from './arrivals.ts';
import type { Ids } from './county.ts';
import { lifeOf } from './life.ts';
import { linked, mergedLife, neighbours } from './neighbours.ts';
import type { Scene } from './scene.ts';
import type { PlannedStep, Step } from './steps.ts';
import { seeded } from './texts/random.ts';
import type { DemoRequest } from './texts/requests.ts';
import { drawTurns, type Turns } from './turns.ts';
import { twisted } from './twists.ts';
import { stateIn, suits, WISHES, type Wish } from './wishes.ts';

export type Ground = {
  requests: readonly DemoRequest[];
  cal: WorkingCalendar;
  ids: Ids;
  now: number;
  seed: number;
};

/**
 * Everything that anybody did before `now`, in the order of time; pure, the same for the same seed.
 * Each request's whole life is imagined and then cut off at `now`: what is open then lies near `now` by itself.
 */
export function planDemo(ground: Ground): PlannedStep[] {
  const { requests, now, seed } = ground;
  const lives = wished(ground);
  const rest = requests.flatMap((request, n) => (lives.has(n) ? [] : [{ request, n }]));
  const times = arrivals(
    rest.map(({ request }) => request),
    now,
    seeded(seed),
  );
  rest.forEach(({ n }, place) => {
    lives.set(n, imagine(ground, n, times[place] ?? now - DAY));
  });
  return [...together(ground, lives)]
    .flatMap(([request, steps]) => steps.map((step) => ({ ...step, request })))
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at - b.at || a.request - b.request);
}

/** With those who call about what others have called about. */
function together(ground: Ground, lives: ReadonlyMap<number, Step[]>): Map<number, Step[]> {
  const { requests, cal, now } = ground;
  const all = new Map(lives);
  for (const [n, steps] of lives) {
    const main = requests[n]?.repeatOf ?? null;
    const earlier = main === null ? undefined : lives.get(main);
    const [receivedAt, before] = [steps[0]?.at, earlier?.[0]?.at];
    if (main === null || !earlier || receivedAt === undefined || before === undefined) continue;
    if (before >= receivedAt) continue;
    const scene = sceneOf(ground, n, receivedAt);
    const merged = n % 2 === 0 ? mergedLife(scene, { n: main, steps: earlier }) : null;
    all.set(n, merged ?? [...steps, linked(scene, main)]);
  }
  const mains = [...lives].flatMap(([n, steps]) => {
    const request = requests[n];
    return request ? [{ n, request, steps }] : [];
  });
  neighbours(mains, cal, now).forEach(({ request, receivedAt, main }, place) => {
    const n = requests.length + place;
    const steps = mergedLife(sceneFor(ground, { request, n, receivedAt }, ORDINARY), main);
    if (steps) all.set(n, steps);
  });
  return all;
}

/** The same request lives the same life whenever it comes in; `change` is what a wish wants otherwise. */
function imagine(ground: Ground, n: number, receivedAt: number, change?: Wish): Step[] {
  return lifeOf(sceneOf(ground, n, receivedAt, change));
}

function sceneOf(ground: Ground, n: number, receivedAt: number, change?: Wish): Scene {
  const request = ground.requests[n];
  if (!request) throw new Error(`there is no request ${n}`);
  return sceneFor(ground, { request, n, receivedAt }, change);
}

type Coming = { request: DemoRequest; n: number; receivedAt: number };

function sceneFor({ cal, ids, seed }: Ground, { request, n, receivedAt }: Coming, change?: Wish): Scene {
  const random = seeded(seed * 1000 + n);
  const drawn = drawTurns(request, random);
  const pace = { ...drawn.pace, ...change?.pace };
  const turns: Turns = { ...drawn, ...(change ? UNDISTURBED : {}), ...change?.turns, pace };
  return { n, request, receivedAt, turns: twisted(turns), random, cal, ids };
}

/** The neighbour's call takes no turns of its own. */
const ORDINARY: Wish = { next: 'merge', turns: { held: false, missed: 0, ownCallback: false } };

/** What would only blur a wished-for state. */
const UNDISTURBED = { returned: null, tooShort: null, twist: null } as const;

/** For each wish the last request that can fulfil it, moved to where it does; by request. Some wait for office hours. */
export function wished(ground: Ground): Map<number, Step[]> {
  const lives = new Map<number, Step[]>();
  for (const wish of WISHES) {
    for (let n = ground.requests.length - 1; n >= 0; n--) {
      const request = ground.requests[n];
      if (lives.has(n) || !request || !suits(wish, request)) continue;
      const steps =
        movedTo(ground, n, request, wish, depthOf(wish, n)) ?? movedTo(ground, n, request, wish, 0);
      if (!steps) continue;
      lives.set(n, steps);
      break;
    }
  }
  return lives;
}

/** How much of the wished-for state has passed: not everything that is late is late by an hour. */
function depthOf({ when }: Wish, n: number): number {
  return when === 'late' ? ((n * 37) % 80) / 100 : 0;
}

/**
 * Lets the request come in earlier and earlier until `now` falls into the wished-for state; once it was too early,
 * somewhere in between.
 */
function movedTo(ground: Ground, n: number, request: DemoRequest, wish: Wish, depth: number): Step[] | null {
  const { now, cal } = ground;
  let tooEarly: number | null = null;
  let tooLate: number | null = null;
  let at = latestArrival(now - (7 + (n % 23)) * MINUTE, request);
  while (at > now - 70 * DAY) {
    const steps = imagine(ground, n, at, wish);
    const state = stateIn(steps, wish, cal);
    if (!state) return null;
    const [until, from] = [state[1], state[0] + depth * (state[1] - state[0])];
    if (from <= now && now < until) return steps;
    if (from > now) tooLate = at;
    else tooEarly = at;
    if (tooLate === null) return null;
    const between =
      tooEarly === null ? at - Math.max(11 * MINUTE, (from - now) / 2) : (tooEarly + tooLate) / 2;
    at = latestArrival(Math.floor(between / 1000) * 1000, request);
    if (at >= tooLate || (tooEarly !== null && at <= tooEarly)) return null;
  }
  return null;
}
