import type { Random } from './random.ts';

/** The size of what a disk writes as a whole. */
const SECTOR = 512;

/** What was done to a file and is not yet known to be on the disk. */
type Change = { offset: number; data: Buffer } | { size: number };

/** How likely a change since the last fsync is on the disk, and is there whole rather than in some sectors only. */
export type Luck = { kept: number; whole: number };

/** The bytes of one file: what was synced, and what came after. */
export class Platter {
  #bytes = Buffer.alloc(0);
  #size = 0;
  #pending: Change[] = [];

  static holding(bytes: Buffer): Platter {
    const made = new Platter();
    made.#bytes = Buffer.from(bytes);
    made.#size = bytes.length;
    return made;
  }

  change(change: Change): void {
    this.#pending.push(change);
  }

  /** Everything up to now has reached the disk. */
  sync(): void {
    for (const change of this.#pending) {
      if ('size' in change) this.#resize(change.size);
      else this.#write(change.offset, change.data);
    }
    this.#pending = [];
  }

  /** An fsync failed: the kernel may count as written what never was, and not try again. */
  forget(): void {
    this.#pending = [];
  }

  get isPending(): boolean {
    return this.#pending.length > 0;
  }

  /** What is found after the power was cut: of what was not synced some is there, some is not, some is there in parts. */
  after(random: Random, luck: Luck): Buffer {
    const found = new Platter();
    found.#bytes = this.isPending ? Buffer.from(this.#bytes) : this.#bytes;
    found.#size = this.#size;
    for (const change of this.#pending) {
      if (random() >= luck.kept) continue;
      if ('size' in change) found.#resize(change.size);
      else if (random() < luck.whole) found.#write(change.offset, change.data);
      else for (const { at, part } of sectors(change)) if (random() < 0.5) found.#write(at, part);
    }
    return found.#bytes.subarray(0, found.#size);
  }

  #write(offset: number, data: Buffer): void {
    const end = offset + data.length;
    if (end > this.#size) this.#resize(end);
    data.copy(this.#bytes, offset);
  }

  #resize(size: number): void {
    if (size > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(size, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#size);
      this.#bytes = larger;
    } else if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = size;
  }
}

function* sectors({ offset, data }: { offset: number; data: Buffer }) {
  for (let at = offset; at < offset + data.length; ) {
    const next = Math.min((Math.floor(at / SECTOR) + 1) * SECTOR, offset + data.length);
    yield { at, part: data.subarray(at - offset, next - offset) };
    at = next;
  }
}
