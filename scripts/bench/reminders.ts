import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { MINUTE } from '../../src/calendar/days.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { inSlices } from '../../src/jobs/in-slices.ts';
import { sweep } from '../../src/notifications/sweep.ts';
import { FOLDER, removeFile } from './file.ts';
import { generate } from './generate/generate.ts';

const ASSIGNMENTS = 100_000;
/** As many as have a few open assignments more. */
const CASES = 166_000;
const DUE = 1000;

/** Times in ms. `slice`: the longest; `stall`: how long the event loop stood still at most. */
type Swept = {
  sweeps: number;
  clocks: number;
  messages: number;
  ms: number;
  processorMs: number;
  slice: number;
  stall: number;
};

export type RemindersMeasured = {
  assignments: number;
  /** How busy the machine was beforehand, as the system tells it. */
  loadAverage: number;
  nothing: Swept;
  due: Swept;
  upgrade: Swept;
};

/** The sweep over many open assignments: with nothing due, with a thousand due, and the first one after an upgrade. */
export async function measureReminders(now: number, say: (text: string) => void): Promise<RemindersMeasured> {
  const file = join(FOLDER, 'reminders.db');
  mkdirSync(FOLDER, { recursive: true });
  removeFile(file);
  generate(file, CASES, now, say, true);
  const { db, close } = openDatabase(file, now);
  try {
    const assignments = prepare(db);
    const [loadAverage = 0] = loadavg();
    say(`${assignments} open assignments; reckoning all of them ...`);
    const upgrade = await measured(db, now + MINUTE, ANY_LEFT);
    const nothing = await measured(db, now + MINUTE);
    makeDue(db, now + 2 * MINUTE);
    const due = await measured(db, now + 3 * MINUTE);
    return { assignments, loadAverage, nothing, due, upgrade };
  } finally {
    close();
    removeFile(file);
  }
}

const OPEN = `SELECT count(*) FROM assignments s WHERE EXISTS (SELECT 1 FROM clocks k
  WHERE k.case_id = s.case_id AND k.assignment_id = s.id AND k.kind = 'reply' AND k.met_at IS NULL AND k.stopped_at IS NULL)`;
const SURPLUS = `UPDATE clocks SET stopped_at = started_at WHERE met_at IS NULL AND stopped_at IS NULL AND assignment_id IN (
  SELECT assignment_id FROM clocks WHERE kind = 'reply' AND met_at IS NULL AND stopped_at IS NULL LIMIT -1 OFFSET ?)`;

/** Exactly so many, and everybody can be reached. */
function prepare(db: Db): number {
  db.exec(`UPDATE users SET phone = '139' || (10000000 + id), email = login || '@example.org'`);
  db.exec(`INSERT INTO gateways (channel, medium, name, created_at) VALUES ('smtp', 'email', 'mail', 0)`);
  db.prepare(SURPLUS).run(ASSIGNMENTS);
  return Number(db.prepare(OPEN).pluck().get());
}

const ANY_LEFT = `SELECT 1 FROM clocks WHERE met_at IS NULL AND stopped_at IS NULL AND remind_at = 0 LIMIT 1`;
const SOME = `SELECT id FROM clocks WHERE kind = 'reply' AND met_at IS NULL AND stopped_at IS NULL AND due_at > ? LIMIT ${DUE}`;

/** Their limit has just passed. */
function makeDue(db: Db, at: number): void {
  const ids = JSON.stringify(db.prepare(SOME).pluck().all(at));
  for (const change of ['due_at', 'remind_at'])
    db.prepare(`UPDATE clocks SET ${change} = ? WHERE id IN (SELECT value FROM json_each(?))`).run(at, ids);
}

const MESSAGES = 'SELECT count(*) FROM messages';

/** One sweep as the job does it; with `until`, as many as leave no such row. */
async function measured(db: Db, now: number, until?: string): Promise<Swept> {
  const count = () => Number(db.prepare(MESSAGES).pluck().get());
  const before = count();
  const swept: Swept = { sweeps: 0, clocks: 0, messages: 0, ms: 0, processorMs: 0, slice: 0, stall: 0 };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const used = process.cpuUsage();
  do {
    await inSlices(db, timed(sweep(db, now), swept));
    swept.sweeps++;
  } while (until !== undefined && db.prepare(until).get() !== undefined);
  swept.ms = performance.now() - began;
  const { user, system } = process.cpuUsage(used);
  swept.processorMs = (user + system) / 1000;
  delay.disable();
  return { ...swept, messages: count() - before, stall: delay.max / 1e6 };
}

function* timed(slices: Generator<number, void>, swept: Swept): Generator<number, void> {
  for (;;) {
    const began = performance.now();
    const { done, value } = slices.next();
    swept.slice = Math.max(swept.slice, performance.now() - began);
    if (done) return;
    swept.clocks += value ?? 0;
    yield value ?? 0;
  }
}

const AIMS = { sweepMs: 200, sliceMs: 20 } as const;

export function remindersReport(measured: RemindersMeasured): string {
  const { assignments, loadAverage, nothing, due, upgrade } = measured;
  const aim = (met: boolean) => (met ? 'aim met' : 'AIM MISSED');
  const line = (name: string, swept: Swept) =>
    `  ${name}: ${swept.ms.toFixed(1)} ms (${swept.processorMs.toFixed(0)} ms of processor time) in ${swept.sweeps} sweep(s), ${swept.clocks.toLocaleString('en')} clocks looked at, ${swept.messages.toLocaleString('en')} messages; longest slice ${swept.slice.toFixed(1)} ms (${aim(swept.slice < AIMS.sliceMs)} < ${AIMS.sliceMs}), event loop stalled ${swept.stall.toFixed(1)} ms at most`;
  return [
    `reminders: sweep over ${assignments.toLocaleString('en')} open assignments; load average of the machine beforehand: ${loadAverage.toFixed(1)}`,
    line('nothing due', nothing),
    line(`${DUE.toLocaleString('en')} due`, due),
    line('all reckoned for the first time', upgrade),
    `  nothing due ${aim(nothing.ms < AIMS.sweepMs)} < ${AIMS.sweepMs} ms`,
    '',
  ].join('\n');
}
