import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '../../src/audit/audit.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { prepared, transact } from '../../src/db/query.ts';
import { noteSetting, settingOf } from '../../src/db/setting.ts';
import { inFolder } from './folder.ts';
import { damageOf, shut } from './inspect.ts';
import { nothingYet, type Options, type Outcome } from './outcome.ts';
import { below, bytesOf, type Random, seeded } from './random.ts';

/*
 * The end of SQLite's write-ahead log is damaged in every way that a crash or a bad disk can: the file has to open with
 * the first so many transactions, all of those before the damage among them, and be whole and writable.
 */

const WHEN = Date.UTC(2026, 10, 23, 1);
const TRANSACTIONS = 60;
const FRAME = 24 + 4096;
const HEAD = 32;

export async function run(options: Options): Promise<Outcome> {
  return inFolder(async (work) => {
    const facts: Outcome['facts'] = { [SHORTER]: 0 };
    const outcome = { ...nothingYet('tails'), facts };
    const sample = makeSample(join(work, 'sample'));
    const random = seeded(options.times);
    for (let n = 0; n < options.times; n++) {
      const [name, damage] = DAMAGES[n % DAMAGES.length] ?? DAMAGES[0];
      const from = below(random, sample.log.length + 1);
      const log = damage(sample, from, random);
      const { found, fault } = judge(join(work, 'damaged'), sample, log, commitsBefore(sample, from));
      outcome.tried += 1;
      facts[name] = Number(facts[name] ?? 0) + 1;
      facts[SHORTER] = Number(facts[SHORTER]) + 2 * TRANSACTIONS - found;
      if (fault) {
        outcome[fault.kind] += 1;
        outcome.failures.push(`${name} from byte ${from}: ${fault.what}`);
      }
    }
    return outcome;
  });
}

const SHORTER = 'transactions missing after damage';

/** A file, its log, the log of the time before, and where in the log each transaction ends. */
type Sample = { folder: string; log: Buffer; older: Buffer; ends: readonly number[] };

function makeSample(folder: string): Sample {
  const path = join(folder, 'hotline.db');
  const { db, close } = openDatabase(path, WHEN);
  // SQLite starts its log anew, over the frames of the one before, once it was read back into the file.
  for (let n = 1; n <= TRANSACTIONS; n++) writeNumber(db, n);
  const older = readFileSync(`${path}-wal`);
  db.pragma('wal_checkpoint(RESTART)');
  for (let n = TRANSACTIONS + 1; n <= 2 * TRANSACTIONS; n++) writeNumber(db, n);
  const log = readFileSync(`${path}-wal`);
  const kept = `${folder}-kept`;
  mkdirSync(kept);
  for (const ending of ['', '-key']) copyFileSync(`${path}${ending}`, join(kept, `hotline.db${ending}`));
  close();
  const ends = endsOf(log);
  return { folder: kept, log: log.subarray(0, ends.at(-1) ?? 0), older, ends };
}

/** A transaction of a few pages: its number in the settings, and a line of the audit log. */
function writeNumber(db: Db, n: number): void {
  transact(db, () => {
    noteSetting(db, 'torture', String(n));
    audit(db, { at: WHEN + n, actor: null, act: 'logout', subject: `${n}`.repeat(1 + (n % 900)) });
  });
}

/** After which byte of the log each transaction is whole: a frame that ends one names the size of the file. */
function endsOf(log: Buffer): number[] {
  const ends: number[] = [];
  for (let at = HEAD; at + FRAME <= log.length; at += FRAME) {
    if (!log.subarray(at + 8, at + 16).equals(log.subarray(16, 24))) break;
    if (log.readUInt32BE(at + 4) > 0) ends.push(at + FRAME);
  }
  return ends;
}

function commitsBefore({ ends }: Sample, byte: number): number {
  return TRANSACTIONS + ends.filter((end) => end <= byte).length;
}

type Damage = (sample: Sample, from: number, random: Random) => Buffer;

const DAMAGES: readonly [[string, Damage], ...[string, Damage][]] = [
  ['cut off', ({ log }, from) => log.subarray(0, from)],
  ['bits turned', ({ log }, from, random) => withTurnedBits(log, from, random)],
  ['zeros', ({ log }, from) => Buffer.concat([log.subarray(0, from), Buffer.alloc(log.length - from)])],
  [
    'garbage',
    ({ log }, from, random) =>
      Buffer.concat([log.subarray(0, from), bytesOf(below(random, 1e9), below(random, 9 * FRAME))]),
  ],
  ['older frames', ({ log, older }, from) => Buffer.concat([log.subarray(0, from), older.subarray(from)])],
  [
    'garbage behind the end',
    ({ log }, _from, random) => Buffer.concat([log, bytesOf(below(random, 1e9), 5000)]),
  ],
  ['torn sectors', ({ log }, from, random) => withLostSectors(log, from, random)],
];

function withTurnedBits(log: Buffer, from: number, random: Random): Buffer {
  const turned = Buffer.from(log);
  for (let n = 0; n <= below(random, 8) && from < log.length; n++) {
    const at = from + below(random, log.length - from);
    turned.writeUInt8((turned[at] ?? 0) ^ (1 << below(random, 8)), at);
  }
  return turned;
}

function withLostSectors(log: Buffer, from: number, random: Random): Buffer {
  const torn = Buffer.from(log);
  for (let at = from; at < log.length; at += 512)
    if (random() < 0.3) torn.fill(0, at, Math.min(at + 512, log.length));
  return torn;
}

type Fault = { kind: 'lost' | 'damaged'; what: string };

/** @param atLeast how many transactions were committed before the damage begins */
function judge(
  folder: string,
  sample: Sample,
  log: Buffer,
  atLeast: number,
): { found: number; fault: Fault | null } {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const path = join(folder, 'hotline.db');
  for (const ending of ['', '-key'])
    copyFileSync(join(sample.folder, `hotline.db${ending}`), `${path}${ending}`);
  writeFileSync(`${path}-wal`, log);
  const opened = openDatabase(path, WHEN);
  try {
    const found = Number(settingOf(opened.db, 'torture'));
    const fault = faultOf(opened.db, found, atLeast);
    if (!fault) writeNumber(opened.db, found + 1);
    return { found, fault };
  } finally {
    shut(opened);
  }
}

function faultOf(db: Db, found: number, atLeast: number): Fault | null {
  const [damage] = damageOf(db);
  if (damage !== undefined) return { kind: 'damaged', what: damage };
  const lines = prepared(db, 'SELECT count(*), max(at) FROM audit_log').raw().get() as [number, number];
  if (lines[0] !== found || lines[1] !== WHEN + found)
    return { kind: 'damaged', what: `${found} and ${lines[0]} transactions in one file` };
  return found < atLeast ? { kind: 'lost', what: `${found} transactions instead of ${atLeast}` } : null;
}
