import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { filesOfCase, removeDraftFile } from '../../src/attachments/queries.ts';
import { loadLibrary, scaled } from '../../src/attachments/scale.ts';
import { storeFile } from '../../src/attachments/store.ts';
import { all, first, prepared, q } from '../../src/db/query.ts';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import { Life } from '../cases/life.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { bomb, phonePhoto } from './pictures.ts';

describe('small pictures', () => {
  let test: TestWorld;
  let cast: Cast;
  let desk: Visitor;
  let photo: Buffer;
  before(async () => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    desk = visit(test, cast.operator);
    photo = await phonePhoto();
  });
  after(() => test.close());

  const store = (bytes: Uint8Array, name = '现场.jpg', draftKey = newDraftKey()) =>
    storeFile(test.world.db, {
      ...{ file: new File([new Uint8Array(bytes)], name), draftKey },
      ...{ by: cast.operator.id, now: test.world.now() },
    });
  const ask = (id: number, headers: Record<string, string> = {}) =>
    desk.get(`/attachments/${id}/preview/x`, headers);
  const stored = (id: number) =>
    first(test.world.db, q.selectFrom('attachment_previews').selectAll().where('attachment_id', '=', id));
  const pixel = async (picture: Buffer, left: number, top: number) => {
    const one = sharp(picture).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw();
    return [...(await one.toBuffer())].map((value) => (value > 200 ? 'much' : value < 60 ? 'none' : 'some'));
  };

  it('stand upright and do not tell where they were taken', async () => {
    const before = await sharp(photo).metadata();
    assert.ok(before.exif && before.orientation === 6, 'the photo lies, and tells');
    const answer = await ask(await store(photo));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/webp');
    const small = Buffer.from(await answer.arrayBuffer());
    const told = await sharp(small).metadata();
    assert.deepEqual([told.width, told.height], [360, 480]);
    assert.deepEqual([told.exif, told.orientation, told.xmp, told.iptc], Array(4).fill(undefined));
    assert.deepEqual(await pixel(small, 180, 20), ['much', 'none', 'none']);
    assert.deepEqual(await pixel(small, 180, 460), ['none', 'none', 'much']);
  });

  it('are made once and kept in the file', async () => {
    const id = await store(photo);
    const [one, two] = await Promise.all([ask(id), ask(id)]);
    const bytes = Buffer.from(await one.arrayBuffer());
    assert.ok(bytes.equals(Buffer.from(await two.arrayBuffer())));
    assert.ok(stored(id)?.bytes.equals(bytes));
    prepared(test.world.db, 'DELETE FROM attachment_parts WHERE attachment_id = ?').run(id);
    assert.ok(Buffer.from(await (await ask(id)).arrayBuffer()).equals(bytes));
    const etag = one.headers.get('etag') ?? '';
    assert.equal((await ask(id, { 'if-none-match': etag })).status, 304);
    assert.equal(one.headers.get('cache-control'), 'private, no-cache');
  });

  it('are never larger than the picture itself', async () => {
    const tiny = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const { width, height } = await sharp(await (await ask(await store(tiny))).arrayBuffer()).metadata();
    assert.deepEqual([width, height], [30, 20]);
  });

  it('of a broken photo is a mark with its type, and it is not tried again', async () => {
    for (const broken of [photo.subarray(0, 3000), Buffer.from('\xff\xd8\xff\xe0 no picture', 'latin1')]) {
      const id = await store(broken, '坏了.jpg');
      const answer = await ask(id);
      assert.equal(answer.headers.get('content-type'), 'image/svg+xml');
      assert.match(await answer.text(), />JPG</);
      assert.deepEqual([stored(id)?.type, stored(id)?.bytes.length], ['', 0]);
      assert.match(await (await ask(id)).text(), />JPG</);
    }
  });

  it('of a picture that claims to be a wall is not unpacked', async () => {
    assert.ok(await scaled(sharp, bomb(6000, 10_000)));
    assert.equal(await scaled(sharp, bomb(6001, 10_000)), null);
    assert.match(await (await ask(await store(bomb(6001, 10_000), '墙.png'))).text(), />PNG</);
  });

  it('are asked for of pictures alone; other files have a mark', async () => {
    const key = newDraftKey();
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1');
    const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    for (const [bytes, name] of [
      [heic, '苹果.heic'],
      [page, '图.png'],
    ] as const)
      assert.equal((await ask(await store(bytes, name, key))).status, 404);
  });

  it('are seen by whoever may open the file, and go with it', async () => {
    const key = newDraftKey();
    const id = await store(photo, '现场.jpg', key);
    assert.equal((await ask(id)).status, 200);
    for (const stranger of [cast.otherOperator, cast.strangerHandler, cast.admin, cast.auditor])
      assert.equal((await visit(test, stranger).get(`/attachments/${id}/preview/x`)).status, 404);
    assert.ok(removeDraftFile(test.world.db, cast.operator.id, key, id));
    assert.equal(stored(id), undefined);
    assert.equal((await ask(id)).status, 404);
  });

  it('belong to the page: only opening the file itself is put on record', async () => {
    const opened = () =>
      all(test.world.db, q.selectFrom('audit_log').select('id').where('act', '=', 'attachment_opened'))
        .length;
    const id = await store(photo);
    const before = opened();
    await ask(id);
    assert.equal(opened(), before);
    await desk.get(`/attachments/${id}/x`);
    assert.equal(opened(), before + 1);
  });

  it('are not made where the library does not run, which is logged', async (t) => {
    const log = t.mock.method(console, 'error', () => undefined);
    assert.equal(await loadLibrary(() => Promise.reject(new Error('wrong ELF class'))), null);
    assert.match(String(log.mock.calls[0]?.arguments[0]), /small pictures.*wrong ELF class/);
  });
});

