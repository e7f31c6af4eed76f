import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import { listedCases } from '../../src/cases/listed.ts';
import { queueRows } from '../../src/cases/queue-rows.ts';
import { all, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { accessOf } from '../../src/portal/access.ts';
import { findCase } from '../../src/portal/find-case.ts';
import { ratingsOf } from '../../src/portal/rating-queries.ts';
import { at } from '../calendar/samples.ts';
import { DISSATISFIED, Life, SATISFIED } from '../cases/life.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('the page behind the link in an SMS', () => {
  let test: TestWorld;
  let cast: Cast;
  let citizen: Visitor;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    citizen = visit(test, null);
  });
  after(() => test.close());

  const lived = () => new Life(test.world.db, cast);
  const linkOf = ({ db, caseId, now }: Life) => `/r/${accessOf(db, caseId, now).token}`;
  const ratings = ({ db, caseId }: Life) => ratingsOf(db, caseId).map(({ satisfaction }) => satisfaction);
  const open = async (path: string) => {
    const answer = await citizen.get(path);
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const rated = (life: Life, satisfaction: string, note = '') =>
    citizen.post(linkOf(life), { satisfaction, note });

  it('says how the case stands, and before an answer offers nothing to rate', async () => {
    const life = lived().dispatched();
    const { status, text } = await open(linkOf(life));
    assert.equal(status, 200);
    assert.match(text, new RegExp(life.case().number));
    assert.match(text, /您的诉求已交承办单位办理。/);
    assert.match(text, /办理答复后，可在此页评价办理结果/);
    assert.doesNotMatch(text, /type="radio"/);
  });

  it('while the hotline still checks the reply it is not shown and cannot be rated', async () => {
    const life = lived().replied();
    const { text } = await open(linkOf(life));
    assert.doesNotMatch(text, /路灯已于当日修复|type="radio"/);
    assert.equal((await rated(life, 'satisfied')).status, 409);
    assert.deepEqual(ratings(life), []);
  });

  it('Q-E1: shows the public reply and takes one of five levels with a remark', async () => {
    const life = lived().toCallBack();
    const page = await open(linkOf(life));
    assert.match(page.text, /清源路路灯已于当日修复/);
    assert.equal(page.text.match(/type="radio"/g)?.length, 5);
    const sent = await rated(life, 'satisfied', '处理得很快');
    assert.equal(sent.status, 303);
    assert.equal(sent.headers.get('location'), linkOf(life));
    assert.match((await open(linkOf(life))).text, /感谢您的评价：满意/);
    assert.deepEqual(
      ratingsOf(life.db, life.caseId).map(({ round, source, satisfaction, note }) => [
        round,
        source,
        satisfaction,
        note,
      ]),
      [[0, 'link', 'satisfied', '处理得很快']],
    );
  });

  it('names nobody: neither the citizen nor who handled the case', async () => {
    const life = lived().toCallBack();
    const { text, headers } = await open(linkOf(life));
    for (const name of ['何先生', '何**', '13900001234', '139****1234', '赵明', '冯岩', '陈平', '王晓'])
      assert.doesNotMatch(text, new RegExp(name.replaceAll('*', '\\*')), name);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.match(headers.get('x-robots-tag') ?? '', /noindex/);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('takes another level later; the same one again is written once', async () => {
    const life = lived().toCallBack();
    for (const level of ['satisfied', 'satisfied', 'very_dissatisfied']) await rated(life, level);
    assert.deepEqual(ratings(life), ['very_dissatisfied', 'satisfied']);
    const whys = life.events().filter(({ act }) => act === 'citizen_rating');
    assert.deepEqual(
      whys.map(({ why, who }) => [who, why]),
      [
        ['系统', '诉求人通过短信链接评价：满意'],
        ['系统', '诉求人通过短信链接评价：非常不满意（此前：满意）'],
      ],
    );
  });

  it('without a level it says so, and what was written is kept', async () => {
    const life = lived().toCallBack();
    const answer = await citizen.post(linkOf(life), { note: '路灯还是不亮' });
    assert.equal(answer.status, 422);
    const text = await answer.text();
    assert.match(text, /请选择满意程度/);
    assert.match(text, /路灯还是不亮<\/textarea>/);
    assert.equal((await rated(life, 'splendid')).status, 422);
  });

  it('a remark of 500 characters is taken, one of 501 is not', async () => {
    const life = lived().toCallBack();
    assert.equal((await rated(life, 'basically', '路'.repeat(501))).status, 422);
    assert.equal((await rated(life, 'basically', '路'.repeat(500))).status, 303);
  });

  it('Q-E1: can be rated until seven days after the answer, then tells whom to call', async () => {
    const life = lived().toCallBack();
    const answered = life.now;
    life.now = at('2026-11-24 09:00');
    life.do(cast.clerk, 'call_back', SATISFIED);
    const { world } = test;
    const { now } = world;
    world.now = () => answered + 7 * 86_400_000;
    assert.equal((await rated(life, 'satisfied')).status, 303);
    world.now = () => answered + 7 * 86_400_000 + 1;
    assert.equal((await rated(life, 'dissatisfied')).status, 409);
    const { text } = await open(linkOf(life));
    world.now = now;
    assert.deepEqual(ratings(life), ['satisfied']);
    assert.match(text, /评价已截止/);
    assert.match(text, /href="tel:12345"/);
  });

  it('cannot be rated once it is archived', async () => {
    const life = lived().toCallBack().do(cast.clerk, 'call_back', SATISFIED).do(cast.supervisor, 'archive');
    assert.equal((await rated(life, 'satisfied')).status, 409);
  });

  it('Q-E2: after a redo the new result is rated anew', async () => {
    const life = lived().toCallBack();
    await rated(life, 'dissatisfied');
    life.do(cast.clerk, 'call_back', DISSATISFIED).do(cast.supervisor, 'verify', {
      ...{ method: 'phone', finding: '路灯仍不亮。', responsible: 'yes', redoReason: 'not_solved' },
    });
    assert.match((await open(linkOf(life))).text, /重新办理/);
    assert.equal((await rated(life, 'satisfied')).status, 409);
    life
      .onLead(cast.handler, 'sign', { handler: String(cast.handler.id) })
      .onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已再次上门。' })
      .onLead(cast.handler, 'submit', life.reply())
      .onLead(cast.agencyLeader, 'approve')
      .do(cast.dispatcher, 'pass', { complete: '1', answers: '1', clean: '1' });
    assert.equal((await rated(life, 'satisfied')).status, 303);
    const rows = ratingsOf(life.db, life.caseId);
    assert.deepEqual(
      rows.map(({ round, satisfaction }) => [round, satisfaction]),
      [
        [1, 'satisfied'],
        [0, 'dissatisfied'],
      ],
    );
  });

  it('what was answered on the spot can be read and rated too', async () => {
    const life = lived().take({ kind: 'consultation', answer: '请带身份证到窗口办理。' }, 'answer');
    const { text } = await open(linkOf(life));
    assert.match(text, /请带身份证到窗口办理。/);
    assert.equal((await rated(life, 'very_satisfied')).status, 303);
  });

  it('opens although the telephone took what follows for a part of the link, or it was typed in capitals', async () => {
    const link = linkOf(lived().toCallBack());
    for (const path of [`${link}。回复5至1`, link.toUpperCase().replace('/R/', '/r/')])
      assert.equal((await open(encodeURI(path))).status, 200, path);
  });

  it('Q-A7: of a confidential case the agency reads the level and no word of the remark', async () => {
    for (const [confidential, read] of [
      ['', true],
      ['1', false],
    ] as const) {
      const life = lived().signed({ confidential });
      if (!confidential)
        life.onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已说明。' });
      life
        .onLead(cast.handler, 'submit', { ...life.reply(), toldHow: confidential ? 'via_hotline' : 'phone' })
        .onLead(cast.agencyLeader, 'approve')
        .do(cast.dispatcher, 'pass', { complete: '1', answers: '1', clean: '1' });
      await rated(life, 'satisfied', '我住隔壁');
      const page = (actor: Actor) => JSON.stringify(caseView(life.db, actor, life.case(), life.now));
      assert.match(page(cast.dispatcher), /满意（短信链接）.*我住隔壁/);
      assert.match(page(cast.handler), /满意（短信链接）/);
      assert.equal(page(cast.handler).includes('我住隔壁'), read);
    }
  });

  it('the hotline reads out number and code from the page of the case, no agency can', () => {
    const life = lived().signed();
    const { code, token } = accessOf(life.db, life.caseId, life.now);
    const page = (actor: Actor) => JSON.stringify(caseView(life.db, actor, life.case(), life.now));
    const told = `["查询码","${code}"],["告知","未短信告知，请口头告知诉求人"]`;
    assert.ok(page(cast.dispatcher).includes(told));
    for (const actor of [cast.handler, cast.agencyLeader])
      assert.doesNotMatch(page(actor), new RegExp(`查询码|"${code}"|${token}`), actor.name);
  });

  const wide = (text: string) =>
    text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  const known = (life: Life) => ({ number: life.case().number, ...accessOf(life.db, life.caseId, life.now) });
  const asked = (number: string, code: string) => citizen.post('/r', { number, code });

  it('Q-L1: number and code lead to the case, however they are written', async () => {
    const life = lived().toCallBack();
    const { number, code } = known(life);
    const ways = [
      [number, code],
      [` ${number.replace('-', ' - ')} `, code.replace(/(...)/, '$1 ')],
      [wide(number), wide(code)],
      [number.replace('-', '—'), code],
    ] as const;
    for (const [first, second] of ways) {
      const answer = await asked(first, second);
      assert.equal(answer.status, 303, first);
      assert.equal(answer.headers.get('location'), linkOf(life));
    }
  });

  it('Q-L1: a wrong number and a wrong code get the same answer; the number stays, the code does not', async () => {
    const { number, code } = known(lived().toCallBack());
    const other = code === '111111' ? '222222' : '111111';
    const said = [];
    for (const pair of [
      [number, other],
      ['20200101-9999', code],
      [number, `${code}0`],
    ] as const) {
      const [typed, secret] = pair;
      const answer = await asked(typed, secret);
      assert.equal(answer.status, 422);
      const page = await answer.text();
      assert.ok(page.includes(`value="${typed}"`));
      assert.ok(!page.includes(secret), 'the code is not shown again');
      said.push(page.replace(typed, ''));
    }
    assert.match(said[0] ?? '', /工单号或查询码不正确/);
    assert.equal(new Set(said).size, 1);
    assert.match(await (await asked('', '')).text(), /请填写工单号.*请填写查询码/);
  });

  it('Q-L1: the code of another case does not open this one', async () => {
    const [one, other] = [known(lived().toCallBack()), known(lived().toCallBack())];
    assert.equal((await asked(one.number, other.code)).status, one.code === other.code ? 303 : 422);
  });

  it('Q-L1: the log-in page leads to it, and a link that leads nowhere too', async () => {
    for (const path of ['/login', '/r/nothing']) assert.match((await open(path)).text, /href="\/r"/, path);
    assert.match((await open('/r')).headers.get('x-robots-tag') ?? '', /noindex/);
  });

  it('a form from another site is refused', async () => {
    const life = lived().toCallBack();
    const answer = await citizen.post(
      linkOf(life),
      { satisfaction: 'satisfied' },
      { 'sec-fetch-site': 'cross-site' },
    );
    assert.equal(answer.status, 403);
    assert.deepEqual(ratings(life), []);
  });

  it('Q-E1: the clerk sees in the list of call-backs who is dissatisfied, by the last word of this round', async () => {
    const life = lived().toCallBack();
    const marks = () =>
      queueRows(life.db, listedCases(life.db, [life.caseId]), life.now).flatMap((row) =>
        row.marks.map(({ text }) => text),
      );
    assert.deepEqual(marks(), []);
    await rated(life, 'very_dissatisfied');
    assert.deepEqual(marks(), ['不满意']);
    await rated(life, 'basically');
    assert.deepEqual(marks(), []);
    await rated(life, 'dissatisfied');
    life.do(cast.clerk, 'call_back', DISSATISFIED);
    assert.doesNotMatch(marks().join(), /不满意/, 'whoever verifies reads the call');
  });

  it('changing the mind without end is stopped after ten times in a row', async () => {
    const life = lived().toCallBack();
    const levels = ['satisfied', 'basically'];
    for (let time = 0; time < 10; time += 1)
      assert.equal((await rated(life, levels[time % 2] ?? '')).status, 303);
    assert.equal((await rated(life, 'satisfied')).status, 422);
    assert.equal(ratings(life).length, 10);
  });
});

describe('a link that leads nowhere', () => {
  it('is answered kindly with the number of the hotline; whoever tries thirty of them has to wait', async () => {
    const test = newWorld();
    const { db, now } = test.world;
    const life = new Life(db, newCast(db, now())).toCallBack();
    const { token } = accessOf(db, life.caseId, life.now);
    const citizen = visit(test, null);
    const answer = await citizen.get('/r/aaaaaaaaaaaaa');
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /可能是链接不完整.*href="tel:12345"/s);
    for (let time = 2; time <= 29; time += 1) await citizen.get(`/r/wrong${time}`);
    assert.equal((await citizen.get(`/r/${token}`)).status, 200);
    await citizen.post('/r/wrong30', { satisfaction: 'satisfied' });
    assert.equal((await citizen.get(`/r/${token}`)).status, 403);
    test.setTime('2026-11-23 09:09');
    assert.equal((await citizen.get(`/r/${token}`)).status, 403);
    test.setTime('2026-11-23 09:10');
    assert.equal((await citizen.get(`/r/${token}`)).status, 200);
    test.close();
  });
});

