import type { Ctx } from './context.ts';
import { logError } from './log.ts';

/**
 * Sends bytes as they come. Where no more can be read the connection is cut, by which the browser knows that the file is
 * not whole: the server's library would write the error's message behind the bytes and end the answer in good order.
 */
export function sendStream(
  c: Ctx,
  bytes: ReadableStream<Uint8Array>,
  status: 200 | 206,
  headers: Record<string, string>,
): Response {
  const reader = bytes.getReader();
  const watched = new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        try {
          const { done, value } = await reader.read();
          if (done) stream.close();
          else stream.enqueue(value);
        } catch (error) {
          logError({ request: c.get('requestId') }, error);
          cutOff(c.env);
          stream.error(new Error('the answer was broken off'));
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
  return c.body(watched, status, headers);
}

/** Requests made without a server, as tests do, have no connection. */
function cutOff(env: unknown): void {
  if (typeof env !== 'object' || env === null || !('outgoing' in env)) return;
  const { outgoing } = env;
  if (typeof outgoing !== 'object' || outgoing === null || !('destroy' in outgoing)) return;
  if (typeof outgoing.destroy === 'function') outgoing.destroy();
}
