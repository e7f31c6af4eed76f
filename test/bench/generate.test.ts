import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { html } from 'hono/html';
import { generate } from '../../scripts/bench/generate/generate.ts';
import { caseView } from '../../src/cases/case-page.ts';
import { searchCases } from '../../src/cases/find.ts';
import { perform } from '../../src/cases/perform.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { queuesOf } from '../../src/cases/queues.ts';
import { visibleCase } from '../../src/cases/visible.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { all, q } from '../../src/db/query.ts';
import { actorOf } from '../../src/people/actor.ts';
import type { Role } from '../../src/people/roles.ts';
import { casePageView } from '../../views/cases/case.ts';
import { at } from '../calendar/samples.ts';

const NOW = at('2026-11-23 10:00');
const COUNT = 1500;

describe('the file that the benchmark generates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-bench-'));
  const path = join(folder, 'cases.db');
  let db: Db;
  let close: () => void;

  before(() => {
    generate(path, COUNT, NOW, () => {});
    ({ db, close } = openDatabase(path, NOW));
  });
  after(() => {
    close();
    rmSync(folder, { recursive: true, force: true });
  });

  const somebody = (role: Role) => {
    const holders = q.selectFrom('user_roles').select('user_id').where('role', '=', role).orderBy('user_id');
    return actorOf(db, all(db, holders)[0]?.user_id ?? 0);
  };

  it('is whole, with no reference into nothing', () => {
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    assert.deepEqual(db.pragma('foreign_key_check'), []);
    assert.equal(db.prepare('SELECT count(*) FROM cases').pluck().get(), COUNT);
  });

  it('has every index of the migrations', () => {
    const names = (of: Db) =>
      of.prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name`).pluck().all();
    const fresh = openDatabase(join(folder, 'fresh.db'), NOW);
    assert.deepEqual(names(db), names(fresh.db));
    fresh.close();
  });

  it('has open cases in every open state and clocks on both sides of now', () => {
    const open = db.prepare('SELECT DISTINCT status FROM cases WHERE queue_rank IS NOT NULL').pluck().all();
    assert.deepEqual(open.sort(), ['accepted', 'callback', 'dispatched', 'received', 'replied', 'verifying']);
    const late = db.prepare('SELECT count(DISTINCT next_due_at < ?) FROM cases WHERE queue_rank IS NOT NULL');
    assert.equal(late.pluck().get(NOW), 2);
  });

  it('fills the queues of the hotline', () => {
    const dispatcher = somebody('dispatcher');
    const queue = queuesOf(dispatcher).find((each) => each.key === 'open');
    assert.ok(queue);
    assert.ok(listQueue(db, dispatcher, queue, { sort: 'due' }, NOW).length > 20);
  });

  it('is found by words of the requests', () => {
    const found = searchCases(db, somebody('dispatcher'), '物业', { sort: 'newest' })?.rows ?? [];
    assert.ok(found.length > 10);
    const text = db.prepare('SELECT text FROM cases WHERE id = ?').pluck().get(found[0]?.id);
    assert.match(String(text), /物业/);
  });

  it('shows its cases and lets people go on with them', async () => {
    const dispatcher = somebody('dispatcher');
    const accepted = `SELECT id FROM cases WHERE status = 'accepted' LIMIT 1`;
    const given = visibleCase(db, dispatcher, Number(db.prepare(accepted).pluck().get()));
    assert.ok(given);
    const view = caseView(db, dispatcher, given, NOW);
    const page = casePageView({
      view,
      primary: null,
      more: [],
      form: null,
      lost: null,
      csrf: '',
      from: null,
    });
    assert.match(String(await html`${page}`), new RegExp(given.number));
    const agency = Number(db.prepare(`SELECT id FROM agencies WHERE kind = 'bureau' LIMIT 1`).pluck().get());
    perform(db, dispatcher, { act: 'dispatch', caseId: given.id, typed: { lead: String(agency) } }, NOW);
    assert.equal(visibleCase(db, dispatcher, given.id)?.status, 'dispatched');
  });
});