describe('wrong codes', () => {
  it('Q-L1: thirty from one place have to wait, links with them', async () => {
    const test = newWorld();
    const { db, now } = test.world;
    const life = new Life(db, newCast(db, now())).toCallBack();
    const { code, token } = accessOf(db, life.caseId, life.now);
    const citizen = visit(test, null);
    for (let time = 1; time <= 29; time += 1) await citizen.post('/r', { number: `${time}`, code: '000000' });
    assert.equal((await citizen.get(`/r/${token}`)).status, 200);
    await citizen.post('/r', { number: '30', code: '000000' });
    assert.equal((await citizen.get('/r')).status, 403);
    assert.equal((await citizen.get(`/r/${token}`)).status, 403);
    assert.equal((await citizen.post('/r', { number: life.case().number, code })).status, 403);
    test.close();
  });

  it('Q-L1: thirty for one number have to wait wherever they come from, and other numbers have not', () => {
    const test = newWorld();
    const { db, now } = test.world;
    const cast = newCast(db, now());
    const known = () => {
      const life = new Life(db, cast).toCallBack();
      return { number: life.case().number, ...accessOf(db, life.caseId, life.now) };
    };
    const [mine, other] = [known(), known()];
    const wrong = mine.code === '111111' ? '222222' : '111111';
    const from = (place: number, code: string) =>
      findCase(db, `10.0.0.${place}`, { number: mine.number, code }, now());
    for (let place = 1; place <= 29; place += 1) assert.throws(() => from(place, wrong), /不正确/);
    assert.equal(from(30, mine.code), mine.token);
    assert.throws(() => from(31, wrong), /不正确/);
    assert.throws(() => from(32, mine.code), /输错次数过多，请于/);
    assert.equal(findCase(db, '10.0.0.32', other, now()), other.token);
    assert.equal(findCase(db, '10.0.0.32', mine, now() + 600_000), mine.token);
    test.close();
  });
});

describe('what lets a citizen in', () => {
  it('is made once for each case, and no two are alike', () => {
    const test = newWorld();
    const { db, now } = test.world;
    const cast = newCast(db, now());
    const made = Array.from({ length: 20 }, () => {
      const { caseId } = new Life(db, cast).take();
      assert.deepEqual(accessOf(db, caseId, now()), accessOf(db, caseId, now() + 1));
      return accessOf(db, caseId, now());
    });
    assert.ok(made.every(({ code, token }) => /^\d{6}$/.test(code) && /^[a-z2-9]{13}$/.test(token)));
    assert.equal(new Set(made.map(({ token }) => token)).size, 20);
    assert.equal(all(db, q.selectFrom('citizen_access').selectAll()).length, 20);
    test.close();
  });
});
