import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readLocal } from '../../calendar/local-time.ts';
import type { Inbound, Polled, Report, Settings } from './channel.ts';
import { laidAtOf, uidOf } from './gammu-spool.ts';

const HOUR = 3_600_000;
/** gammu-smsd may still be writing a file that is younger, in ms. */
const SETTLED = 2_000;

/**
 * What gammu-smsd has left behind: messages that the modem could not send, and SMS that came in. That the modem sent
 * one says nothing of its arrival: it makes no report.
 */
export async function lookAround(settings: Settings, now: number): Promise<Polled> {
  const { error = '', inbox = '' } = settings;
  const failed = (await readdir(error)).filter((name) => uidOf(name) !== undefined);
  const groups = grouped(await filesOf(inbox, (age) => Math.abs(age) > SETTLED, now));
  const inbound = await Promise.all([...groups.values()].map((names) => readInbound(inbox, names)));
  const done = [
    ...failed.map((name) => join(error, name)),
    ...[...groups.values()].flat().map((name) => join(inbox, name)),
  ];
  return {
    reports: failed.map(reportOf),
    inbound,
    forget: async () => {
      for (const path of done) await rm(path, { force: true });
    },
  };
}

/** Drops the files of what was sent when their time is over, by the time in their names: there may be thousands. */
export async function dropSent({ sent = '', keep_hours: hours }: Settings, now: number): Promise<void> {
  const until = now - Number(hours) * HOUR;
  for (const name of await readdir(sent)) {
    const laidAt = laidAtOf(name);
    if (laidAt !== undefined && laidAt < until) await rm(join(sent, name), { force: true });
  }
}

function reportOf(name: string): Report {
  return { uid: uidOf(name) ?? '', delivered: false, why: '短信猫发送失败，请检查信号和 SIM 卡余额。' };
}

const RECEIVED = /^IN((\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)_\d+)_([^_]*)_(\d+)\.txt$/;

/** Files of one SMS, its parts in their order, by when it came, its serial and its number. */
function grouped(names: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const [, stamp, , , , , , , from] = RECEIVED.exec(name) ?? [];
    if (stamp === undefined) continue;
    const id = `${stamp}_${from}`;
    groups.set(id, [...(groups.get(id) ?? []), name]);
  }
  return groups;
}

async function readInbound(inbox: string, names: readonly string[]): Promise<Inbound> {
  const [first = ''] = names;
  const [, stamp, year, month, day, hour, minute, second, from = ''] = RECEIVED.exec(first) ?? [];
  const parts = await Promise.all(names.map(async (name) => textOf(await readFile(join(inbox, name)))));
  const at = readLocal(`${year}-${month}-${day} ${hour}:${minute}:${second}`) ?? null;
  const text = parts.join('');
  // The serial begins anew for each number and once a file is gone. The id is kept: no number stands in it (Q-A7).
  const { ino, mtimeMs } = await stat(join(inbox, first));
  const hash = createHash('sha256').update(`${ino} ${mtimeMs} ${text}`).digest('hex').slice(0, 8);
  return { id: `${stamp}_${hash}`, from, text, at };
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
