import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, weekdayOf } from '../../src/calendar/days.ts';
import { dayOf } from '../../src/calendar/local-time.ts';
import { yearText } from '../../src/calendar/year-list.ts';
import { daysOfYear } from '../../src/calendar/year-view.ts';
import { giveCards } from '../../src/cases/cards.ts';
import { connect } from '../../src/db/connect.ts';
import { openDatabase } from '../../src/db/open.ts';
import { provideYears } from '../../src/demo/years.ts';
import { askRegularly, type Waits } from './ask.ts';
import { FOLDER, removeFile } from './file.ts';
import { generate } from './generate/generate.ts';
import { type Served, serve } from './process.ts';
import { signIn, type Visitor } from './visitors.ts';

const CLOCKS = 50_000;
/** As many as have a few clocks more. */
const CASES = 32_000;

/** A change of the calendar over many open clocks, and what somebody waits who opens a page meanwhile. Times in ms. */
export type CalendarMeasured = {
  clocks: number;
  moved: number;
  /** From the form to the preview, from the confirmation to the end, and of that while the file was being written. */
  previewMs: number;
  changeMs: number;
  writingMs: number;
  /** GET /login every 20 ms: with nothing else going on, and all the while. */
  calm: Waits;
  meanwhile: Waits;
};

type Say = (text: string) => void;

export async function measureCalendar(now: number, seconds: number, say: Say): Promise<CalendarMeasured> {
  const file = join(FOLDER, 'calendar.db');
  mkdirSync(FOLDER, { recursive: true });
  removeFile(file);
  generate(file, CASES, now, say, true);
  const admin = prepare(file, now);
  const served = await serve('src/main.ts', [], { DATABASE: file });
  try {
    await askRegularly(served.address, '/login', sleep(1000));
    const calm = await askRegularly(served.address, '/login', sleep(seconds * 1000));
    say('changing the year ...');
    const change = changeYear(served, file, admin, now);
    const meanwhile = await askRegularly(served.address, '/login', change);
    return { clocks: CLOCKS, ...(await change), moved: movedIn(file), calm, meanwhile };
  } finally {
    await served.stop();
    removeFile(file);
  }
}

const SURPLUS = `UPDATE clocks SET stopped_at = started_at WHERE id IN (
  SELECT id FROM clocks WHERE met_at IS NULL AND stopped_at IS NULL ORDER BY id LIMIT -1 OFFSET ?)`;
const OPEN = 'SELECT count(*) FROM clocks WHERE met_at IS NULL AND stopped_at IS NULL';

/** Exactly so many open clocks, no year and no card missing, and the administrator signed in. */
function prepare(file: string, now: number): Visitor {
  const { db, close } = openDatabase(file, now);
  provideYears(db, now);
  db.prepare(SURPLUS).run(CLOCKS);
  const open = db.prepare(OPEN).pluck().get();
  if (open !== CLOCKS) throw new Error(`${open} open clocks instead of ${CLOCKS}`);
  for (const _ of giveCards(db, now));
  const admin = db.prepare(`SELECT user_id FROM user_roles WHERE role = 'admin'`).pluck().get();
  const visitor = signIn(db, Number(admin), now);
  close();
  return visitor;
}

type Times = Pick<CalendarMeasured, 'previewMs' | 'changeMs' | 'writingMs'>;

/** Every ordinary working day of the year becomes a half day, through the pages: so that each limit has to move. */
async function changeYear(served: Served, file: string, admin: Visitor, now: number): Promise<Times> {
  const page = new Page(served.address, admin);
  const year = dayOf(now).slice(0, 4);
  const days = halfYear(file, Number(year));
  const began = performance.now();
  const href = await page.send('/calendar', { year, days });
  const preview = await page.settled(href);
  const previewMs = performance.now() - began;
  const confirmed = performance.now();
  const hidden = [...preview.html.matchAll(/name="(calendar|clocks)" value="([^"]*)"/g)];
  await page.send(href, Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])));
  const done = await page.settled(href);
  const ended = performance.now();
  if (!done.html.includes('工作日历已更改')) throw new Error('the calendar was not changed');
  return { previewMs, changeMs: ended - confirmed, writingMs: done.writing ? ended - done.writing : 0 };
}

