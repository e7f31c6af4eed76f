import { setTimeout } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { audit } from '../../src/audit/audit.ts';
import { connect } from '../../src/db/connect.ts';

// A second connection in a thread of its own, as an import has: each line is a transaction.
const { path, lines, at } = workerData as { path: string; lines: number; at: number };
const db = connect(path);
for (let n = 0; n < lines; n++) {
  audit(db, { at, actor: null, who: '导入', act: 'cases_imported' });
  // The other connection has its turn as well, however quick this thread is.
  await setTimeout(1);
}
db.close();
