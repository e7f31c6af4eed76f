// In a process of its own: it takes the file system away
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { openDatabase } from '../../src/db/open.ts';
import { all, prepared, q } from '../../src/db/query.ts';
import { readyOf } from '../../src/restore/names.ts';
import { type Death, dying } from './dying.ts';
import { House, numbersIn } from './house.ts';

const [FIRST, SECOND, THIRD] = ['20261123-0001', '20261123-0002', '20261123-0003'];
const OLD = [FIRST, SECOND, THIRD].join();
const NEW = [FIRST].join();

/** What a start finds after all that: one content or the other, and the old one is never lost. */
function contentAfter(house: House): string {
  const { found, whole } = house.open((db) => ({
    found: all(db, q.selectFrom('cases').select('number').orderBy('id')).map(({ number }) => number),
    whole: prepared(db, 'PRAGMA integrity_check').pluck().get(),
  }));
  assert.equal(whole, 'ok');
  const left = readdirSync(house.folder).filter((name) => /\.ready|\.tmp|-wal$|-shm$/.test(name));
  assert.deepEqual(left, []);
  if (found.join() === NEW)
    assert.deepEqual(
      asides(house).map((path) => numbersIn(path).join()),
      [OLD],
    );
  return found.join();
}

function asides(house: House): string[] {
  const names = readdirSync(house.folder).filter((name) => /\.before-[\d-]+$/.test(name));
  return names.map((name) => `${house.folder}/${name}`);
}

/** Dies before its first act, its second ... until nothing more is left to die of. */
async function everywhere(run: (at: number) => Promise<{ died: boolean; content: string }>) {
  const contents: string[] = [];
  for (let at = 1; ; at += 1) {
    const { died, content } = await run(at);
    contents.push(content);
    if (!died) return contents;
  }
}

async function restoreDying(crashed: House, death: Death) {
  const house = new House(crashed);
  try {
    const died = await dying(death, () => house.restore());
    return { died, content: contentAfter(house) };
  } finally {
    house.end();
  }
}

describe('a restore that is broken off', () => {
  let crashed: House;
  before(() => {
    crashed = new House();
    crashed.crash();
  });
  after(() => crashed.end());

  test('X-M1: gives the old or the new content at the next start, wherever it ends', async () => {
    const contents = await everywhere((at) => restoreDying(crashed, { at }));
    assert.deepEqual([...new Set(contents)], [OLD, NEW]);
    assert.equal(contents.lastIndexOf(OLD) + 1, contents.indexOf(NEW), 'never back again');
    assert.ok(contents.length > 20, `${contents.length} places to die`);
  });

  for (const noLinks of [false, true]) {
    const where = noLinks ? ', on a file system without second names' : '';
    test(`is finished by the start after the next, if that one ends as well${where}`, async () => {
      const house = new House();
      const ready = `${house.folder}/kept.ready`;
      try {
        await house.restore();
        copyFileSync(house.database, ready);
      } finally {
        const contents = await everywhere((at) => startDying(crashed, ready, { at, noLinks }));
        house.end();
        assert.deepEqual([...new Set(contents)], [NEW]);
        assert.ok(contents.length > 6, `${contents.length} places to die`);
      }
    });
  }

  test('leaves the system as it was where the copy was never made ready', () => {
    const house = new House();
    try {
      copyFileSync(house.backup, `${house.database}.restoring.tmp`);
      assert.equal(
        house.open((db) => all(db, q.selectFrom('cases').select('id')).length),
        2,
      );
      assert.equal(existsSync(`${house.database}.restoring.tmp`), false);
    } finally {
      house.end();
    }
  });
});

/** A start that has a restore to finish, and is broken off in turn. */
async function startDying(crashed: House, ready: string, death: Death) {
  const house = new House(crashed);
  try {
    copyFileSync(ready, `${house.folder}/new`);
    renameSync(`${house.folder}/new`, readyOf(house.database));
    const died = await dying(death, () => openDatabase(house.database, house.now).close());
    return { died, content: contentAfter(house) };
  } finally {
    house.end();
  }
}
