import { setTimeout as sleep } from 'node:timers/promises';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { openDatabase } from '../../src/db/open.ts';
import { findSession, startSession } from '../../src/people/sessions.ts';
import { newCast } from '../../test/support/cast.ts';
import { type SignedIn, work } from './load.ts';
import type { Outcome } from './outcome.ts';
import { type Promised, wordsOf } from './promises.ts';

const CLIENTS = 4;

/** A new file with people who go on working whatever the disk does, and what they were told. */
export class Office {
  readonly path: string;
  /** What was acknowledged. */
  readonly promises: Promised[] = [];
  /** How many were told that it was not saved. */
  refused = 0;
  readonly operators: readonly SignedIn[];
  readonly admin: SignedIn;
  readonly #outcome: Outcome;
  #n = 0;

  constructor(path: string, outcome: Outcome) {
    this.path = path;
    this.#outcome = outcome;
    const now = Date.now();
    const { db, close } = openDatabase(path, now);
    seedPublishedYears(db, now);
    const { operator, admin } = newCast(db, now);
    const signedIn = (userId: number): SignedIn => {
      const token = startSession(db, userId, { ip: '127.0.0.1', agent: 'torture', now });
      return { token, csrf: findSession(db, token, now)?.session.csrf ?? '' };
    };
    this.operators = Array.from({ length: CLIENTS }, () => signedIn(operator.id));
    this.admin = signedIn(admin.id);
    close();
  }

  /** Until the server is gone. */
  async work(address: string): Promise<void> {
    const desk = {
      next: () => ++this.#n,
      acknowledged: (promised: Promised) => void this.promises.push(promised),
      refused: (what: string) => void this.#outcome.failures.push(`not answered as expected: ${what}`),
      diskRefused: (promised: Promised, answer: string) => this.#refuse(promised, answer),
    };
    await Promise.all(this.operators.map((person) => work(address, person, desk)));
  }

  /** Waits for so many more answers, at most so long, in ms. */
  async answers(more: number, patience: number): Promise<void> {
    const enough = this.promises.length + this.refused + more;
    for (const end = performance.now() + patience; performance.now() < end; await sleep(2))
      if (this.promises.length + this.refused >= enough) return;
  }

  /** Whoever sent a form gets it back as it was typed. */
  #refuse({ kind, n }: Promised, answer: string): void {
    this.refused += 1;
    const isForm = kind === 'case' || kind === 'sealed' || kind === 'note';
    if (isForm && !answer.includes(wordsOf(n)))
      this.#outcome.failures.push(`${kind} ${n}: what was typed did not come back`);
  }
}
