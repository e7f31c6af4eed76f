import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { sayDetail } from '../../src/audit/words.ts';
import { all, q } from '../../src/db/query.ts';
import { policyAt } from '../../src/policy/policy.ts';
import { subjects } from '../../src/policy/subjects/index.ts';
import { government12345 } from '../../src/presets/government-12345.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { newPerson } from '../support/cast.ts';
import { newWorld } from '../support/world.ts';
import { change, type Desk, formOf, openDesk, rowCount, wordsOf } from './desk.ts';

describe('policy pages', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  const complaintIn8 = { 'kinds.1.replyDays': '8' };
  const complaintDays = (when = desk.now()) =>
    policyAt(desk.db, when).kinds.find(({ code }) => code === 'complaint')?.replyDays;

  test('every setting has one page, on the overview with its values in plain words', async () => {
    const { code: _1, name: _2, description: _3, categories: _4, areas: _5, ...policy } = government12345;
    const keys = subjects.flatMap((subject) => subject.keys);
    assert.deepEqual(keys.toSorted(), [...Object.keys(policy), 'caseNumber'].toSorted());
    const words = await wordsOf(await desk.admin.get('/policy'));
    for (const { title } of subjects) assert.ok(words.includes(title), title);
    assert.match(words, /投诉：10 个工作日答复（便民服务事项 3 个），2 个工作日内首次联系/);
    assert.match(words, /退件 1 个工作日/);
    assert.doesNotMatch(words, /[{}[\]]|complaint|undefined/);
  });

  test('every limit of the policy stands on the page of limits', async () => {
    const page = await (await desk.admin.get('/policy/limits')).text();
    for (const name of Object.keys(government12345.limits))
      assert.match(page, new RegExp(`\\.${name}"`), name);
  });

  test('each page is read by the supervisor without a form, and changed by the administrator alone', async () => {
    for (const { slug, title } of subjects) {
      const read = await desk.supervisor.get(`/policy/${slug}`);
      assert.equal(read.status, 200, title);
      assert.doesNotMatch(await read.text(), /policy-form|恢复此版本/, title);
      assert.match(await (await desk.admin.get(`/policy/${slug}`)).text(), /policy-form/, title);
      assert.equal(
        (await desk.supervisor.post(`/policy/${slug}/confirm`, formOf(desk, slug))).status,
        403,
        title,
      );
      assert.equal((await desk.operator.get(`/policy/${slug}`)).status, 403, title);
    }
  });

  test('what a page shows is taken back as it is: sent unchanged it changes nothing', async () => {
    for (const { slug, title } of subjects) {
      const answer = await desk.admin.post(`/policy/${slug}`, formOf(desk, slug));
      assert.equal(answer.status, 422, title);
      assert.match(await wordsOf(answer), /没有需要施行的改动/, title);
    }
  });

  test('the preview says what changes, from when, and what it comes to before and after; nothing is written', async () => {
    const before = rowCount(desk);
    const words = await wordsOf(await desk.admin.post('/policy/kinds', formOf(desk, 'kinds', complaintIn8)));
    assert.match(words, /“投诉”的答复时限由 10 个工作日改为 8 个工作日/);
    assert.match(words, /确认后立即施行/);
    assert.match(
      words,
      /改动前.*现在派出的投诉，答复时限为 12月7日 17:30；.*改动后.*现在派出的投诉，答复时限为 12月3日 17:30/,
    );
    assert.match(words, /紧急的为今天 17:30/);
    assert.equal(rowCount(desk), before);
  });

  test('the example of the page is what a case really gets', async () => {
    await change(desk, 'kinds', complaintIn8);
    const words = await wordsOf(await desk.admin.get('/policy/kinds'));
    const life = new Life(desk.db, desk.cast).dispatched();
    assert.equal(life.clocks('reply')[0]?.due_at, at('2026-12-03 17:30'));
    assert.match(words, /现在派出的投诉，答复时限为 12月3日 17:30/);
  });

  test('the example follows what is typed before anything is sent', async () => {
    const typed = formOf(desk, 'kinds', complaintIn8);
    assert.match(await wordsOf(await desk.admin.post('/policy/kinds/example', typed)), /12月3日 17:30/);
    const wrong = formOf(desk, 'kinds', { 'kinds.1.replyDays': '0' });
    assert.match(await wordsOf(await desk.admin.post('/policy/kinds/example', wrong)), /更正后在这里推算/);
  });

  test('confirmed, it is in force from now; history says who, when, from when and what; the audit line has no JSON', async () => {
    await change(desk, 'kinds', complaintIn8);
    assert.equal(complaintDays(), 8);
    assert.equal(complaintDays(desk.now() - 1), 10);
    const words = await wordsOf(await desk.admin.get('/policy/kinds'));
    assert.match(
      words,
      /第 2 版 施行中 自 2026-11-23 09:00 起施行 沈立，今天 09:00 设置 “投诉”的答复时限由 10 个工作日改为 8 个工作日/,
    );
    const [line] = all(desk.db, q.selectFrom('audit_log').selectAll().where('act', '=', 'policy_changed'));
    assert.equal(line?.subject, '诉求类型与办理期限');
    assert.equal(
      sayDetail(line?.detail ?? ''),
      '第 2 版，自 2026-11-23 09:00 起施行，1 处改动；改动：“投诉”的答复时限由 10 个工作日改为 8 个工作日',
    );
  });

  test('for later: it waits on the overview and on its page, and can be taken back before it begins', async () => {
    const starts = '2026-11-23T10:00';
    await change(desk, 'kinds', { ...complaintIn8, when: 'later', starts });
    assert.equal(complaintDays(), 10);
    assert.match(
      await wordsOf(await desk.admin.get('/policy')),
      /自 2026-11-23 10:00 起施行： “投诉”的答复时限由 10/,
    );
    const page = await (await desk.admin.get('/policy/kinds')).text();
    const undo = /href="([^"]+)"[^>]*><span>取消这次更改/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const form = await (await desk.admin.get(undo)).text();
    assert.match(
      form,
      /name="starts"[^>]*value="2026-11-23T10:00"|value="2026-11-23T10:00"[^>]*name="starts"/,
    );
    await change(desk, 'kinds', { when: 'later', starts });
    desk.setTime('2026-11-23 10:00');
    assert.equal(complaintDays(), 10);
    assert.match(await wordsOf(await desk.admin.get('/policy/kinds')), /第 2 版 未施行/);
  });

  test('a change before one that waits is told what comes after it', async () => {
    await change(desk, 'kinds', { ...complaintIn8, when: 'later', starts: '2026-12-01T08:00' });
    const typed = formOf(desk, 'kinds', { 'kinds.1.replyDays': '9' });
    const words = await wordsOf(await desk.admin.post('/policy/kinds', typed));
    assert.match(words, /另有一次已定的更改自 2026-12-01 08:00 起施行.*从那时起以那次的内容为准/);
  });

  for (const [starts, why] of [
    ['2026-11-23T09:00', /应晚于现在，不能倒填/],
    ['2026-11-23T08:59', /应晚于现在，不能倒填/],
    ['', /请填写施行的日期和时间/],
  ] as const) {
    test(`never backwards: later than now, not ${starts || 'without a time'}`, async () => {
      const before = rowCount(desk);
      const answer = await desk.admin.post(
        '/policy/kinds/confirm',
        formOf(desk, 'kinds', { ...complaintIn8, when: 'later', starts }),
      );
      assert.equal(answer.status, 422);
      assert.match(await wordsOf(answer), why);
      assert.equal(rowCount(desk), before);
    });
  }

  test('one minute later than now is taken', async () => {
    await change(desk, 'kinds', { ...complaintIn8, when: 'later', starts: '2026-11-23T09:01' });
    desk.setTime('2026-11-23 09:01');
    assert.equal(complaintDays(), 8);
  });

  test('two administrators: the second is told who changed what, keeps what was typed, and may go on', async () => {
    const second = formOf(desk, 'kinds', { 'kinds.3.replyDays': '4' });
    await change(desk, 'kinds', complaintIn8, desk.otherAdmin);
    const answer = await desk.admin.post('/policy/kinds/confirm', second);
    assert.equal(answer.status, 409);
    const page = await answer.text();
    assert.match(
      page,
      /尤新已于 2026-11-23 09:00 修改了“诉求类型与办理期限”.*“投诉”的答复时限由 10 个工作日改为 8 个工作日/,
    );
    assert.match(page, /name="kinds.3.replyDays"[^>]*value="4"/);
    assert.equal(complaintDays(), 8);
    const base = /name="base" value="(\d+)"/.exec(page)?.[1] ?? '';
    const again = await desk.admin.post('/policy/kinds', { ...second, base });
    assert.match(await wordsOf(again), /由 8 个工作日改为 10 个工作日/);
  });

  test('the button pressed twice makes one version', async () => {
    const form = formOf(desk, 'channels', { 'channels.7.name': '小程序', 'channels.7.code': '' });
    const before = rowCount(desk);
    assert.equal((await desk.admin.post('/policy/channels/confirm', form)).status, 303);
    assert.equal((await desk.admin.post('/policy/channels/confirm', form)).status, 303);
    assert.equal(rowCount(desk), before + 1);
  });

  test('an older version is restored through form and preview', async () => {
    await change(desk, 'kinds', complaintIn8);
    desk.setTime('2026-11-23 10:00');
    const page = await (await desk.admin.get('/policy/kinds')).text();
    const restore = /href="([^"]+)"[^>]*><span>恢复此版本/.exec(page)?.[1] ?? '';
    const form = await (await desk.admin.get(restore)).text();
    assert.match(form, /表单内已填入第 1 版/);
    assert.match(form, /name="kinds.1.replyDays"[^>]*value="10"/);
    await change(desk, 'kinds', { 'kinds.1.replyDays': '10' });
    assert.equal(complaintDays(), 10);
    assert.equal(complaintDays(at('2026-11-23 09:59')), 8);
  });

  test('what was typed and not confirmed is there again, until it is given up', async () => {
    const key = 'a-key-of-a-draft-1';
    const typed = { ...formOf(desk, 'kinds', complaintIn8), key, form: 'policy/kinds' };
    await desk.admin.post('/policy/kinds', typed);
    const page = await (await desk.admin.get('/policy/kinds')).text();
    assert.match(page, /已恢复您 2026-11-23 09:00 填写、尚未施行的内容/);
    assert.match(page, /name="kinds.1.replyDays"[^>]*value="8"/);
    assert.equal((await desk.admin.post('/policy/kinds/confirm', typed)).status, 303);
    assert.doesNotMatch(await (await desk.admin.get('/policy/kinds')).text(), /已恢复您/);
  });

  test('a kind that open cases have is told before it is taken away, and stays on them', async () => {
    const life = new Life(desk.db, desk.cast).take();
    desk.setTime('2026-11-23 10:00');
    const without = {
      'kinds.1.name': null,
      'kinds.1.replyDays': null,
      'kinds.1.listedDays': null,
      'kinds.1.contactDays': null,
      'kinds.1.code': null,
    };
    const words = await wordsOf(await desk.admin.post('/policy/kinds', formOf(desk, 'kinds', without)));
    assert.match(words, /移除类型“投诉”/);
    assert.match(words, /“投诉”有 1 件在办工单，它们仍按原名称和原规定办理/);
    await change(desk, 'kinds', without);
    const page = await wordsOf(await desk.supervisor.get(`/cases/${life.caseId}`));
    assert.match(page, /投诉/);
    life.now = desk.now();
    life
      .do(desk.cast.dispatcher, 'accept')
      .do(desk.cast.dispatcher, 'dispatch', { lead: String(desk.cast.agencies.urban) });
    assert.equal(life.clocks('reply')[0]?.due_at, at('2026-12-07 17:30'));
    assert.match(await wordsOf(await desk.supervisor.get('/queues/open')), /投诉/);
  });

  test('a long history is read page by page, newest first', async () => {
    for (let minute = 1; minute <= 21; minute++) {
      desk.setTime(`2026-11-23 09:${String(minute).padStart(2, '0')}`);
      await change(desk, 'quiet-hours', { 'quiet.to': `08:${String(minute).padStart(2, '0')}` });
    }
    const first = await (await desk.admin.get('/policy/quiet-hours')).text();
    assert.match(first, /第 22 版/);
    assert.match(first, /第 3 版/);
    assert.doesNotMatch(first, /第 2 版/);
    const older = /href="([^"#]+)#history"[^>]*><span>更早的/.exec(first)?.[1] ?? '';
    const second = await (await desk.admin.get(older)).text();
    assert.match(second, /第 2 版/);
    assert.match(second, /第 1 版/);
    assert.doesNotMatch(second, /第 3 版/);
  });

  test('an example that reaches into a year without a calendar says so instead of guessing', async () => {
    const typed = formOf(desk, 'kinds', { 'kinds.1.replyDays': '250' });
    const words = await wordsOf(await desk.admin.post('/policy/kinds', typed));
    assert.match(words, /2027 年的工作日历尚未录入，跨入该年的期限暂时不能推算/);
  });

  test('before the first set-up there is nothing to set', async () => {
    const empty = newWorld();
    try {
      const { db, now } = empty.world;
      const given = {
        login: 'first',
        name: '沈立',
        roles: ['admin'],
        agencyId: null,
        operatorNo: null,
      } as const;
      const admin = visit(empty, newPerson(db, given, now()));
      assert.equal((await admin.get('/policy')).status, 303);
      assert.equal((await admin.get('/policy/kinds')).status, 404);
    } finally {
      empty.close();
    }
  });

  test('settings that name a kind no longer offered show it by its name', async () => {
    const without = Object.keys(formOf(desk, 'kinds')).filter((name) => name.startsWith('kinds.0.'));
    await change(desk, 'kinds', Object.fromEntries(without.map((name) => [name, null])));
    for (const slug of ['callbacks', 'questions']) {
      const page = await (await desk.admin.get(`/policy/${slug}`)).text();
      assert.match(page.replace(/<[^>]*>/g, ''), /咨询（已移除）/, slug);
      assert.doesNotMatch(await wordsOf(await desk.supervisor.get(`/policy/${slug}`)), /consultation/, slug);
    }
  });
});
