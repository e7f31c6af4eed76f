import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../src/db/connect.ts';
import { storageFaultOf } from '../../src/disk/storage-fault.ts';
import { backupFaults } from './backups.ts';
import { inFolder } from './folder.ts';
import { inspect } from './inspect.ts';
import type { SignedIn } from './load.ts';
import { Office } from './office.ts';
import { nothingYet, type Options, type Outcome, soFar } from './outcome.ts';
import { judge } from './power.ts';
import { below, bytesOf, type Random, seeded } from './random.ts';
import { type Server, startServer } from './server.ts';

/*
 * The real server on a small disk of its own (tmpfs) that is full: while people save, a file of 20 MB is sent up, a backup
 * is made, the log is read back into the file, and while the server starts. Reading goes on, what is refused is said, and
 * once there is room the next write succeeds by itself.
 */

const MEGABYTE = 1024 * 1024;
const SIZE = 24 * MEGABYTE;
/** Answers that are waited for on the full disk, and so long at most, in ms. */
const ANSWERS = 25;
const PATIENCE = 8000;
const RECOVERY = 10_000;

type Facts = {
  acknowledged: number;
  refused: number;
  'pages read on a full disk': number;
  'starts on a full disk': number;
  'slowest recovery, ms': number;
};
type Run = Outcome & { facts: Facts };

export async function run({ times, say }: Options): Promise<Outcome> {
  const facts = { acknowledged: 0, refused: 0, 'pages read on a full disk': 0, 'starts on a full disk': 0 };
  const outcome: Run = { ...nothingYet('full-disk'), facts: { ...facts, 'slowest recovery, ms': 0 } };
  for (let time = 0; time < times; time++) {
    await inFolder((work) => onSmallDisk(work, (folder) => new Trial(folder, outcome, seeded(time)).run()));
    say(soFar(outcome));
  }
  if (outcome.facts.refused === 0) outcome.failures.push('nothing was refused: the disk was never full');
  return outcome;
}

/** @throws where this user may not mount */
async function onSmallDisk(work: string, trial: (folder: string) => Promise<void>): Promise<void> {
  const folder = join(work, 'disk');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]);
  try {
    await trial(folder);
  } finally {
    execFileSync('umount', [folder]);
  }
}

class Trial {
  readonly #folder: string;
  readonly #outcome: Run;
  readonly #random: Random;
  readonly #office: Office;
  /** A case that has to be shown also on a full disk. */
  #case = 0;

  constructor(folder: string, outcome: Run, random: Random) {
    this.#folder = folder;
    this.#outcome = outcome;
    this.#random = random;
    this.#office = new Office(join(folder, 'hotline.db'), outcome);
  }

