import Database from 'better-sqlite3';
import { audit } from '../../src/audit/audit.ts';
import { chainHash } from '../../src/audit/chain.ts';
import type { StoredLine } from '../../src/audit/chain-queries.ts';
import type { KnownHead } from '../../src/audit/heads.ts';
import type { Db } from '../../src/db/open.ts';

/** Writes so many lines, a minute apart. */
export function writeLines(db: Db, count: number, from: number): void {
  for (let n = 1; n <= count; n++) {
    const line = { at: from + n * 60_000, actor: null, who: '韩正', act: 'user_changed' } as const;
    audit(db, { ...line, subject: `第${n}位`, detail: { fields: ['姓名'] }, ip: '10.0.0.8' });
  }
}

/** What somebody could do who has the file and any SQLite tool: the triggers are dropped first. */
export function tamper(path: string, work: (db: Db) => void): void {
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  const triggers = db.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'`,
  );
  for (const name of triggers.pluck().all()) db.exec(`DROP TRIGGER ${name}`);
  work(db);
  db.close();
}

/** Reckons all hashes anew, as somebody does who knows how the chain is made. */
export function rechain(db: Db): void {
  const lines = db.prepare('SELECT * FROM audit_log ORDER BY id').all() as StoredLine[];
  const set = db.prepare('UPDATE audit_log SET hash = ? WHERE id = ?');
  let before: Buffer | null = null;
  for (const line of lines) {
    before = chainHash(before, line);
    set.run(before, line.id);
  }
}

/** What would stand beside a backup made now. */
export function headNow(db: Db, at: number): KnownHead {
  const head = db.prepare('SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1').get() as StoredLine;
  return { id: head.id, hash: head.hash.toString('hex'), at, where: '备份 甲' };
}
