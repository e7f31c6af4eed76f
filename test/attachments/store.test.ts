import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it, mock } from 'node:test';
import { bytesOf, filesOfCase, filesOfDraft, linkFiles } from '../../src/attachments/queries.ts';
import { wantedBytes } from '../../src/attachments/range.ts';
import { removeHalfUploads, storeFile, storeFiles } from '../../src/attachments/store.ts';
import { takeDown } from '../../src/cases/intake.ts';
import { all, first, prepared, q, run } from '../../src/db/query.ts';
import { startSession } from '../../src/people/sessions.ts';
import { Invalid } from '../../src/web/errors.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const MB = 1024 * 1024;
const EVERYTHING = { hideCitizens: false };
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

describe('attachments', () => {
  let test: TestWorld;
  let cast: Cast;
  let desk: Visitor;
  let other: Visitor;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    desk = visit(test, cast.operator);
    other = visit(test, cast.otherOperator);
  });
  after(() => test.close());

  const place = (draftKey: string) => ({ draftKey, by: cast.operator.id, now: test.world.now() });
  const store = (key: string, name: string, bytes: Buffer) =>
    storeFile(test.world.db, { file: new File([new Uint8Array(bytes)], name), ...place(key) });
  const open = (id: number, headers: Record<string, string> = {}) =>
    desk.get(`/attachments/${id}/x`, headers);
  const newCase = (key: string) =>
    takeDown(
      test.world.db,
      cast.operator,
      {
        typed: { kind: 'help', channel: 'phone', text: '水管破裂', phone: '13812345678' },
        outcome: 'accept',
        key,
        callStartedAt: null,
      },
      test.world.now(),
    ).caseId;

  it('a file of which a part is missing is not told as whole', async (t) => {
    t.mock.method(console, 'error', () => undefined);
    const id = await store('draft-key-part-missing', '现场.png', Buffer.concat([PNG, randomBytes(2 * MB)]));
    const drop = 'DELETE FROM attachment_parts WHERE attachment_id = ? AND part = 2';
    prepared(test.world.db, drop).run(id);
    await assert.rejects((await open(id)).arrayBuffer());
  });

  it('a picture of which a part is missing is not remembered as one that cannot be read', async (t) => {
    t.mock.method(console, 'error', () => undefined);
    const id = await store('draft-key-picture-part', '现场.png', Buffer.concat([PNG, randomBytes(2 * MB)]));
    prepared(test.world.db, 'DELETE FROM attachment_parts WHERE attachment_id = ? AND part = 2').run(id);
    assert.equal((await desk.get(`/attachments/${id}/preview/x`)).status, 500);
    const kept = 'SELECT count(*) FROM attachment_previews WHERE attachment_id = ?';
    assert.equal(prepared(test.world.db, kept).pluck().get(id), 0);
  });

  it('a large file is kept in small rows and comes back byte for byte', async () => {
    const bytes = Buffer.concat([PNG, randomBytes(5 * MB + 321)]);
    const id = await store('draft-key-large-file', '现场.png', bytes);
    const sizes = prepared(
      test.world.db,
      'SELECT max(length(bytes)) FROM attachment_parts WHERE attachment_id = ?',
    );
    assert.ok(Number(sizes.pluck().get(id)) <= MB);
    const answer = await open(id);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-length'), String(bytes.length));
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes));
    const row = first(test.world.db, q.selectFrom('attachments').select('sha256').where('id', '=', id));
    assert.equal(row?.sha256, createHash('sha256').update(bytes).digest('hex'));
  });

  it('storing a file of 20 MB lets other requests through all the while', async () => {
    let passed = 0;
    let storing = true;
    const next = () => storing && setImmediate(next) && passed++;
    next();
    await store('draft-key-twenty-mb', '录像.mp4', randomBytes(20 * MB));
    storing = false;
    // At least once for every row that was written.
    assert.ok(passed >= 40, `others came through ${passed} times`);
  });

  it('a file above 20 MB is refused by name, and nothing of the form is stored', async () => {
    const files = [new File(['x'], '照片.txt'), new File([new Uint8Array(20 * MB + 1)], '录像.mp4')];
    await assert.rejects(storeFiles(test.world.db, files, place('draft-key-too-large')), (error: unknown) => {
      assert.ok(error instanceof Invalid);
      assert.match(error.fields.files ?? '', /录像\.mp4.*20 MB/);
      return true;
    });
    assert.equal(filesOfDraft(test.world.db, 'draft-key-too-large').length, 0);
  });

  it('the same file sent twice with one form is kept once', async () => {
    const one = await store('draft-key-of-twins', '照片.png', PNG);
    const two = await store('draft-key-of-twins', '照片.png', PNG);
    assert.equal(one, two);
    assert.equal(filesOfDraft(test.world.db, 'draft-key-of-twins').length, 1);
  });

  it('half an upload is seen by nobody and removed later', async () => {
    const { db } = test.world;
    const { id } = run(
      db,
      q.insertInto('attachments').values({
        case_id: null,
        draft_key: null,
        event_id: null,
        name: '半个.mp4',
        type: 'application/octet-stream',
        size: 10 * MB,
        sha256: '',
        uploaded_by: cast.operator.id,
        uploaded_at: test.world.now(),
      }),
    );
    prepared(db, 'INSERT INTO attachment_parts VALUES (?, 0, ?)').run(id, Buffer.from('half'));
    assert.equal((await open(id)).status, 404);
    assert.equal(removeHalfUploads(db, test.world.now()), 0);
    assert.equal(removeHalfUploads(db, test.world.now() + 2 * 3_600_000), 1);
    assert.equal(
      Number(prepared(db, 'SELECT count(*) FROM attachment_parts WHERE attachment_id = ?').pluck().get(id)),
      0,
    );
  });

  it('a web page sent as a picture is only ever a download', async () => {
    const id = await store('draft-key-html-file', '照片.png', Buffer.from('<html><script>alert(1)</script>'));
    const { headers } = await open(id);
    assert.match(headers.get('content-disposition') ?? '', /^attachment/);
    assert.equal(headers.get('content-type'), 'application/octet-stream');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy') ?? '', /sandbox/);
  });

  it('a picture is shown in place, without any rights of a page', async () => {
    const { headers } = await open(await store('draft-key-png-file', '照片.png', PNG));
    assert.match(headers.get('content-disposition') ?? '', /^inline/);
    assert.match(headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
    assert.equal(headers.get('cache-control'), 'private, no-cache');
  });

  it('a player can ask for a part, also across rows', async () => {
    const bytes = randomBytes(2 * MB);
    const id = await store('draft-key-for-ranges', '录像.mp4', bytes);
    const from = MB / 2 - 10;
    const answer = await open(id, { range: `bytes=${from}-${from + 99}` });
    assert.equal(answer.status, 206);
    assert.equal(answer.headers.get('content-range'), `bytes ${from}-${from + 99}/${2 * MB}`);
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, from + 100)));
    assert.equal((await open(id, { range: `bytes=${2 * MB}-` })).status, 416);
  });

  it('are read only as far as somebody takes them', async () => {
    const id = await store('draft-key-for-a-slow-reader', '录像.mp4', randomBytes(5 * MB));
    const { db } = test.world;
    const reading = prepared(db, 'SELECT bytes FROM attachment_parts WHERE attachment_id = ? AND part = ?');
    const get = mock.method(reading, 'get');
    const device = { ip: '127.0.0.1', agent: 'test', now: test.world.now() };
    const cookie = `session=${startSession(db, cast.operator.id, device)}`;
    const head = await test.app.request(`/attachments/${id}/x`, { method: 'HEAD', headers: { cookie } });
    assert.equal(head.headers.get('content-length'), String(5 * MB));
    assert.equal(get.mock.callCount(), 0);
    const reader = bytesOf(db, id, 0, 5 * MB - 1).getReader();
    await reader.read();
    await reader.cancel();
    assert.equal(get.mock.callCount(), 1);
    get.mock.restore();
  });

  it('what is still the same is not sent again', async () => {
    const id = await store('draft-key-not-again', '照片.png', PNG);
    const etag = (await open(id)).headers.get('etag') ?? '';
    assert.equal((await open(id, { 'if-none-match': etag })).status, 304);
  });

  it('a file of a form being typed is seen by its sender alone', async () => {
    const id = await store('draft-key-mine-alone', '照片.png', PNG);
    assert.equal((await open(id)).status, 200);
    assert.equal((await other.get(`/attachments/${id}/x`)).status, 404);
    assert.equal((await visit(test, cast.supervisor).get(`/attachments/${id}/x`)).status, 404);
  });

  it('a file of a case is seen by whoever sees the case whole, and each opening is on record', async () => {
    const { db } = test.world;
    const id = await store('draft-key-to-a-case', '照片.png', PNG);
    const caseId = newCase('draft-key-to-a-case');
    assert.equal(filesOfCase(db, caseId, EVERYTHING)[0]?.id, id);
    const opened = () =>
      all(db, q.selectFrom('audit_log').select('user_id').where('act', '=', 'attachment_opened')).length;
    const before = opened();
    assert.equal((await visit(test, cast.supervisor).get(`/attachments/${id}/x`)).status, 200);
    assert.equal(opened(), before + 1);
    for (const stranger of [cast.otherOperator, cast.strangerHandler, cast.admin, cast.auditor]) {
      assert.equal((await visit(test, stranger).get(`/attachments/${id}/x`)).status, 404);
    }
    assert.equal(opened(), before + 1);
  });

  it('the files of an act go to its case and event', async () => {
    const { db } = test.world;
    const caseId = newCase('draft-key-of-intake-2');
    const event = first(db, q.selectFrom('events').select('id').where('case_id', '=', caseId))?.id ?? 0;
    const id = await store('draft-key-of-an-act', '答复.pdf', Buffer.from('%PDF-1.7'));
    assert.equal(linkFiles(db, 'draft-key-of-an-act', caseId, event), 1);
    assert.deepEqual(
      filesOfCase(db, caseId, EVERYTHING).map((file) => [file.id, file.event_id]),
      [[id, event]],
    );
  });

  it('files go up while the rest is being typed, and can be taken back', async () => {
    const { db } = test.world;
    const key = 'draft-key-while-typing';
    const form = new FormData();
    form.append('text', '正在填写');
    form.append('files', new File([PNG], '照片.png'));
    const back = encodeURIComponent(`/intake?key=${key}`);
    const answer = await desk.post(`/drafts/${key}/files?form=intake&back=${back}`, form);
    assert.equal(answer.headers.get('location'), `/intake?key=${key}`);
    const page = await (await desk.get(`/intake?key=${key}`)).text();
    assert.ok(page.includes('正在填写'));
    assert.ok(page.includes('照片.png'));
    const [file] = filesOfDraft(db, key);
    const path = `/drafts/${key}/files/${file?.id}/remove?form=intake&back=${back}`;
    assert.equal((await other.post(path, {})).status, 404);
    assert.equal((await desk.post(path, { text: '正在填写' })).status, 303);
    assert.equal(filesOfDraft(db, key).length, 0);
  });

  it('the way back after an upload never leads to another site', async () => {
    const answer = await desk.post(
      '/drafts/draft-key-going-back/files?form=intake&back=%2F%2Fevil.example',
      {},
    );
    assert.equal(answer.headers.get('location'), '/');
  });
});

describe('ranges of bytes', () => {
  it('reads what players send', () => {
    assert.deepEqual(wantedBytes('bytes=0-', 100), { from: 0, to: 99, partial: true });
    assert.deepEqual(wantedBytes('bytes=10-500', 100), { from: 10, to: 99, partial: true });
    assert.deepEqual(wantedBytes('bytes=-30', 100), { from: 70, to: 99, partial: true });
    assert.deepEqual(wantedBytes('bytes=-300', 100), { from: 0, to: 99, partial: true });
  });

  it('sends the whole for what it does not understand', () => {
    for (const header of [undefined, 'bytes=-', 'bytes=5-2', 'bytes=0-1,5-6', 'lines=1-2']) {
      assert.deepEqual(wantedBytes(header, 100), { from: 0, to: 99, partial: false }, String(header));
    }
  });

  it('refuses what lies beyond the end', () => {
    assert.equal(wantedBytes('bytes=100-', 100), null);
    assert.equal(wantedBytes('bytes=-0', 100), null);
  });
});
