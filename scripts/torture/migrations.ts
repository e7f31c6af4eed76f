import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../src/db/connect.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { cutsOf } from './cuts.ts';
import { filesIn } from './disk.ts';
import { inFolder } from './folder.ts';
import { damageOf, shut } from './inspect.ts';
import { contentOfFile, lostCitizens, makeOlder, NEWEST } from './older.ts';
import { nothingYet, type Options, type Outcome } from './outcome.ts';
import { AFTERWARDS, judge } from './power.ts';
import { DATABASE } from './promises.ts';
import { below, seeded } from './random.ts';
import { putFiles, type Recorded, record, runWriter } from './record.ts';
import { recordedBy } from './recording.ts';

/*
 * Files of every earlier version are opened by this one, and the process is killed or the power cut at any of its
 * steps: what is found is one of the versions on the way, whole and with everything in it, and the next start finishes.
 */

export async function run(options: Options): Promise<Outcome> {
  const outcome = { ...nothingYet('migrations'), facts: { 'power cuts': 0, 'kill -9': 0 } };
  const share = Math.ceil(options.times / (NEWEST - 1));
  for (let version = 1; version < NEWEST; version++) {
    options.say(`from version ${version}`);
    const times = Math.min(share, options.times - outcome.tried);
    const kills = Math.ceil(times / 5);
    await inFolder(async (work) => {
      const older = new Older(join(work, 'older'), version);
      const recorded = await record(work, ONLY_OPEN, older.files);
      for (const { n } of cutsOf(recorded, times - kills, join(work, 'cut'))) {
        judge(outcome, `version ${version}, cut before step ${n}`, older.found(join(work, 'cut', DATABASE)));
        outcome.facts['power cuts'] += 1;
        outcome.tried += 1;
      }
      for (const moment of momentsOf(recorded, kills)) {
        await killedAt(moment, older, work);
        judge(
          outcome,
          `version ${version}, killed at step ${moment}`,
          older.found(join(work, 'killed', DATABASE)),
        );
        outcome.facts['kill -9'] += 1;
        outcome.tried += 1;
      }
    });
  }
  return outcome;
}

const ONLY_OPEN = ['--writes', '0'];

function momentsOf({ steps }: Recorded, kills: number): number[] {
  const random = seeded(steps.length);
  return Array.from({ length: kills }, () => 1 + below(random, steps.length));
}

/** A real process, killed by itself at a step: no later one is ever done. */
async function killedAt(step: number, older: Older, work: string): Promise<void> {
  const [root, log] = [join(work, 'killed'), join(work, 'killed.log')];
  rmSync(root, { recursive: true, force: true });
  rmSync(log, { force: true });
  putFiles(root, older.files);
  const env = { ...recordedBy(root, log), TORTURE_DIE_AT: String(step) };
  const ended = await runWriter(root, ONLY_OPEN, env);
  if (ended !== 'SIGKILL') throw new Error(`the writer was to be killed at step ${step}: ${ended}`);
}

/** A file of an earlier version and what has to become of it. */
class Older {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly #version: number;
  readonly #content: string;

  constructor(folder: string, version: number) {
    const path = join(folder, DATABASE);
    makeOlder(path, version);
    const db = connect(path);
    this.#version = version;
    this.#content = contentOfFile(db, version);
    db.close();
    this.files = filesIn(folder);
  }

  /** Looks at the file as it was left, then starts on it anew. */
  found(path: string): { damage: string[]; broken: string[] } {
    const left = this.#asLeft(path);
    if (left.length > 0) return { damage: left, broken: [] };
    const opened = openDatabase(path, AFTERWARDS);
    try {
      const damage = damageOf(opened.db);
      if (contentOfFile(opened.db, this.#version) !== this.#content)
        damage.push('other content after the next start');
      const lost = this.#version > 1 ? lostCitizens(opened.db) : 0;
      return { damage, broken: Array.from({ length: lost }, () => 'a citizen') };
    } finally {
      shut(opened);
    }
  }

  #asLeft(path: string): string[] {
    const db = connect(path);
    try {
      return [...this.#faultsOf(db)];
    } finally {
      db.close();
    }
  }

  *#faultsOf(db: Db): Generator<string, void> {
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version < this.#version || version > NEWEST) yield `version ${version}`;
    if (contentOfFile(db, this.#version) !== this.#content) yield `other content in version ${version}`;
    const records = Number(db.prepare('SELECT count(*) FROM migrations').pluck().get());
    if (records !== version) yield `${records} migrations noted in version ${version}`;
  }
}
