import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const KB = 1024;
const MB = 1024 * KB;

describe('what is sent', () => {
  let test: TestWorld;
  let cast: Cast;
  let operator: Visitor;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    operator = visit(test, cast.operator);
  });
  after(() => test.close());

  const stranger = (body: BodyInit, type = 'application/x-www-form-urlencoded') => {
    const sent = { method: 'POST', body, headers: { 'content-type': type }, duplex: 'half' };
    return test.app.request('/login', sent);
  };

  it('a stranger’s form is a small one, whether or not it says how long it is', async () => {
    const login = `login=operator&password=${'x'.repeat(64 * KB)}`;
    assert.equal((await stranger(login)).status, 413);
    assert.equal((await stranger(new Blob([login]).stream())).status, 413);
    assert.equal((await stranger(login.slice(0, 60 * KB))).status, 422);
  });

  it('a body without end is read no further than the limit', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 16 * KB;
        controller.enqueue(new Uint8Array(16 * KB));
        if (sent > 10 * MB) controller.close();
      },
    });
    const answer = await stranger(endless);
    assert.equal(answer.status, 413);
    assert.match(await answer.text(), /填写的内容太长，没有提交/);
    assert.ok(sent < 256 * KB, `${sent} bytes were read`);
  });

  it('an ordinary form takes texts, not a film', async () => {
    const answer = await operator.post('/logout', { note: 'x'.repeat(MB) });
    assert.equal(answer.status, 413);
    assert.match(await answer.text(), /长材料请作为附件上传/);
  });

  it('a form with attachments takes files of 20 MB, also to look for the fields it needs next', async () => {
    const form = () => {
      const made = new FormData();
      made.append('files', new File([new Uint8Array(3 * MB)], '现场.jpg'));
      return made;
    };
    const key = 'draft-key-with-a-film';
    const takers = [
      '/intake',
      '/intake/outcome',
      '/intake/similar',
      `/drafts/${key}/files?form=intake`,
      `/drafts/${key}/files/1/remove?form=intake`,
      '/cases/1/note',
    ];
    for (const path of takers) assert.notEqual((await operator.post(path, form())).status, 413, path);
    const supervisor = visit(test, cast.supervisor);
    assert.notEqual((await supervisor.post('/import', form())).status, 413);
    const admin = visit(test, cast.admin);
    for (const path of ['/agencies/import', '/categories/import', '/areas/import'])
      assert.notEqual((await admin.post(path, form())).status, 413, path);
  });

  it('what is no form is refused with words', async () => {
    const bodies = [
      ['{"login":"operator"}', 'application/json'],
      ['operator', 'text/plain'],
      ['operator', ''],
      ['operator', 'multipart/form-data'],
      ['operator', 'multipart/form-data; boundary=x'],
      ['', 'multipart/form-data; boundary=x'],
    ] as const;
    for (const [body, type] of bodies) {
      const answer = await stranger(body, type);
      assert.equal(answer.status, 422, type);
      assert.match(await answer.text(), /提交的内容不是本系统的表单/, type);
    }
  });
});

describe('a real server', () => {
  let test: TestWorld;
  let server: ServerType;
  before(async () => {
    test = newWorld();
    server = createAdaptorServer({ fetch: test.app.fetch });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    server.close();
    test.close();
  });

  it('answers an upload in pieces that is too large before it has all come', {
    timeout: 10_000,
  }, async () => {
    const { port } = server.address() as AddressInfo;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const upload = request({ port, host: '127.0.0.1', path: '/login', method: 'POST', headers });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      upload.on('response', (answer) => resolve(answer.statusCode));
      upload.on('error', reject);
    });
    upload.write(`login=${'x'.repeat(100 * KB)}`);
    assert.equal(await answered, 413);
    upload.destroy();
  });
});
