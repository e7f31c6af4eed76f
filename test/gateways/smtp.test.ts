import assert from 'node:assert/strict';
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { after, afterEach, describe, it } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import type { Outgoing, Settings } from '../../src/gateways/channels/channel.ts';
import { smtp } from '../../src/gateways/channels/smtp.ts';
import { at } from '../calendar/samples.ts';
import { mailServer } from '../support/mail.ts';

describe('gateways smtp', () => {
  const LETTER: Outgoing = {
    uid: '0f8fad5b-d9cb-469f-a165-70867728950e',
    to: 'zhao@chengguan.example.cn',
    recipientName: '赵明',
    subject: '工单 20261123-0001“路灯坏了三天”即将到期，请抓紧办理并答复诉求人',
    text: '城管局的工单将于今天 17:30 到期。\nhttp://hotline.example.cn/cases/1',
    html: '',
    template: { rule: 'reply_due', values: {} },
    thread: { number: '20261123-0001', first: false },
    now: at('2026-11-23 09:00'),
  };

  function settings(port: number, more: Settings = {}): Settings {
    const sender = { from: 'hotline@example.gov.cn', from_name: '永安县 12345 热线' };
    return { host: '127.0.0.1', port: String(port), security: 'none', ...sender, ...more };
  }

  function send(given: Settings, letter: Partial<Outgoing> = {}, patience = 5000) {
    return smtp.send(given, { ...LETTER, ...letter }, AbortSignal.timeout(patience));
  }

  afterEach(() => smtp.close?.());

  describe('letters', () => {
    it('arrive with Chinese subject, names and text as written', async () => {
      const server = await mailServer();
      const outcome = await send(settings(server.port));
      assert.equal(outcome.result, 'taken');
      const [letter] = server.letters;
      assert.equal(letter?.headers.get('subject'), LETTER.subject);
      assert.equal(
        letter?.headers.get('from'),
        '"永安县 12345 热线" <hotline@example.gov.cn>'.replaceAll('"', ''),
      );
      assert.equal(letter?.headers.get('to'), '赵明 <zhao@chengguan.example.cn>');
      assert.deepEqual(letter?.to, ['zhao@chengguan.example.cn']);
      assert.equal(letter?.text.trim(), LETTER.text);
      assert.equal(letter?.headers.get('date'), 'Mon, 23 Nov 2026 01:00:00 +0000');
    });

    it('have an HTML form with the link to press, made from the text where none is given', async () => {
      const server = await mailServer();
      await send(settings(server.port));
      await send(settings(server.port), { html: '<p>另外写的</p>' });
      const [made, given] = server.letters;
      assert.match(made?.html ?? '', /<a href="http:\/\/hotline\.example\.cn\/cases\/1">/);
      assert.match(made?.html ?? '', /城管局的工单将于今天 17:30 到期。/);
      assert.match(given?.html ?? '', /<p>另外写的<\/p>/);
    });

    it('X-F1: keep their id through every try', async () => {
      const server = await mailServer();
      await send(settings(server.port));
      await send(settings(server.port), { now: LETTER.now + 60_000 });
      const ids = server.letters.map(({ headers }) => headers.get('message-id'));
      assert.deepEqual(ids, Array(2).fill(`<${LETTER.uid}@example.gov.cn>`));
    });

    it('say that a machine wrote them and to which list they belong', async () => {
      const server = await mailServer();
      await send(settings(server.port));
      const headers = server.letters[0]?.headers;
      assert.equal(headers?.get('auto-submitted'), 'auto-generated');
      assert.match(headers?.get('list-id') ?? '', /<hotline\.example\.gov\.cn>$/);
    });

    it('of one case hang together, the first without an answer mark; others hang on nothing', async () => {
      const server = await mailServer();
      await send(settings(server.port), { thread: { number: '20261123-0001', first: true } });
      await send(settings(server.port));
      await send(settings(server.port), { thread: null });
      const [first, second, other] = server.letters.map(({ headers }) => headers);
      const root = '<case-20261123-0001@example.gov.cn>';
      assert.equal(first?.get('references'), root);
      assert.equal(first?.has('in-reply-to'), false);
      assert.equal(second?.get('references'), root);
      assert.equal(second?.get('in-reply-to'), root);
      assert.equal(other?.has('references'), false);
    });

    it('come back to the address for bounces where there is one', async () => {
      const server = await mailServer();
      await send(settings(server.port, { bounce: 'bounce@example.gov.cn' }));
      assert.equal(server.letters[0]?.from, 'bounce@example.gov.cn');
      assert.match(server.letters[0]?.headers.get('from') ?? '', /<hotline@example\.gov\.cn>$/);
    });

    it('many go over one connection', async () => {
      const server = await mailServer();
      for (let count = 0; count < 20; count += 1) await send(settings(server.port));
      assert.equal(server.letters.length, 20);
      assert.equal(server.connections(), 1);
    });

    it('go over a new connection once the old one was let go', async () => {
      const server = await mailServer();
      await send(settings(server.port));
      smtp.close?.();
      assert.equal((await send(settings(server.port))).result, 'taken');
      assert.equal(server.connections(), 2);
    });
  });

  describe('encryption and log-in', () => {
    const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _session, done) => {
      if (username === 'hotline' && password === '授权码 x8') done(null, { user: username });
      else done(Object.assign(new Error('Authentication failed'), { responseCode: 535 }));
    };

    it('TLS from the first byte, with the right password', async () => {
      const server = await mailServer({ secure: true, authOptional: false, onAuth });
      const login = { user: 'hotline', pass: '授权码 x8', trust: '1', security: 'tls' };
      assert.equal((await send(settings(server.port, login))).result, 'taken');
      assert.equal(server.letters[0]?.secure, true);
      assert.equal(server.letters[0]?.user, 'hotline');
    });

    it('STARTTLS encrypts before anything is said', async () => {
      const server = await mailServer();
      const outcome = await send(settings(server.port, { security: 'starttls', trust: '1' }));
      assert.equal(outcome.result, 'taken');
      assert.equal(server.letters[0]?.secure, true);
    });

    it('STARTTLS is required: a server without it gets nothing', async () => {
      const server = await mailServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
      const outcome = await send(settings(server.port, { security: 'starttls' }));
      assert.equal(outcome.result, 'down');
      assert.match(whyOf(outcome), /不能建立加密连接|暂不提供服务/);
      assert.equal(server.letters.length, 0);
    });

    it('a self-signed certificate is refused unless the administrator accepts it', async () => {
      const server = await mailServer({ secure: true });
      const outcome = await send(settings(server.port, { security: 'tls' }));
      assert.equal(outcome.result, 'down');
      assert.match(whyOf(outcome), /证书不受信任.*接受自签名证书/);
      assert.equal(server.letters.length, 0);
    });

    it('a wrong password: the gateway is down, and why is said in plain words', async () => {
      const server = await mailServer({ secure: true, authOptional: false, onAuth });
      const login = { user: 'hotline', pass: 'wrong', trust: '1', security: 'tls' };
      const outcome = await send(settings(server.port, login));
      assert.equal(outcome.result, 'down');
      assert.match(whyOf(outcome), /^邮件服务器拒绝登录：请检查账号和授权码/);
    });
  });

  describe('what fails', () => {
    const answering = (code: number) => Object.assign(new Error('not now'), { responseCode: code });

    it('nobody listens: down', async () => {
      const server = await mailServer();
      await server.close();
      const outcome = await send(settings(server.port));
      assert.equal(outcome.result, 'down');
      assert.match(whyOf(outcome), /拒绝连接/);
    });

    it('a server that does not exist: down', async () => {
      const outcome = await send(settings(25, { host: 'mail.invalid' }));
      assert.equal(outcome.result, 'down');
      assert.match(whyOf(outcome), /找不到邮件服务器 mail\.invalid/);
    });

    it('a server that is closing at the greeting: down', async () => {
      const server = await mailServer({ onConnect: (_session, done) => done(answering(421)) });
      const outcome = await send(settings(server.port));
      assert.equal(outcome.result, 'down');
      assert.equal(server.letters.length, 0);
    });

    it('the recipient is put off (450): later', async () => {
      const server = await mailServer({ onRcptTo: (_to, _session, done) => done(answering(450)) });
      assert.equal((await send(settings(server.port))).result, 'later');
    });

    it('the recipient is unknown (550): refused, and the next letter goes out', async () => {
      const server = await mailServer({
        onRcptTo: ({ address }, _session, done) => done(address.startsWith('zhao') ? answering(550) : null),
      });
      const outcome = await send(settings(server.port));
      assert.equal(outcome.result, 'refused');
      assert.match(whyOf(outcome), /拒收这个收件地址/);
      assert.equal((await send(settings(server.port), { to: 'qian@example.cn' })).result, 'taken');
    });

    it('the sender is not allowed (553): down, for no letter will go', async () => {
      const server = await mailServer({ onMailFrom: (_from, _session, done) => done(answering(553)) });
      const outcome = await send(settings(server.port));
      assert.equal(outcome.result, 'down');
      assert.match(whyOf(outcome), /不接受这个发件地址/);
    });

    for (const [code, result] of [
      [452, 'later'],
      [554, 'refused'],
    ] as const) {
      it(`the content is answered ${code}: ${result}`, async () => {
        const server = await mailServer({
          onData: (stream, _session, done) => {
            stream.resume();
            stream.on('end', () => done(answering(code)));
          },
        });
        assert.equal((await send(settings(server.port))).result, result);
      });
    }

    it('X-F1: no answer after the content: unsure', async () => {
      const server = await mailServer({ onData: (stream) => void stream.resume() });
      const outcome = await send(settings(server.port), {}, 300);
      assert.equal(outcome.result, 'unsure');
      assert.match(whyOf(outcome), /不能确定对方是否已收下/);
    });

    it('X-F1: the connection is lost after the content: unsure, and it is not sent again by itself', async () => {
      const server = await scripted((socket, line) => {
        if (line === '.') socket.destroy();
      });
      assert.equal((await send(settings(server.port))).result, 'unsure');
      assert.equal(server.lines.filter((line) => line === 'DATA').length, 1);
    });

    it('X-F1: the connection of an earlier letter is lost after the next one was handed over: unsure', async () => {
      let letters = 0;
      const server = await scripted((socket, line) => {
        if (line === '.') letters += 1;
        if (line === '.' && letters === 2) socket.destroy();
      });
      assert.equal((await send(settings(server.port))).result, 'taken');
      assert.equal((await send(settings(server.port))).result, 'unsure');
      assert.equal(letters, 2);
    });

    it('the server keeps silent from the start: down', async () => {
      const silent = await scripted(() => undefined, false);
      const outcome = await send(settings(silent.port), {}, 300);
      assert.equal(outcome.result, 'down');
      assert.match(whyOf(outcome), /超时/);
    });

    it('the server keeps silent about the recipient: later', async () => {
      const server = await mailServer({ onRcptTo: () => undefined });
      assert.equal((await send(settings(server.port), {}, 300)).result, 'later');
    });

    it('a connection that was lost while idle is made anew', async () => {
      const sockets: Socket[] = [];
      const server = await scripted((socket, line) => {
        if (line === '.') sockets.push(socket);
      });
      assert.equal((await send(settings(server.port))).result, 'taken');
      for (const socket of sockets) socket.destroy();
      assert.equal((await send(settings(server.port))).result, 'taken');
    });
  });

  describe('signatures', () => {
    it('DKIM: the letter is signed, and the signature verifies with the public key', async () => {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      });
      const server = await mailServer();
      const dkim = { dkim_domain: 'example.gov.cn', dkim_selector: 'hotline', dkim_key: privateKey };
      await send(settings(server.port, dkim));
      const raw = server.letters[0]?.raw ?? '';
      assert.match(raw, /d=example\.gov\.cn/);
      assert.match(raw, /s=hotline/);
      assert.equal(verifies(raw, publicKey), true);
      const otherWords = raw.replace(/^Message-ID: <0/m, 'Message-ID: <1');
      assert.notEqual(otherWords, raw);
      assert.equal(verifies(otherWords, publicKey), false);
    });
  });

  describe('settings', () => {
    const full = settings(465);
    const { privateKey: ed25519 } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    for (const [name, wrong, field] of [
      ['port 0', { port: '0' }, 'port'],
      ['port 65536', { port: '65536' }, 'port'],
      ['no port number', { port: '465a' }, 'port'],
      ['a sender without a domain', { from: 'hotline' }, 'from'],
      ['a bounce address without a domain', { bounce: 'bounce' }, 'bounce'],
      ['an address with a scheme', { host: 'smtp://example.cn' }, 'host'],
      ['an account without a password', { user: 'hotline' }, 'pass'],
      ['a password without an account', { pass: 'x' }, 'user'],
      ['half a DKIM', { dkim_domain: 'example.cn' }, 'dkim_key'],
      ['a key of another kind', { dkim_domain: 'a.cn', dkim_selector: 'b', dkim_key: ed25519 }, 'dkim_key'],
    ] as const) {
      it(`${name} is refused at its field`, () => {
        const problems = smtp.check?.({ ...full, ...wrong }) ?? {};
        assert.ok(problems[field], JSON.stringify(problems));
      });
    }

    it('ports 1 and 65535 and Chinese domains are taken', () => {
      for (const right of [{ port: '1' }, { port: '65535' }, { host: '邮件.中国' }])
        assert.deepEqual(smtp.check?.({ ...full, ...right }), {});
    });
  });

  function whyOf(outcome: Awaited<ReturnType<typeof smtp.send>>): string {
    return 'why' in outcome ? outcome.why : '';
  }

  /** A server that says yes to everything, unless the test takes the socket away; `greets` false: it says nothing. */
  async function scripted(onLine: (socket: Socket, line: string) => void, greets = true) {
    const lines: string[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      if (!greets) return;
      socket.write('220 here\r\n');
      let rest = '';
      let inContent = false;
      socket.on('data', (piece) => {
        const [last = '', ...whole] = `${rest}${piece.toString('latin1')}`.split('\r\n').reverse();
        rest = last;
        for (const line of whole.reverse()) {
          lines.push(line);
          onLine(socket, line);
          const answer = inContent
            ? line === '.'
              ? '250 taken'
              : null
            : line === 'DATA'
              ? '354 go on'
              : '250 yes';
          inContent = line === 'DATA' || (inContent && line !== '.');
          if (answer && !socket.destroyed) socket.write(`${answer}\r\n`);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const place = server.address();
    return { port: typeof place === 'object' && place ? place.port : 0, lines };
  }

  /** RFC 6376, relaxed/relaxed: the body's hash, and the signature over the named headers. */
  function verifies(raw: string, publicKey: string): boolean {
    const end = raw.indexOf('\r\n\r\n');
    const headers = raw.slice(0, end + 2).match(/[^\r\n][^\r]*\r\n(?:[ \t][^\r]*\r\n)*/g) ?? [];
    const isSignature = (header: string) => /^dkim-signature:/i.test(header);
    const signature = headers.find(isSignature) ?? '';
    const tag = (name: string) =>
      (new RegExp(`[;\\s]${name}=([^;]*)`).exec(signature)?.[1] ?? '').replace(/\s/g, '');
    const lines = raw.slice(end + 4).split('\r\n');
    const body = `${lines
      .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
      .join('\r\n')
      .replace(/(\r\n)+$/, '')}\r\n`;
    const bodyHash = createHash('sha256').update(body, 'latin1').digest('base64');
    if (bodyHash !== tag('bh')) return false;
    const named = tag('h').toLowerCase().split(':');
    const signed = named.flatMap((name) =>
      headers.filter((header) => header.toLowerCase().startsWith(`${name}:`)).slice(-1),
    );
    const own = relaxed(signature.replace(/([;\s]b=)[^;]*/, '$1')).replace(/\r\n$/, '');
    const verify = createVerify('RSA-SHA256').update(signed.map(relaxed).join('') + own, 'latin1');
    return verify.verify(publicKey, tag('b'), 'base64');
  }

  function relaxed(header: string): string {
    const colon = header.indexOf(':');
    const value = header
      .slice(colon + 1)
      .replace(/\s+/g, ' ')
      .trim();
    return `${header.slice(0, colon).toLowerCase().trim()}:${value}\r\n`;
  }
});
