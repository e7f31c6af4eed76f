import { chmod, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatLocal, readLocal } from '../../calendar/local-time.ts';
import type { Outcome, Outgoing, Settings } from './channel.ts';

const MINUTE = 60_000;

/**
 * Lays the message into the outbox, whole or not at all. One that is there or was sent already, under the same id,
 * is not laid there again.
 */
export async function spool(settings: Settings, message: Outgoing): Promise<Outcome> {
  const { outbox = '', sent = '', error = '' } = settings;
  try {
    const waiting = await readdir(outbox);
    const known = [...waiting, ...(await readdir(sent))].find((name) => uidOf(name) === message.uid);
    if (known !== undefined) return { result: 'taken', ref: null };
    if (await isStuck(outbox, waiting, settings, message.now)) {
      return {
        result: 'down',
        why: `待发文件夹中的短信超过 ${settings.stuck_minutes} 分钟没有取走，请检查短信猫和 gammu-smsd。`,
      };
    }
    for (const name of await readdir(error)) {
      if (uidOf(name) === message.uid) await rm(join(error, name), { force: true });
    }
    await lay(outbox, nameOf(message), message.text);
    return { result: 'taken', ref: null };
  } catch (error_) {
    return { result: 'down', why: faultOf(error_) };
  }
}

/** A name that does not begin with OUT is left alone until it is renamed. UTF-16 says so at its beginning. */
async function lay(outbox: string, name: string, text: string): Promise<void> {
  const hidden = join(outbox, `.${name}`);
  await writeFile(hidden, Buffer.from(`\uFEFF${text}`, 'utf16le'), { flush: true });
  // gammu-smsd is another user of the folder's group; what the service's own umask leaves would shut it out.
  await chmod(hidden, 0o660);
  await rename(hidden, join(outbox, name));
}

/** OUT, priority C, when, serial, number, note: our id. gammu-smsd takes names of up to 99 characters. */
function nameOf({ uid, to, now }: Outgoing): string {
  const [day = '', time = ''] = formatLocal(now).replace(/[-:]/g, '').split(' ');
  return `OUTC${day}_${time}00_00_${to}_${uid}.txt`;
}

/** Our id in the name of a file of ours; undefined of any other. */
export function uidOf(name: string): string | undefined {
  return /^OUT[A-Z]\d{8}_\d{6}_\d+_[^_]*_([^_.]+)\.txt/.exec(name)?.[1];
}

const LAID = /^OUT[A-Z](\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)/;

/** When a file of ours was laid into the outbox, epoch ms; undefined of any other. */
export function laidAtOf(name: string): number | undefined {
  const [, year, month, day, hour, minute] = LAID.exec(name) ?? [];
  return uidOf(name) === undefined ? undefined : readLocal(`${year}-${month}-${day} ${hour}:${minute}`);
}

async function isStuck(outbox: string, names: readonly string[], settings: Settings, now: number) {
  const oldest = names.filter((name) => uidOf(name) !== undefined).sort()[0];
  if (oldest === undefined) return false;
  const { mtimeMs } = await stat(join(outbox, oldest)).catch(() => ({ mtimeMs: now }));
  return now - mtimeMs > Number(settings.stuck_minutes) * MINUTE;
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: '短信猫的文件夹不存在，请检查 gammu-smsd 是否安装、路径是否正确。',
  ENOTDIR: '短信猫的文件夹不存在，请检查 gammu-smsd 是否安装、路径是否正确。',
  EACCES: '本系统没有读写短信猫文件夹的权限。',
  EPERM: '本系统没有读写短信猫文件夹的权限。',
  ENOSPC: '磁盘已满，短信无法放入待发文件夹。',
};

function faultOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return FAULTS[code] ?? `短信无法放入待发文件夹（${code}）。`;
}
