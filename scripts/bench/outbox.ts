import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { HOUR, MINUTE } from '../../src/calendar/days.ts';
import { dayOf, startOfDay } from '../../src/calendar/local-time.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { prepared, q, run, transact } from '../../src/db/query.ts';
import { sweep } from '../../src/notifications/sweep.ts';
import { deliver } from '../../src/outbox/deliver.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { FOLDER, removeFile } from './file.ts';
import { generate } from './generate/generate.ts';

const MESSAGES = 10_000;
/** As many as have reminders enough once their limits pass. */
const CASES = 14_000;

/** Times in ms. `floorMs`: the same requests to the same gateway, and as many commits, with nothing else. */
export type OutboxMeasured = {
  messages: number;
  loadAverage: number;
  rounds: number;
  ms: number;
  processorMs: number;
  stall: number;
  floorMs: number;
};

/** Ten thousand reminders of real cases, held against what is still true and sent over HTTP one after the other. */
export async function measureOutbox(now: number, say: (text: string) => void): Promise<OutboxMeasured> {
  const file = join(FOLDER, 'outbox.db');
  mkdirSync(FOLDER, { recursive: true });
  removeFile(file);
  const morning = startOfDay(dayOf(now)) + 10 * HOUR;
  generate(file, CASES, morning, say, true);
  const { db, close } = openDatabase(file, morning);
  const gateway = new Worker(new URL('./sms-gateway.ts', import.meta.url));
  try {
    const [port] = (await once(gateway, 'message')) as [number];
    const url = `http://127.0.0.1:${port}/send`;
    const messages = prepare(db, url, morning);
    say(`${messages} messages wait; sending them ...`);
    const [loadAverage = 0] = loadavg();
    const drained = await drain(db, morning + 2 * MINUTE);
    say('the floor ...');
    return { messages, loadAverage, ...drained, floorMs: await floor(db, url, messages) };
  } finally {
    await gateway.terminate();
    close();
    removeFile(file);
  }
}

const SURPLUS = `DELETE FROM messages WHERE id NOT IN (
  SELECT id FROM messages WHERE medium = 'sms' AND audience <> 'citizen' ORDER BY id LIMIT ?)`;

/** Limits pass, and their reminders are written; nobody gets too many, and the gateway takes as many as there are. */
function prepare(db: Db, url: string, now: number): number {
  const sending = { ...policyAt(db, now).sending, perPersonDaily: MESSAGES };
  setPolicy(db, { sending }, { userId: null, from: now, now });
  db.exec(`UPDATE users SET phone = '139' || (10000000 + id)`);
  const settings = JSON.stringify({ url, body: 'uid={uid}&to={to}&text={text}', reference: 'ref' });
  const way = { channel: 'http', medium: 'sms', name: 'sms', per_minute: 1_000_000, settings } as const;
  run(db, q.insertInto('gateways').values({ ...way, created_at: now }));
  const open = `WHERE met_at IS NULL AND stopped_at IS NULL AND kind IN ('reply', 'sign')`;
  db.prepare(`UPDATE clocks SET due_at = ? ${open}`).run(now);
  db.exec(`UPDATE clocks SET remind_at = 0 ${open}`);
  // A sweep leaves what is too much at once to the next one.
  for (let sweeps = 0; sweeps < 20; sweeps++) for (const _ of sweep(db, now + MINUTE));
  db.prepare(SURPLUS).run(MESSAGES);
  const waiting = Number(db.prepare('SELECT count(*) FROM messages').pluck().get());
  if (waiting < MESSAGES) throw new Error(`only ${waiting} messages were written`);
  return waiting;
}

const WAITING = `SELECT count(*) FROM messages WHERE status IN ('queued', 'sending', 'uncertain')`;
const SENT = `SELECT count(*) FROM messages WHERE status = 'sent'`;

async function drain(db: Db, now: number) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [began, used] = [performance.now(), process.cpuUsage()];
  let rounds = 0;
  while (Number(prepared(db, WAITING).pluck().get()) > 0) {
    await deliver({ db, now: () => now });
    rounds++;
  }
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(used);
  delay.disable();
  const sent = Number(prepared(db, SENT).pluck().get());
  if (sent !== MESSAGES) throw new Error(`${sent} of ${MESSAGES} messages were sent`);
  return { rounds, ms, processorMs: (user + system) / 1000, stall: delay.max / 1e6 };
}

async function floor(db: Db, url: string, count: number): Promise<number> {
  const began = performance.now();
  const touch = (id: number) => transact(db, () => prepared(db, TOUCH).run(id));
  for (let id = 1; id <= count; id++) {
    touch(id);
    const answer = await fetch(url, { method: 'POST', body: 'uid=1&to=13900000000&text=1' });
    await answer.text();
    touch(id);
  }
  return performance.now() - began;
}

const TOUCH = 'UPDATE gateways SET last_ok_at = ?';

export function outboxReport(measured: OutboxMeasured): string {
  const { messages, rounds, ms, processorMs, stall, floorMs, loadAverage } = measured;
  const rate = (time: number) => `${Math.round((messages / time) * 1000).toLocaleString('en')} a second`;
  return [
    `outbox: ${messages.toLocaleString('en')} messages drained one after the other; load average of the machine beforehand: ${loadAverage.toFixed(1)}`,
    `  ${(ms / 1000).toFixed(1)} s in ${rounds} rounds, ${rate(ms)}, ${(processorMs / messages).toFixed(2)} ms of processor time each; event loop stalled ${stall.toFixed(1)} ms at most`,
    `  bare floor, two commits and a request each: ${(floorMs / 1000).toFixed(1)} s, ${rate(floorMs)}`,
    '',
  ].join('\n');
}
