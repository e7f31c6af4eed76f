import { Expected } from '../web/errors.ts';
import { leftForText, MEGABYTE } from './limits.ts';
import { type SpaceAt, spaceOf } from './space.ts';

/** Files are not taken any more while there is still room for what is typed: it goes on being saved. */
export class NoRoomForFiles extends Expected {
  constructor() {
    super(
      507,
      '服务器磁盘剩余空间不足，为保证登记和办理，暂不接收文件。本次提交的内容尚未保存，此前已保存的内容不受影响。填写的文字可以不带文件再次提交；文件请保留好，联系系统管理员清理空间后再上传。',
    );
  }
}

/** After so many bytes it is looked anew: others write too. */
const STEP = 8 * MEGABYTE;

/** What forms that are still coming in will take, in bytes, by the folder of the database. */
const claims = new Map<string, number>();

/**
 * The room that the files of one form may take. What is announced counts as taken from the first byte on, twice: a file
 * waits on the disk and then goes into the database.
 */
export class UploadRoom {
  readonly #folder: string;
  readonly #announced: number;
  readonly #spaceAt: SpaceAt;
  #taken = 0;
  #lookAt = 0;
  #claim = 0;
  #refused = false;

  /** @param announced how long the whole form says it is, in bytes; 0 where it does not say */
  constructor(folder: string, announced: number, spaceAt: SpaceAt = spaceOf) {
    this.#folder = folder;
    this.#announced = announced;
    this.#spaceAt = spaceAt;
  }

  /** Asks for room before so many bytes are written. @throws NoRoomForFiles from then on for every file of the form */
  async take(bytes: number): Promise<void> {
    if (this.#refused) throw new NoRoomForFiles();
    const written = this.#taken;
    this.#taken += bytes;
    this.#hold(2 * this.#whole() - written);
    if (written < this.#lookAt) return;
    this.#lookAt = this.#taken + STEP;
    if (await this.#fits()) return;
    this.#refused = true;
    this.release();
    throw new NoRoomForFiles();
  }

  /** To be called once its files are stored or given up. */
  release(): void {
    this.#hold(0);
  }

  /** As long as the form is known to be, otherwise up to the next look. */
  #whole(): number {
    return this.#announced >= this.#taken ? this.#announced : this.#taken + STEP;
  }

  /** A disk that does not answer is for the write to fail on. */
  async #fits(): Promise<boolean> {
    const space = await this.#spaceAt(this.#folder);
    return !space || space.free - (claims.get(this.#folder) ?? 0) >= leftForText(space);
  }

  #hold(bytes: number): void {
    const sum = (claims.get(this.#folder) ?? 0) - this.#claim + bytes;
    this.#claim = bytes;
    if (sum > 0) claims.set(this.#folder, sum);
    else claims.delete(this.#folder);
  }
}
