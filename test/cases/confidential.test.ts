import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { storeFiles } from '../../src/attachments/store.ts';
import { perform } from '../../src/cases/perform.ts';
import { all, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { CHECKED, DISSATISFIED, Life } from './life.ts';

const NAME = '鸳鸯蝴蝶';
const PHONE = '13987654321';
const ADDRESS = '金丝雀巷77号';
const FILE = '信访材料';
const CANARIES = [NAME, PHONE, '4321', '139 8765', ADDRESS, '金丝雀', FILE, encodeURIComponent(FILE)];
const SAID = `诉求人${NAME}，电话${PHONE}，住${ADDRESS}`;
const PNG = '\x89PNG\r\n\x1a\n';

/* Q-A7, C-M1: the citizen's name, number, address and file stand wherever the hotline may write; agencies find them nowhere. */
describe('a confidential case as an agency sees it', () => {
  let test: TestWorld;
  let cast: Cast;
  let life: Life;
  before(async () => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    life = new Life(test.world.db, cast);
    const { operator, dispatcher, handler, agencyLeader, clerk, supervisor } = cast;
    const citizen = { name: NAME, phone: PHONE, address: ADDRESS, confidential: '1' };
    // What gave the citizen away before they asked for confidentiality is corrected with it.
    life.take({ ...citizen, confidential: '', headline: `${NAME}反映路灯不亮`, text: `${SAID}：路灯坏了。` });
    life.do(operator, 'correct', CORRECTED);
    await noteWithFile(operator, `${FILE}.png`);
    life
      .do(operator, 'call', { direction: 'in', number: PHONE, startedAt: life.local(), note: SAID })
      .do(dispatcher, 'accept', { note: SAID })
      .do(dispatcher, 'dispatch', { lead: String(cast.agencies.urban), opinion: '请尽快修复。' })
      .onLead(handler, 'sign', { handler: String(handler.id) })
      .onLead(handler, 'submit', { ...life.reply(), toldHow: 'via_hotline' });
    await noteWithFile(handler, '修复现场.png');
    life
      .onLead(agencyLeader, 'approve')
      .do(dispatcher, 'pass', CHECKED)
      .do(clerk, 'call_back', { reached: 'no', note: SAID })
      .wait(120)
      .do(clerk, 'call_back', { ...DISSATISFIED, note: SAID })
      .do(supervisor, 'verify', { method: 'phone', finding: SAID, responsible: 'no' });
  });
  after(() => test.close());

  async function noteWithFile(by: Actor, name: string): Promise<void> {
    const { db } = test.world;
    const key = `draft-key-of-${name}-note`;
    await storeFiles(db, [new File([PNG], name)], { draftKey: key, by: by.id, now: life.now });
    const request = { act: 'note', caseId: life.caseId, typed: { note: `附${name}。` }, formKey: key };
    perform(db, by, request, life.now);
  }

  const textFor = async (actor: Actor, path: string) => {
    const answer = await visit(test, actor).get(path);
    assert.equal(answer.status, 200, path);
    return answer.text();
  };
  const files = () => all(test.world.db, q.selectFrom('attachments').selectAll().orderBy('id'));

  for (const [what, path] of [
    ['its page', ''],
    ['its preview', '/preview'],
    ['its print', '/print'],
    ['the form of a note', '/note'],
  ] as const) {
    it(`${what} tells nothing of who asked`, async () => {
      for (const actor of [cast.handler, cast.agencyLeader]) {
        const answer = await visit(test, actor).get(`/cases/${life.caseId}${path}`);
        const text = await answer.text();
        for (const canary of CANARIES) assert.ok(!text.includes(canary), `${canary} stands in ${what}`);
      }
    });
  }

  it('the request itself and what came of it are there', async () => {
    const text = await textFor(cast.handler, `/cases/${life.caseId}`);
    for (const words of [
      '清源路路灯坏了三天',
      '未接通',
      '不满意',
      '电话核实，不属承办单位责任',
      '更正登记内容',
    ])
      assert.ok(text.includes(words), words);
  });

  it('why a rejection was overruled is not told either, that it was is', async () => {
    const { operator, dispatcher, supervisor, handler } = cast;
    const other = new Life(test.world.db, cast, '2026-11-24 09:00').take({ name: NAME, confidential: '1' });
    other
      .do(operator, 'reject', { reason: 'beyond_powers', told: 'on_the_line', note: SAID })
      .do(supervisor, 'overrule', { reason: SAID })
      .do(dispatcher, 'dispatch', { lead: String(cast.agencies.urban) });
    const text = await textFor(handler, `/cases/${other.caseId}`);
    assert.match(text, /撤销不予受理，予以受理/);
    for (const canary of CANARIES) assert.ok(!text.includes(canary), canary);
  });

  it("the citizen's file cannot be opened, the agency's own can", async () => {
    const [citizens, agencys] = files();
    const open = (actor: Actor, id = 0) => visit(test, actor).get(`/attachments/${id}/x`);
    assert.equal((await open(cast.handler, citizens?.id)).status, 404);
    assert.equal((await open(cast.handler, agencys?.id)).status, 200);
    assert.equal((await open(cast.supervisor, citizens?.id)).status, 200);
  });

  it('the number cannot be revealed', async () => {
    const agency = visit(test, cast.handler);
    const answer = await agency.post(`/cases/${life.caseId}/reveal`, { purpose: '联系诉求人' });
    assert.equal(answer.status, 403);
    assert.ok(!(await answer.text()).includes('4321'));
  });

  it('the hotline reads all of it, the number masked', async () => {
    const text = await textFor(cast.supervisor, `/cases/${life.caseId}`);
    for (const words of [FILE, '鸳**', '139****4321', SAID]) assert.ok(text.includes(words), words);
  });
});

describe('a case that is not confidential, as an agency sees it', () => {
  let test: TestWorld;
  before(() => {
    test = newWorld();
  });
  after(() => test.close());

  it("hotline notes and calls are not in it, its own notes and the citizen's words on the call-back are", async () => {
    const cast = newCast(test.world.db, test.world.now());
    const life = new Life(test.world.db, cast)
      .toCallBack()
      .do(cast.operator, 'note', { note: '来电人情绪激动。' })
      .do(cast.operator, 'call', {
        direction: 'in',
        number: '139 0000 1234',
        startedAt: '2026-11-23T09:00',
        note: '再次来电催办。',
      })
      .do(cast.handler, 'note', { note: '灯具已到货。' })
      .do(cast.clerk, 'call_back', DISSATISFIED);
    const text = await (await visit(test, cast.handler).get(`/cases/${life.caseId}`)).text();
    assert.ok(!text.includes('情绪激动'));
    assert.ok(!text.includes('催办'));
    assert.ok(text.includes('灯具已到货'));
    assert.ok(text.includes('路灯夜里仍不亮'));
  });
});

const CORRECTED = {
  headline: '清源路路灯坏了三天',
  text: '清源路路灯坏了三天，夜里出行不便。',
  kind: 'complaint',
  confidential: '1',
};
