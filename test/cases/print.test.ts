import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { storeFiles } from '../../src/attachments/store.ts';
import { perform } from '../../src/cases/perform.ts';
import { Conflict } from '../../src/web/errors.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { CHECKED, Life, SATISFIED } from './life.ts';

describe('Q-D10: the papers of a case', () => {
  let test: TestWorld;
  let cast: Cast;
  let life: Life;
  const worlds: TestWorld[] = [];
  beforeEach(() => {
    test = newWorld();
    worlds.push(test);
    cast = newCast(test.world.db, test.world.now());
    life = new Life(test.world.db, cast);
  });
  after(() => {
    for (const world of worlds) world.close();
  });

  /** Answered twice, with a photo, called back and closed. */
  async function livedThrough(): Promise<void> {
    const { db } = test.world;
    life
      .contacted()
      .onLead(cast.handler, 'submit', { ...life.reply(), handling: '第一次办理：已派员查看。' })
      .onLead(cast.agencyLeader, 'disapprove', { reason: '请附现场照片。' });
    const key = 'draft-key-of-the-reply';
    await storeFiles(db, [new File(['\x89PNG\r\n\x1a\n'], '修复现场.png')], {
      draftKey: key,
      by: cast.handler.id,
      now: life.now,
    });
    const typed = { ...life.reply(), handling: '第二次办理：已更换灯具。' };
    const request = { act: 'submit', caseId: life.caseId, assignmentId: life.lead().id, typed, formKey: key };
    perform(db, cast.handler, request, life.now);
    life
      .onLead(cast.agencyLeader, 'approve')
      .do(cast.dispatcher, 'pass', CHECKED)
      .do(cast.clerk, 'call_back', SATISFIED);
  }

  const print = async (actor = cast.supervisor) =>
    (await visit(test, actor).get(`/cases/${life.caseId}/print`)).text();

  it('the work order has first contacts, every reply, call-backs, calls and the list of files', async () => {
    await livedThrough();
    const text = await print();
    for (const words of [
      '联系诉求人：2026-11-23 09:03　电话，已说明处理安排。',
      '第一次办理：已派员查看。',
      '第二次办理：已更换灯具。',
      '清源路路灯已于当日修复。',
      '2026-11-23 09:00　来电 139****1234，8001 号 王晓',
      '已接通，承办单位联系过',
      '修复现场.png（1 KB，2026-11-23 ',
      '请附现场照片。',
      '附 1 个文件',
    ]) {
      assert.ok(text.includes(words), `${words} is missing`);
    }
    assert.ok(text.indexOf('第一次办理') < text.indexOf('第二次办理'), 'the earlier reply stands first');
  });

  it('no time on paper is told from the day it was printed', async () => {
    await livedThrough();
    const text = await print();
    assert.ok(!/今天|昨天|明天|剩 \d|超期 \d/.test(text));
    life.signed();
    assert.ok(!/今天|昨天|明天|剩 \d|超期 \d/.test(await print()));
  });

  it("the agency's own print has the files and no calls", async () => {
    await livedThrough();
    const text = await print(cast.handler);
    assert.ok(text.includes('修复现场.png'));
    assert.ok(!text.includes('8001 号 王晓，'));
  });

  it('an archived case is read-only: no act is offered, and none is taken', async () => {
    await livedThrough();
    life.do(cast.supervisor, 'archive');
    const people = [cast.operator, cast.dispatcher, cast.clerk, cast.supervisor, cast.handler];
    for (const actor of people) {
      const text = await (await visit(test, actor).get(`/cases/${life.caseId}`)).text();
      assert.ok(!/href="\/cases\/\d+\/(?!print|files)[a-z_]+/.test(text), `${actor.name} is offered an act`);
      for (const [act, typed] of [
        ['note', { note: '补充。' }],
        ['call', { direction: 'in', number: '110', startedAt: life.local(), note: '补充。' }],
      ] as const) {
        assert.throws(
          () => life.do(actor, act, typed),
          (error) => error instanceof Error,
        );
      }
    }
    assert.throws(() => life.do(cast.supervisor, 'note', { note: '补充。' }), Conflict);
    assert.equal(life.status, 'archived');
  });
});
