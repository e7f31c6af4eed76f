// In a process of its own: it kills what delivers.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { prepared } from '../../src/db/query.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { sending } from '../../src/presets/reminders.ts';
import { type Arrival, FakeGateway, type Manner } from '../support/gateway.ts';
import { HOUR, Post } from './post.ts';

/** Where a hotline is when its process dies. The first three wait there for the others. */
const PHASES = [
  'before it took it',
  'taken, no answer',
  'between rounds',
  'just answered',
  'anywhere',
] as const;
type Phase = (typeof PHASES)[number];

const PROCESSES = 25;
const HOTLINES = 8;
/** Of each hotline before each process: more than are sent in a life of a few moments. */
const NEW_MESSAGES = 6;

/** One hotline: its file, its gateway, and what has come there in which life. */
class Hotline {
  readonly post = new Post();
  readonly gateway = new FakeGateway();
  readonly came: (Arrival & { life: number; marked: boolean })[] = [];
  life = 0;
  phase: Phase | null = null;
  armed = false;
  reached: () => void = () => undefined;
  #seen = 0;

  async start(): Promise<void> {
    await this.gateway.start();
    this.gateway.manner = (arrival) => this.#answer(arrival);
    this.post.gateway(this.gateway);
    const awake = { ...sending, quietFrom: '00:00', quietTo: '00:00' };
    setPolicy(this.post.db, { sending: awake }, { userId: null, from: this.post.now, now: this.post.now });
  }

  /** Lets it live once more, until it comes to that phase. */
  begin(phase: Phase | null): Promise<void> {
    this.life += 1;
    this.phase = phase;
    this.#seen = 0;
    this.armed = phase === 'before it took it' || phase === 'taken, no answer';
    for (let count = 0; count < NEW_MESSAGES; count++)
      this.post.write({ recipient: `contact:${this.life}-${count}`, notBefore: this.post.start });
    return new Promise((resolve) => {
      this.reached = resolve;
    });
  }

  #answer(arrival: Arrival): Manner | Promise<Manner> {
    this.#seen += 1;
    const isHere = this.armed && this.#seen > this.life % 3;
    if (isHere && this.phase === 'before it took it') {
      this.reached();
      return new Promise(() => undefined);
    }
    const sql = 'SELECT was_uncertain FROM messages WHERE uid = ?';
    const marked = prepared(this.post.db, sql).pluck().get(arrival.uid) === 1;
    this.came.push({ ...arrival, life: this.life, marked });
    if (isHere && this.phase === 'taken, no answer') {
      this.reached();
      return 'hang';
    }
    if (isHere && this.phase === 'just answered') setImmediate(this.reached);
    return 'ok';
  }
}

describe('X-F1: killed two hundred times while it sends: eight hotlines in each of twenty-five processes', () => {
  const hotlines = Array.from({ length: HOTLINES }, () => new Hotline());
  const ends: (string | null)[] = [];

  before(async () => {
    for (const hotline of hotlines) await hotline.start();
    let next = newProcess();
    for (let life = 0; life < PROCESSES; life++) {
      const [process, warm] = [next, newProcess()];
      next = warm;
      ends.push(await liveAndDie(process, life));
    }
    for (const hotline of hotlines) hotline.begin(null);
    next.send(hotlines[0] ? hotlines[0].post.start + PROCESSES * HOUR : 0);
    await once(next, 'exit');
  });
  after(async () => {
    for (const { gateway } of hotlines) await gateway.stop();
  });

  function newProcess(): ChildProcess {
    const files = hotlines.map(({ post }) => post.path);
    const child = fork(join(import.meta.dirname, 'kill-child.ts'), files, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (index) => {
      const hotline = hotlines[Number(index)];
      if (hotline?.armed && hotline.phase === 'between rounds') hotline.reached();
    });
    return child;
  }

  /** Each hotline comes to a phase of its own; those that cannot be held there are the last ones awaited. */
  async function liveAndDie(child: ChildProcess, life: number): Promise<string | null> {
    const phases = hotlines.map((_, index) => PHASES[(index + life) % PHASES.length] ?? 'anywhere');
    const reached = hotlines.map((hotline, index) => hotline.begin(phases[index] ?? null));
    child.send((hotlines[0]?.post.start ?? 0) + life * HOUR);
    await Promise.all(reached.filter((_, index) => isHeld(phases[index])));
    const quick = hotlines.findIndex((_, index) => phases[index] === QUICK[life % QUICK.length]);
    const last = hotlines[quick];
    if (last) last.armed = true;
    if (last?.phase === 'anywhere') setTimeout(last.reached, life % 7);
    await Promise.race([reached[quick], new Promise((resolve) => setTimeout(resolve, 100))]);
    child.kill('SIGKILL');
    const [, signal] = await once(child, 'exit');
    return signal;
  }

  it('every process was killed', () => {
    assert.deepEqual(ends, Array(PROCESSES).fill('SIGKILL'));
    assert.equal(PROCESSES * HOTLINES, 200);
  });

  it('no message is lost', () => {
    for (const { post, came } of hotlines) {
      const written = prepared(post.db, 'SELECT uid FROM messages').pluck().all();
      assert.equal(written.length, (PROCESSES + 1) * NEW_MESSAGES);
      assert.deepEqual(new Set(came.map(({ uid }) => uid)), new Set(written));
      assert.deepEqual(Object.keys(post.states()), ['sent']);
    }
  });

  it('at most one message comes twice for each death, under its own id, and never within one life', () => {
    let doubles = 0;
    for (const { came } of hotlines) {
      const lives = repeats(came).map(({ first }) => first.life);
      assert.equal(new Set(lives).size, lives.length);
      for (const { first, again } of repeats(came)) assert.ok(first.life < again.life);
      doubles += lives.length;
    }
    // A gateway that took a message and died with the answer is one of the phases: there must have been some.
    assert.ok(doubles >= PROCESSES / PHASES.length, `${doubles} doubles`);
  });

  it('what comes twice was marked uncertain before', () => {
    for (const { came } of hotlines)
      for (const { again } of repeats(came)) assert.equal(again.marked, true, again.uid);
  });
});

/** Phases that pass by themselves: one of them decides the moment. */
const QUICK: readonly Phase[] = ['between rounds', 'just answered', 'anywhere'];

function isHeld(phase: Phase | undefined): boolean {
  return phase === 'before it took it' || phase === 'taken, no answer';
}

type Came = Hotline['came'][number];

/** Each arrival of a message that had come before, with the one before it. */
function repeats(came: readonly Came[]): { first: Came; again: Came }[] {
  return [...Map.groupBy(came, ({ uid }) => uid).values()].flatMap((all) =>
    all.slice(1).map((again, index) => ({ first: all[index] ?? again, again })),
  );
}
