export type UnfitCode = 'empty' | 'not_database' | 'not_ours' | 'newer' | 'damaged' | 'unreadable';

/** A file that cannot be lived on; `message` says why, in Chinese and without its full stop. */
export class Unfit extends Error {
  readonly code: UnfitCode;

  constructor(code: UnfitCode, message: string) {
    super(message);
    this.code = code;
  }
}