describe('C-M1: a file whose time was over', () => {
  let test: TestWorld;
  let cast: Cast;
  let life: Life;
  before(async () => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    life = new Life(test.world.db, cast).contacted();
    const photo = await phonePhoto(80, 60);
    for (const name of ['旧照片.jpg', '新照片.jpg'])
      await storeFile(test.world.db, {
        ...{ file: new File([new Uint8Array(photo)], name), caseId: life.caseId },
        ...{ by: cast.operator.id, now: life.now },
      });
    const { db } = test.world;
    prepared(
      db,
      `UPDATE attachments SET removed_at = ?, name = '已按保存期限删除', size = 0, sha256 = '',
        type = 'application/octet-stream' WHERE id = ?`,
    ).run(life.now, old());
    prepared(db, 'DELETE FROM attachment_parts WHERE attachment_id = ?').run(old());
  });
  after(() => test.close());

  const old = () => filesOfCase(test.world.db, life.caseId, { hideCitizens: false })[0]?.id ?? 0;

  it('is named on the page of its case without a link', async () => {
    const page = await (await visit(test, cast.dispatcher).get(`/cases/${life.caseId}`)).text();
    assert.match(page, /已按保存期限删除/);
    assert.ok(!page.includes(`/attachments/${old()}/`));
    assert.ok(page.includes(`/attachments/${old() + 1}/preview/`));
  });

  it('opens with words that say so, and has no small picture', async () => {
    const answer = await visit(test, cast.dispatcher).get(`/attachments/${old()}/x`);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /这个附件已按保存期限删除/);
    const small = await visit(test, cast.dispatcher).get(`/attachments/${old()}/preview/x`);
    assert.equal(small.status, 404);
  });

  it('is not in the download of all files', async () => {
    const zip = Buffer.from(
      await (await visit(test, cast.dispatcher).get(`/cases/${life.caseId}/files.zip`)).arrayBuffer(),
    );
    assert.ok(zip.includes('新照片.jpg') && !zip.includes('已按保存期限删除'));
  });
});
