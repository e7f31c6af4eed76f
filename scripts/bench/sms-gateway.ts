import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

/** An SMS gateway in a thread of its own that takes everything at once, and tells its port. */
const server = createServer((request, response) => {
  request.resume().on('end', () => response.end('{"ref":"1"}'));
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
