/** Counts wrong tries by name, in memory: after `most` of them none is taken for `pause` milliseconds. */
export class Tries {
  readonly #most: number;
  readonly #pause: number;
  readonly #known = new Map<string, { failed: number; pausedUntil: number }>();

  constructor(most: number, pause: number) {
    this.#most = most;
    this.#pause = pause;
  }

  /** When the next try is taken (epoch ms), or null: now. */
  pausedUntil(name: string, now: number): number | null {
    const until = this.#known.get(name)?.pausedUntil ?? 0;
    return until > now ? until : null;
  }

  /** Counts a wrong try; returns as `pausedUntil`. */
  fail(name: string, now: number): number | null {
    const failed = (this.#known.get(name)?.failed ?? 0) + 1;
    // Names are free to invent: the list starts anew before it grows without end.
    if (this.#known.size >= MOST_NAMES) this.#known.clear();
    const full = failed >= this.#most;
    this.#known.set(name, { failed: full ? 0 : failed, pausedUntil: full ? now + this.#pause : 0 });
    return full ? now + this.#pause : null;
  }
}

const MOST_NAMES = 1000;
