import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BACKUP_CASES, backupReport, measureBackup } from './bench/backup.ts';
import { calendarReport, measureCalendar } from './bench/calendar.ts';
import { FOLDER, fileOf } from './bench/file.ts';
import { type Measured, measure } from './bench/measure.ts';
import { measureOutbox, outboxReport } from './bench/outbox.ts';
import { measureReminders, remindersReport } from './bench/reminders.ts';
import { growth, report } from './bench/report.ts';
import { measureUploads, uploadsReport } from './bench/uploads.ts';

/*
 * How fast the product is with 1,000, 100,000 and 1,000,000 cases, beside a bare floor measured in the same run;
 * a change of the calendar over 50,000 open clocks; the reminders of 100,000 open assignments; 10,000 messages drained;
 * files of 20 MB up and down; and a backup of 2 GB (or --cases) under 50 writes a second. A report, never an assertion.
 */

const USAGE =
  'npm run bench -- [--quick] [--cases 1000,100000] [--seconds 4] [--only cases|calendar|reminders|outbox|uploads|backup]';

const values = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const sizes = (values.cases ?? (values.quick ? '1000,100000' : '1000,100000,1000000')).split(',').map(Number);
const seconds = Number(values.seconds ?? (values.quick ? 2 : 4));
if (![...sizes, seconds].every((number) => Number.isInteger(number) && number > 0)) {
  console.error('--cases takes whole numbers with commas between them, --seconds a whole number');
  process.exit(2);
}

const backupCases = values.only === 'backup' && values.cases ? (sizes[0] ?? BACKUP_CASES) : BACKUP_CASES;

// The servers under test are children: they go with the benchmark.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const began = new Date();
const measured: Measured[] = [];
const wanted = (part: string) => (values.only ?? part) === part;
for (const cases of wanted('cases') ? sizes : []) {
  const say = (text: string) => console.error(`[${cases}] ${text}`);
  const result = await measure(fileOf(cases, Date.now(), say), cases, seconds, say);
  measured.push(result);
  console.log(report(result));
}
console.log(growth(measured));

/** The other parts, each of which measures one thing and says it in words. */
const PARTS: Record<string, (say: (text: string) => void) => Promise<{ figures: object; words: string }>> = {
  calendar: (say) => told(measureCalendar(Date.now(), seconds, say), calendarReport),
  reminders: (say) => told(measureReminders(Date.now(), say), remindersReport),
  outbox: (say) => told(measureOutbox(Date.now(), say), outboxReport),
  uploads: (say) => told(measureUploads(Date.now(), say), uploadsReport),
  backup: (say) => told(measureBackup(Date.now(), backupCases, say), backupReport),
};
const figures: Record<string, object> = {};
for (const [part, measureIt] of Object.entries(PARTS)) {
  if (!wanted(part)) continue;
  const done = await measureIt((text) => console.error(`[${part}] ${text}`));
  figures[part] = done.figures;
  console.log(done.words);
}
mkdirSync(FOLDER, { recursive: true });
const path = join(FOLDER, `report-${began.toISOString().slice(0, 19).replaceAll(':', '')}.json`);
const machine = { node: process.version, processor: cpus()[0]?.model ?? '', processors: cpus().length };
writeFileSync(
  path,
  JSON.stringify({ at: began.toISOString(), seconds, machine, measured, ...figures }, null, 2),
);
console.log(path);

function readArguments() {
  const [flag, text] = [{ type: 'boolean' }, { type: 'string' }] as const;
  try {
    return parseArgs({ options: { quick: flag, help: flag, cases: text, seconds: text, only: text } }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

async function told<Figures extends object>(measuring: Promise<Figures>, say: (figures: Figures) => string) {
  const measured = await measuring;
  return { figures: measured, words: say(measured) };
}
