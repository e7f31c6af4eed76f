import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leftForText, MEGABYTE } from '../../src/disk/limits.ts';
import type { Space } from '../../src/disk/space.ts';
import { NoRoomForFiles, UploadRoom } from '../../src/disk/upload-room.ts';

const LARGE = 10_000 * MEGABYTE;
const PIECE = 64 * 1024;

describe('room for files that come in', () => {
  let folders = 0;
  /** A disk of its own for each test. */
  function disk(total: number, free: number) {
    const space: Space = { free, total, device: 1 };
    const asked = { times: 0 };
    const folder = `/disk ${++folders}`;
    const spaceAt = async () => {
      asked.times += 1;
      return { ...space };
    };
    const form = (announced: number) => new UploadRoom(folder, announced, spaceAt);
    return { space, asked, form };
  }
  const refuses = (room: UploadRoom) => assert.rejects(room.take(PIECE), NoRoomForFiles);
  async function bring(room: UploadRoom, bytes: number, on?: Space) {
    for (let at = 0; at < bytes; at += PIECE) {
      await room.take(PIECE);
      if (on) on.free -= PIECE;
    }
  }

  test('of a large disk 200 MB are left to what is typed, of a small one a twentieth', () => {
    assert.equal(leftForText({ total: 4000 * MEGABYTE }), 200 * MEGABYTE);
    assert.equal(leftForText({ total: 500_000 * MEGABYTE }), 200 * MEGABYTE);
    assert.equal(leftForText({ total: 2000 * MEGABYTE }), 100 * MEGABYTE);
  });

  test('what is announced counts from the first byte on, for the disk and for the database', async () => {
    const enough = disk(LARGE, 220 * MEGABYTE);
    await enough.form(10 * MEGABYTE).take(PIECE);
    const short = disk(LARGE, 220 * MEGABYTE - 1);
    await refuses(short.form(10 * MEGABYTE));
  });

  test('forms that come in at once share what there is; what has come stays counted until it is stored', async () => {
    const { form, space } = disk(LARGE, 235 * MEGABYTE);
    const first = form(10 * MEGABYTE);
    await bring(first, 10 * MEGABYTE, space);
    await refuses(form(10 * MEGABYTE));
    first.release();
    await form(10 * MEGABYTE).take(PIECE);
  });

  test('what was refused holds nothing, and nothing more of the form is asked about', async () => {
    const { form, asked } = disk(LARGE, 225 * MEGABYTE);
    const refused = form(20 * MEGABYTE);
    await refuses(refused);
    await refuses(refused);
    assert.equal(asked.times, 1);
    await form(10 * MEGABYTE).take(PIECE);
  });

  test('a form that does not say how long it is is refused as the disk runs short', async () => {
    const { form, space } = disk(LARGE, 240 * MEGABYTE);
    const room = form(0);
    await bring(room, 8 * MEGABYTE, space);
    space.free = 200 * MEGABYTE;
    await assert.rejects(bring(room, 8 * MEGABYTE), NoRoomForFiles);
  });

  test('the disk is looked at once for small files, and then once for every 8 MB', async () => {
    const { form, asked } = disk(LARGE, LARGE);
    const room = form(30 * MEGABYTE);
    await bring(room, 8 * MEGABYTE);
    assert.equal(asked.times, 1);
    await bring(room, 22 * MEGABYTE);
    assert.equal(asked.times, 4);
  });

  test('a disk that does not answer keeps nobody from trying', async () => {
    await new UploadRoom('/gone', 100 * MEGABYTE, async () => null).take(PIECE);
  });
});
