import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, mock, test } from 'node:test';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import type { Env } from '../../src/web/context.ts';
import { sendStream } from '../../src/web/send-stream.ts';

describe('a file that is sent piece by piece', () => {
  let server: ServerType;
  let address: string;

  before(async () => {
    const app = new Hono<Env>();
    for (const path of ['/file', '/file-of-known-length'])
      app.get(path, (c) => {
        const pieces = ['一', '二'];
        const bytes = new ReadableStream<Uint8Array>({
          pull(stream) {
            const piece = pieces.shift();
            if (c.req.query('breaks') && !piece) throw new TypeError('no such part: "张三.jpg"');
            if (piece) stream.enqueue(Buffer.from(piece));
            else stream.close();
          },
        });
        const more: Record<string, string> = path === '/file' ? {} : { 'content-length': '9' };
        return sendStream(c, bytes, 200, {
          'content-type': 'text/plain',
          ...(c.req.query('breaks') && more),
        });
      });
    server = createAdaptorServer({ fetch: app.fetch });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  test('arrives whole', async () => {
    assert.equal(await (await fetch(`${address}/file`)).text(), '一二');
  });

  for (const path of ['/file', '/file-of-known-length'])
    test(`and breaks off is no whole file for the browser (${path}), and is logged without names`, async () => {
      const errors = mock.method(console, 'error', () => undefined);
      const answer = await fetch(`${address}${path}?breaks=1`);
      await assert.rejects(answer.text());
      errors.mock.restore();
      const logged = errors.mock.calls.map((call) => String(call.arguments[0])).join('\n');
      assert.match(logged, /TypeError: no such part/);
      assert.doesNotMatch(logged, /张三/);
    });
});
