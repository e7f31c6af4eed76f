import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../src/gateways/channels/channel.ts';

const SMSD = '/usr/bin/gammu-smsd';

/** False where gammu-smsd is installed, else why its tests are skipped; in CI a missing one fails them. */
export function noGammu(): string | false {
  if (process.env.CI || existsSync(SMSD)) return false;
  return 'gammu-smsd is not installed: apt-get install gammu-smsd to run the tests with it';
}

export type Modem = {
  settings: Settings;
  /** Starts gammu-smsd on its dummy phone. */
  start: () => void;
  /** An SMS lies in the phone when it is started. */
  receive: (from: string, text: string) => void;
  /** What the daemon says of its work. */
  log: () => string;
  close: () => Promise<void>;
};

/** Folders for gammu-smsd with a dummy phone: what it sends goes nowhere, what lies in its memory is received. */
export function newModem(): Modem {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-gammu-'));
  for (const name of ['outbox', 'sent', 'error', 'inbox', 'phone/sms/1']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const file = join(folder, 'smsdrc');
  writeFileSync(file, configuration(folder));
  let daemon: ChildProcess | null = null;
  const path = (name: string) => join(folder, name);
  return {
    settings: {
      ...{ outbox: path('outbox'), sent: path('sent'), error: path('error'), inbox: path('inbox') },
      ...{ stuck_minutes: '30', keep_hours: '24' },
    },
    start: () => {
      daemon = spawn(SMSD, ['-c', file], { stdio: 'ignore' });
    },
    receive: (from, text) => writeFileSync(path('phone/sms/1/1'), stored(from, text)),
    log: () => (existsSync(path('log')) ? readFileSync(path('log'), 'utf8') : ''),
    close: async () => {
      await killed(daemon);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** commtimeout: without a modem that answers, the daemon would sit out its 30 s before it looks for messages again. */
function configuration(folder: string): string {
  return `[gammu]
device = ${folder}/phone
connection = none
model = dummy

[smsd]
service = files
loopsleep = 1
commtimeout = 1
sendtimeout = 1
checksecurity = 0
checkbattery = 0
checksignal = 0
inboxpath = ${folder}/inbox/
outboxpath = ${folder}/outbox/
sentsmspath = ${folder}/sent/
errorsmspath = ${folder}/error/
inboxformat = unicode
transmitformat = unicode
logfile = ${folder}/log
debuglevel = 1
`;
}

/** As gammu keeps an SMS in a file. */
function stored(from: string, text: string): string {
  return `[SMSBackup000]
SMSC = "+8613800100500"
DateTime = 20261123T090500
State = UnRead
Number = "${from}"
Coding = Unicode_No_Compression
Folder = 1
Length = ${text.length}
Class = -1
Text00 = ${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}
`;
}

async function killed(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
