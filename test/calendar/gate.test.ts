import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../src/db/connect.ts';
import { closeGate, isGateClosed, pastGate, throughGate } from '../../src/db/gate.ts';
import { first, q } from '../../src/db/query.ts';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { calendarDesk } from './desk.ts';

/** A desk beside another connection that writes for as long as the test wants. */
async function beside() {
  const desk = calendarDesk();
  const life = new Life(desk.world.db, desk.cast).dispatched();
  const writer = connect(desk.world.file);
  const visitor = visit(desk, desk.cast.supervisor);
  const open = await closeGate(desk.world.db);
  writer.exec('BEGIN IMMEDIATE');
  const end = () => {
    if (writer.inTransaction) writer.exec('COMMIT');
    open();
  };
  const close = () => {
    end();
    writer.close();
    desk.close();
  };
  return { desk, life, visitor, end, close };
}

test('while a worker writes, pages are served at once', async () => {
  const { life, visitor, close } = await beside();
  const began = performance.now();
  assert.equal((await visitor.get(`/cases/${life.caseId}`)).status, 200);
  assert.ok(performance.now() - began < 2000);
  close();
});

test('while a worker writes, a form waits without holding up anybody, and is then done', async () => {
  const { life, visitor, end, close } = await beside();
  let done = false;
  const note = visitor
    .post(`/cases/${life.caseId}/note`, { note: '已核对', key: newDraftKey() })
    .then((answer) => {
      done = true;
      return answer.status;
    });
  await sleep(150);
  assert.equal(done, false);
  assert.equal((await visitor.get(`/cases/${life.caseId}`)).status, 200);
  end();
  assert.equal(await note, 303);
  assert.equal(life.events().at(-1)?.act, 'note');
  close();
});

test('a page that notes who opened it waits for the writer, too', async () => {
  const { desk, end, close } = await beside();
  const audit = () =>
    pastGate(desk.world.db, () => {
      desk.world.db.prepare(`INSERT INTO settings VALUES ('seen', 'once')`).run();
      return 'shown';
    });
  const shown = audit();
  await sleep(50);
  end();
  assert.equal(await shown, 'shown');
  assert.equal(
    first(desk.world.db, q.selectFrom('settings').selectAll().where('key', '=', 'seen'))?.value,
    'once',
  );
  close();
});

test('that somebody is there is not noted while a worker writes, and they stay signed in', async () => {
  const { desk, visitor, close } = await beside();
  const seen = () => desk.world.db.prepare('SELECT max(last_seen_at) FROM sessions').pluck().get();
  const before = seen();
  desk.setTime('2026-11-23 09:10');
  assert.equal((await visitor.get('/account')).status, 200);
  assert.equal(seen(), before);
  close();
});

test('who waits too long is told that nothing was done and what to do', async () => {
  const { desk, close } = await beside();
  const waiting = throughGate(desk.world.db, () => assert.fail('must not be let in'), 20);
  await assert.rejects(waiting, (error: Error & { status?: number }) => {
    assert.equal(error.status, 503);
    assert.match(error.message, /已等待 1 分钟仍未完成，您的操作没有执行.*再提交一次/);
    return true;
  });
  close();
});

test('the gate closes only once everybody inside is through', async () => {
  const desk = calendarDesk();
  const { db } = desk.world;
  const inside = Promise.withResolvers<void>();
  const work = throughGate(db, () => inside.promise);
  let closed = false;
  const closing = closeGate(db).then((open) => {
    closed = true;
    return open;
  });
  await sleep(20);
  assert.deepEqual([closed, isGateClosed(db)], [false, true]);
  inside.resolve();
  (await closing)();
  await work;
  assert.equal(isGateClosed(db), false);
  assert.equal(db.pragma('busy_timeout', { simple: true }), 5000);
  desk.close();
});
