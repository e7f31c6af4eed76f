import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { findSession, startSession } from '../../src/people/sessions.ts';
import { newCast } from '../../test/support/cast.ts';
import { backupFaults, backupsBeside } from './backups.ts';
import { inFolder } from './folder.ts';
import { inspect } from './inspect.ts';
import { type SignedIn, work } from './load.ts';
import { nothingYet, type Options, type Outcome, soFar } from './outcome.ts';
import { judge } from './power.ts';
import type { Promised } from './promises.ts';
import { below, type Random, seeded } from './random.ts';
import { type Server, startServer } from './server.ts';

/*
 * The real server under load over HTTP, killed with kill -9 at any moment: while it starts, writes, reads its log back
 * into the file or makes a backup. Whatever was answered has to be there, and the next start has to work.
 */

const LANES = 2;
const CLIENTS = 4;
/** Kills that one file goes through before a new one is made. */
const LIVES = 50;
/** Shorter than a start takes, in ms, mostly. */
const WHILE_STARTING = 700;
/** So many writes are acknowledged before, at most, and so long, in ms, it then is to the kill. */
const WRITES = 60;
const MORE = 25;
/** How long is waited for them on a machine that is busy otherwise, in ms. */
const PATIENCE = 10_000;

type Facts = { 'acknowledged writes': number; 'killed while starting': number; backups: number };
type Run = Outcome & { facts: Facts };

export async function run({ times, say }: Options): Promise<Outcome> {
  const outcome: Run = {
    ...nothingYet('kill'),
    facts: { 'acknowledged writes': 0, 'killed while starting': 0, backups: 0 },
  };
  let left = times;
  const lane = async (number: number) => {
    for (let file = 0; left > 0; file++) {
      const random = seeded(number * 1000 + file);
      await inFolder(async (folder) => {
        const house = new House(join(folder, 'data', 'hotline.db'), outcome, random);
        for (let life = 0; life < LIVES && left > 0; life++) {
          left -= 1;
          await house.liveAndDie();
          if (outcome.tried % 20 === 0) say(soFar(outcome));
        }
        house.lookAtAll();
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
  return outcome;
}

/** One file that goes through many deaths. */
class House {
  readonly #path: string;
  readonly #outcome: Run;
  readonly #random: Random;
  readonly #people: readonly SignedIn[];
  readonly #admin: SignedIn;
  readonly #promises: Promised[] = [];
  #looked = 0;
  #n = 0;

  constructor(path: string, outcome: Run, random: Random) {
    this.#path = path;
    this.#outcome = outcome;
    this.#random = random;
    const now = Date.now();
    const { db, close } = openDatabase(path, now);
    seedPublishedYears(db, now);
    const { operator, admin } = newCast(db, now);
    this.#people = Array.from({ length: CLIENTS }, () => signedIn(db, operator.id, now));
    this.#admin = signedIn(db, admin.id, now);
    close();
  }

  async liveAndDie(): Promise<void> {
    const server = startServer(this.#path);
    const starting = this.#random() < 0.2;
    const [, died] = await Promise.all([
      starting ? null : this.#workUntilDeath(server),
      starting ? this.#killIn(WHILE_STARTING, server) : this.#killUnderLoad(server),
    ]);
    this.#outcome.tried += 1;
    if (starting) this.#outcome.facts['killed while starting'] += 1;
    if (died !== 'SIGKILL')
      this.#outcome.failures.push(`the server ended by itself: ${died} ${server.complaints()}`);
    this.#look(this.#promises.slice(this.#looked));
    this.#looked = this.#promises.length;
  }

  /** Everything that was ever promised of this file, and every backup that was made of it. */
  lookAtAll(): void {
    this.#look(this.#promises);
    const faults = backupFaults(this.#path);
    this.#outcome.facts.backups += backupsBeside(this.#path).length;
    this.#outcome.damaged += faults.length;
    this.#outcome.failures.push(...faults);
  }

  #look(promises: readonly Promised[]): void {
    judge(this.#outcome, `kill ${this.#outcome.tried}`, inspect(this.#path, Date.now(), promises));
  }

  async #workUntilDeath(server: Server): Promise<void> {
    const address = await server.address;
    if (address === null) return;
    const desk = {
      next: () => ++this.#n,
      acknowledged: (promised: Promised) => {
        this.#promises.push(promised);
        this.#outcome.facts['acknowledged writes'] += 1;
      },
      refused: (what: string) => void this.#outcome.failures.push(`not answered as expected: ${what}`),
    };
    const backup = this.#random() < 0.3 ? beginBackup(address, this.#admin) : null;
    await Promise.all([...this.#people.map((person) => work(address, person, desk)), backup]);
  }

  async #killUnderLoad(server: Server): Promise<string | number | null> {
    const enough = this.#promises.length + below(this.#random, WRITES);
    await server.address;
    for (const end = Date.now() + PATIENCE; this.#promises.length < enough && Date.now() < end; )
      await sleep(1);
    return this.#killIn(MORE, server);
  }

  async #killIn(most: number, server: Server): Promise<string | number | null> {
    await sleep(below(this.#random, most));
    return server.kill();
  }
}

function signedIn(db: Db, userId: number, now: number): SignedIn {
  const token = startSession(db, userId, { ip: '127.0.0.1', agent: 'torture', now });
  return { token, csrf: findSession(db, token, now)?.session.csrf ?? '' };
}

/** Whether it begins does not matter: one may still be running, and the server is about to die. */
async function beginBackup(address: string, { token, csrf }: SignedIn): Promise<void> {
  const body = new URLSearchParams({ csrf });
  const headers = { cookie: `session=${token}` };
  await fetch(`${address}/backup/start`, { method: 'POST', body, headers, redirect: 'manual' }).catch(
    () => null,
  );
}
