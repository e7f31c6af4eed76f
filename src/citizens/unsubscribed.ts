import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { keysFor } from './key.ts';
import { keyedHash } from './sealing.ts';

/*
 * Citizens who want no more SMS. Only the keyed hash of a number is kept: the list tells nobody who complained of
 * something once.
 */

const FIND = 'SELECT 1 FROM unsubscribed WHERE phone_mac = ?';
const ADD = 'INSERT OR IGNORE INTO unsubscribed (phone_mac, at, source) VALUES (?, ?, ?)';
const REMOVE = 'DELETE FROM unsubscribed WHERE phone_mac = ?';

/** @param phone as normalisePhone gives it. Without the key nobody can be known, and false is answered. */
export function isUnsubscribed(db: Db, phone: string): boolean {
  const mac = macOf(db, phone);
  return mac !== null && prepared(db, FIND).get(mac) !== undefined;
}

/**
 * No more SMS to this number.
 * @param source how it was asked for: 'sms', 'phone'
 * @returns false where the key is not to be had, and nothing was noted
 */
export function unsubscribe(db: Db, phone: string, source: string, now: number): boolean {
  const mac = macOf(db, phone);
  if (mac === null) return false;
  prepared(db, ADD).run(mac, now, source);
  return true;
}

/** SMS are welcome again; returns as `unsubscribe`. */
export function subscribe(db: Db, phone: string): boolean {
  const mac = macOf(db, phone);
  if (mac === null) return false;
  prepared(db, REMOVE).run(mac);
  return true;
}

function macOf(db: Db, phone: string): Buffer | null {
  const keys = keysFor(db);
  return keys && keyedHash(keys.phone, phone);
}
