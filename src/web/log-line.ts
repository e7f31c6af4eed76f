/** 'warn': slow; 'error': somebody should look. */
export type Level = 'info' | 'warn' | 'error';

/**
 * One line of the log, as JSON: time (UTC), level, then what is known. Whoever calls it sees to it that no personal data
 * come along (C-M1): the log lies outside of the file, and people read it who see no case.
 */
export function logLine(
  level: Level,
  about: Readonly<Record<string, string | number | undefined>>,
  write: (line: string) => void = console.log,
): void {
  write(JSON.stringify({ time: new Date(clock()).toISOString(), level, ...about }));
}

/** What lines are dated by where no server runs: threads and commands. */
let clock = () => performance.timeOrigin + performance.now();

/** The log has the server's time. */
export function dateLogBy(now: () => number): void {
  clock = now;
}
