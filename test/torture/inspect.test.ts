import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Disk, EVERYTHING, NOTHING } from '../../scripts/torture/disk.ts';
import { inspect } from '../../scripts/torture/inspect.ts';
import { nothingYet, stood } from '../../scripts/torture/outcome.ts';
import { Platter } from '../../scripts/torture/platter.ts';
import { fileNameOf, keyOf, wordsOf } from '../../scripts/torture/promises.ts';
import { seeded } from '../../scripts/torture/random.ts';
import type { Step } from '../../scripts/torture/recording.ts';
import { storeFile } from '../../src/attachments/store.ts';
import { takeDown } from '../../src/cases/intake.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { at } from '../calendar/samples.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { writeTemplate } from '../support/template.ts';

const NOW = at('2026-11-23 09:00');

/** What is found in a file with one case, after something was done to it. */
async function foundAfter(change: (db: Db, cast: Cast) => unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-inspect-'));
  const path = join(folder, 'hotline.db');
  const cast = writeTemplate(path, NOW, { name: 'cast', fill: (db) => newCast(db, NOW) });
  const { db, close } = openDatabase(path, NOW);
  const typed = { phone: '13900001234', channel: 'phone', kind: 'complaint', text: wordsOf(1) };
  const intake = {
    typed,
    outcome: 'accept' as const,
    key: keyOf({ kind: 'case', n: 1 }),
    callStartedAt: NOW,
  };
  takeDown(db, cast.operator, intake, NOW);
  await change(db, cast);
  close();
  const found = inspect(path, NOW, [{ kind: 'case', n: 1 }]);
  const missed = inspect(path, NOW, [{ kind: 'file', n: 2 }]).broken;
  rmSync(folder, { recursive: true, force: true });
  return { ...found, missed };
}

describe('the torture harness finds', () => {
  it('nothing in a file that is whole, and what was promised and never written', async () => {
    assert.deepEqual(await foundAfter(() => undefined), { damage: [], broken: [], missed: ['file 2'] });
  });

  it('words that are not those that were acknowledged', async () => {
    const { broken } = await foundAfter((db) => db.exec(`UPDATE cases SET text = '别的内容'`));
    assert.deepEqual(broken, ['case 1']);
  });

  it('bytes of a file that are not those that were acknowledged', async () => {
    const place = (cast: Cast) => ({
      draftKey: keyOf({ kind: 'file', n: 2 }),
      by: cast.operator.id,
      now: NOW,
    });
    const file = new File(['别的内容'], fileNameOf(2));
    const { missed } = await foundAfter((db, cast) => storeFile(db, { file, ...place(cast) }));
    assert.deepEqual(missed, ['file 2']);
  });

  for (const [what, sql] of [
    ['cases without a clock', 'DELETE FROM clocks'],
    ['cases without a citizen', 'DELETE FROM citizens'],
    ['cases that cannot be searched', 'DELETE FROM case_search'],
    ['numbers left out', 'UPDATE case_numbers SET last = last + 1'],
    ['cases whose last act has no event', 'UPDATE cases SET last_event_at = last_event_at + 1'],
  ] as const) {
    it(`half a transaction: ${what}`, async () => {
      assert.deepEqual((await foundAfter((db) => db.exec(sql))).damage, [`1 ${what}`]);
    });
  }

  it('an outcome that stands only where something was tried and nothing was amiss', () => {
    const tried = { ...nothingYet('part'), tried: 1 };
    assert.ok(stood(tried));
    assert.ok(!stood(nothingYet('part')));
    for (const amiss of [{ lost: 1 }, { damaged: 1 }, { falseSuccess: 1 }, { failures: ['x'] }])
      assert.ok(!stood({ ...tried, ...amiss }));
  });
});

describe('the disk of the torture harness', () => {
  const written = (offset: number, text: string) => ({ offset, data: Buffer.from(text) });

  it('has what was synced, and of what came after nothing, all or some sectors', () => {
    const file = new Platter();
    file.change(written(0, 'a'.repeat(2048)));
    file.sync();
    file.change(written(0, 'b'.repeat(2048)));
    assert.equal(file.after(seeded(1), NOTHING.luck).toString(), 'a'.repeat(2048));
    assert.equal(file.after(seeded(1), EVERYTHING.luck).toString(), 'b'.repeat(2048));
    const torn = new Set(
      Array.from({ length: 50 }, (_, n) => file.after(seeded(n), { kept: 1, whole: 0 }).toString()),
    );
    for (const text of torn) assert.match(text, /^(?:a{512}|b{512}){4}$/);
    assert.equal(torn.size, 16);
  });

  it('has nothing of what an fsync that failed was to bring, unless it was written anew', () => {
    const after = (syncs: 'heeded' | 'forgotten when they fail', more: readonly Step[]) => {
      const disk = new Disk('/disk', new Map([['a', Buffer.from('一')]]), syncs);
      const opened = { op: 'opened', path: '/disk/a', inode: 1n, isNew: false, isFolder: false } as const;
      const written = { op: 'written', inode: 1n, ...{ offset: 0, data: Buffer.from('二') } } as const;
      const steps = [opened, written, { op: 'not_synced', inode: 1n } as const, ...more];
      for (const step of steps) disk.take(step);
      const folder = mkdtempSync(join(tmpdir(), 'hotline-disk-'));
      disk.cut(folder, seeded(1), NOTHING);
      const found = readFileSync(join(folder, 'a'), 'utf8');
      rmSync(folder, { recursive: true, force: true });
      return found;
    };
    const synced = { op: 'synced', inode: 1n } as const;
    const written = { op: 'written', inode: 1n, ...{ offset: 0, data: Buffer.from('三') } } as const;
    assert.equal(after('heeded', [synced]), '二');
    assert.equal(after('forgotten when they fail', [synced]), '一');
    assert.equal(after('forgotten when they fail', [written, synced]), '三');
  });

  it('loses what was cut off a file only when that was synced or happens to be kept', () => {
    const file = Platter.holding(Buffer.from('一二三'));
    file.change({ size: 3 });
    assert.equal(file.after(seeded(1), NOTHING.luck).toString(), '一二三');
    file.sync();
    assert.equal(file.after(seeded(1), NOTHING.luck).toString(), '一');
  });
});
