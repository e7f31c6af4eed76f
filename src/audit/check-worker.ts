import { connect } from '../db/connect.ts';
import { answer } from '../jobs/in-worker.ts';
import type { CheckOrder } from './check.ts';
import { checkLog } from './check-log.ts';

// The thread of one check: reads with a connection of its own and writes nothing.
answer(({ file, folders, good }: CheckOrder, say) => {
  const db = connect(file, { readonly: true });
  try {
    return checkLog(db, { folders, good, say });
  } finally {
    db.close();
  }
});
