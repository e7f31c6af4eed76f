import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { nextCaseNumber, numberOf } from '../../src/cases/number.ts';
import { change, type Desk, formOf, openDesk, rowCount, wordsOf } from './desk.ts';

describe('policy forms', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  type Typed = Parameters<typeof formOf>[2];

  /** Sends a form that cannot be taken; answers with the page. */
  async function refused(slug: string, typed: Typed): Promise<string> {
    const before = rowCount(desk);
    const answer = await desk.admin.post(`/policy/${slug}/confirm`, formOf(desk, slug, typed));
    assert.equal(answer.status, 422);
    assert.equal(rowCount(desk), before);
    return answer.text();
  }

  const EDGES: readonly [slug: string, field: string, good: readonly string[], bad: readonly string[]][] = [
    ['limits', 'signing.returnDays', ['2', '250', '２'], ['0', '251', '-1', '1.5', '两天', '']],
    ['limits', 'extension.extensionsAllowed', ['0', '20'], ['-1', '21']],
    ['limits', 'intake.acceptUrgentMinutes', ['1', '10080'], ['0', '10081']],
    ['kinds', 'kinds.1.replyDays', ['1', '250', '当日'], ['0', '251', '', '当天']],
    ['kinds', 'kinds.1.listedDays', ['', '250'], ['0', '251']],
    ['kinds', 'kinds.1.name', ['投诉举报'], ['', '咨询', '这个名称确实太长了一点']],
    ['callbacks', 'shares.0.percent', ['0', '100'], ['101', '-1', '']],
    ['quiet-hours', 'quiet.from', ['21:30', '9:00', '21：30'], ['25:00', '21:60', '晚上', '08:00']],
    ['hours', 'hours.0.morning', ['08:00'], ['12:00', '25:00', '']],
    ['hours', 'hours.0.noon', ['14:00'], ['14:01', '08:30']],
    ['hours', 'hours.0.to', [], ['04-29', '05-01', '04-31', '4月']],
    ['hotline', 'hotline.areaCode', ['0731', '010'], ['731', '07311', '']],
    [
      'case-number',
      'number.pattern',
      ['YYYY-NNNNN', 'A-YYYYMM-NNNN', '热YYYYMMDD-NNNNNNNN'],
      ['YYYYMMDDNNNN', 'NNNN', 'YYYY-NNN', 'YYYY-NNNNNNNNN', 'D-YYYY-NNNN', ''],
    ],
    ['instruments', 'instruments.0.days', ['250'], ['0', '251']],
    ['contacts', 'contacts.0.phone', ['0000-8800000', ''], []],
    ['contacts', 'contacts.0.name', [], ['']],
    ['reminders', 'rules.1.amount', ['1', '9999', '６０'], ['0', '-1', '10000', '1.5', '']],
    ['sending', 'quiet.quietFrom', ['00:00', '7:05'], ['24:01', '晚上', '08:00', '']],
    ['sending', 'quiet.perPersonDaily', ['1', '200'], ['0', '201']],
    ['sending', 'trying.triesBeforeGivingUp', ['1', '50'], ['0', '51']],
    ['sending', 'trying.ratingDays', ['1', '90'], ['0', '91']],
  ];

  for (const [slug, field, good, bad] of EDGES) {
    test(`${field}: taken up to its limits; beyond them refused beside the field, with what was typed kept`, async () => {
      for (const value of good) {
        const answer = await desk.admin.post(`/policy/${slug}`, formOf(desk, slug, { [field]: value }));
        assert.match(await wordsOf(answer), /尚未施行，请核对后确认|没有需要施行的改动/, value);
      }
      for (const value of bad) {
        const page = await refused(slug, { [field]: value });
        assert.match(page, /aria-invalid="true"|class="ui-note" data-tone="error"/, value);
        assert.match(page, new RegExp(`name="${field.replaceAll('.', '\\.')}"[^>]* value="${value}"`), value);
        assert.match(page, /已填写的内容都在/, value);
      }
    });
  }

  test('a typed time and figures in full width become what the calendar reads', async () => {
    await change(desk, 'quiet-hours', { 'quiet.from': '9：05' });
    assert.equal(desk.policy().quietHours.from, '09:05');
    await change(desk, 'limits', { 'signing.returnDays': '２' });
    assert.equal(desk.policy().limits.returnDays, 2);
  });

  test('two seasons, the winter across the year end; a gap between them is named by its day', async () => {
    const clear = Object.fromEntries(
      ['from', 'to', 'morning', 'noon', 'afternoon', 'close', 'code'].map((name) => [
        `hours.2.${name}`,
        null,
      ]),
    );
    const summer = {
      'hours.0.from': '05-01',
      'hours.0.to': '09-30',
      'hours.1.from': '10-01',
      'hours.1.to': '4-30',
    };
    assert.match(
      await refused('hours', { ...clear, ...summer, 'hours.1.to': '04-29' }),
      /04-30 没有作息时间/,
    );
    await change(desk, 'hours', { ...clear, ...summer });
    assert.deepEqual(
      desk.policy().hours.map(({ from, to }) => `${from} ${to}`),
      ['05-01 09-30', '10-01 04-30'],
    );
  });

  test('no kind at all is refused, and so is no channel', async () => {
    const without = (slug: string) =>
      Object.fromEntries(
        Object.keys(formOf(desk, slug))
          .filter((name) => name.includes('.'))
          .map((name) => [name, null]),
      );
    assert.match(await refused('kinds', without('kinds')), /至少要有 1 项类型/);
    assert.match(await refused('channels', without('channels')), /至少要有 1 项渠道/);
  });

  test('rows are added, moved and removed by buttons of the form, without JavaScript; nothing is saved', async () => {
    const before = rowCount(desk);
    const press = async (button: string, typed: Typed = {}) =>
      (await desk.admin.post('/policy/channels', { ...formOf(desk, 'channels', typed), do: button })).text();
    const names = (page: string) =>
      [...page.matchAll(/name="channels\.\d+\.name"[^>]*?value="([^"]*)"/g)].map(([, name]) => name);
    assert.deepEqual(names(await press('up:channels:1')).slice(0, 2), ['网络', '电话']);
    assert.deepEqual(names(await press('down:channels:0')).slice(0, 2), ['网络', '电话']);
    assert.deepEqual(names(await press('remove:channels:0')).slice(0, 2), ['网络', '短信']);
    const added = await press('add:channels', { 'channels.0.name': '来电' });
    assert.equal(names(added).length, 8);
    assert.equal(names(added)[0], '来电');
    assert.equal(names(await press('up:channels:0'))[0], '电话');
    assert.equal(rowCount(desk), before);
  });

  test('blank rows are ignored; a new row gets a code of its own, a renamed one keeps its code', async () => {
    await change(desk, 'channels', {
      'channels.1.name': '网站',
      'channels.7.name': '  ',
      'channels.7.code': '',
      'channels.8.name': '小程序',
      'channels.8.code': '',
    });
    const { channels } = desk.policy();
    assert.deepEqual(channels[1], { code: 'web', name: '网站' });
    assert.deepEqual(channels.at(-1), { code: 'n1', name: '小程序' });
    assert.equal(channels.length, 8);
  });

  test('a code is never given again, nor taken from what somebody sends', async () => {
    await change(desk, 'channels', { 'channels.7.name': '小程序', 'channels.7.code': '' });
    await change(desk, 'channels', { 'channels.7.name': null, 'channels.7.code': null });
    await change(desk, 'channels', {
      'channels.7.name': '公众号',
      'channels.7.code': 'my-own',
      'channels.8.name': '微博',
      'channels.8.code': 'phone',
    });
    assert.deepEqual(
      desk
        .policy()
        .channels.slice(7)
        .map(({ code }) => code),
      ['n2', 'n3'],
    );
  });

  test('an option of a question keeps its code when it is moved or reworded', async () => {
    const codes = () => desk.policy().questions[2]?.options.map(({ code, text }) => `${code} ${text}`);
    assert.deepEqual(codes(), ['good 热情耐心', 'fair 一般', 'bad 生硬推诿', 'none 没有接触过']);
    await change(desk, 'questions', {
      'questions.2.options': '热情耐心\n尚可\n没有接触过\n生硬推诿\n记不清',
    });
    assert.deepEqual(codes(), ['good 热情耐心', 'fair 尚可', 'none 没有接触过', 'bad 生硬推诿', 'n1 记不清']);
  });

  test('a list in another order is a change, told in words', async () => {
    const typed = formOf(desk, 'channels', {
      'channels.5.name': '外呼',
      'channels.5.code': 'outbound',
      'channels.6.name': '信函',
      'channels.6.code': 'letter',
    });
    const words = await wordsOf(await desk.admin.post('/policy/channels', typed));
    assert.match(words, /顺序改为：电话、网络、短信、邮件、来访、外呼、信函/);
  });

  test('reasons of a redo say what the agency owes; without it they are plain', async () => {
    await change(desk, 'redo-reasons', { 'redos.0.owes': 'no_fee', 'redos.6.owes': '' });
    const reasons = desk.policy().redoReasons;
    assert.deepEqual(reasons[0], { code: 'not_solved', name: '应当解决而未解决', owes: 'no_fee' });
    assert.deepEqual(Object.keys(reasons[6] ?? {}), ['code', 'name']);
  });

  test('numbers of one day go on when only the digits of their pattern change', () => {
    const take = (pattern: string) => nextCaseNumber(desk.db, pattern, desk.now());
    assert.equal(take('YYYYMMDD-NNNN'), '20261123-0001');
    assert.equal(take('YYYYMMDD-NNNNN'), '20261123-00002');
    assert.equal(take('YYYYMMDD-NNNN'), '20261123-0003');
    assert.equal(take('A-YYYYMMDD-NNNN'), 'A-20261123-0001');
    assert.equal(numberOf('YYYY-NNNN', desk.now(), 12345), '2026-12345');
  });
});
