import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { filesOfDraft } from '../../src/attachments/queries.ts';
import { all, q } from '../../src/db/query.ts';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import { startSession } from '../../src/people/sessions.ts';
import { spoolFolder } from '../../src/web/spool.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { until } from '../support/until.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const MB = 1024 * 1024;

describe('an upload', () => {
  let test: TestWorld;
  let cast: Cast;
  let desk: Visitor;
  let server: ServerType;
  before(async () => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    desk = visit(test, cast.operator);
    server = createAdaptorServer({ fetch: test.app.fetch });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    server.close();
    test.close();
  });

  const folder = () => spoolFolder(test.world.file);
  const waiting = () => (existsSync(folder()) ? readdirSync(folder()) : []);
  const rows = () => all(test.world.db, q.selectFrom('attachments').select('id')).length;
  const place = (key: string) => `/drafts/${key}/files?form=intake&back=%2F`;
  const formWith = (files: readonly File[], fields: Record<string, string> = {}) => {
    const form = new FormData();
    for (const file of files) form.append('files', file);
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return form;
  };

  it('of a stranger is not even read', async () => {
    const answer = await visit(test, null).post(
      place(newDraftKey()),
      formWith([new File(['x'], '照片.txt')]),
    );
    assert.equal(answer.status, 303);
    assert.ok(!existsSync(folder()));
  });

  it('with a form that only asks what else is needed is not kept', async () => {
    const film = new File([new Uint8Array(MB)], '录像.mp4');
    const answer = await desk.post('/intake/similar', formWith([film], { text: '路灯不亮' }));
    assert.equal(answer.status, 200);
    assert.ok(!existsSync(folder()));
  });

  it('is stored byte for byte, and only there', async () => {
    const key = newDraftKey();
    const bytes = Buffer.alloc(3 * MB + 77, '照片的内容');
    const answer = await desk.post(place(key), formWith([new File([bytes], '照片.txt')], { text: '路灯' }));
    assert.equal(answer.status, 303);
    const [file] = filesOfDraft(test.world.db, key);
    const stored = await desk.get(`/attachments/${file?.id}/x`);
    assert.ok(Buffer.from(await stored.arrayBuffer()).equals(bytes));
    assert.deepEqual(waiting(), []);
  });

  it('by a forged form leaves nothing', async () => {
    const before = rows();
    const film = new File([new Uint8Array(MB)], '录像.mp4');
    const answer = await desk.post(place(newDraftKey()), formWith([film], { csrf: 'guessed' }));
    assert.equal(answer.status, 403);
    assert.deepEqual([waiting(), rows()], [[], before]);
  });

  it('of a file above 20 MB is refused by name, the words typed with it are kept', async () => {
    const key = newDraftKey();
    const film = new File([new Uint8Array(20 * MB + 1)], '录像.mp4');
    const form = formWith([film], { text: '正在填写', key, form: 'intake', outcome: 'accept' });
    const answer = await desk.post('/intake', form);
    const page = await answer.text();
    assert.equal(answer.status, 422);
    assert.match(page, /文件“录像\.mp4”约 21 MB，超过每个 20 MB 的上限/);
    assert.match(page, /正在填写/);
    assert.deepEqual([waiting(), filesOfDraft(test.world.db, key)], [[], []]);
  });

  it('of more than twenty files is refused whole', async () => {
    const key = newDraftKey();
    const files = Array.from({ length: 21 }, (_, n) => new File([`${n}`], `${n}.txt`));
    const headers = { 'hx-request': 'true' };
    const answer = await desk.post(place(key), formWith(files), headers);
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /每次最多附 20 个文件/);
    assert.deepEqual([waiting(), filesOfDraft(test.world.db, key)], [[], []]);
  });

  it('of more than a hundred megabytes is refused before it has come', async () => {
    const announced = { 'content-length': String(101 * MB + 1) };
    const answer = await desk.post(place(newDraftKey()), formWith([new File(['x'], '录像.mp4')]), announced);
    assert.equal(answer.status, 413);
    assert.match(await answer.text(), /每次不超过 5 个/);
    assert.deepEqual(waiting(), []);
  });

  it('that is broken off leaves nothing behind', { timeout: 20_000 }, async () => {
    const before = rows();
    const token = startSession(test.world.db, cast.operator.id, {
      ...{ ip: '127.0.0.1', agent: 'test', now: test.world.now() },
    });
    const { port } = server.address() as AddressInfo;
    const type = 'multipart/form-data; boundary=x';
    const headers = { cookie: `session=${token}`, 'content-type': type, 'content-length': 10 * MB };
    const path = place(newDraftKey());
    const sending = request({ port, host: '127.0.0.1', path, method: 'POST', headers });
    sending.on('error', () => undefined);
    sending.write('--x\r\ncontent-disposition: form-data; name="files"; filename="a.mp4"\r\n\r\n');
    sending.write(Buffer.alloc(2 * MB));
    await until(() => waiting().length === 1, 'the file never came');
    sending.destroy();
    await until(() => waiting().length === 0, 'the file still waits');
    assert.equal(rows(), before);
  });

  it('by two people at once goes to each their own', async () => {
    const other = visit(test, cast.otherOperator);
    const keys = [newDraftKey(), newDraftKey()] as const;
    const [mine, theirs] = ['甲'.repeat(500_000), '乙'.repeat(500_000)];
    await Promise.all([
      desk.post(place(keys[0]), formWith([new File([mine], '甲.txt')])),
      other.post(place(keys[1]), formWith([new File([theirs], '乙.txt')])),
    ]);
    const [file] = filesOfDraft(test.world.db, keys[1]);
    assert.equal(file?.name, '乙.txt');
    assert.equal(await (await other.get(`/attachments/${file.id}/x`)).text(), theirs);
  });
});
