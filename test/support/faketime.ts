import { existsSync, globSync, writeFileSync } from 'node:fs';

const PLACES = ['/usr/lib/*/faketime/libfaketimeMT.so.1', '/usr/lib/faketime/libfaketimeMT.so.1'];

/** Where libfaketime is on this machine; undefined where there is none. FAKETIME_LIBRARY names another. */
export function findFaketime(): string | undefined {
  return [process.env.FAKETIME_LIBRARY, ...globSync(PLACES)].find((place) => place && existsSync(place));
}

/** For tests that set the clock of a real process: never skipped in CI, as in chromium.ts. */
export function noFaketime(): string | false {
  if (findFaketime() || process.env.CI) return false;
  return 'no libfaketime found: install faketime to run the tests that set the clock';
}

/** What a process needs in its environment to live by the clock that `setClock` writes. Timers go by real time. */
export function fakedBy(clock: string): Record<string, string> {
  const library = findFaketime();
  if (!library) throw new Error('no libfaketime found: install faketime');
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_CACHE_DURATION: '1',
    DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
}

/** Sets the clock of the process to an instant (epoch ms); it goes on from there. */
export function setClock(clock: string, to: number): void {
  const seconds = (to - Date.now()) / 1000;
  writeFileSync(clock, `${seconds < 0 ? '' : '+'}${seconds.toFixed(3)}`);
}
