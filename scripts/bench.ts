import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calendarReport, measureCalendar } from './bench/calendar.ts';
import { FOLDER, fileOf } from './bench/file.ts';
import { type Measured, measure } from './bench/measure.ts';
import { report } from './bench/report.ts';

/*
 * How fast the product is with 1,000, 100,000 and 1,000,000 cases, beside a bare floor measured in the same run;
 * and a change of the calendar over 50,000 open clocks. A report, never an assertion.
 *   npm run bench -- [--quick] [--cases 1000,100000] [--seconds 4] [--only calendar]
 */

const { values } = parseArgs({
  options: {
    ...{ quick: { type: 'boolean' }, cases: { type: 'string' }, seconds: { type: 'string' } },
    only: { type: 'string' },
  },
});
const sizes = (values.cases ?? (values.quick ? '1000,100000' : '1000,100000,1000000')).split(',').map(Number);
const seconds = Number(values.seconds ?? (values.quick ? 2 : 4));
if (![...sizes, seconds].every((number) => Number.isInteger(number) && number > 0)) {
  console.error('--cases takes whole numbers with commas between them, --seconds a whole number');
  process.exit(2);
}

// The servers under test are children: they go with the benchmark.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const began = new Date();
const measured: Measured[] = [];
for (const cases of values.only === 'calendar' ? [] : sizes) {
  const say = (text: string) => console.error(`[${cases}] ${text}`);
  const result = await measure(fileOf(cases, Date.now(), say), cases, seconds, say);
  measured.push(result);
  console.log(report(result));
}
const calendar = await measureCalendar(Date.now(), seconds, (text) => console.error(`[calendar] ${text}`));
console.log(calendarReport(calendar));
mkdirSync(FOLDER, { recursive: true });
const path = join(FOLDER, `report-${began.toISOString().slice(0, 19).replaceAll(':', '')}.json`);
const machine = { node: process.version, processor: cpus()[0]?.model ?? '', processors: cpus().length };
writeFileSync(
  path,
  JSON.stringify({ at: began.toISOString(), seconds, machine, measured, calendar }, null, 2),
);
console.log(path);
