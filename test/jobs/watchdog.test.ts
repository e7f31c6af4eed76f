import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepBetween, watch } from '../../src/jobs/watchdog.ts';

const HOUR = 3_600_000;

/** Lives by clocks that the test moves, tick by tick. */
function watched(context: { mock: { timers: typeof import('node:test').mock.timers } }) {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const clocks = { now: 1_800_000_000_000, elapsed: 0, steps: 0, looks: 0 };
  const end = watch(
    { now: () => clocks.now, elapsed: () => clocks.elapsed },
    { stepped: () => void clocks.steps++, look: () => void clocks.looks++ },
  );
  const live = (ms: number, set = 0) => {
    clocks.now += ms + set;
    clocks.elapsed += ms;
    context.mock.timers.tick(500);
  };
  return { clocks, live, end };
}

test('a clock that is set back or forward is noticed once', (context) => {
  const { clocks, live } = watched(context);
  live(500, -2 * HOUR);
  assert.equal(clocks.steps, 1);
  live(500);
  live(500, 24 * HOUR);
  live(500);
  assert.equal(clocks.steps, 2);
});

test('an ordinary correction of the clock, and a process that was held up, are no step', (context) => {
  const { clocks, live } = watched(context);
  live(500, -1999);
  live(500, 1999);
  live(30_000);
  assert.equal(clocks.steps, 0);
  live(500, 2000);
  assert.equal(clocks.steps, 1);
});

test('a look is taken once a minute, whatever the wall clock says', (context) => {
  const { clocks, live, end } = watched(context);
  live(59_999);
  assert.equal(clocks.looks, 0);
  live(1, -HOUR);
  assert.equal(clocks.looks, 1);
  live(59_999);
  assert.equal(clocks.looks, 1);
  live(1);
  assert.equal(clocks.looks, 2);
  end();
  live(60_000);
  assert.equal(clocks.looks, 2);
});

test('a step is what the wall clock went beyond the time that passed', () => {
  const before = { wall: 1000, elapsed: 0 };
  assert.equal(stepBetween(before, { wall: 1500, elapsed: 500 }), 0);
  assert.equal(stepBetween(before, { wall: 1500 - HOUR, elapsed: 500 }), -HOUR);
});
