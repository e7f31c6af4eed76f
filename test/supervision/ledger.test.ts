import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { all, prepared, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { Life, SATISFIED } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const ORDER = { instrument: 'rectify', ground: '多次承诺未兑现。', requirement: '三日内修复并书面说明。' };

let world: TestWorld;
let cast: Cast;

before(() => {
  world = newWorld();
  cast = newCast(world.world.db, world.world.now());
});
after(() => world.close());

function supervised(): Life {
  return new Life(world.world.db, cast).dispatched().do(cast.supervisor, 'supervise', ORDER);
}

async function read(actor: Actor, path: string): Promise<string> {
  const answer = await visit(world, actor).get(path);
  assert.equal(answer.status, 200, path);
  return answer.text();
}

/** The numbers of the orders on a page of the ledger, as they stand there. */
async function numbers(actor: Actor, path = '/supervision'): Promise<string[]> {
  const page = await read(actor, path);
  return [...page.matchAll(/>(督〔2026〕\d+号)</g)].map((match) => match[1] ?? '');
}

test('Q-E4: the empty ledger says what will stand there', async () => {
  assert.match(await read(cast.supervisor, '/supervision'), /还没有督办[\s\S]*值班长在工单页面点“督办”/);
});

test('Q-E4: the ledger says number, case, agency, instrument, limit, round and state, narrowed by state in the address', async () => {
  const life = supervised();
  const answered = supervised().do(cast.handler, 'rectify', { report: '已整改。' });
  const over = supervised().do(cast.handler, 'rectify', { report: '已整改。' });
  over.do(cast.supervisor, 'release', { finding: '认可。' });
  const back = supervised().do(cast.supervisor, 'revoke', { reason: '重复下达。' });
  const page = await read(cast.supervisor, '/supervision');
  for (const said of [
    life.case().number,
    '城管局',
    '整改通知',
    '剩 5 个工作日',
    '第 1 次',
    '已撤销',
    '已解除',
  ]) {
    assert.ok(page.includes(said), said);
  }
  assert.deepEqual(await numbers(cast.supervisor), [
    '督〔2026〕4号',
    '督〔2026〕3号',
    '督〔2026〕2号',
    '督〔2026〕1号',
  ]);
  assert.deepEqual(await numbers(cast.supervisor, '/supervision?state=issued'), ['督〔2026〕1号']);
  assert.deepEqual(await numbers(cast.leader, '/supervision?state=answered'), ['督〔2026〕2号']);
  assert.deepEqual(await numbers(cast.inspector, '/supervision?state=released'), [
    '督〔2026〕4号',
    '督〔2026〕3号',
  ]);
  assert.ok(answered.caseId !== back.caseId);
});

test('Q-E4: an agency finds its own orders there, also of a case that is closed, and nobody else’s', async () => {
  const own = await numbers(cast.handler);
  assert.equal(own.length, 4);
  assert.deepEqual(await numbers(cast.assistHandler), []);
  const closed = new Life(world.world.db, cast).toCallBack().do(cast.supervisor, 'supervise', ORDER);
  closed.do(cast.clerk, 'call_back', SATISFIED);
  assert.equal((await numbers(cast.agencyLeader)).length, 5);
  const page = await read(cast.handler, `/cases/${closed.caseId}`);
  assert.match(page, /提交整改报告/);
  assert.ok(page.indexOf('三日内修复并书面说明') < page.indexOf('诉求内容'));
});

test('Q-E4: the order prints on a sheet of its own, with a line in the audit log', async () => {
  const life = supervised();
  const { id, number } = all(
    world.world.db,
    q.selectFrom('supervisions').selectAll().where('case_id', '=', life.caseId),
  )[0] ?? { id: 0, number: '' };
  for (const actor of [cast.supervisor, cast.handler, cast.leader]) {
    const sheet = await read(actor, `/supervision/${id}/print`);
    for (const said of [
      number,
      '整改通知',
      '城市管理和综合执法局',
      '下列事项办理不到位',
      '三日内修复并书面说明',
    ]) {
      assert.ok(sheet.includes(said), said);
    }
    assert.doesNotMatch(sheet, /今天|明天|139/);
  }
  const lines = all(
    world.world.db,
    q.selectFrom('audit_log').selectAll().where('act', '=', 'supervision_printed'),
  );
  assert.deepEqual(
    lines.map(({ subject }) => subject),
    [number, number, number],
  );
  assert.equal((await visit(world, cast.strangerHandler).get(`/supervision/${id}/print`)).status, 404);
});

test('Q-E4: a long ledger is read page by page, each order once', async () => {
  const { db } = world.world;
  const life = supervised();
  prepared(
    db,
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
    INSERT INTO supervisions (number, case_id, agency_id, instrument, ground, requirement, days, status, issued_at)
    SELECT '督〔2026〕' || (1000 + i) || '号', ?, ?, 'rectify', '拖延', '限期', 5, 'released', 0 FROM n`,
  ).run(life.caseId, cast.agencies.urban);
  const seen: string[] = [];
  for (let path: string | null = '/supervision'; path; ) {
    seen.push(...(await numbers(cast.supervisor, path)));
    const next: string | undefined = /rel="next" href="([^"]+)"/.exec(await read(cast.supervisor, path))?.[1];
    path = next?.replaceAll('&amp;', '&') ?? null;
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(seen.length, Number(prepared(db, 'SELECT count(*) FROM supervisions').pluck().get()));
});

test('X-E1: the list of appeals is the supervisors’ and dispatchers’, each line opens its case', async () => {
  const life = new Life(world.world.db, cast)
    .toCallBack()
    .do(cast.agencyLeader, 'appeal', { reason: '不属管养范围。' });
  const page = await read(cast.dispatcher, '/appeals');
  assert.ok(
    page.includes(`/cases/${life.caseId}`) && page.includes('不属管养范围') && page.includes('待值班长处理'),
  );
  life.do(cast.supervisor, 'refuse_appeal', { reason: '理由不成立。' });
  assert.match(await read(cast.supervisor, '/appeals'), /没有待处理的申诉/);
  assert.match(await read(cast.supervisor, '/appeals?state=decided'), /已驳回/);
});
