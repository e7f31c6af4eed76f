import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in, with its body in bytes. */
export type Heard = { method: string; url: URL; headers: IncomingMessage['headers']; body: Buffer };

/** An HTTP server for one test: keeps what it heard and answers as it is told. */
export type Listener = {
  origin: string;
  heard: readonly Heard[];
  close: () => void;
};

/** `answer` may also destroy the socket, or say nothing at all. */
export async function listen(answer: (heard: Heard, response: ServerResponse) => void): Promise<Listener> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const one = {
      method: request.method ?? '',
      url: new URL(request.url ?? '/', 'http://listener'),
      headers: request.headers,
      body: Buffer.concat(pieces),
    };
    heard.push(one);
    answer(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    heard,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
