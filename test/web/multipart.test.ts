import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { Expected, Invalid } from '../../src/web/errors.ts';
import { discardAll, readMultipart } from '../../src/web/multipart.ts';
import { removeLeftSpools, spoolFolder } from '../../src/web/spool.ts';

const KB = 1024;
const LIMITS = {
  whole: { bytes: 100 * KB, message: '一次上传的文件太大。' },
  fields: { bytes: 8 * KB, message: '填写的内容太长。' },
  fileBytes: 20 * KB,
  files: 3,
};

describe('a form with files', () => {
  let root: string;
  let database: string;
  let folder: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'hotline-'));
    database = join(root, 'hotline.db');
    folder = spoolFolder(database);
  });
  afterEach(() => assert.deepEqual(waiting(), [], 'nothing stays on the disk'));
  after(() => rmSync(root, { recursive: true, force: true }));

  const room = { take: async () => undefined, release: () => undefined };
  const waiting = () => (existsSync(folder) ? readdirSync(folder) : []);
  const part = (head: string, content: string) =>
    `--limit\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const file = (name: string, content: string) => part(`name="files"; filename="${name}"`, content);
  const end = '--limit--\r\n';

  /** As it comes over the network, in small pieces that fall anywhere. */
  function sent(body: string | Uint8Array, piece = 1000): ReadableStream<Uint8Array> {
    const bytes = Buffer.from(body);
    let at = 0;
    return new ReadableStream({
      pull: (stream) => {
        if (at < bytes.length) stream.enqueue(bytes.subarray(at, at + piece));
        else stream.close();
        at += piece;
      },
    });
  }

  const read = (body: ReadableStream<Uint8Array>, patience?: number) =>
    readMultipart(
      { body, type: 'multipart/form-data; boundary=limit', folder, room, unreadable: '不是表单。' },
      LIMITS,
      patience,
    );
  const refused = (body: ReadableStream<Uint8Array>, status: number, patience?: number) =>
    assert.rejects(
      read(body, patience),
      (error: unknown) => error instanceof Expected && error.status === status,
    );

  it('is read whole, also the fields after its files', async () => {
    const content = '第一行\r\n--limi\r\n第二行';
    const form = await read(sent(file('现场 1.txt', content) + part('name="text"', '路灯不亮') + end, 7));
    assert.deepEqual(form.fields, [['text', '路灯不亮']]);
    const [only] = form.files;
    assert.equal(only?.name, '现场 1.txt');
    assert.equal(only.size, Buffer.byteLength(content));
    assert.equal(Buffer.from(await only.arrayBuffer()).toString(), content);
    assert.equal(Buffer.from(await only.slice(9, 11).arrayBuffer()).toString(), '\r\n');
    await discardAll(form.files);
  });

  it('waits where only the service can read it', async () => {
    const { files } = await read(sent(file('a.txt', '身份证') + end));
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.deepEqual(
      waiting().map((name) => statSync(join(folder, name)).mode & 0o777),
      [0o600],
    );
    await discardAll(files);
  });

  it('brings the names that browsers send', async () => {
    const names = [
      part('name="files"; filename="a%22b.txt"', 'x'),
      part(`name="files"; filename*=UTF-8''%E7%85%A7%E7%89%87.txt`, 'x'),
      file('C:\\照片\\二.txt', 'x'),
    ];
    const { files } = await read(sent(names.join('') + end));
    assert.deepEqual(
      files.map((each) => each.name),
      ['a"b.txt', '照片.txt', '二.txt'],
    );
    await discardAll(files);
  });

  it('with the empty place of a file has none', async () => {
    assert.deepEqual((await read(sent(file('', '') + file('空.txt', '') + end))).files, []);
  });

  it('keeps of a file that is too large its name and size alone, and reads on', async () => {
    const form = await read(
      sent(
        file('满.txt', 'x'.repeat(20 * KB)) +
          file('大.txt', 'x'.repeat(20 * KB + 1)) +
          part('name="text"', '还在') +
          end,
      ),
    );
    assert.deepEqual(
      form.files.map((each) => [each.name, each.size]),
      [
        ['满.txt', 20 * KB],
        ['大.txt', 20 * KB + 1],
      ],
    );
    assert.equal(waiting().length, 1);
    assert.deepEqual(form.fields, [['text', '还在']]);
    await discardAll(form.files);
  });

  it('keeps no more files than a form may have, and counts the rest', async () => {
    const { files } = await read(sent([1, 2, 3, 4, 5].map((n) => file(`${n}.txt`, 'x')).join('') + end));
    assert.equal(files.length, 5);
    assert.equal(waiting().length, 3);
    await discardAll(files);
  });

  it('is refused when what was typed is longer than a form may be', async () => {
    const words = (bytes: number) => file('a.txt', 'x') + part('name="t"', 'x'.repeat(bytes)) + end;
    await discardAll((await read(sent(words(8 * KB - 1)))).files);
    await refused(sent(words(8 * KB)), 413);
    await refused(sent(part('name="t"', 'x'.repeat(3 * KB)).repeat(3) + end), 413);
    await refused(sent(part('name="t"', '').repeat(2001) + end, 50_000), 413);
  });

  it('is refused as soon as more has come than a form may have', async () => {
    const files = file('1.txt', 'x'.repeat(19 * KB)) + file('2.txt', 'x'.repeat(100 * KB)) + end;
    await refused(sent(files), 413);
  });

  it('that ends early, or whose sender is gone, leaves nothing', async () => {
    const whole = file('a.txt', 'x'.repeat(5 * KB)) + part('name="text"', '路灯') + end;
    for (const length of [10, 60, 100, 5000, whole.length - 20, whole.length - 5])
      await refused(sent(Buffer.from(whole).subarray(0, length)), 422);
    let pieces = 0;
    const gone = new ReadableStream<Uint8Array>({
      pull: (stream) => {
        if (pieces++ < 3) stream.enqueue(Buffer.from(whole.slice(0, 1000)));
        else stream.error(new Error('aborted'));
      },
    });
    await refused(gone, 422);
  });

  it('that stops coming is given up', async () => {
    let pieces = 0;
    const slow = new ReadableStream<Uint8Array>({
      pull: (stream) =>
        pieces++ === 0 ? stream.enqueue(Buffer.from(file('a.txt', 'x'))) : new Promise(() => undefined),
    });
    await refused(slow, 422, 50);
  });

  it('whose files the disk refuses is read all the same; who reads the file is told', async () => {
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, 'in the way');
    try {
      const form = await read(sent(file('a.txt', 'xx') + part('name="text"', '还在') + end));
      assert.deepEqual(form.fields, [['text', '还在']]);
      await assert.rejects(form.files[0]?.slice(0, 2).arrayBuffer() ?? Promise.resolve(), { code: 'EEXIST' });
    } finally {
      rmSync(folder);
    }
  });

  it('of any bytes ends as a form or is refused', async () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          '--limit',
          '--limit--',
          '\r\n',
          '\r\n\r\n',
          '--',
          'content-disposition: form-data; name="a"',
        ),
        fc.constantFrom('; filename="x.txt"', 'content-type: text/plain', ':', '"'),
        fc.string(),
      ),
    );
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 50 }), async (body, size) => {
        try {
          await discardAll((await read(sent(body.join(''), size), 500)).files);
        } catch (error) {
          assert.ok(error instanceof Invalid);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('that a crash left behind is removed, those that are just being read stay', async () => {
    const { files } = await read(sent(file('a.txt', 'x') + end));
    writeFileSync(join(folder, 'left-behind'), 'half a film');
    removeLeftSpools(database);
    assert.equal(waiting().length, 1);
    const kept = (await files[0]?.arrayBuffer()) ?? new ArrayBuffer();
    assert.equal(Buffer.from(kept).toString(), 'x');
    await discardAll(files);
    rmSync(folder, { recursive: true });
    removeLeftSpools(database);
    mkdirSync(folder);
  });
});
