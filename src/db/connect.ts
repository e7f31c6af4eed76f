import Database from 'better-sqlite3';
import type { Db } from './open.ts';

/** A further connection of the same process, for a worker thread. The file must have been opened before. */
export function connect(path: string, options: { readonly?: boolean } = {}): Db {
  const db = new Database(path, { timeout: 5000, ...options });
  if (!options.readonly) {
    // Holds for a file that is just being made: its free pages can be given back while it is in use.
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    // A WAL file comes back at NORMAL when it is reopened; FULL costs one fsync a commit and loses nothing.
    db.pragma('synchronous = FULL');
  }
  db.pragma('foreign_keys = ON');
  // What is deleted or sealed is overwritten, not just forgotten.
  db.pragma('secure_delete = ON');
  db.pragma('cache_size = -32000');
  db.pragma('temp_store = MEMORY');
  // 8 MB, by whoever saves: a thread that copies while others write leaves a file that is not whole where fsyncs fail.
  db.pragma('wal_autocheckpoint = 2000');
  return db;
}
