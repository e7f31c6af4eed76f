import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, mock, test } from 'node:test';
import { encode, percent } from '../../src/gateways/channels/charset.ts';
import { takeReceived } from '../../src/incoming/received.ts';
import { BODY_LIMITS } from '../../src/web/body.ts';
import { inboundRows, messageRow, newGateway, sentMessage } from '../gateways/channels/brought.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('gateways callbacks', () => {
  /* What gateways bring: delivery reports and SMS from citizens, by the real routes. */

  const HTTP = {
    ...{
      url: 'http://127.0.0.1:9/send',
      body: 'm={to}',
      report_ref: 'id',
      report_uid: 'uid',
      report_status: 'stat',
    },
    ...{
      report_delivered: 'DELIVRD',
      inbound_from: 'from',
      inbound_text: 'text',
      inbound_id: 'mo',
      thanks: 'SUCCESS',
    },
  };

  let world: TestWorld;
  let cast: Cast;
  before(() => {
    world = newWorld();
    cast = newCast(world.world.db, world.world.now());
  });
  beforeEach(() => {
    for (const table of ['message_tries', 'messages', 'inbound_messages', 'unsubscribed', 'gateways']) {
      db().exec(`DELETE FROM ${table}`);
    }
  });
  afterEach(() => mock.restoreAll());
  after(() => world.close());

  const db = () => world.world.db;
  const gateway = (code = 'http', settings: Record<string, string> = HTTP) =>
    newGateway(db(), cast, world.world.now(), code, settings);
  const sent = (gatewayId: number, ref: string | null = 'm-1') =>
    sentMessage(db(), cast, world.world.now(), gatewayId, ref);
  const status = (id: number) => messageRow(db(), id).status;

  function post(
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    type = 'application/x-www-form-urlencoded',
  ) {
    return world.app.request(path, { method: 'POST', body, headers: { 'content-type': type } });
  }
  const addressOf = ({ id, settings }: ReturnType<typeof gateway>, kind: 'report' | 'inbound') =>
    `/gateways/${id}/${kind}/${settings.token}`;

  test('a report that a message arrived marks it delivered, and the gateway hears what it wants to hear', async () => {
    const given = gateway();
    const { id } = sent(given.id);
    const answer = await post(addressOf(given, 'report'), 'id=m-1&stat=DELIVRD');
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), 'SUCCESS');
    assert.equal(status(id), 'delivered');
  });

  test('the same by GET, by JSON, and by our own id', async () => {
    const given = gateway();
    const [one, two, three] = [sent(given.id, 'a'), sent(given.id, 'b'), sent(given.id, null)];
    const address = addressOf(given, 'report');
    await world.app.request(`${address}?id=a&stat=DELIVRD`);
    await post(address, '[{"id":"b","stat":"DELIVRD"}]', 'application/json; charset=utf-8');
    await post(address, `uid=${three.uid}&stat=DELIVRD`);
    assert.deepEqual(
      [one, two, three].map(({ id }) => status(id)),
      ['delivered', 'delivered', 'delivered'],
    );
  });

  test('a report that it did not arrive takes it off the sent ones, to go another way', async () => {
    const given = gateway();
    const { id } = sent(given.id);
    await post(addressOf(given, 'report'), 'id=m-1&stat=UNDELIV');
    assert.equal(status(id), 'queued');
    const results = db().prepare('SELECT result FROM message_tries WHERE message_id = ?').pluck().all(id);
    assert.deepEqual(results, ['undelivered']);
  });

  test('a report that comes twice counts once, and nothing is sent back to an earlier state', async () => {
    const given = gateway();
    const { id } = sent(given.id);
    for (const stat of ['DELIVRD', 'DELIVRD', 'UNDELIV']) {
      assert.equal((await post(addressOf(given, 'report'), `id=m-1&stat=${stat}`)).status, 200);
    }
    assert.equal(status(id), 'delivered');
  });

  test('a report of a message that is not there is thanked for: the gateway need not bring it again', async () => {
    assert.equal((await post(addressOf(gateway(), 'report'), 'id=none&stat=DELIVRD')).status, 200);
  });

  test('one gateway says nothing of the messages of another', async () => {
    const mine = gateway();
    const other = gateway('aliyun', { key_id: 'a', key_secret: 'b' });
    const { id } = sent(other.id);
    await post(addressOf(mine, 'report'), 'id=m-1&stat=DELIVRD');
    assert.equal(status(id), 'sent');
  });

  test('an SMS from a citizen is taken once, however often it is brought', async () => {
    const given = gateway();
    for (let time = 0; time < 3; time++) {
      const answer = await post(addressOf(given, 'inbound'), 'from=13900139000&text=TD&mo=7');
      assert.equal(await answer.text(), 'SUCCESS');
    }
    assert.deepEqual(inboundRows(db()), [
      { gateway_id: given.id, gateway_ref: '7', sender: '139****9000', text: 'TD', outcome: 'unsubscribed' },
    ]);
  });

  test('a form in GBK is read in GBK', async () => {
    const given = gateway('http', { ...HTTP, charset: 'gbk' });
    const text = `from=13900139000&mo=8&text=${percent('退订', 'gbk')}`;
    assert.equal((await post(addressOf(given, 'inbound'), encode(text, 'gbk'))).status, 200);
    assert.deepEqual(
      inboundRows(db()).map(({ outcome }) => outcome),
      ['unsubscribed'],
    );
  });

  test('the clouds hear the JSON that they ask for', async () => {
    const cloud = gateway('aliyun', { key_id: 'a', key_secret: 'b' });
    const { id } = sent(cloud.id, 'biz^0');
    const body = '[{"phone_number":"13800138000","success":true,"biz_id":"biz^0","err_code":"DELIVERED"}]';
    const answer = await post(addressOf(cloud, 'report'), body, 'application/json');
    assert.deepEqual(await answer.json(), { code: 0, msg: '接收成功' });
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(status(id), 'delivered');
  });

  test('Kannel hears nothing: it would send what it hears to the citizen', async () => {
    const given = gateway('kannel', { url: 'http://127.0.0.1:9/', username: 'a', password: 'b' });
    const answer = await world.app.request(
      `${addressOf(given, 'inbound')}?from=%2B8613900139000&text=TD&coding=0&id=k1`,
    );
    assert.deepEqual([answer.status, await answer.text()], [200, '']);
    assert.equal(inboundRows(db())[0]?.outcome, 'unsubscribed');
  });

  test('one report that cannot be written holds up no other, and the gateway brings them again', async () => {
    const given = gateway();
    const [one, two] = [sent(given.id, 'a'), sent(given.id, 'b')];
    const logged = mock.method(console, 'error', () => undefined);
    db().exec(
      `CREATE TRIGGER poison BEFORE UPDATE ON messages WHEN OLD.id = ${one.id} BEGIN SELECT raise(ABORT, 'x'); END`,
    );
    const body = '[{"id":"a","stat":"DELIVRD"},{"id":"b","stat":"DELIVRD"}]';
    const answer = await post(addressOf(given, 'report'), body, 'application/json');
    db().exec('DROP TRIGGER poison');
    assert.equal(answer.status, 500);
    assert.equal(status(two.id), 'delivered');
    const lines = logged.mock.calls.map(({ arguments: words }) => String(words));
    assert.equal(lines.length, 1);
    assert.ok(!lines.join().includes(given.settings.token ?? 'no token'), 'the token is written to no log');
  });

  test('many reports in one push are all written, the poisoned one apart, and others have their turn in between', async () => {
    const given = gateway();
    const messages = Array.from({ length: 65 }, (_each, index) => sent(given.id, `r${index}`));
    const poisoned = messages[30]?.id ?? 0;
    db().exec(
      `CREATE TRIGGER poison BEFORE UPDATE ON messages WHEN OLD.id = ${poisoned} BEGIN SELECT raise(ABORT, 'x'); END`,
    );
    const reports = messages.map((_each, index) => ({ ref: `r${index}`, delivered: true, why: '' }));
    let over = false;
    let turns = 0;
    const turn = () => {
      if (over) return;
      turns += 1;
      setImmediate(turn);
    };
    setImmediate(turn);
    const taken = takeReceived(db(), given.id, { reports, inbound: [] }, world.world.now()).finally(() => {
      over = true;
    });
    await assert.rejects(taken, /x/);
    db().exec('DROP TRIGGER poison');
    assert.equal(messages.filter(({ id }) => status(id) === 'delivered').length, 64);
    assert.equal(status(poisoned), 'sent');
    assert.ok(turns >= 3, 'after 20, 40 and 60');
  });

  test('a wrong token, a gateway that is not there and a token of another gateway are all not found', async () => {
    const given = gateway();
    const other = gateway('aliyun', { key_id: 'a', key_secret: 'b' });
    const { id } = sent(given.id);
    const token = given.settings.token ?? '';
    for (const path of [
      `/gateways/${given.id}/report/${token.slice(0, -1)}x`,
      `/gateways/${given.id}/report/x`,
      `/gateways/${given.id}/report/${other.settings.token}`,
      `/gateways/999/report/${token}`,
      `/gateways/x/report/${token}`,
    ]) {
      const answer = await post(path, 'id=m-1&stat=DELIVRD');
      assert.equal(answer.status, 404, path);
      assert.doesNotMatch(await answer.text(), new RegExp(token));
    }
    assert.equal(status(id), 'sent');
  });

  test('a gateway that has no token lets nobody in', async () => {
    const given = gateway('gammu', { outbox: '/nowhere' });
    for (const token of ['', 'undefined', 'x']) {
      assert.equal((await post(`/gateways/${given.id}/report/${token}`, 'id=1')).status, 404);
    }
  });

  test('what does not fit the set-up is refused in words, and nothing happens', async () => {
    const given = gateway();
    for (const [body, type] of [
      ['other=1', 'application/x-www-form-urlencoded'],
      ['{', 'application/json'],
      ['', 'text/plain'],
    ] as const) {
      const answer = await post(addressOf(given, 'report'), body, type);
      assert.equal(answer.status, 422);
      assert.match(await answer.text(), /网关设置不符/);
    }
  });

  test('JSON nested deeper than anybody means it is refused in words', async () => {
    const given = gateway();
    const logged = mock.method(console, 'error', () => undefined);
    for (const depth of [2000, 50_000]) {
      const body = `{"from":"13900139000","text":"5","x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const path = addressOf(given, 'inbound');
      assert.ok([200, 422].includes((await post(path, body, 'application/json')).status), String(depth));
      assert.ok([200, 422].includes((await post(path, `x=${body}`)).status), String(depth));
    }
    assert.equal(logged.mock.callCount(), 0);
  });

  test('a body of 1 MB is read, one byte more is not', async () => {
    const given = gateway();
    const { id } = sent(given.id);
    const fields = 'id=m-1&stat=DELIVRD&x=';
    const long = (bytes: number) => fields + 'x'.repeat(bytes - fields.length);
    assert.equal((await post(addressOf(given, 'report'), long(BODY_LIMITS.form.bytes + 1))).status, 413);
    assert.equal(status(id), 'sent');
    assert.equal((await post(addressOf(given, 'report'), long(BODY_LIMITS.form.bytes))).status, 200);
    assert.equal(status(id), 'delivered');
  });

  test('while the key file cannot be read, the gateway is told to come again', async () => {
    const given = gateway();
    rmSync(`${world.world.file}-key`);
    world.restart();
    assert.equal((await post(addressOf(given, 'report'), 'id=m-1&stat=DELIVRD')).status, 503);
  });
});
