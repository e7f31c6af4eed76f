import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { all, q, run } from '../../src/db/query.ts';
import type { Channel, Outgoing } from '../../src/gateways/channels/channel.ts';
import { takeInbound } from '../../src/incoming/inbound.ts';
import { deliver } from '../../src/outbox/deliver.ts';
import { TOOLS } from '../../src/outbox/tools.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { knownAccess } from '../../src/portal/access.ts';
import { ratingsOf } from '../../src/portal/rating-queries.ts';
import { at } from '../calendar/samples.ts';
import { CHECKED, Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { MONDAY, newWorld, type TestWorld } from '../support/world.ts';

const PHONE = '13900001234';
const SITE = 'https://hotline.example.cn';

/** From the act that the citizen is told of, through outbox and gateway, to what they answer. */
describe('what a citizen gets by SMS, and answers', () => {
  let test: TestWorld;
  let cast: Cast;
  let gateway = 0;
  const arrived: Outgoing[] = [];
  const channel: Channel = {
    ...{ code: 'http', name: '短信网关', medium: 'sms', about: '', fields: [] },
    send: async (_settings, message) => {
      arrived.push(message);
      return { result: 'taken', ref: message.uid };
    },
  };

  before(() => {
    test = newWorld();
    const { db, now } = test.world;
    cast = newCast(db, now());
    const sending = { ...policyAt(db, now()).sending, address: SITE };
    setPolicy(db, { sending }, { userId: null, from: at(MONDAY), now: at(MONDAY) });
    const columns = { channel: 'http', medium: 'sms', name: '短信网关', created_at: 0 } as const;
    gateway = run(db, q.insertInto('gateways').values(columns)).id;
  });
  after(() => test.close());

  /** One round of delivery a minute after the last act. */
  async function delivered(life: Life): Promise<Outgoing[]> {
    arrived.length = 0;
    const now = life.now + 60_000;
    await deliver({ db: life.db, now: () => now }, { ...TOOLS, channelOf: () => channel });
    return arrived.filter(({ to }) => to === PHONE);
  }
  const lived = () => new Life(test.world.db, cast);
  const only = (messages: readonly Outgoing[]) => {
    assert.equal(messages.length, 1, messages.map(({ text }) => text).join('\n'));
    return messages[0]?.text ?? '';
  };

  for (const confidential of ['', '1']) {
    const whose = confidential ? 'of a confidential case ' : '';

    it(`on acceptance ${whose}number and code arrive, and no word of what was asked`, async () => {
      const life = lived().take({ confidential }).do(cast.dispatcher, 'accept');
      const text = only(await delivered(life));
      const { number } = life.case();
      assert.match(text, new RegExp(`工单号${number}，查询码${knownAccess(life.db, life.caseId)?.code}`));
      assert.doesNotMatch(text, /路灯|何先生|清源路/);
      const rows = all(life.db, q.selectFrom('messages').selectAll().where('case_id', '=', life.caseId));
      assert.doesNotMatch(JSON.stringify(rows), /1390000|何先生/);
    });
  }

  it('Q-E1: on conclusion a link arrives; it opens the page, and the rating stands at the case', async () => {
    const life = lived().toCallBack();
    const text = (await delivered(life)).find((each) => each.text.includes('请评价'))?.text ?? '';
    const path = new RegExp(`${SITE}(/r/[a-z2-9]+)`).exec(text)?.[1] ?? '';
    const citizen = visit(test, null);
    assert.match(await (await citizen.get(path)).text(), /清源路路灯已于当日修复/);
    assert.equal((await citizen.post(path, { satisfaction: 'dissatisfied' })).status, 303);
    assert.equal(ratingsOf(life.db, life.caseId)[0]?.satisfaction, 'dissatisfied');
  });

  it('Q-E1: a digit sent back rates the case', async () => {
    const life = lived().toCallBack();
    await delivered(life);
    takeInbound(life.db, gateway, { id: 'a', from: `86${PHONE}`, text: '4', at: null }, life.now + 120_000);
    assert.equal(ratingsOf(life.db, life.caseId)[0]?.satisfaction, 'satisfied');
  });

  it('Q-A7: a confidential citizen is found by the number that wrote, and rates the same way', async () => {
    const life = lived().signed({ confidential: '1' });
    life
      .onLead(cast.handler, 'submit', { ...life.reply(), toldHow: 'via_hotline' })
      .onLead(cast.agencyLeader, 'approve')
      .do(cast.dispatcher, 'pass', CHECKED);
    assert.ok((await delivered(life)).some(({ text }) => text.includes('请评价')));
    takeInbound(life.db, gateway, { id: 'b', from: PHONE, text: '满意', at: null }, life.now + 120_000);
    assert.equal(ratingsOf(life.db, life.caseId)[0]?.satisfaction, 'satisfied');
  });

  it('after TD nothing more arrives, and after KT it does again', async () => {
    const life = lived().take();
    takeInbound(life.db, gateway, { id: 'c', from: PHONE, text: 'TD', at: null }, life.now);
    life.do(cast.dispatcher, 'accept');
    assert.deepEqual(await delivered(life), []);
    takeInbound(life.db, gateway, { id: 'd', from: PHONE, text: 'KT', at: null }, life.now);
    const next = lived().take();
    next.now = life.now;
    assert.match(only(await delivered(next.do(cast.dispatcher, 'accept'))), /查询码/);
  });
});
