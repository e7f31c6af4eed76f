import { readdirSync, rmSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { usualFolder } from '../../src/backup/folders.ts';
import { lastGood } from '../../src/backup/queries.ts';
import { usualKeyFile } from '../../src/citizens/key.ts';
import { connect } from '../../src/db/connect.ts';
import type { Db } from '../../src/db/open.ts';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import { restoreFile } from '../../src/restore/restore.ts';
import { askRegularly, regularly, type Waits } from './ask.ts';
import { copyOf, FOLDER, fileOf } from './file.ts';
import { quantile } from './load.ts';
import { type Served, serve } from './process.ts';
import { stolenSince } from './stolen.ts';
import { INTAKE } from './targets.ts';
import { sceneOf, signIn, type Visitor } from './visitors.ts';

/** About 2 GB. */
export const BACKUP_CASES = 330_000;
/** Fifty cases are taken down every second. */
const WRITE_EVERY = 20;
const SECONDS = 20;
/** The first seconds of a server are its own: what it compiles, looks up and makes good. */
const WARM_UP = 15;
/** Without and with a backup in turn: what else the machine does meanwhile falls on both. */
const ROUNDS = 3;

/**
 * A cheap page every 20 ms shows how long the event loop stood still; the writes are new cases. `stolen`: which part of
 * its processors the machine was not given meanwhile; null where it is not told.
 */
type Beside = { page: Waits; write: Waits; stolen: number | null };

/** Times in ms. */
export type BackupMeasured = {
  cases: number;
  bytes: number;
  loadAverage: number;
  rounds: { calm: Beside; meanwhile: Beside; backupMs: number }[];
  restoreMs: number;
};

type Say = (text: string) => void;

/** The real server under fifty writes a second, without and with a backup going on; then the backup is restored. */
export async function measureBackup(now: number, cases: number, say: Say): Promise<BackupMeasured> {
  const file = fileOf(cases, now, say);
  say('copying the file ...');
  const copy = copyOf(file, 'backed-up.db');
  const folder = usualFolder(copy);
  rmSync(folder, { recursive: true, force: true });
  const bytes = statSync(copy).size;
  const [loadAverage = 0] = loadavg();
  try {
    const rounds = await measureServed(copy, now, say);
    say('restoring ...');
    const restoreMs = await restore(copy, folder, now);
    return { cases, bytes, loadAverage, rounds, restoreMs };
  } finally {
    remove(copy, folder);
  }
}

async function measureServed(file: string, now: number, say: Say) {
  const { operator } = sceneOf(file, now);
  const admin = adminOf(file, now);
  const served = await serve('src/main.ts', [], { DATABASE: file });
  const db = connect(file, { readonly: true });
  try {
    await beside(served, operator, sleep(WARM_UP * 1000));
    const rounds: BackupMeasured['rounds'] = [];
    while (rounds.length < ROUNDS) {
      say('writing without a backup ...');
      const calm = await beside(served, operator, sleep(SECONDS * 1000));
      say('writing beside a backup ...');
      const backup = backUp(served, db, admin);
      const meanwhile = await beside(served, operator, backup);
      rounds.push({ calm, meanwhile, backupMs: await backup });
    }
    return rounds;
  } finally {
    db.close();
    await served.stop();
  }
}

function adminOf(file: string, now: number): Visitor {
  const db = connect(file);
  try {
    return signIn(
      db,
      Number(db.prepare(`SELECT user_id FROM user_roles WHERE role = 'admin'`).pluck().get()),
      now,
    );
  } finally {
    db.close();
  }
}

async function beside(served: Served, operator: Visitor, lasts: Promise<unknown>): Promise<Beside> {
  const stolen = stolenSince();
  const [page, write] = await Promise.all([
    askRegularly(served.address, '/login', lasts),
    regularly(WRITE_EVERY, () => takeDown(served, operator), lasts),
  ]);
  return { page, write, stolen: stolen() };
}

async function takeDown({ address }: Served, { cookie, csrf }: Visitor): Promise<number | null> {
  const began = performance.now();
  const fields = { ...INTAKE, outcome: 'accept', csrf, key: newDraftKey() };
  const status = await post(`${address}/intake`, cookie, fields).catch(() => null);
  return status === 303 ? performance.now() - began : null;
}

/** Presses the button and waits until the backup lies there, checked. */
async function backUp({ address }: Served, db: Db, { cookie, csrf }: Visitor): Promise<number> {
  const began = performance.now();
  const status = await post(`${address}/backup/start`, cookie, { csrf });
  if (status !== 303) throw new Error(`the backup was not started: ${status}`);
  for (;;) {
    await sleep(100);
    const newest = db.prepare('SELECT ok, fault FROM backups ORDER BY id DESC LIMIT 1').get() as Ended;
    if (newest.ok === 1) return performance.now() - began;
    if (newest.ok === 0) throw new Error(`the backup failed: ${newest.fault}`);
  }
}

type Ended = { ok: 0 | 1 | null; fault: string };

async function post(url: string, cookie: string, fields: Record<string, string>): Promise<number> {
  const body = new URLSearchParams(fields);
  const answer = await fetch(url, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
  await answer.text();
  return answer.status;
}

async function restore(database: string, folder: string, now: number): Promise<number> {
  const db = connect(database, { readonly: true });
  const file = join(folder, lastGood(db, folder)?.file ?? '');
  db.close();
  const began = performance.now();
  const keyFile = usualKeyFile(database);
  await restoreFile({ file, database, keyFile, identities: [], skip: 0, now, confirm: () => true });
  return performance.now() - began;
}

/** What a restore put aside is there too. */
function remove(copy: string, folder: string): void {
  for (const name of readdirSync(FOLDER))
    if (name.startsWith(basename(copy))) rmSync(join(FOLDER, name), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

export function backupReport({ cases, bytes, loadAverage, rounds, restoreMs }: BackupMeasured): string {
  const backupMs = middle(rounds.map((round) => round.backupMs));
  const speed = bytes / 1024 / 1024 / (backupMs / 1000);
  const times = (of: (beside: Beside) => number) => {
    const ratios = rounds.map(({ calm, meanwhile }) => of(meanwhile) / of(calm));
    return `${middle(ratios).toFixed(1)} times`;
  };
  return [
    `backup: ${(bytes / 1024 ** 3).toFixed(2)} GB, ${cases.toLocaleString('en')} cases, under ${1000 / WRITE_EVERY} new cases a second; load average of the machine beforehand: ${loadAverage.toFixed(1)}`,
    `  backup ${(backupMs / 1000).toFixed(1)} s with all checks (${speed.toFixed(0)} MB/s), restore ${(restoreMs / 1000).toFixed(1)} s`,
    ...rounds.flatMap(({ calm, meanwhile }) => [
      ...besideWords('calm', calm),
      ...besideWords('beside the backup', meanwhile),
    ]),
    `  beside the backup, middle of ${rounds.length} rounds: page p99 ${times(({ page }) => page.p99)}, longest ${times(({ page }) => page.max)}; new case p99 ${times(({ write }) => write.p99)}, longest ${times(({ write }) => write.max)}`,
    '',
  ].join('\n');
}

function besideWords(when: string, { page, write, stolen }: Beside): string[] {
  const line = (what: string, { p50, p99, max, answers, errors }: Waits) =>
    `  ${what}, ${when}: median ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)}, longest ${max.toFixed(1)} (${answers} answers${errors > 0 ? `, ${errors} ERRORS` : ''})`;
  const taken =
    stolen === null ? '' : `; ${(stolen * 100).toFixed(0)} % of the processors went to other machines`;
  return [line('page', page), `${line('new case', write)}${taken}`];
}

function middle(numbers: readonly number[]): number {
  return quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );
}