function halfYear(file: string, year: number): string {
  const db = connect(file, { readonly: true });
  const days = new Map(daysOfYear(db, year).map((each) => [each.day, each]));
  db.close();
  for (let day = `${year}-01-01`; day.startsWith(`${year}`); day = addDays(day, 1))
    if (weekdayOf(day) <= 5 && !days.has(day)) days.set(day, { day, kind: 'half_morning', name: '测试' });
  return yearText([...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)));
}

class Page {
  readonly #address: string;
  readonly #visitor: Visitor;

  constructor(address: string, visitor: Visitor) {
    this.#address = address;
    this.#visitor = visitor;
  }

  /** Sends a form and returns where it leads. */
  async send(path: string, fields: Record<string, string>): Promise<string> {
    const answer = await fetch(this.#address + path, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, csrf: this.#visitor.csrf }),
      headers: { cookie: this.#visitor.cookie },
      redirect: 'manual',
    });
    const to = answer.headers.get('location');
    if (answer.status !== 303 || !to) throw new Error(`${path} answered ${answer.status}`);
    return to;
  }

  /** Asks for the progress until nothing goes on any more; `writing`: when it was first seen to write. */
  async settled(href: string): Promise<{ html: string; writing: number | null }> {
    let writing: number | null = null;
    for (;;) {
      const answer = await fetch(`${this.#address}${href}`, { headers: { cookie: this.#visitor.cookie } });
      let html = await answer.text();
      while (html.includes('every 1s')) {
        if (html.includes('正在写入')) writing ??= performance.now();
        await sleep(50);
        const next = await fetch(`${this.#address}${href}/progress`, {
          headers: { cookie: this.#visitor.cookie },
        });
        html = await next.text();
      }
      if (html !== '') return { html, writing };
    }
  }
}

function movedIn(file: string): number {
  const db = connect(file, { readonly: true });
  const told = `SELECT sum(json_array_length(detail, '$.clocks')) FROM events WHERE act = 'calendar_moved'`;
  const moved = Number(db.prepare(told).pluck().get());
  db.close();
  return moved;
}

const AIMS = { wholeMs: 60_000, p95Ms: 50 } as const;

export function calendarReport(measured: CalendarMeasured): string {
  const { clocks, moved, previewMs, changeMs, writingMs, calm, meanwhile } = measured;
  const aim = (met: boolean) => (met ? 'aim met' : 'AIM MISSED');
  const waits = (name: string, { p50, p95, max, answers, errors }: Waits) =>
    `  ${name}: median ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)}, max ${max.toFixed(1)} (${answers} answers${errors > 0 ? `, ${errors} ERRORS` : ''})`;
  return [
    `calendar: a year changed over ${clocks.toLocaleString('en')} open clocks, ${moved.toLocaleString('en')} moved`,
    `  preview ${seconds(previewMs)}, change ${seconds(changeMs)} (${aim(previewMs + changeMs < AIMS.wholeMs)} together < ${seconds(AIMS.wholeMs)}), of which writing ${seconds(writingMs)}`,
    waits('GET /login every 20 ms, calm', calm),
    waits('GET /login every 20 ms, meanwhile', meanwhile),
    `  p95 meanwhile ${aim(meanwhile.p95 < AIMS.p95Ms)} < ${AIMS.p95Ms} ms; ${(meanwhile.p50 / calm.p50).toFixed(1)} times the calm median, ${(meanwhile.p95 / calm.p95).toFixed(1)} times the calm p95`,
    '',
  ].join('\n');
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
