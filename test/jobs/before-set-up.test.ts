import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { lookAtDisks } from '../../src/disk/watch.ts';
import { JOBS } from '../../src/jobs/jobs.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('a new server that nobody has set up yet', () => {
  let house: TestWorld;

  beforeEach(() => {
    house = newWorld();
  });
  afterEach(() => house.close());

  for (const { name, work } of JOBS) {
    test(`does “${name}” without a fault`, async () => {
      await assert.doesNotReject(async () => work(house.world));
    });
  }

  test('tells a monitor that it is well, also once its disk was looked at', async () => {
    const { database } = await lookAtDisks(house.world);
    assert.ok(database);
    const answer = await house.app.request('/health');
    assert.equal(answer.status, 200);
    const { disk } = JSON.parse(await answer.text());
    assert.equal(disk.freeBytes, database.free);
  });
});
