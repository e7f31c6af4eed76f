import { connect } from '../db/connect.ts';
import { answer } from '../jobs/in-worker.ts';

export type WalOrder = { file: string };

/** Copies the log of writes into the file without holding anybody up, then cuts it short where nobody is reading it. */
answer<WalOrder, void>(({ file }) => {
  const db = connect(file);
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
    // Whoever is writing or reading at this moment is not waited for: tomorrow is another night.
    db.pragma('busy_timeout = 0');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
});
