import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../src/db/connect.ts';
import { prepared } from '../../src/db/query.ts';
import { linesOf, startRound } from '../../src/outbox/rounds.ts';
import { PLAIN_TOOLS } from '../support/gateway.ts';

/*
 * A server that does nothing but deliver the messages of some hotlines, round after round, until it is
 * killed: kill-child.ts FILE... It begins when it is told what time it is; its clock goes on by a minute each round,
 * so that what waits for its next try gets it. It ends by itself when nothing waits any more.
 */
const WAITING = `SELECT 1 FROM messages WHERE status IN ('queued', 'sending', 'uncertain') LIMIT 1`;

async function live(index: number, file: string, start: number): Promise<void> {
  const db = connect(file);
  for (let now = start; prepared(db, WAITING).get() !== undefined; now += 60_000) {
    await startRound({ db, now: () => now }, PLAIN_TOOLS, 20_000);
    await linesOf(db);
    process.send?.(index);
    await sleep(3);
  }
}

process.once('message', async (start: number) => {
  await Promise.all(process.argv.slice(2).map((file, index) => live(index, file, start)));
  process.disconnect?.();
});
