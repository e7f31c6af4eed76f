import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';

const BEARERBOX = '/usr/sbin/bearerbox';
const SMSBOX = '/usr/sbin/smsbox';

/** False where Kannel is installed, else why its tests are skipped; in CI a missing Kannel fails them. */
export function noKannel(): string | false {
  if (process.env.CI || (existsSync(BEARERBOX) && existsSync(SMSBOX))) return false;
  return 'Kannel is not installed: apt-get install kannel to run the tests with it';
}

export type Kannel = {
  /** Where smsbox takes messages. */
  url: string;
  stopSmsbox: () => Promise<void>;
  stopBearerbox: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Kannel on ports of its own, bound to a carrier at `smscPort`.
 * @param inboundUrl where SMS from citizens go, with Kannel's own escapes (%p, %a)
 */
export async function startKannel(smscPort: number, inboundUrl: string): Promise<Kannel> {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-kannel-'));
  const [admin, boxes, sending] = [await freePort(), await freePort(), await freePort()];
  const file = join(folder, 'kannel.conf');
  writeFileSync(file, configuration({ admin, boxes, sending, smscPort, inboundUrl, folder }));
  const bearerbox = spawn(BEARERBOX, ['-v', '4', file], { stdio: 'ignore' });
  await opened(boxes);
  const smsbox = spawn(SMSBOX, ['-v', '4', file], { stdio: 'ignore' });
  await opened(sending);
  await online(admin);
  return {
    url: `http://127.0.0.1:${sending}/cgi-bin/sendsms`,
    stopSmsbox: () => killed(smsbox),
    stopBearerbox: () => killed(bearerbox),
    close: async () => {
      await killed(smsbox);
      await killed(bearerbox);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Ports = {
  admin: number;
  boxes: number;
  sending: number;
  smscPort: number;
  inboundUrl: string;
  folder: string;
};

function configuration({ admin, boxes, sending, smscPort, inboundUrl, folder }: Ports): string {
  return `
group = core
admin-port = ${admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = ${boxes}
box-allow-ip = 127.0.0.1
log-file = "${folder}/bearerbox.log"
log-level = 0
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = line
interface-version = 34
host = 127.0.0.1
port = ${smscPort}
transceiver-mode = true
smsc-username = hotline
smsc-password = secret
system-type = VMA
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sending}
sendsms-interface = 127.0.0.1
global-sender = 12345
log-file = "${folder}/smsbox.log"
log-level = 0

group = sendsms-user
username = hotline
password = secret
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "${inboundUrl}"
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function opened(port: number): Promise<void> {
  await until(() => answers(port), `nothing listens on port ${port}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
    socket.on('connect', () => socket.destroy());
  });
}

async function online(admin: number): Promise<void> {
  const status = async () => {
    const answer = await fetch(`http://127.0.0.1:${admin}/status.txt?password=admin`);
    return /\(online/.test(await answer.text());
  };
  await until(status, 'Kannel did not bind to the SMSC');
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
