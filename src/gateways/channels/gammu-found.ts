import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readLocal } from '../../calendar/local-time.ts';
import { maskPhone } from '../../citizens/phone.ts';
import type { Inbound, Polled, Report, Settings } from './channel.ts';
import { uidOf } from './gammu-spool.ts';

const HOUR = 3_600_000;
/** gammu-smsd may still be writing a file that is younger, in ms. */
const SETTLED = 2_000;

/**
 * What gammu-smsd has left behind: messages that the modem could not send, and SMS that came in. That the modem sent
 * one says nothing of its arrival: it makes no report, and its file is dropped when its time is over.
 */
export async function lookAround(settings: Settings, now: number): Promise<Polled> {
  const { error = '', inbox = '', sent = '' } = settings;
  const failed = (await readdir(error)).filter((name) => uidOf(name) !== undefined);
  const groups = grouped(await filesOf(inbox, (age) => Math.abs(age) > SETTLED, now));
  const inbound = await Promise.all([...groups].map(([stamp, names]) => readInbound(inbox, stamp, names)));
  const old = await filesOf(sent, (age) => age > Number(settings.keep_hours) * HOUR, now);
  const done = [
    ...failed.map((name) => join(error, name)),
    ...[...groups.values()].flat().map((name) => join(inbox, name)),
    ...old.filter((name) => uidOf(name) !== undefined).map((name) => join(sent, name)),
  ];
  return {
    reports: failed.map(reportOf),
    inbound,
    forget: async () => {
      for (const path of done) await rm(path, { force: true });
    },
  };
}

function reportOf(name: string): Report {
  return { uid: uidOf(name) ?? '', delivered: false, why: '短信猫发送失败，请检查信号和 SIM 卡余额。' };
}

const RECEIVED = /^IN((\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)_\d+)_([^_]*)_(\d+)\.txt$/;

/** Files of one SMS, its parts in their order, by when it came and its serial. */
function grouped(names: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const id = RECEIVED.exec(name)?.[1];
    if (id !== undefined) groups.set(id, [...(groups.get(id) ?? []), name]);
  }
  return groups;
}

async function readInbound(inbox: string, stamp: string, names: readonly string[]): Promise<Inbound> {
  const [, , year, month, day, hour, minute, second, from = ''] = RECEIVED.exec(names[0] ?? '') ?? [];
  const parts = await Promise.all(names.map(async (name) => textOf(await readFile(join(inbox, name)))));
  const at = readLocal(`${year}-${month}-${day} ${hour}:${minute}:${second}`) ?? null;
  const text = parts.join('');
  // The serial begins anew once a file is gone. The id is kept, so the number stands in it masked (Q-A7).
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { id: `${stamp}_${maskPhone(from)}_${hash}`, from, text, at };
}

/** With InboxFormat = unicode the text is UTF-16 with its mark; in a UTF-8 locale gammu-smsd writes zeros after it. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const charset =
    first === 0xfe && second === 0xff ? 'utf-16be' : first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  const text = new TextDecoder(charset).decode(bytes);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** The files of a folder whose age in ms is as wanted. */
async function filesOf(folder: string, wanted: (age: number) => boolean, now: number): Promise<string[]> {
  const names = await readdir(folder);
  const times = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
  return names.filter((_name, index) => {
    const mtime = times[index]?.mtimeMs;
    return mtime !== undefined && wanted(now - mtime);
  });
}
