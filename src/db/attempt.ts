import { logError } from '../web/log.ts';
import type { Db } from './open.ts';
import { transact } from './query.ts';

/**
 * Does something that must hold up nothing else, within a transaction; what fails is undone and logged.
 * @returns whether it was done
 * @throws what takes the whole transaction along, as a full disk does
 */
export function attempt(db: Db, about: Readonly<Record<string, string>>, work: () => void): boolean {
  try {
    transact(db, work);
    return true;
  } catch (error) {
    if (!db.inTransaction) throw error;
    logError(about, error);
    return false;
  }
}
