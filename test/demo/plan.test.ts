import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dayOf, formatLocal } from '../../src/calendar/local-time.ts';
import { publishedYears } from '../../src/calendar/published.ts';
import { createCalendar, sessionsOf } from '../../src/calendar/working-time.ts';
import { NEIGHBOURS } from '../../src/demo/neighbours.ts';
import { planDemo, wished } from '../../src/demo/plan.ts';
import { makeRequests } from '../../src/demo/texts/requests.ts';
import { WISHES } from '../../src/demo/wishes.ts';
import { government12345 } from '../../src/presets/government-12345.ts';
import { at } from '../calendar/samples.ts';

const exceptions = new Map(
  publishedYears().flatMap((year) =>
    year.exceptions.map(({ day, ...exception }) => [day, exception] as const),
  ),
);
const years = new Set([2025, 2026, 2027]);
const cal = createCalendar({ years, exceptions, hours: government12345.hours });
const requests = makeRequests(300, 7);
const same = (name: string) => name;
const joined = (path: readonly string[]) => path.join('/');
const ids = { agency: same, person: same, category: joined, area: joined, item: () => '' };

function groundAt(time: string) {
  return { requests, cal, ids, now: at(time), seed: 7 };
}

// A working morning, lunch, after hours, the night, a Sunday, and the middle of the longest holiday.
const MOMENTS = [
  '2026-11-23 09:00',
  '2026-11-24 12:30',
  '2026-11-27 17:59',
  '2026-05-01 03:00',
  '2026-11-22 03:00',
  '2026-02-20 14:00',
];

for (const time of MOMENTS) {
  it(`finds a case for every wished-for state at ${time}`, () => {
    assert.equal(wished(groundAt(time)).size, WISHES.length);
  });
}

it('brings each request in exactly once, within the last three months', () => {
  const steps = planDemo(groundAt('2026-11-23 09:00')).filter(({ outcome }) => outcome !== undefined);
  assert.deepEqual(
    steps.map(({ request }) => request).sort((a, b) => a - b),
    Array.from({ length: requests.length + NEIGHBOURS }, (_, n) => n),
  );
  assert.ok((steps[0]?.at ?? 0) > at('2026-08-20 00:00'));
});

it('has nobody at work at night, and agencies only in office hours unless it is urgent', () => {
  for (const step of planDemo(groundAt('2026-11-23 09:00'))) {
    const hour = Number(formatLocal(step.at).slice(11, 13));
    assert.ok(hour >= 7 && hour < 22, `${step.act} at ${hour}`);
    if (step.of === null || requests[step.request]?.urgent) continue;
    assert.ok(
      sessionsOf(cal, dayOf(step.at)).some(({ start, end }) => step.at >= start && step.at <= end + 60_000),
      `${step.act} ${new Date(step.at).toISOString()}`,
    );
  }
});
