import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor } from '../../src/people/actor.ts';
import { ALL_ROLES, type Role } from '../../src/people/roles.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/* Closed by default: every route of the app, for every role and for strangers. */

let test_: TestWorld;
let cast: Cast;
let caseId: number;

before(() => {
  test_ = newWorld();
  const { db, now } = test_.world;
  cast = newCast(db, now());
  caseId = new Life(db, cast).dispatched().caseId;
});

after(() => test_.close());

const byRole = (): Record<Role, Actor> => ({
  operator: cast.operator,
  dispatcher: cast.dispatcher,
  callback_clerk: cast.clerk,
  supervisor: cast.supervisor,
  inspector: cast.inspector,
  editor: cast.editor,
  leader: cast.leader,
  handler: cast.handler,
  agency_leader: cast.agencyLeader,
  admin: cast.admin,
  auditor: cast.auditor,
});

/** A real address for a route's pattern. */
function addressOf(path: string): string {
  return path
    .replace(':version/:name', 'x/app.css')
    .replace('/cases/:id', `/cases/${caseId}`)
    .replace(':queue', 'mine')
    .replace(':act', 'note')
    .replace(/:[a-z]+/gi, '1');
}

test('every route of the app has said who may use it', () => {
  const declared = new Set(test_.routes.all.map((route) => `${route.method} ${route.path}`));
  for (const { method, path } of test_.app.routes) {
    if (method === 'ALL') continue;
    assert.ok(declared.has(`${method} ${path}`), `${method} ${path} was added past the access table`);
  }
  assert.ok(declared.size > 40, `only ${declared.size} routes`);
});

test('the public routes are exactly these', () => {
  const open = test_.routes.all
    .filter((route) => route.access === 'public')
    .map((route) => `${route.method} ${route.path}`);
  assert.deepEqual(open.sort(), [
    'GET /assets/:version/:name',
    'GET /gateways/:id/inbound/:token',
    'GET /gateways/:id/report/:token',
    'GET /health',
    'GET /login',
    'GET /r',
    'GET /r/:token',
    'GET /setup',
    'POST /gateways/:id/inbound/:token',
    'POST /gateways/:id/report/:token',
    'POST /login',
    'POST /r',
    'POST /r/:token',
    'POST /setup',
  ]);
});

test('a stranger is sent to the log-in page by every other route', async () => {
  const stranger = visit(test_, null);
  for (const route of test_.routes.all) {
    if (route.access === 'public') continue;
    const address = addressOf(route.path);
    const answer = route.method === 'GET' ? await stranger.get(address) : await stranger.post(address, {});
    assert.equal(answer.status, 303, `${route.method} ${route.path}`);
    assert.match(answer.headers.get('location') ?? '', /^\/login/, `${route.method} ${route.path}`);
  }
});

for (const role of ALL_ROLES) {
  test(`${role} is refused on every route of other roles`, async () => {
    const visitor = visit(test_, byRole()[role]);
    let refused = 0;
    for (const route of test_.routes.all) {
      if (typeof route.access === 'string' || route.access.includes(role)) continue;
      const address = addressOf(route.path);
      const answer = route.method === 'GET' ? await visitor.get(address) : await visitor.post(address, {});
      assert.equal(answer.status, 403, `${route.method} ${route.path} for ${role}`);
      refused += 1;
    }
    assert.ok(refused > 5, `${role} was refused on only ${refused} routes`);
  });

  test(`${role} never meets an error page of the system on their own pages`, async () => {
    const visitor = visit(test_, byRole()[role]);
    for (const route of test_.routes.all) {
      if (route.method !== 'GET' || route.access === 'public') continue;
      if (route.access !== 'signed_in' && !route.access.includes(role)) continue;
      const answer = await visitor.get(addressOf(route.path));
      assert.ok(answer.status < 500, `${route.path} for ${role}: ${answer.status}`);
    }
  });
}

test('a form without the session’s token is refused', async () => {
  const visitor = visit(test_, cast.operator);
  const answer = await visitor.post(`/cases/${caseId}/note`, { csrf: 'wrong', note: '试' });
  assert.equal(answer.status, 403);
});

test('a form sent from another site is refused even with the token', async () => {
  const visitor = visit(test_, cast.operator);
  const answer = await visitor.post(
    `/cases/${caseId}/note`,
    { note: '试' },
    { 'sec-fetch-site': 'cross-site' },
  );
  assert.equal(answer.status, 403);
});

test('addresses written in odd ways slip past nothing', async () => {
  const visitor = visit(test_, cast.operator);
  for (const path of ['//people', '/people/', '/%70eople', '/people%2F', '/./people', '/PEOPLE']) {
    const answer = await visitor.get(path);
    assert.ok([403, 404].includes(answer.status), `${path}: ${answer.status}`);
  }
});

test('an agency that has nothing to do with a case is told that it does not exist', async () => {
  const stranger = visit(test_, cast.strangerHandler);
  const nothing = await stranger.get('/cases/1');
  const hidden = await stranger.get(`/cases/${caseId}`);
  assert.equal(hidden.status, 404);
  const words = async (answer: Response) => (await answer.text()).match(/role="alert">.*?<\/div>/s)?.[0];
  assert.equal(await words(hidden), await words(nothing));
});

test('every answer carries a strict content policy and no inline script or style is needed', async () => {
  const visitor = visit(test_, cast.dispatcher);
  const answer = await visitor.get(`/cases/${caseId}`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.doesNotMatch(await answer.text(), /<script>|\sstyle="|\son[a-z]+="/);
});
