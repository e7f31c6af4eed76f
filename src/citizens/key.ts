import type { Db } from '../db/open.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import { Invalid } from '../web/errors.ts';
import { isReadByOthers, makeKeyFile, readKeyFile } from './key-file.ts';
import { type Keys, keyedHash, keysOf } from './sealing.ts';

/*
 * The key of sealed identities (Q-A7) stands in a file of its own, never in the database: whoever gets hold of the
 * database or a backup of it finds no confidential citizen there.
 */

type Held = { path: string; keys: Keys | null; warnings: readonly string[] };

const held = new WeakMap<Db, Held>();

/** Where the key is kept unless KEY_FILE says otherwise. */
export function usualKeyFile(database: string): string {
  return `${database}-key`;
}

/**
 * Gives this connection the key of its database. Where there never was one it is made, or taken from a file that lies
 * ready: `first`. Where the key is missing or another database's, all else goes on without it.
 */
export function useKeyFile(db: Db, path: string): { first: boolean } {
  const expected = settingOf(db, CHECK);
  const first = expected === null;
  const found = readKeyFile(path) ?? (first ? makeKeyFile(path) : { fault: `没有找到身份密钥文件：${path}` });
  const keys = 'secret' in found ? keysOf(found.secret) : null;
  const fits = keys !== null && (first || checkOf(keys) === expected);
  const fault = 'fault' in found ? found.fault : `身份密钥文件与数据文件不配套：${path}`;
  held.set(db, fits ? { path, keys, warnings: warningsOn(path) } : locked(path, fault));
  return { first: first && fits };
}

/** Remembers in the database which key is its own. */
export function noteKey(db: Db): void {
  const keys = keysFor(db);
  if (keys) noteSetting(db, CHECK, checkOf(keys));
}

/** The keys of this file; null where they are not to be had. */
export function keysFor(db: Db): Keys | null {
  return held.get(db)?.keys ?? null;
}

/** @throws Invalid at a field, where nothing can be sealed: rather not written than written openly */
export function requireKeys(db: Db, field: string): Keys {
  const keys = keysFor(db);
  if (keys) return keys;
  throw noKey(field);
}

export function noKey(field: string): Invalid {
  return new Invalid(NO_KEY, { [field]: '身份密钥不可用，暂时不能按保密办理。' });
}

/** Where the key file is, for a thread that opens the same database. */
export function keyFileOf(db: Db): string {
  return held.get(db)?.path ?? usualKeyFile(db.name);
}

/** What the administrator has to do about the key; nothing where all is well. */
export function keyWarnings(db: Db): readonly string[] {
  return held.get(db)?.warnings ?? [];
}

export const LOCKED = '身份信息已加密，密钥不可用';

const NO_KEY =
  '身份密钥不可用，为免保密诉求人的信息未经加密就存入，本次内容没有保存，仍在此页面上。请联系系统管理员恢复密钥后再提交；紧急事项请先记在纸质登记单上办理。';

function locked(path: string, fault: string): Held {
  const text = `${fault}。保密工单的诉求人信息都还在，但暂时不能显示，也不能登记新的保密诉求；其他工作不受影响。请把备份的密钥文件放回原处，重新启动系统。`;
  return { path, keys: null, warnings: [text] };
}

function warningsOn(path: string): string[] {
  if (!isReadByOthers(path)) return [];
  return [`身份密钥文件可被服务器上的其他账号读取：${path}。请运行 chmod 600 "${path}"，再重新启动系统。`];
}

const CHECK = 'identity_key';

/** What the file remembers of its key: enough to know it again, nothing to make it from. */
function checkOf(keys: Keys): string {
  return keyedHash(keys.check, 'hotline').toString('base64url');
}
