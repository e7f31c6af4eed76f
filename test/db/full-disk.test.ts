// In a process of its own: it fills a disk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Life } from '../cases/life.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/* SQLite's own page limit stands in for the disk: it fails in the same way, with SQLITE_FULL. */

let world: TestWorld;
let operator: Visitor;
let life: Life;

before(() => {
  world = newWorld();
  const cast = newCast(world.world.db, world.world.now());
  life = new Life(world.world.db, cast).take();
  operator = visit(world, cast.operator);
  world.setTime('2026-11-23 09:30');
  const { db } = world.world;
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  assert.throws(() => {
    for (;;) db.prepare(`INSERT INTO settings VALUES (hex(randomblob(8)), hex(zeroblob(2000)))`).run();
  }, /full/);
});

after(() => world.close());

test('a full disk stops no reading', async () => {
  assert.equal((await operator.get(`/cases/${life.caseId}`)).status, 200);
  assert.equal((await operator.get('/queues/mine')).status, 200);
});

test('what cannot be written is said, and the form comes back with what was typed', async () => {
  const words = '来电人补充：路口另有三盏灯不亮。'.repeat(300);
  const answer = await operator.post(`/cases/${life.caseId}/note`, {
    note: words.slice(0, 1900),
    key: 'full-disk-form-key-1',
    form: `case/${life.caseId}/note/`,
  });
  assert.equal(answer.status, 507);
  const page = await answer.text();
  assert.match(page, /磁盘空间不足/);
  assert.match(page, /<textarea[^>]*name="note"[^>]*>\s*来电人补充：路口另有三盏灯不亮。/);
});

test('after space is made the same form goes through', async () => {
  world.world.db.pragma('max_page_count = 1000000');
  const fields = {
    note: '来电人补充：路口另有三盏灯不亮。',
    key: 'full-disk-form-key-1',
    form: `case/${life.caseId}/note/`,
  };
  assert.equal((await operator.post(`/cases/${life.caseId}/note`, fields)).status, 303);
});
