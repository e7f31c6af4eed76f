// In a process of its own: it starts programs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { projectRoot } from '../../src/config.ts';
import { openDatabase } from '../../src/db/open.ts';
import { House, numbersIn } from './house.ts';

describe('npm run restore', () => {
  let house: House;
  before(() => {
    house = new House();
  });
  after(() => house.end());

  const command = (...words: string[]) => {
    const flags = ['--disable-warning=ExperimentalWarning', 'scripts/restore.ts', ...words];
    const env = { ...process.env, DATABASE: house.database, INIT_CWD: house.folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, flags, {
      ...{ cwd: projectRoot, env, encoding: 'utf8' as const, input: '' },
    });
    return { status, said: stdout + stderr };
  };

  test('asks first: without a terminal it wants --yes, and nothing is touched', () => {
    const { status, said } = command(house.backup);
    assert.equal(status, 3);
    assert.match(said, /将替换现在的数据文件[\s\S]*工单 2 件/);
    assert.match(said, /请加上 --yes/);
    assert.match(said, /没有恢复，现有数据没有改动/);
    assert.equal(numbersIn(house.database).length, 2);
  });

  test('refuses beside a running system, and still checks', () => {
    const { close } = openDatabase(house.database, house.now);
    try {
      const refused = command(house.backup, '--yes');
      assert.equal(refused.status, 1);
      assert.match(refused.said, /热线系统正在运行[\s\S]*现有数据没有改动/);
      const checked = command(house.backup, '--check');
      assert.equal(checked.status, 0, checked.said);
      assert.match(checked.said, /备份检查通过[\s\S]*20261123-0001/);
    } finally {
      close();
    }
  });

  test('drills by hand, also beside a running system', () => {
    const { db, close } = openDatabase(house.database, house.now);
    try {
      house.note(db, house.backup);
      const { status, said } = command('--drill');
      assert.equal(status, 0, said);
      assert.match(said, /恢复演练通过：hotline-20261123-100000-hourly\.db/);
    } finally {
      close();
    }
  });

  test('restores with --yes and reports', () => {
    const { status, said } = command('backup/hotline-20261123-100000-hourly.db', '--yes');
    assert.equal(status, 0, said);
    assert.match(said, /恢复完成[\s\S]*旧文件：.*\.before-[\s\S]*npm start/);
    assert.equal(numbersIn(house.database).length, 1);
  });
});
