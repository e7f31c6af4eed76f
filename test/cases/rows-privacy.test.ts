import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { storeFiles } from '../../src/attachments/store.ts';
import { perform } from '../../src/cases/perform.ts';
import { listQueue } from '../../src/cases/queue-queries.ts';
import { QUEUES } from '../../src/cases/queues.ts';
import { all, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { CHECKED, Life, SATISFIED } from './life.ts';

const TEXT = '西巷口窨井盖破损';
const NAME = '何文秀';
const PHONE = '13900001234';
const PLACE = '福源里西侧';
const NOTED = '来电人语气急切';
const SAID = '再次来电询问进度';
const FILE = '井盖近照';
const CITIZEN = {
  headline: '窨井盖问题',
  text: `${TEXT}，已有人摔倒。`,
  name: NAME,
  phone: PHONE,
  place: PLACE,
  address: '青石街九号',
};

type Desk = { test: TestWorld; cast: Cast; life: Life };

function open(): Desk {
  const test = newWorld();
  const cast = newCast(test.world.db, test.world.now());
  return { test, cast, life: new Life(test.world.db, cast) };
}

async function read({ test }: Desk, actor: Actor, path: string, status = 200): Promise<string> {
  const answer = await visit(test, actor).get(path);
  assert.equal(answer.status, status, path);
  return answer.text();
}

function mine({ test, life }: Desk, actor: Actor): number[] {
  const queue = QUEUES.find((each) => each.key === 'mine');
  assert.ok(queue);
  return listQueue(test.world.db, actor, queue, { sort: 'due' }, life.now).map((each) => each.id);
}

describe('G-A1: whoever takes the call keeps track of it', () => {
  let desk: Desk;
  before(() => {
    desk = open();
  });
  after(() => desk.test.close());

  it('the case stays in their 我的工单 through every state until it is closed', () => {
    const { cast, life } = desk;
    life.replied();
    assert.deepEqual(mine(desk, cast.operator), [life.caseId]);
    life.do(cast.dispatcher, 'pass', CHECKED);
    assert.deepEqual(mine(desk, cast.operator), [life.caseId]);
    life.do(cast.clerk, 'call_back', SATISFIED);
    assert.deepEqual(mine(desk, cast.operator), []);
  });

  it("it stands in nobody else's 我的工单", () => {
    const { cast, life } = desk;
    life.take();
    assert.deepEqual(mine(desk, cast.operator), [life.caseId]);
    assert.deepEqual(mine(desk, cast.otherOperator), []);
  });

  it('they may call back their own', () => {
    const { cast, life } = desk;
    life.toCallBack().do(cast.operator, 'call_back', SATISFIED);
    assert.equal(life.status, 'closed');
  });

  it('another operator may not call back what is not theirs', () => {
    const { cast, life } = desk;
    life.toCallBack();
    assert.throws(() => life.do(cast.otherOperator, 'call_back', SATISFIED), { status: 403 });
  });
});

describe('G-A1, C-M1: of another operator’s case', () => {
  let desk: Desk;
  before(async () => {
    desk = open();
    const { test, cast, life } = desk;
    life.dispatched(CITIZEN);
    const key = 'draft-key-of-the-note';
    await storeFiles(test.world.db, [new File(['\x89PNG\r\n\x1a\n'], `${FILE}.png`)], {
      draftKey: key,
      by: cast.operator.id,
      now: life.now,
    });
    const note = { act: 'note', caseId: life.caseId, typed: { note: NOTED }, formKey: key };
    perform(test.world.db, cast.operator, note, life.now);
    const call = { direction: 'in', number: PHONE, startedAt: life.local(), note: SAID };
    life.do(cast.operator, 'call', call);
  });
  after(() => desk.test.close());

  for (const [what, path] of [
    ['the page', ''],
    ['the preview', '/preview'],
  ] as const) {
    it(`${what} shows the headline and where it stands, and nothing of the citizen, the request or the notes`, async () => {
      const { cast, life } = desk;
      const text = await read(desk, cast.otherOperator, `/cases/${life.caseId}${path}`);
      for (const words of ['窨井盖问题', life.case().number, '办理中'])
        assert.ok(text.includes(words), words);
      for (const canary of [TEXT, NAME, '何**', PHONE, '139****1234', PLACE, '青石街', NOTED, SAID, FILE])
        assert.ok(!text.includes(canary), canary);
    });
  }

  it('the page offers nothing to do', async () => {
    const { cast, life } = desk;
    const text = await read(desk, cast.otherOperator, `/cases/${life.caseId}`);
    assert.ok(!/href="\/cases\/\d+\/[a-z_]+/.test(text));
  });

  for (const act of ['note', 'call', 'accept', 'correct', 'call_back']) {
    it(`the form of ${act} is refused, shown or sent`, async () => {
      const { test, cast, life } = desk;
      await read(desk, cast.otherOperator, `/cases/${life.caseId}/${act}`, 403);
      const events = life.events().length;
      const fields = { note: '我来写。', key: 'key-of-a-form-not-theirs' };
      const sent = await visit(test, cast.otherOperator).post(`/cases/${life.caseId}/${act}`, fields);
      assert.equal(sent.status, 403);
      assert.equal(life.events().length, events);
    });
  }

  it('the print and the whole number are not there', async () => {
    const { test, cast, life } = desk;
    await read(desk, cast.otherOperator, `/cases/${life.caseId}/print`, 404);
    const purpose = { purpose: '联系诉求人' };
    const sent = await visit(test, cast.otherOperator).post(`/cases/${life.caseId}/reveal`, purpose);
    assert.equal(sent.status, 404);
  });

  it('its file cannot be opened', async () => {
    const { test, cast } = desk;
    const [file] = all(test.world.db, q.selectFrom('attachments').select('id'));
    await read(desk, cast.otherOperator, `/attachments/${file?.id}/x`, 404);
    await read(desk, cast.operator, `/attachments/${file?.id}/x`);
  });

  it('the one who took it sees all of it', async () => {
    const { cast, life } = desk;
    const text = await read(desk, cast.operator, `/cases/${life.caseId}`);
    for (const words of [TEXT, '何**', PLACE, NOTED, SAID, FILE]) assert.ok(text.includes(words), words);
  });
});

describe('C-M1: numbers', () => {
  let desk: Desk;
  before(() => {
    desk = open();
    desk.life.dispatched(CITIZEN);
  });
  after(() => desk.test.close());

  const audited = () =>
    all(desk.test.world.db, q.selectFrom('audit_log').selectAll().where('act', '=', 'phone_revealed'));
  const reveal = (actor: Actor, purpose: string) =>
    visit(desk.test, actor).post(`/cases/${desk.life.caseId}/reveal`, { purpose });
  const whole = /139\s?0000\s?1234/;

  for (const [what, path] of [
    ['the page', (id: number) => `/cases/${id}`],
    ['the print', (id: number) => `/cases/${id}/print`],
  ] as const) {
    it(`${what} shows them masked, to the hotline and to the agency`, async () => {
      const { cast, life } = desk;
      for (const actor of [cast.operator, cast.dispatcher, cast.supervisor, cast.inspector, cast.handler]) {
        const text = await read(desk, actor, path(life.caseId));
        assert.ok(text.includes('139****1234'), actor.name);
        assert.ok(!whole.test(text), actor.name);
        assert.ok(!text.includes(NAME), actor.name);
        assert.ok(!text.includes('青石街'), actor.name);
      }
    });
  }

  for (const path of ['/queues/mine', '/search', `/search?q=${encodeURIComponent('窨井盖')}`]) {
    it(`${decodeURIComponent(path)} lists the case without its number or name`, async () => {
      const text = await read(desk, desk.cast.operator, path);
      assert.ok(text.includes('窨井盖问题'));
      assert.ok(!whole.test(text));
      assert.ok(!text.includes(NAME));
    });
  }

  it('earlier cases of a number that rings are listed without a name', async () => {
    const text = await read(desk, desk.cast.otherOperator, `/intake/caller?phone=${PHONE}`);
    assert.ok(text.includes('窨井盖问题'));
    for (const canary of [NAME, '青石街', PLACE]) assert.ok(!text.includes(canary), canary);
  });

  it('the preview shows none', async () => {
    const text = await read(desk, desk.cast.operator, `/cases/${desk.life.caseId}/preview`);
    assert.ok(!whole.test(text));
    assert.ok(!text.includes(NAME));
  });

  it('shown on request they stand on that one answer and are masked again on the next page', async () => {
    const { cast, life } = desk;
    const shown = await (await reveal(cast.operator, '联系诉求人')).text();
    assert.match(shown, whole);
    assert.ok(shown.includes(NAME));
    assert.ok(!whole.test(await read(desk, cast.operator, `/cases/${life.caseId}`)));
  });

  it('who looked, at which case and what for stands in the audit log, without the number', async () => {
    const { cast, life } = desk;
    const before = audited().length;
    await reveal(cast.handler, '核实诉求内容');
    const line = audited().at(-1);
    assert.equal(audited().length, before + 1);
    assert.deepEqual(
      [line?.user_id, line?.subject, line?.detail],
      [cast.handler.id, life.case().number, '{"purpose":"核实诉求内容"}'],
    );
  });

  for (const purpose of ['', '好奇']) {
    it(`without a purpose of the list (“${purpose}”) nothing is shown and nothing logged`, async () => {
      const before = audited().length;
      const answer = await reveal(desk.cast.operator, purpose);
      assert.equal(answer.status, 422);
      assert.ok(!whole.test(await answer.text()));
      assert.equal(audited().length, before);
    });
  }
});

describe('C-M1, Q-A7: numbers are refused to agencies', () => {
  let desk: Desk;
  before(() => {
    desk = open();
  });
  after(() => desk.test.close());

  async function refused(actor: Actor, status: number): Promise<void> {
    const path = `/cases/${desk.life.caseId}/reveal`;
    const answer = await visit(desk.test, actor).post(path, { purpose: '联系诉求人' });
    assert.equal(answer.status, status);
    assert.ok(!/0000\s?1234/.test(await answer.text()));
  }

  it('of confidential cases', async () => {
    const { cast, life } = desk;
    life.signed({ confidential: '1' });
    await refused(cast.handler, 403);
    await refused(cast.agencyLeader, 403);
  });

  it('to which the case was never given', async () => {
    desk.life.signed();
    await refused(desk.cast.strangerHandler, 404);
  });

  it('from which the case was taken back', async () => {
    const { cast, life } = desk;
    life.signed().do(cast.dispatcher, 'recall', { reason: '派错单位。' });
    await refused(cast.handler, 404);
    await read(desk, cast.handler, `/cases/${life.caseId}`, 404);
    await read(desk, cast.handler, `/cases/${life.caseId}/print`, 404);
  });

  it('whose return was granted', async () => {
    const { cast, life } = desk;
    const typed = { proposed: String(cast.agencies.traffic), reason: '不属本单位。', ground: '三定方案。' };
    life.signed().onLead(cast.handler, 'ask_return', typed).onLead(cast.dispatcher, 'grant_return');
    await refused(cast.handler, 404);
  });

  it('that were relieved of their opinion', async () => {
    const { cast, life } = desk;
    life.dispatched({}, [cast.agencies.housing]).onAssist(cast.dispatcher, 'waive', { reason: '不再需要。' });
    await refused(cast.assistHandler, 404);
  });
});

describe('H-A1: operators are known by number', () => {
  let desk: Desk;
  before(() => {
    desk = open();
  });
  after(() => desk.test.close());

  it('the timeline names them by number, agencies by agency', () => {
    const { life } = desk;
    life.signed();
    const who = (act: string) => life.events().find((event) => event.act === act)?.who;
    assert.deepEqual([who('receive'), who('sign')], ['8001 号 王晓', '城管局 赵明']);
  });

  it('the page says who took the call by number', async () => {
    const text = await read(desk, desk.cast.handler, `/cases/${desk.life.caseId}`);
    assert.ok(text.includes('8001 号'));
  });
});
