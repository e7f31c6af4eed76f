import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { verifyChain } from '../../src/audit/verify.ts';
import { projectRoot } from '../../src/config.ts';
import { connect } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';

describe('a log from before the chain', () => {
  const folder = join(projectRoot, 'migrations');
  const known = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name, index) => ({
      ...{ number: index + 1, name },
      sql: readFileSync(join(folder, name), 'utf8'),
    }));

  test('Q-M1: an older file is chained when this version opens it', () => {
    const place = mkdtempSync(join(tmpdir(), 'hotline-'));
    const db = connect(join(place, 'hotline.db'));
    migrate(db, 0, known.slice(0, 4));
    const insert = db.prepare(
      'INSERT INTO audit_log (id, at, user_id, who, act, subject, detail, ip) VALUES (?, ?, NULL, ?, ?, ?, ?, ?)',
    );
    for (let id = 1; id <= 40; id++)
      insert.run(id, id * 1000, `第${id}人`, 'login', '“甲”\n乙', JSON.stringify({ id }), '10.0.0.1');
    migrate(db, 1, known);
    const { ok, lines, head } = verifyChain(db);
    assert.deepEqual([ok, lines, head?.id], [true, 40, 40]);
    db.close();
    rmSync(place, { recursive: true, force: true });
  });
});