  async run(): Promise<void> {
    await this.#live(async (address) => {
      await this.#office.answers(10, PATIENCE);
      this.#case = this.#anyCase();
      this.#fill(below(this.#random, 300) * 1024);
      await this.#office.answers(ANSWERS, PATIENCE);
      await this.#read(address);
      await this.#sendLargeFile(address);
      await this.#beginBackup(address);
      await this.#recover();
    });
    this.#fill(0);
    await this.#startOnFullDisk();
    this.#outcome.tried += 1;
    this.#outcome.facts.acknowledged += this.#office.promises.length;
    this.#outcome.facts.refused += this.#office.refused;
  }

  /** The server at work until it is killed; then everything that it promised is looked for. */
  async #live(what: (address: string) => Promise<void>): Promise<void> {
    const server = startServer(this.#office.path);
    const address = await server.address;
    if (address === null) throw new Error(`the server did not start: ${server.complaints()}`);
    const working = this.#office.work(address);
    try {
      await what(address);
    } finally {
      // A disk that a server works on cannot be taken away.
      await this.#end(server);
      await working;
    }
  }

  async #end(server: Server): Promise<void> {
    const died = await server.kill();
    const ended = `the server ended by itself: ${died} ${server.complaints()}`;
    if (died !== 'SIGKILL') this.#outcome.failures.push(ended);
    const when = `full disk ${this.#outcome.tried}`;
    const found = inspect(this.#office.path, Date.now(), this.#office.promises);
    judge(this.#outcome, when, found, 'falseSuccess');
    this.#outcome.failures.push(...backupFaults(this.#office.path));
  }

  /** Fills the disk up to so many bytes. */
  #fill(left: number): void {
    const { bavail, bsize } = statfsSync(this.#folder);
    try {
      writeFileSync(join(this.#folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
    } catch (error) {
      // The server took the last of it meanwhile: full is full.
      if (storageFaultOf(error) !== 'full') throw error;
    }
  }

  async #read(address: string): Promise<void> {
    const [operator] = this.#office.operators;
    const pages = ['/queues/mine', '/search?q=路灯', '/intake', '/health', `/cases/${this.#case}`, '/login'];
    for (const page of pages) {
      const answer = await fetch(address + page, { headers: cookieOf(operator), redirect: 'manual' });
      await answer.arrayBuffer();
      this.#outcome.facts['pages read on a full disk'] += 1;
      const fine = answer.status === 200 || (page === '/login' && answer.status === 303);
      if (!fine) this.#outcome.failures.push(`on a full disk ${page} answered ${answer.status}`);
    }
  }

  #anyCase(): number {
    const db = connect(this.#office.path, { readonly: true });
    const id = db.prepare('SELECT id FROM cases LIMIT 1').pluck().get();
    db.close();
    return Number(id);
  }

  async #sendLargeFile(address: string): Promise<void> {
    const [operator] = this.#office.operators;
    const form = new FormData();
    form.append('csrf', operator?.csrf ?? '');
    form.append('files', new File([bytesOf(1, 20 * MEGABYTE - 1)], '视频.mp4'));
    const path = '/drafts/full-disk-large-file/files?form=intake&back=/intake';
    const answer = await fetch(address + path, {
      ...{ method: 'POST', body: form, headers: cookieOf(operator), redirect: 'manual' },
    });
    await answer.arrayBuffer();
    if (answer.status !== 507) this.#outcome.failures.push(`20 MB on a full disk answered ${answer.status}`);
  }

  /** What comes of it is looked at afterwards: none may lie there that is not whole. */
  async #beginBackup(address: string): Promise<void> {
    const { admin } = this.#office;
    const body = new URLSearchParams({ csrf: admin.csrf });
    const answer = await fetch(`${address}/backup/start`, {
      ...{ method: 'POST', body, headers: cookieOf(admin), redirect: 'manual' },
    });
    await answer.arrayBuffer();
    if (![303, 507].includes(answer.status))
      this.#outcome.failures.push(`a backup on a full disk answered ${answer.status}`);
    await sleep(300);
  }

  async #recover(): Promise<void> {
    const began = performance.now();
    const { promises } = this.#office;
    const before = promises.length;
    rmSync(join(this.#folder, 'filler'));
    while (promises.length === before && performance.now() - began < RECOVERY) await sleep(5);
    const took = Math.round(performance.now() - began);
    if (promises.length === before) this.#outcome.failures.push('no write succeeded within 10 s');
    this.#outcome.facts['slowest recovery, ms'] = Math.max(this.#outcome.facts['slowest recovery, ms'], took);
  }

  /** It serves for reading, or says why it does not; nothing is damaged, and with room it starts. */
  async #startOnFullDisk(): Promise<void> {
    const server = startServer(this.#office.path);
    const address = await server.address;
    this.#outcome.facts['starts on a full disk'] += 1;
    if (address !== null) {
      await this.#read(address);
      await server.kill();
    } else if (!/磁盘空间不足/.test(server.complaints()))
      this.#outcome.failures.push(`it does not say why it does not start: ${server.complaints()}`);
    rmSync(join(this.#folder, 'filler'));
    await this.#live(() => this.#office.answers(5, PATIENCE));
  }
}

function cookieOf(person: SignedIn | undefined): Record<string, string> {
  return { cookie: `session=${person?.token ?? ''}` };
}
