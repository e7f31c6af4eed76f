import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { citizenOf } from '../../src/citizens/identity.ts';
import { projectRoot } from '../../src/config.ts';
import { connect } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { Db } from '../../src/db/open.ts';
import { indexText } from '../../src/search/bigrams.ts';
import { phoneOf, wordsOf } from './promises.ts';
import { bytesOf } from './random.ts';

/* Files as earlier versions of the program left them, with content. */

const WHEN = Date.UTC(2026, 9, 12, 1);
const SECOND = Math.floor(WHEN / 1000);
const ROWS = 120;

const MIGRATIONS = readdirSync(join(projectRoot, 'migrations'))
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name, n) => ({
    number: n + 1,
    name,
    sql: readFileSync(join(projectRoot, 'migrations', name), 'utf8'),
  }));

export const NEWEST = MIGRATIONS.length;

/** Makes a file of that version; the second version already had cases. */
export function makeOlder(path: string, version: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const db = connect(path);
  migrate(db, WHEN, MIGRATIONS.slice(0, 1));
  db.transaction(fillFirst)(db);
  if (version > 1) {
    migrate(db, WHEN, MIGRATIONS.slice(0, 2));
    db.transaction(fillSecond)(db);
  }
  migrate(db, WHEN, MIGRATIONS.slice(0, version));
  db.close();
}

function fillFirst(db: Db): void {
  db.prepare(
    `INSERT INTO users (id, login, name, password_hash, created_at) VALUES (1, 'operator', '王晓', 'none', ?)`,
  ).run(WHEN);
  const line = db.prepare(
    `INSERT INTO audit_log (at, user_id, who, act, subject) VALUES (?, 1, '王晓', 'case_printed', ?)`,
  );
  for (let n = 1; n <= ROWS; n++) line.run(WHEN + n, wordsOf(n));
}

function fillSecond(db: Db): void {
  const statements = SECOND_ROWS.map((sql) => db.prepare(sql));
  for (let n = 1; n <= ROWS; n++) {
    const row = { n, id: SECOND * 1000 + n, at: WHEN + n, text: wordsOf(n), phone: phoneOf(n) };
    const more = { bytes: bytesOf(n, 3000), index: indexText(wordsOf(n)), confidential: n % 3 === 0 ? 1 : 0 };
    for (const statement of statements) statement.run({ ...row, ...more });
  }
  db.prepare(`INSERT INTO case_numbers VALUES ('20261012-NNNN', ?)`).run(ROWS);
}

/** One case with what belongs to it, by `n`. */
const SECOND_ROWS = [
  `INSERT INTO cases (id, number, status, kind, channel, headline, text, confidential, received_at, received_day,
    received_month, last_event_at, last_act)
    VALUES (@id, '20261012-' || printf('%04d', @n), 'accepted', 'complaint', 'phone', '路灯', @text, @confidential, @at,
    '2026-10-12', '2026-10', @at, 'receive')`,
  'INSERT INTO citizens (case_id, name, phone) VALUES (@id, @text, @phone)',
  `INSERT INTO clocks (case_id, kind, started_at, due_at, why) VALUES (@id, 'accept', @at, @at + 1000, @text)`,
  `INSERT INTO events (case_id, at, user_id, who, act, why) VALUES (@id, @at, 1, '王晓', 'receive', @text)`,
  'INSERT INTO case_search (rowid, body) VALUES (@id, @index)',
  `INSERT INTO call_records (case_id, direction, number, user_id, started_at, note)
    VALUES (@id, 'in', @phone, 1, @at, @text)`,
  `INSERT INTO attachments (id, case_id, name, type, size, sha256, uploaded_at)
    VALUES (@n, @id, @text, 'text/plain', length(@bytes), 'x', @at)`,
  'INSERT INTO attachment_parts (attachment_id, part, bytes) VALUES (@n, 0, @bytes)',
];

const LASTING = [
  'SELECT id, at, user_id, who, act, subject, detail, ip FROM audit_log ORDER BY id',
  'SELECT id, login, name FROM users ORDER BY id',
];
const LASTING_OF_CASES = [
  'SELECT id, number, status, text, confidential, received_at FROM cases ORDER BY id',
  'SELECT case_id, at, who, act, why FROM events ORDER BY id',
  'SELECT case_id, kind, started_at, due_at, why FROM clocks ORDER BY id',
  `SELECT a.id, a.case_id, a.name, hex(p.bytes) FROM attachments a JOIN attachment_parts p ON p.attachment_id = a.id
    ORDER BY a.id`,
];

/** One hash over everything that has to be the same before, in the midst of and after the migrations. */
export function contentOfFile(db: Db, from: number): string {
  const hash = createHash('sha256');
  for (const sql of [...LASTING, ...(from > 1 ? LASTING_OF_CASES : [])])
    hash.update(JSON.stringify(db.prepare(sql).raw().all()));
  return hash.digest('hex');
}

/** How many citizens can no longer be read; the confidential ones are sealed by the newer program. */
export function lostCitizens(db: Db): number {
  let lost = 0;
  for (let n = 1; n <= ROWS; n++) {
    const citizen = citizenOf(db, SECOND * 1000 + n);
    if (citizen?.name !== wordsOf(n) || citizen.phone !== phoneOf(n)) lost += 1;
  }
  return lost;
}
