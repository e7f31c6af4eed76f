import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Database from 'better-sqlite3';
import { availableActs } from '../../src/cases/actions.ts';
import { assignmentsOf } from '../../src/cases/case-queries.ts';
import { mattersOf } from '../../src/cases/matters.ts';
import { visibleCase } from '../../src/cases/visible.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { Db } from '../../src/db/open.ts';
import { all, q } from '../../src/db/query.ts';
import { fillDemo } from '../../src/demo/fill.ts';
import { JOBS } from '../../src/jobs/jobs.ts';
import { type Actor, actorOf } from '../../src/people/actor.ts';
import { navigationFor } from '../../src/web/navigation.ts';
import { visit } from '../support/browserless.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/*
 * X-M1: a file of five million cases is as quick as a small one where nothing reads a whole table that grows. So all that
 * people and jobs ask of the file on one day of the demonstration is recorded, and SQLite is asked how it would find it
 * in a large one.
 */

/** Lists of the newest, walked from their end as far as a page goes. */
const NEWEST = /ORDER BY (?:"?\w+"?\.)?"?(?:id|at)"?(?: DESC)?(?:, "?id"? DESC)? LIMIT/i;

/** What reads much on purpose, by what it begins with. */
const ON_PURPOSE: readonly (readonly [RegExp, string])[] = [
  [/^SELECT count\(\*\) FROM cases$/, 'the health page: an index of bare numbers'],
  [/^SELECT count\(\*\) FROM "\w+"$/, 'a backup counts what it holds, in its thread'],
  [
    /^SELECT id, at, user_id, who, act, subject, detail, ip, hash FROM audit_log/,
    'the log is checked in a thread',
  ],
  [
    /^delete from "attachments" where "draft_key" is not null/,
    'files without a case are few and have an index',
  ],
  [
    / FROM cases WHERE queue_rank IS NOT NULL GROUP BY status, lead_agency_id$/,
    'open cases have an index of their own',
  ],
  [/\bWHERE 0\b/, 'a queue that is empty at night'],
  [
    /FROM clocks k JOIN cases c .* k\.met_at IS NULL AND k\.stopped_at IS NULL/,
    'open limits have an index of their own',
  ],
  [/^SELECT figure, key, sum\(value\)/, 'a year is reckoned in a thread'],
  [/^select "id" from "cases" limit/, 'whether there is any'],
];

describe('X-M1: in a large file', () => {
  let desk: TestWorld;
  const asked = new Set<string>();

  before(async () => {
    desk = newWorld('2026-11-23 10:00');
    const { world } = desk;
    record(world.db, asked);
    await fillDemo(world.db, world.now(), { cases: 40, seed: 5 });
    for (const { work, name } of JOBS) if (name !== 'backups') await work(world);
    for (const { id } of all(world.db, q.selectFrom('users').select('id')))
      await lookAround(actorOf(world.db, id));
  });
  after(() => desk.close());

  test('nothing that people and jobs do reads a whole table that grows', () => {
    assert.ok(asked.size > 200, String(asked.size));
    const db = largeFile();
    const growing = growingTables(db);
    const walks = [...asked].flatMap((sql) =>
      wholeTables(db, sql, growing).map((table) => `${table}: ${sql}`),
    );
    db.close();
    assert.deepEqual(walks, []);
  });

  /** Every page of the navigation, and a case with each act's form that this person has. */
  async function lookAround(actor: Actor): Promise<void> {
    const { db } = desk.world;
    const visitor = visit(desk, actor);
    const forms = new Map<string, string>();
    for (const { id } of all(db, q.selectFrom('cases').select('id').orderBy('id', 'desc').limit(100))) {
      const given = visibleCase(db, actor, id);
      if (!given) continue;
      for (const { act, assignmentId } of availableActs(
        actor,
        given,
        assignmentsOf(db, id),
        mattersOf(db, id),
      ))
        if (!forms.has(act))
          forms.set(act, `/cases/${id}/${act}${assignmentId === null ? '' : `?assignment=${assignmentId}`}`);
      if (forms.size < 3) forms.set(`case ${id}`, `/cases/${id}`);
    }
    const pages = navigationFor(actor, '').map(({ href }) => href);
    for (const path of [...pages, ...forms.values(), '/search?q=%E8%B7%AF%E7%81%AF'])
      await (await visitor.get(path)).text();
  }
});

/** From now on what is prepared on this connection is written down. */
function record(db: Db, asked: Set<string>): void {
  const prepare = db.prepare.bind(db);
  const recording = (sql: string) => {
    asked.add(sql.replace(/\s+/g, ' ').trim());
    return prepare(sql);
  };
  Object.assign(db, { prepare: recording });
}

/** An empty file whose statistics say that every index has a million rows. */
function largeFile(): Db {
  const db = new Database(':memory:');
  migrate(db, 0);
  db.exec('ANALYZE; DELETE FROM sqlite_stat1');
  const put = db.prepare('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)');
  const indexes = db.prepare(`SELECT tbl_name AS of, name FROM sqlite_schema WHERE type = 'index'`).all();
  for (const { of, name } of indexes as { of: string; name: string }[]) {
    const columns = Number(db.prepare('SELECT count(*) FROM pragma_index_info(?)').pluck().get(name));
    put.run(of, name, ['1000000', ...Array(columns).fill('10')].join(' '));
  }
  db.exec('ANALYZE sqlite_schema');
  return db;
}

/** What belongs to cases, people's doings and messages; not what is set up once or kept by number. */
function growingTables(db: Db): Set<string> {
  const ofCases = `SELECT m.name FROM sqlite_schema m WHERE m.type = 'table'
    AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name IN ('case_id', 'assignment_id', 'message_id', 'attachment_id'))`;
  return new Set(['cases', 'audit_log', ...(db.prepare(ofCases).pluck().all() as string[])]);
}

function wholeTables(db: Db, sql: string, growing: ReadonlySet<string>): string[] {
  if (!/^(?:select|insert|update|delete|with)\b/i.test(sql)) return [];
  if (NEWEST.test(sql) || ON_PURPOSE.some(([which]) => which.test(sql))) return [];
  return planOf(db, sql).flatMap((step) => {
    const name = /^SCAN (\w+)/.exec(step)?.[1];
    if (!name) return [];
    const table = new RegExp(`(?:FROM|JOIN|,) "?(\\w+)"?(?: AS)? "?${name}"?\\b`, 'i').exec(sql)?.[1] ?? name;
    return growing.has(table) ? [table] : [];
  });
}

function planOf(db: Db, sql: string): string[] {
  const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]));
  const places = Array((sql.match(/\?/g) ?? []).length).fill(null);
  const given = places.length > 0 ? places : [named];
  const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...given) as { detail: string }[];
  return steps.map(({ detail }) => detail);
}
