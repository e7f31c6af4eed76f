import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A letter as it came over the wire. */
export type Letter = {
  from: string;
  to: string[];
  raw: string;
  /** Header by lower-case name, unfolded and decoded. */
  headers: ReadonlyMap<string, string>;
  /** The decoded parts, by type. */
  text: string;
  html: string;
  secure: boolean;
  user: string | null;
};

export type MailServer = {
  port: number;
  letters: Letter[];
  connections: () => number;
  close: () => Promise<void>;
};

/** A real mail server on this machine, gone after the test file. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const letters: Letter[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        letters.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          secure: session.secure === true,
          user: typeof session.user === 'string' ? session.user : null,
          ...readLetter(Buffer.concat(pieces).toString('latin1')),
        });
        done();
      });
    },
    ...options,
    onConnect: (session, done) => {
      connections += 1;
      if (options.onConnect) options.onConnect(session, done);
      else done();
    },
  });
  // Clients that hang up in the middle are part of the play.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(resolve));
  after(close);
  const { port } = server.server.address() as AddressInfo;
  return { port, letters, connections: () => connections, close };
}

function readLetter(raw: string): Pick<Letter, 'raw' | 'headers' | 'text' | 'html'> {
  const { headers, body } = split(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1];
  const parts = boundary
    ? body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => split(part.trimStart()))
    : [];
  const ofType = (type: string) => parts.find((part) => part.headers.get('content-type')?.startsWith(type));
  return { raw, headers, text: decoded(ofType('text/plain')), html: decoded(ofType('text/html')) };
}

type Part = { headers: Map<string, string>; body: string };

function split(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
  });
  return { headers: new Map(headers), body: raw.slice(end + 4) };
}

function decoded(part: Part | undefined): string {
  if (!part) return '';
  const encoding = part.headers.get('content-transfer-encoding');
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString('utf8');
  const bytes = encoding === 'quoted-printable' ? unquote(part.body.replace(/=\r\n/g, '')) : part.body;
  return Buffer.from(bytes, 'latin1').toString('utf8').replace(/\r\n/g, '\n');
}

/** RFC 2047: words of a header in other letters than ASCII. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_word, how: string, word: string) => {
      const bytes =
        how.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('latin1') : unquote(word);
      return `\u0000${bytes}\u0000`;
    })
    .split('\u0000')
    .map((piece, at) => (at % 2 === 1 ? Buffer.from(piece, 'latin1').toString('utf8') : piece))
    .join('');
}

function unquote(text: string): string {
  return text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-F]{2})/gi, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
