// In a process of its own: a thread stands still until the test lets it go on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningBackup, startBackup, waitForBackup } from '../../src/backup/running.ts';
import { newScene, rows } from './scene.ts';

/* A pipe that nobody writes to stands in for a share that is gone: whoever opens it waits. */

const OLD = 'hotline-20200101-020000-nightly.db';
const letGo = () => existsSync(pipe) && closeSync(openSync(pipe, 'r+'));
// Before the folders go: a thread that stands still would hold up the end of the process.
after(letGo);

const scene = newScene();
const { house } = scene;
const [good, gone] = [scene.folder(), scene.folder()];
const pipe = join(gone, `${OLD}.json`);

test('X-M1: a folder that does not answer is given up and left out until it does; the others have theirs', async () => {
  scene.policy({ folders: [good, gone] });
  writeFileSync(join(gone, OLD), 'x');
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
  const make = async (time: string) => {
    house.setTime(`2026-11-23 ${time}`);
    startBackup(house.world, { kind: 'hourly', actor: null }, 6000);
    await waitForBackup(house.world.db);
    assert.equal(runningBackup(house.world.db), null);
    const ofThis = rows(house).filter(({ started_at }) => started_at === house.world.now());
    return new Map(ofThis.map(({ folder, ok, fault }) => [folder, `${ok} ${fault}`]));
  };
  const first = await make('10:00');
  assert.equal(first.get(good), '1 ');
  assert.match(first.get(gone) ?? '', /^0 .*没有响应，没有写成/);
  const second = await make('11:00');
  assert.equal(second.get(good), '1 ');
  assert.match(second.get(gone) ?? '', /^0 仍然没有响应/);
  letGo();
  rmSync(pipe);
  writeFileSync(pipe, '');
  let last = second;
  for (let minute = 10; last.get(gone) !== '1 ' && minute < 60; minute++) {
    await sleep(200);
    last = await make(`12:${minute}`);
  }
  assert.deepEqual([...last.values()], ['1 ', '1 ']);
});
