import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, type Mock, mock, test } from 'node:test';
import { isLogged } from '../../src/web/request-log.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('the log of requests', () => {
  let house: TestWorld;
  let cast: Cast;
  let lines: Mock<typeof console.log>;
  let errors: Mock<typeof console.error>;

  before(() => {
    house = newWorld();
    house.world.requestLog = 'all';
    cast = newCast(house.world.db, house.world.now());
  });
  after(() => house.close());
  beforeEach(() => {
    lines = mock.method(console, 'log', () => undefined);
    errors = mock.method(console, 'error', () => undefined);
  });
  afterEach(() => mock.restoreAll());

  const written = () => lines.mock.calls.map((call) => String(call.arguments[0]));
  const logged = () => written().map((line) => JSON.parse(line) as Record<string, unknown>);

  test('one line of JSON a request: when, what route, how it went, how long it took and the number of who asked', async () => {
    const answer = await visit(house, cast.operator).get('/search?q=x');
    const [line, ...more] = logged();
    assert.deepEqual(more, []);
    const { time, ms, ...rest } = line ?? {};
    assert.deepEqual(rest, {
      level: 'info',
      request: answer.headers.get('x-request-id'),
      method: 'GET',
      route: '/search',
      status: 200,
      user: cast.operator.id,
    });
    assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.ok(Number.isInteger(ms));
  });

  test('of strangers there is no number, and of addresses that lead nowhere nothing', async () => {
    await visit(house, null).get('/login');
    await visit(house, null).get('/canary-street');
    assert.deepEqual(
      logged().map(({ route, status, user }) => [route, status, user]),
      [
        ['/login', 200, undefined],
        ['', 404, undefined],
      ],
    );
  });

  const NAME = '金丝雀';
  const PHONE = '13955557777';

  test('C-M1: no name, no number, no word that was typed and no file name gets into any line', async () => {
    const desk = visit(house, cast.operator);
    const typed = { phone: PHONE, name: NAME, text: `${NAME}说路灯坏了，电话 ${PHONE}。` };
    const intake = { ...typed, outcome: 'accept', kind: 'complaint', channel: 'phone' };
    const statuses = [
      await desk.post('/intake', { ...intake, key: 'canary-intake-0001' }),
      await desk.post('/intake', { ...intake, key: 'canary-intake-0002', kind: '' }),
      await desk.get(`/search?q=${NAME}`),
      await desk.get(`/intake?phone=${PHONE}`),
      await desk.get(`/${NAME}/${PHONE}`),
      await desk.get(`/attachments/1/${NAME}.jpg`),
      await desk.get(`/r/${PHONE}`),
      await upload(desk),
      await visit(house, null).post('/login', { login: PHONE, password: NAME }),
      await visit(house, null).post(
        '/r',
        { number: PHONE, code: NAME },
        { 'x-forwarded-for': '203.0.113.9' },
      ),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [303, 422, 200, 200, 404, 404, 404, 200, 422, 422]);
    const everything = [...written(), ...errors.mock.calls.map((call) => String(call.arguments[0]))];
    assert.equal(everything.length, statuses.length);
    for (const word of [
      NAME,
      encodeURIComponent(NAME),
      PHONE,
      '203.0.113.9',
      '路灯',
      '?',
      cast.operator.name,
    ])
      assert.ok(!everything.join('\n').includes(word), word);
  });

  async function upload(desk: ReturnType<typeof visit>): Promise<Response> {
    const form = new FormData();
    for (const [name, value] of [
      ['form', 'intake'],
      ['name', NAME],
      ['back', '/intake'],
    ] as const)
      form.append(name, value);
    form.append('file', new File([`${NAME} ${PHONE}`], `${NAME}-${PHONE}.txt`));
    return desk.post('/drafts/canary-draft-0001/files', form, { 'hx-request': 'true' });
  }

  test('a bug has one line of its own, beside that of its request and with the same number', async () => {
    mock.method(house.world.db, 'prepare', () => {
      throw new Error(`near "${NAME}": syntax error`);
    });
    const answer = await house.app.request('/health');
    assert.equal(answer.status, 503);
    const [fault] = errors.mock.calls.map((call) => JSON.parse(String(call.arguments[0])));
    const [line] = logged();
    const id = answer.headers.get('x-request-id');
    assert.deepEqual([fault.level, fault.request, line?.level, line?.request], ['error', id, 'error', id]);
    assert.match(fault.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.ok(!JSON.stringify(fault).includes(NAME));
  });

  test('what browsers and monitors ask for by themselves is not written down', async () => {
    const admin = visit(house, cast.admin);
    await admin.get('/health');
    await admin.get(house.world.assets('app.css'));
    assert.deepEqual(logged(), []);
  });

  test('slow means longer than a second, and what failed or was slow is always written down', () => {
    const quick = { quiet: true, status: 200, ms: 1000 };
    assert.equal(isLogged('all', quick), false);
    assert.equal(isLogged('all', { ...quick, ms: 1001 }), true);
    assert.equal(isLogged('all', { ...quick, status: 499 }), false);
    assert.equal(isLogged('all', { ...quick, status: 500 }), true);
    assert.equal(isLogged('all', { ...quick, quiet: false }), true);
  });

  test('the administrator chooses only slow and failed ones, or none', () => {
    const usual = { quiet: false, status: 422, ms: 1000 };
    assert.equal(isLogged('slow', usual), false);
    assert.equal(isLogged('slow', { ...usual, ms: 1001 }), true);
    assert.equal(isLogged('slow', { ...usual, status: 507 }), true);
    assert.equal(isLogged('none', { quiet: false, status: 500, ms: 5000 }), false);
  });

  test('every answer carries the number of its request, whatever it is', async () => {
    const desk = visit(house, cast.operator);
    const answers = [
      await desk.get('/search'),
      await desk.get('/nowhere'),
      await desk.get('/people'),
      await desk.get('/'),
      await desk.get('/health'),
      await desk.get(house.world.assets('app.css')),
      await desk.post('/account/password', {}),
      await desk.post('/account/password', { current: 'x'.repeat(1_100_000) }),
      await visit(house, null).get('/search'),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 404, 403, 303, 200, 200, 422, 413, 303],
    );
    const ids = answers.map((answer) => answer.headers.get('x-request-id') ?? '');
    for (const id of ids) assert.match(id, /^[0-9a-f-]{36}$/);
    assert.equal(new Set(ids).size, ids.length);
  });
});
