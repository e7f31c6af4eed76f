import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '../../src/gateways/channels/http.ts';
import type { Tools } from '../../src/outbox/tools.ts';

/** What a message came to the gateway with. */
export type Arrival = { uid: string; to: string; text: string };

/** `drop`: takes it and cuts the line; `hang`: takes it and never answers. */
export type Manner = 'ok' | 'drop' | 'hang' | 'unknown number' | 'no access' | 'error';

const STATUS = { ok: 200, 'unknown number': 400, 'no access': 403, error: 500 } as const;

/** An SMS gateway over real HTTP that behaves as the test says and remembers what it was given. */
export class FakeGateway {
  readonly arrivals: Arrival[] = [];
  manner: (arrival: Arrival) => Manner | Promise<Manner> = () => 'ok';
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #port = 0;

  /** Listens; after `stop` on the same port again. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Settings of the generic HTTP channel for it. */
  get settings(): Record<string, string> {
    return {
      url: `http://127.0.0.1:${this.#port}/send`,
      body: 'uid={uid}&to={to}&text={text}',
      reference: 'ref',
    };
  }

  /** How often each message came. */
  counts(): Map<string, number> {
    return new Map(
      [...Map.groupBy(this.arrivals, ({ uid }) => uid)].map(([uid, all]) => [uid, all.length] as const),
    );
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    const field = (name: string) => form.get(name) ?? '';
    const arrival = { uid: field('uid'), to: field('to'), text: field('text') };
    const manner = await this.manner(arrival);
    if (manner === 'ok' || manner === 'drop' || manner === 'hang') this.arrivals.push(arrival);
    if (manner === 'hang') return;
    if (manner === 'drop') {
      request.socket.destroy();
      return;
    }
    response.writeHead(STATUS[manner], { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ ref: `ref-${arrival.uid}`, word: manner }));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}

/** Delivery with the generic HTTP channel alone: quick to load, and every message holds. */
export const PLAIN_TOOLS: Tools = {
  channelOf: (code) => (code === 'http' ? http : undefined),
  settingsOf: (_db, { settings }) => JSON.parse(settings),
  noLongerTrue: () => null,
};
