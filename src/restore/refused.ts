import type { UnfitCode } from '../backup/unfit.ts';

export type RefusalCode =
  | UnfitCode
  | 'missing'
  | 'same_file'
  | 'running'
  | 'no_room'
  | 'no_identity'
  | 'wrong_identity'
  | 'altered';

/** A restore that is not begun, or given up before anything was replaced; `message` is for the administrator. */
export class RestoreRefused extends Error {
  readonly code: RefusalCode;

  /** @param why a sentence without its full stop @param next what to do, in whole sentences */
  constructor(code: RefusalCode, why: string, next: string) {
    super(`${why}。${next}`);
    this.code = code;
  }
}

const OTHER = '请换一份备份再试，也可先用 --check 逐份检查。';

export const NEXT: Record<UnfitCode, string> = {
  empty: OTHER,
  not_database: `请确认选的是备份文件（名称以 .db 或 .db.age 结尾）。${OTHER}`,
  not_ours: '请确认选的是热线系统的备份文件。',
  newer: '请先把本程序升级到写成该文件的版本或更新的版本，再恢复。',
  damaged: OTHER,
  unreadable: '请检查文件所在的磁盘和文件权限后再试。',
};
