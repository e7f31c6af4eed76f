// In a process of its own: it runs the command.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FORMAT, writeSidecar } from '../../src/backup/sidecar.ts';
import { projectRoot } from '../../src/config.ts';
import { newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { headNow, rechain, tamper, writeLines } from './tampering.ts';

describe('npm run audit', () => {
  let house: TestWorld;

  beforeEach(() => {
    house = newWorld();
    newCast(house.world.db, house.world.now());
    writeLines(house.world.db, 10, house.world.now());
  });
  afterEach(() => house.close());

  function command(...args: string[]) {
    const env = { ...process.env, INIT_CWD: dirname(house.world.file) };
    const script = join(projectRoot, 'scripts/audit.ts');
    const done = spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  }

  test('Q-M1: finds a log whole while the system runs, and says which line is the last', () => {
    const { code, out } = command('--database', 'hotline.db');
    assert.equal(code, 0);
    assert.match(
      out,
      /相符：共 10 条记录，前后相连，没有改动。\n没有可比较的备份或抄录。\n日志末端：第 10 条/,
    );
  });

  test('Q-M1: names the line that was changed', () => {
    tamper(house.world.file, (db) => db.exec(`UPDATE audit_log SET who = '别人' WHERE id = 4`));
    const { code, out } = command('--database', 'hotline.db');
    assert.equal(code, 1);
    assert.match(out, /不符：第 4 条记录与写入时不同，被改动过。/);
  });

  test('Q-M1: a log written anew is found by what was copied by hand, and by the notes beside backups in a folder', () => {
    const head = headNow(house.world.db, house.world.now());
    const folder = join(dirname(house.world.file), 'nas');
    mkdirSync(folder);
    writeSidecar(join(folder, 'b.db'), {
      ...{ format: FORMAT, program: '1', kind: 'nightly', made: '', madeAt: house.world.now(), version: 5 },
      ...{ bytes: 1, sha256: '0'.repeat(64), encrypted: false, counts: {}, identityCheck: null },
      audit: { id: head.id, hash: head.hash },
    });
    const copied = ['--database', 'hotline.db', '--head', `${head.id}:${head.hash}`, '--folder', 'nas'];
    assert.match(command(...copied).out, /与此前留存的 2 处日志末端一致/);
    tamper(house.world.file, (db) => {
      db.exec(`UPDATE audit_log SET who = '别人' WHERE id = 4`);
      rechain(db);
    });
    assert.equal(command('--database', 'hotline.db').code, 0);
    const byHand = command('--database', 'hotline.db', '--head', `10:${head.hash}`);
    assert.deepEqual([byHand.code, /与抄录的末端时不同/.test(byHand.out)], [1, true]);
    const byFolder = command('--database', 'hotline.db', '--folder', 'nas');
    assert.deepEqual([byFolder.code, /与备份 b\.db时不同/.test(byFolder.out)], [1, true]);
  });

  test('what cannot be understood or read is said, with a code of its own', () => {
    assert.deepEqual(command('--help').code, 0);
    for (const wrong of [['--head', '10:ab'], ['--folder', 'nowhere'], ['--what']]) {
      const { code, err } = command('--database', 'hotline.db', ...wrong);
      assert.deepEqual([code, /npm run audit -- --help/.test(err)], [2, true], wrong.join(' '));
    }
    writeFileSync(join(dirname(house.world.file), 'other.txt'), '不是数据文件'.repeat(100));
    for (const file of ['nowhere.db', 'other.txt']) {
      const { code, err } = command('--database', file);
      assert.deepEqual([code, /没有找到数据文件|不是热线系统的数据文件/.test(err)], [3, true], file);
    }
  });
});
