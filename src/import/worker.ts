import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { useKeyFile } from '../citizens/key.ts';
import { connect } from '../db/connect.ts';
import { BESIDE_SERVING, runImport } from './run.ts';
import type { WorkerOrder } from './start.ts';

// The thread of one import: a connection of its own, small transactions, ends when it is done.
const { database, keyFile, path, order, now } = workerData as WorkerOrder;
const began = performance.now();
let stopped = false;
parentPort?.on('message', () => {
  stopped = true;
});
parentPort?.unref();

const db = connect(database);
useKeyFile(db, keyFile);
try {
  await runImport(db, readFileSync(path), order, {
    clock: () => now + Math.round(performance.now() - began),
    pace: BESIDE_SERVING,
    stopped: () => stopped,
  });
} finally {
  db.close();
}
