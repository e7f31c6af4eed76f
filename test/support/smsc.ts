import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** An SMS that a carrier has taken. */
export type Submitted = { to: string; text: string; id: string };

/** A carrier's side of SMPP 3.4, as small as Kannel needs it to send, to get reports and to get SMS from citizens. */
export type Smsc = {
  port: number;
  taken: readonly Submitted[];
  /** Tells Kannel what became of a message: DELIVRD, UNDELIV, EXPIRED. */
  report: (message: Submitted, state: string) => void;
  /** An SMS from a citizen. */
  bring: (from: string, text: string) => void;
  close: () => void;
};

const BIND = [1, 2, 9];
const SUBMIT = 4;
const DELIVER = 5;
const ENQUIRE = 0x15;
const ANSWER = 0x80000000;
const UCS2 = 8;
/** The short message begins with a header that says which part of a longer one it is. */
const WITH_HEADER = 0x40;

export async function startSmsc(): Promise<Smsc> {
  const taken: Submitted[] = [];
  let line: Socket | null = null;
  let count = 0;
  const server = createServer((socket) => {
    line = socket;
    let rest = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      rest = Buffer.concat([rest, Buffer.from(piece)]);
      while (rest.length >= 16 && rest.length >= rest.readUInt32BE(0)) {
        const length = rest.readUInt32BE(0);
        answer(socket, rest.subarray(0, length));
        rest = rest.subarray(length);
      }
    });
  });
  const answer = (socket: Socket, pdu: Buffer) => {
    const [command, sequence] = [pdu.readUInt32BE(4), pdu.readUInt32BE(12)];
    if (BIND.includes(command)) socket.write(made(command + ANSWER, sequence, text('smsc')));
    if (command === ENQUIRE) socket.write(made(command + ANSWER, sequence));
    if (command !== SUBMIT) return;
    const id = String(++count);
    taken.push({ ...readSubmit(pdu.subarray(16)), id });
    socket.write(made(command + ANSWER, sequence, text(id)));
  };
  const deliver = (from: string, kind: number, coding: number, content: Buffer) => {
    const addresses = [text(''), Buffer.of(1, 1), text(from), Buffer.of(0, 1), text('12345')];
    const rest = [
      Buffer.of(kind, 0, 0),
      text(''),
      text(''),
      Buffer.of(0, 0, coding, 0, content.length),
      content,
    ];
    line?.write(made(DELIVER, ++count + 1000, ...addresses, ...rest));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    report: ({ id, to }, state) => {
      const words = `id:${id} sub:001 dlvrd:001 submit date:2611230900 done date:2611230901 stat:${state} err:000 text:`;
      deliver(to, 4, 0, Buffer.from(words));
    },
    bring: (from, words) => deliver(from, 0, UCS2, Buffer.from(words, 'utf16le').swap16()),
    close: () => {
      line?.destroy();
      server.close();
    },
  };
}

function made(command: number, sequence: number, ...parts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(16);
  const body = Buffer.concat(parts);
  head.writeUInt32BE(16 + body.length, 0);
  head.writeUInt32BE(command, 4);
  head.writeUInt32BE(sequence, 12);
  return Buffer.concat([head, body]);
}

function text(words: string): Buffer {
  return Buffer.from(`${words}\0`, 'latin1');
}

function readSubmit(body: Buffer): { to: string; text: string } {
  let at = 0;
  const string = () => {
    const end = body.indexOf(0, at);
    const found = body.toString('latin1', at, end);
    at = end + 1;
    return found;
  };
  const byte = () => body[at++] ?? 0;
  string();
  at += 2;
  string();
  at += 2;
  const to = string();
  const kind = byte();
  at += 2;
  string();
  string();
  at += 2;
  const coding = byte();
  at += 1;
  const length = byte();
  const content = Buffer.from(body.subarray(at, at + length));
  const bare = kind & WITH_HEADER ? content.subarray((content[0] ?? 0) + 1) : content;
  return { to, text: coding === UCS2 ? bare.swap16().toString('utf16le') : bare.toString('latin1') };
}
