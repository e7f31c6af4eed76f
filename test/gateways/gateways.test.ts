import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import type { Channel, Settings } from '../../src/gateways/channels/channel.ts';
import { channelOf } from '../../src/gateways/channels/index.ts';
import {
  activeGateways,
  closeChannels,
  hasEmail,
  hasSms,
  saveGateway,
  settingsOf,
} from '../../src/gateways/gateways.ts';
import { allGateways, gatewayById } from '../../src/gateways/queries.ts';
import type { GatewayRow } from '../../src/gateways/rows.ts';
import { switchGateway } from '../../src/gateways/write.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { mailServer } from '../support/mail.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('gateways', () => {
  const PASSWORD = '授权码-鸳鸯蝴蝶-7Q2xPz';

  let test: TestWorld;
  let cast: Cast;
  const opened: TestWorld[] = [];
  beforeEach(() => {
    test = newWorld();
    opened.push(test);
    cast = newCast(test.world.db, test.world.now());
  });
  afterEach(closeChannels);
  after(() => {
    for (const each of opened) each.close();
  });

  const FORM = {
    channel: 'smtp',
    name: '单位邮箱',
    set_host: '127.0.0.1',
    set_port: '465',
    set_security: 'tls',
    set_from: 'hotline@example.gov.cn',
    set_user: 'hotline',
    set_pass: PASSWORD,
    per_minute: '60',
  };

  async function made(form: Record<string, string> = {}): Promise<GatewayRow> {
    const { name } = { ...FORM, ...form };
    const sent = await visit(test, cast.admin).post('/gateways/new', { ...FORM, ...form });
    assert.equal(sent.status, 303, await sent.text());
    const row = allGateways(test.world.db).find((each) => each.name === name);
    assert.ok(row);
    return row;
  }

  /** A gateway of a channel that calls back, whichever the first one is. */
  function withCallbacks(): GatewayRow {
    const { db } = test.world;
    const id = saveGateway(db, { actor: cast.admin, now: test.world.now() }, null, {
      channel: callingBack(),
      common: COMMON,
      settings: {},
    });
    return rowOf(id);
  }

  const COMMON = {
    ...{ name: '短信平台', audience: 'all' as const, prefixes: '', signature: '', per_minute: 60 },
    ...{ per_day: null, price: 45 },
  };

  function callingBack(): Channel {
    const http = channelOf('http');
    assert.ok(http);
    return http;
  }

  function rowOf(id: number): GatewayRow {
    const row = gatewayById(test.world.db, id);
    assert.ok(row);
    return row;
  }

  async function refusedWith(form: Record<string, string>): Promise<string> {
    const answer = await visit(test, cast.admin).post('/gateways/new', { ...FORM, ...form });
    assert.equal(answer.status, 422);
    return answer.text();
  }

  const auditLines = () =>
    test.world.db.prepare(`SELECT act, subject, detail FROM audit_log WHERE act LIKE 'gateway%'`).all() as {
      act: string;
      subject: string;
      detail: string;
    }[];

  describe('setting a gateway up', () => {
    it('the administrator chooses among all channels, each with what it takes', async () => {
      const text = await (await visit(test, cast.admin).get('/gateways/new')).text();
      assert.match(text, /电子邮件（SMTP）/);
      assert.match(text, /密码或授权码/);
      assert.match(text, /href="\/gateways\/new\?channel=smtp"/);
    });

    it('an SMS platform needs its sign of success: most answer HTTP 200 also where they refuse', async () => {
      const given = { ...FORM, channel: 'http', set_url: 'https://sms.example.com/', set_body: '{to}{text}' };
      const text = await refusedWith({ ...given, set_success: '' });
      assert.match(text, /请填写成功标志。/);
      assert.doesNotMatch(
        await refusedWith({ ...given, set_success: '/.*/', per_minute: '0' }),
        /请填写成功标志。/,
      );
    });

    it('a demonstration sends no SMS to the numbers it made up, except to this machine', async () => {
      test.world.db.exec(`INSERT INTO settings (key, value) VALUES ('demo', '[]')`);
      const set = { set_method: 'POST', set_format: 'form', set_charset: 'utf-8', set_success: 'ok' };
      const given = { channel: 'http', name: '短信平台', ...set, set_body: 'm={to}', set_sign_how: 'md5' };
      const text = await refusedWith({ ...given, set_url: 'https://sms.example.com/send' });
      assert.match(text, /示范数据，其中的手机号码是编造的/);
      const local = { ...FORM, ...given, set_url: 'http://127.0.0.1:8080/send' };
      assert.equal((await visit(test, cast.admin).post('/gateways/new', local)).status, 303);
      const [row] = allGateways(test.world.db);
      const away = { ...local, set_url: 'http://127.0.0.1.example.com/send' };
      assert.equal((await visit(test, cast.admin).post(`/gateways/${row?.id}`, away)).status, 422);
      assert.equal(
        (await visit(test, cast.admin).post('/gateways/new', FORM)).status,
        303,
        'e-mail may go out',
      );
    });

    it('a new one is in use at once and stands on the list', async () => {
      await made();
      const text = await (await visit(test, cast.admin).get('/gateways')).text();
      assert.match(text, /单位邮箱/);
      assert.match(text, /未测试/);
      assert.doesNotMatch(text, /正常/);
      assert.match(text, /尚未发送过/);
    });

    it('X-M1: the password is in the settings, and in no byte of the file', async () => {
      const gateway = await made();
      const { db, file } = test.world;
      assert.equal(settingsOf(db, gateway)?.pass, PASSWORD);
      db.pragma('wal_checkpoint(PASSIVE)');
      const bytes = [file, `${file}-wal`].filter(existsSync).map((path) => readFileSync(path));
      assert.equal(
        bytes.some((each) => each.includes('hotline@example.gov.cn')),
        true,
      );
      assert.equal(
        bytes.some((each) => each.includes(PASSWORD)),
        false,
      );
    });

    it('X-M1: sealed secrets open with their own gateway only', async () => {
      const first = await made();
      const second = await made({ name: '备用邮箱' });
      assert.equal(settingsOf(test.world.db, { ...first, id: second.id }), null);
    });

    it('the password is never shown again, and stays when nothing is typed', async () => {
      const gateway = await made();
      const admin = visit(test, cast.admin);
      const shown = await (await admin.get(`/gateways/${gateway.id}`)).text();
      assert.equal(shown.includes(PASSWORD), false);
      assert.match(shown, /已填写，留空则不改。/);
      await admin.post(`/gateways/${gateway.id}`, { ...FORM, set_pass: '', set_host: 'smtp.example.cn' });
      const settings = settingsOf(test.world.db, rowOf(gateway.id));
      assert.deepEqual([settings?.pass, settings?.host], [PASSWORD, 'smtp.example.cn']);
    });

    it('a new password takes the place of the old one, and can be taken away with the account', async () => {
      const { id } = await made();
      const admin = visit(test, cast.admin);
      await admin.post(`/gateways/${id}`, { ...FORM, set_pass: 'another' });
      assert.equal(settingsOf(test.world.db, rowOf(id))?.pass, 'another');
      await admin.post(`/gateways/${id}`, { ...FORM, set_user: '', set_pass: '', clear_pass: '1' });
      assert.equal(settingsOf(test.world.db, rowOf(id))?.pass, undefined);
      assert.equal(rowOf(id).secrets, null);
    });

    it('a refused form says what is wrong everywhere at once, and never gives the password back', async () => {
      const text = await refusedWith({ name: '', set_port: '0', per_minute: '0' });
      for (const words of ['请填写名称。', '端口应为 1 至 65535 的整数', '每分钟上限应为 1 至'])
        assert.ok(text.includes(words), words);
      assert.match(text, /value="127\.0\.0\.1"/);
      assert.equal(text.includes(PASSWORD), false);
    });

    it('a secret that was typed is asked for anew in a refused form, one that was not is not', async () => {
      const typed = await refusedWith({ name: '' });
      assert.match(typed, /密码类内容须重新填写，其他内容都还在/);
      assert.match(typed, /<div class="ui-error" id="f-set_pass-error">[\s\S]*?请重新填写密码或授权码/);
      assert.doesNotMatch(await refusedWith({ name: '', set_pass: '' }), /请?重新填写/);
    });

    it('the many fields of the HTTP interface stand under headings, the rare ones folded until filled', async () => {
      const admin = visit(test, cast.admin);
      const text = await (await admin.get('/gateways/new?channel=http')).text();
      for (const title of ['发送', '登录与签名', '怎样算成功', '发送范围、限额与费用'])
        assert.match(text, new RegExp(`<section class="gateway-group"><h3>${title}</h3>`), title);
      assert.match(text, /<details class="gateway-group"><summary><h3>送达回执<\/h3>/);
      assert.match(text, /mobile=\{to\}&amp;content=\{text\}&amp;id=\{uid\}/);
      const filled = await refusedWith({ channel: 'http', set_report_status: 'stat' });
      assert.match(filled, /<section class="gateway-group"><h3>送达回执<\/h3>/);
      assert.match(filled, /<details class="gateway-group"><summary><h3>上行短信/);
    });

    it('a field that has to be filled in is asked for', async () => {
      assert.match(await refusedWith({ set_host: '' }), /请填写服务器地址。/);
    });

    it('two gateways cannot have one name', async () => {
      await made();
      assert.match(await refusedWith({}), /已有名为“单位邮箱”的网关/);
    });

    for (const [what, field, right, wrong, words] of [
      ['a signature stands in brackets', 'signature', '【清源12345】', '清源12345', /短信签名应写在【】内/],
      ['a signature has two characters at least', 'signature', '【清源】', '【清】', /短信签名应写在【】内/],
      ['prefixes are figures', 'prefixes', '133，153 189', '13a', /号段只填号码开头的数字/],
      ['a price has three decimals at most', 'price', '0.045', '0.0455', /单价应为元，最多三位小数/],
    ] as const) {
      it(`${what}`, async () => {
        assert.match(await refusedWith({ [field]: wrong }), words);
        await made({ [field]: right });
      });
    }

    it('prefixes and prices are kept as they are reckoned with', async () => {
      const { prefixes, price, per_day } = await made({
        prefixes: '133，153 189,',
        price: '0.045',
        per_day: '500',
      });
      assert.deepEqual([prefixes, price, per_day], ['133,153,189', 45, 500]);
    });

    it('with the key lost for good a gateway works again once its secrets are typed anew', async () => {
      const gateway = await made();
      rmSync(`${test.world.file}-key`);
      test.world.db.exec(`DELETE FROM settings WHERE key = 'identity_key'`);
      test.restart();
      const admin = visit(test, cast.admin);
      const page = await (await admin.get(`/gateways/${gateway.id}`)).text();
      assert.match(page, /密码类内容全部重新填写后保存/);
      assert.equal(
        (await admin.post(`/gateways/${gateway.id}`, { ...FORM, set_pass: '新授权码' })).status,
        303,
      );
      assert.equal(settingsOf(test.world.db, rowOf(gateway.id))?.pass, '新授权码');
    });

    it('without the key nothing secret is stored and nothing that is there is lost', async () => {
      const gateway = await made();
      rmSync(`${test.world.file}-key`);
      test.restart();
      const admin = visit(test, cast.admin);
      assert.equal(settingsOf(test.world.db, rowOf(gateway.id)), null);
      assert.match(await (await admin.get('/gateways')).text(), /身份密钥不可用/);
      const change = await admin.post(`/gateways/${gateway.id}`, { ...FORM, set_host: 'elsewhere.cn' });
      assert.equal(change.status, 422);
      assert.match(await change.text(), /原有设置不受影响/);
      assert.equal((await admin.post('/gateways/new', { ...FORM, name: '另一个' })).status, 422);
      assert.deepEqual(
        allGateways(test.world.db).map(({ name }) => name),
        ['单位邮箱'],
      );
      assert.deepEqual(rowOf(gateway.id).secrets, gateway.secrets);
    });

    it('changing the settings lets it be tried at once', async () => {
      const { id } = await made();
      const down = `UPDATE gateways SET down_since = 1, down_until = 9e15, fault = '拒绝登录' WHERE id = ?`;
      test.world.db.prepare(down).run(id);
      await visit(test, cast.admin).post(`/gateways/${id}`, FORM);
      const { down_since, down_until, fault } = rowOf(id);
      assert.deepEqual([down_since, down_until, fault], [null, null, '']);
    });
  });

  describe('the list of gateways', () => {
    it('says since when and why one cannot be reached', async () => {
      const { id } = await made();
      test.world.db
        .prepare(`UPDATE gateways SET down_since = ?, fault = '邮件服务器拒绝登录' WHERE id = ?`)
        .run(test.world.now() - 600_000, id);
      const text = await (await visit(test, cast.admin).get('/gateways')).text();
      assert.match(text, /自 今天 08:50 起无法连接/);
      assert.match(text, /邮件服务器拒绝登录/);
    });

    it('counts what was sent today and what it cost, yesterday not', async () => {
      const { id } = withCallbacks();
      const { db, now } = test.world;
      const today = now();
      const midnight = today - 9 * 3_600_000;
      for (const [uid, sentAt, parts] of [
        ['a', today, 2],
        ['b', midnight, 1],
        ['c', midnight - 1, 5],
      ] as const)
        db.prepare(
          `INSERT INTO messages (uid, medium, rule, occasion, audience, recipient, recipient_name, text, parts, status,
           not_before, created_at, sent_at, gateway_id) VALUES (?, 'sms', ?, 'x', 'handler', 'user:1', '赵明', '', ?, 'sent', 0, 0, ?, ?)`,
        ).run(uid, uid, parts, sentAt, id);
      const text = await (await visit(test, cast.admin).get('/gateways')).text();
      assert.match(text, /2 条，计费 3 条/);
      assert.match(text, /0\.135 元/);
    });

    it('is the order in which they are tried, and can be changed', async () => {
      const [first, second] = [await made(), await made({ name: '备用邮箱' })];
      const names = () => activeGateways(test.world.db).map(({ name }) => name);
      assert.deepEqual(names(), ['单位邮箱', '备用邮箱']);
      const admin = visit(test, cast.admin);
      await admin.post(`/gateways/${second.id}/up`, {});
      assert.deepEqual(names(), ['备用邮箱', '单位邮箱']);
      await admin.post(`/gateways/${second.id}/up`, {});
      assert.deepEqual(names(), ['备用邮箱', '单位邮箱']);
      await admin.post(`/gateways/${second.id}/down`, {});
      assert.deepEqual(names(), ['单位邮箱', '备用邮箱']);
      assert.equal(rowOf(first.id).position < rowOf(second.id).position, true);
    });

    it('is for the administrator alone', async () => {
      for (const actor of [cast.supervisor, cast.dispatcher, cast.handler])
        assert.equal((await visit(test, actor).get('/gateways')).status, 403);
    });
  });

  describe('in and out of use', () => {
    it('one that is switched off is not used, and can be switched on again', async () => {
      const { id } = await made();
      const admin = visit(test, cast.admin);
      assert.equal(hasEmail(test.world.db), true);
      await admin.post(`/gateways/${id}/disable`, {});
      assert.equal(hasEmail(test.world.db), false);
      assert.match(await (await admin.get('/gateways')).text(), /已停用/);
      await admin.post(`/gateways/${id}/enable`, {});
      assert.equal(hasEmail(test.world.db), true);
    });

    it('e-mail is no SMS, and the list for phoning sends none', async () => {
      const { db, now } = test.world;
      await made();
      assert.equal(hasSms(db), false);
      const callList = channelOf('call_list');
      assert.ok(callList);
      const by = { actor: cast.admin, now: now() };
      saveGateway(db, by, null, { channel: callList, common: { ...COMMON, name: '电话通知' }, settings: {} });
      assert.equal(hasSms(db), false);
      const { id } = withCallbacks();
      assert.equal(hasSms(db), true);
      switchGateway(db, by, id, 0);
      assert.equal(hasSms(db), false);
    });

    it('what was never used can be deleted', async () => {
      const { id } = await made();
      assert.equal((await visit(test, cast.admin).post(`/gateways/${id}/remove`, {})).status, 303);
      assert.equal(gatewayById(test.world.db, id), undefined);
    });

    it('what was used stays in the records: it can only be switched off', async () => {
      const server = await mailServer();
      const { id } = await made({ ...PLAIN, set_port: String(server.port) });
      const admin = visit(test, cast.admin);
      await admin.post(`/gateways/${id}/test`, { to: 'shen@example.cn' });
      const refused = await admin.post(`/gateways/${id}/remove`, {});
      assert.equal(refused.status, 422);
      assert.match(await refused.text(), /已有发送记录，不能删除/);
      assert.doesNotMatch(await (await admin.get(`/gateways/${id}`)).text(), /\/remove"/);
    });
  });

  const PLAIN = { set_security: 'none', set_user: '', set_pass: '' };

  describe('the test button', () => {
    it('sends at once to the address typed, and shows and records that it went out', async () => {
      const server = await mailServer();
      const { id } = await made({ ...PLAIN, set_port: String(server.port) });
      const admin = visit(test, cast.admin);
      const answer = await admin.post(`/gateways/${id}/test`, { to: ' shen@example.cn ' });
      assert.equal(answer.status, 303);
      assert.match(decodeURIComponent(answer.headers.get('set-cookie') ?? ''), /网关已接收/);
      assert.deepEqual(
        server.letters.map(({ to }) => to),
        [['shen@example.cn']],
      );
      assert.match(server.letters[0]?.text ?? '', /收到即表示“单位邮箱”可以正常发送/);
      assert.equal(rowOf(id).last_ok_at, test.world.now());
      assert.deepEqual(recorded(), [{ rule: 'test', status: 'sent', result: 'taken' }]);
      assert.match(await (await admin.get(`/gateways/${id}`)).text(), /正常[\s\S]*网关已接收/);
    });

    it('a failure is told in plain words, recorded, and not tried again', async () => {
      const server = await mailServer();
      await server.close();
      const { id } = await made({ ...PLAIN, set_port: String(server.port) });
      const admin = visit(test, cast.admin);
      const answer = await admin.post(`/gateways/${id}/test`, { to: 'shen@example.cn' });
      assert.match(decodeURIComponent(answer.headers.get('set-cookie') ?? ''), /测试没有成功。.*拒绝连接/);
      assert.deepEqual(recorded(), [{ rule: 'test', status: 'cancelled', result: 'down' }]);
      assert.match(await (await admin.get(`/gateways/${id}`)).text(), /拒绝连接：请检查服务器地址和端口/);
      for (const path of ['/gateways', '/health/page']) {
        const text = await (await admin.get(path)).text();
        assert.match(text, /上次测试失败[\s\S]{1,60}拒绝连接/, path);
        assert.doesNotMatch(text.slice(text.indexOf('单位邮箱')), /data-tone="done">[^<]*正常/, path);
      }
    });

    it('a success shows that a gateway which was down is there again', async () => {
      const server = await mailServer();
      const { id } = await made({ ...PLAIN, set_port: String(server.port) });
      test.world.db.prepare('UPDATE gateways SET down_since = 1, down_until = 9e15 WHERE id = ?').run(id);
      await visit(test, cast.admin).post(`/gateways/${id}/test`, { to: 'shen@example.cn' });
      assert.deepEqual([rowOf(id).down_since, rowOf(id).down_until], [null, null]);
    });

    it('an address that is none is refused at its field', async () => {
      const { id } = await made();
      const answer = await visit(test, cast.admin).post(`/gateways/${id}/test`, { to: '沈立' });
      assert.equal(answer.status, 422);
      assert.match(await answer.text(), /请填写完整的邮箱地址/);
      assert.deepEqual(recorded(), []);
    });
  });

  const recorded = () =>
    test.world.db
      .prepare(
        `SELECT m.rule, m.status, t.result FROM messages m JOIN message_tries t ON t.message_id = m.id`,
      )
      .all()
      .map((row) => ({ ...(row as object) }));

  describe('addresses for callbacks', () => {
    const tokenOf = (row: GatewayRow) => (settingsOf(test.world.db, row) as Settings).token ?? '';

    it('are made with a secret part when the gateway is made, and stay when it is changed', async () => {
      const row = withCallbacks();
      assert.match(tokenOf(row), /^[\w-]{32}$/);
      const by = { actor: cast.admin, now: test.world.now() };
      saveGateway(test.world.db, by, row.id, { channel: callingBack(), common: COMMON, settings: {} });
      assert.equal(tokenOf(rowOf(row.id)), tokenOf(row));
    });

    it('stand on its page, whole once the address of this system is set', async () => {
      const row = withCallbacks();
      const admin = visit(test, cast.admin);
      const path = `/gateways/${row.id}/report/${tokenOf(row)}`;
      const before = await (await admin.get(`/gateways/${row.id}`)).text();
      assert.match(before, /尚未填写系统网址/);
      const { db, now } = test.world;
      const policy = policyAt(db, now());
      const sending = { ...policy.sending, address: 'https://12345.example.cn/' };
      setPolicy(db, { sending }, { userId: null, from: now(), now: now() });
      const after = await (await admin.get(`/gateways/${row.id}`)).text();
      assert.ok(after.includes(`https://12345.example.cn${path}`));
      assert.doesNotMatch(after, /尚未填写系统网址/);
    });

    it('can be renewed: the old one is worth nothing then', async () => {
      const row = withCallbacks();
      await visit(test, cast.admin).post(`/gateways/${row.id}/renew`, {});
      assert.match(tokenOf(rowOf(row.id)), /^[\w-]{32}$/);
      assert.notEqual(tokenOf(rowOf(row.id)), tokenOf(row));
    });

    it('there are none for a channel that does not call back', async () => {
      const { id } = await made();
      assert.equal((await visit(test, cast.admin).post(`/gateways/${id}/renew`, {})).status, 404);
      assert.equal(settingsOf(test.world.db, rowOf(id))?.token, undefined);
    });
  });

  describe('the audit log', () => {
    it('X-M1: has a line for each change, with what was changed and never what it is now', async () => {
      const { id } = await made();
      const admin = visit(test, cast.admin);
      await admin.post(`/gateways/${id}`, { ...FORM, set_pass: 'another', per_minute: '30' });
      await admin.post(`/gateways/${id}/disable`, {});
      await admin.post(`/gateways/${id}/remove`, {});
      const lines = auditLines();
      assert.deepEqual(
        lines.map(({ act }) => act),
        ['gateway_created', 'gateway_changed', 'gateway_changed', 'gateway_deleted'],
      );
      assert.deepEqual(JSON.parse(lines[1]?.detail ?? ''), { id, fields: ['每分钟上限', '密码或授权码'] });
      const words = JSON.stringify(lines);
      assert.equal(words.includes('another') || words.includes(PASSWORD), false);
    });

    it('a form saved without a change leaves no line', async () => {
      const { id } = await made();
      await visit(test, cast.admin).post(`/gateways/${id}`, { ...FORM, set_pass: '' });
      assert.deepEqual(
        auditLines().map(({ act }) => act),
        ['gateway_created'],
      );
    });
  });
});
