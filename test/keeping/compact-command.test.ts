// In a process of its own: it starts programs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { projectRoot } from '../../src/config.ts';
import { House, numbersIn } from '../restore/house.ts';

describe('npm run compact', () => {
  let house: House;
  before(() => {
    house = new House();
  });
  after(() => house.end());

  const command = (...words: string[]) => {
    const flags = ['--disable-warning=ExperimentalWarning', 'scripts/compact.ts', ...words];
    const env = { ...process.env, DATABASE: `${house.folder}/none.db`, INIT_CWD: house.folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, flags, {
      ...{ cwd: projectRoot, env, encoding: 'utf8' as const, input: '' },
    });
    return { status, said: stdout + stderr };
  };

  test('asked for help it says how it is used, and touches nothing', () => {
    const { status, said } = command('--help');
    assert.equal(status, 0);
    assert.match(said, /用法：npm run compact/);
    assert.equal(command('--databse').status, 2);
    assert.equal(existsSync(`${house.folder}/none.db`), false);
  });

  test('it takes the data file that is named', () => {
    const { status, said } = command('--database', 'hotline.db');
    assert.equal(status, 0, said);
    assert.match(said, /整理完成/);
    assert.equal(numbersIn(house.database).length, 2);
  });
});
