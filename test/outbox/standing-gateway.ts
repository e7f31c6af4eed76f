import { after, before, mock } from 'node:test';
import { FakeGateway } from '../support/gateway.ts';

/** One that stands while the tests of a `describe` run; what is logged of its faults is not printed. */
export function standingGateway(): FakeGateway {
  const gateway = new FakeGateway();
  before(async () => {
    mock.method(console, 'error', () => undefined);
    await gateway.start();
  });
  after(async () => {
    mock.restoreAll();
    await gateway.stop();
  });
  return gateway;
}
