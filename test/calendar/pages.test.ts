import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { all, first, q } from '../../src/db/query.ts';
import { fileForm } from '../agencies/desk.ts';
import { toGb18030 } from '../agencies/gb18030.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { calendarDesk, confirm, type Desk, preview, settled } from './desk.ts';
import { text } from './samples.ts';

const START = '2026-11-23 09:00';
const OFF = { kind: 'holiday', name: '防汛停工' };

let desk: Desk;
before(() => {
  desk = calendarDesk(START);
});
after(() => desk.close());

const page = async (path: string) => (await desk.admin.get(path)).text();
const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const kindOf = (day: string) =>
  first(desk.world.db, q.selectFrom('calendar_days').selectAll().where('day', '=', day))?.kind;
const dueOf = (life: Life) => text(life.clocks('reply')[0]?.due_at ?? 0);

describe('the year at a glance', () => {
  it('shows twelve months, its source and how many days are worked', async () => {
    const shown = await page('/calendar?year=2026');
    assert.equal(shown.match(/<section class="cal-month">/g)?.length, 12);
    assert.equal(shown.match(/href="\/calendar\/days\/2026-/g)?.length, 365);
    assert.match(words(shown), /来源：国务院办公厅放假安排.*全年工作日 248 天/);
  });

  it('says of each special day in words what it is', async () => {
    const shown = await page('/calendar?year=2026');
    const cell = (day: string) =>
      words(new RegExp(`<td[^>]*><a href="/calendar/days/${day}".*?</td>`).exec(shown)?.[0] ?? '');
    assert.match(cell('2026-02-17'), /17 休 ，春节，放假/);
    assert.match(cell('2026-02-14'), /14 班 ，春节调休上班/);
    assert.match(cell('2026-11-23'), /，今天/);
    assert.match(words(shown), /15 至 23 日 春节放假/);
  });

  it('without a year in the address it shows this one, and leads to the others', async () => {
    const shown = await page('/calendar');
    assert.match(shown, /<h1>2026 年工作日历/);
    assert.match(words(shown), /2024 年 2025 年 2026 年 2027 年（未录入）/);
  });

  it('a year that is not there says what that means and how to enter it', async () => {
    const shown = words(await page('/calendar?year=2027'));
    assert.match(shown, /2027 年的工作日历还没有录入.*不会算错.*录入 2027 年/);
    assert.equal((await desk.admin.get('/calendar?year=1999')).status, 404);
  });

  it('says when the program has no list for the year, and what to do then', async () => {
    assert.match(
      words(await page('/calendar/years?year=2027')),
      /还没有 2027 年的放假安排.*升级程序.*按公布的通知用下面任一种方式录入/,
    );
    assert.match(words(await page('/calendar/years?year=2026')), /共 39 天特别安排。现有日历与它一致/);
  });

  it('nobody but the administrator opens it', async () => {
    const dispatcher = visit(desk, desk.cast.dispatcher);
    for (const path of ['/calendar', '/calendar/years?year=2027', '/calendar/days/2026-12-25'])
      assert.equal((await dispatcher.get(path)).status, 403);
  });
});

describe('a day is changed in two steps', () => {
  it('the preview names numbers, limits and agencies, and nothing of what the case is about', async () => {
    const life = new Life(desk.world.db, desk.cast, START).contacted();
    const shown = await preview(desk.admin, '/calendar/days/2026-12-04', OFF);
    assert.match(shown.text, /2026-12-04 由工作日改为放假（防汛停工）/);
    assert.match(shown.text, /将变更 1 个时限 .*涉及工单 1 件/);
    assert.match(shown.text, /20261123-0001 答复 城管局 2026-12-07 17:30 2026-12-08 17:30/);
    assert.doesNotMatch(shown.text, /路灯|何先生|139/);
    assert.equal(kindOf('2026-12-04'), undefined);
    assert.equal(dueOf(life), '2026-12-07 17:30');
    await desk.admin.post(`${shown.href}/discard`, {});
  });

  it('confirmed, calendar and limits change together, and the page says so', async () => {
    const life = new Life(desk.world.db, desk.cast, START).contacted();
    const done = await confirm(desk.admin, await preview(desk.admin, '/calendar/days/2026-12-04', OFF));
    assert.match(done.text, /工作日历已更改，变更 2 个时限/);
    assert.equal(kindOf('2026-12-04'), 'holiday');
    assert.equal(dueOf(life), '2026-12-08 17:30');
    assert.match(words(await page('/calendar?year=2026')), /有 1 天不同/);
    const handler = await (await visit(desk, desk.cast.handler).get(`/cases/${life.caseId}`)).text();
    assert.match(handler, /答复时限（城管局）由 2026-12-07 17:30 改为 2026-12-08 17:30/);
  });

  it('sent twice, the second confirmation does nothing more', async () => {
    const shown = await preview(desk.admin, '/calendar/days/2026-12-03', OFF);
    await confirm(desk.admin, shown);
    const lines = q.selectFrom('audit_log').select('id').where('subject', '=', '2026-12-03');
    const again = await desk.admin.post(shown.href, shown.hidden);
    assert.equal(again.status, 303);
    await settled(desk.admin, shown.href);
    assert.equal(all(desk.world.db, lines).length, 1);
  });

  it('where limits have changed since, the preview comes again and nothing is written', async () => {
    const shown = await preview(desk.admin, '/calendar/days/2026-11-30', OFF);
    new Life(desk.world.db, desk.cast, START).contacted();
    const again = await confirm(desk.admin, shown);
    assert.match(again.text, /预览之后日历或时限有变动，还没有写入任何内容/);
    assert.equal(kindOf('2026-11-30'), undefined);
    const done = await confirm(desk.admin, again);
    assert.match(done.text, /工作日历已更改/);
    assert.equal(kindOf('2026-11-30'), 'holiday');
  });

  it('on a busy day the second preview lets what comes meanwhile be moved along', async () => {
    const shown = await preview(desk.admin, '/calendar/days/2026-12-01', OFF);
    new Life(desk.world.db, desk.cast, START).contacted();
    const again = await confirm(desk.admin, shown);
    const late = new Life(desk.world.db, desk.cast, START).contacted();
    const done = await confirm(desk.admin, again, { onward: '1' });
    assert.match(done.text, /工作日历已更改/);
    assert.equal(dueOf(late), '2026-12-11 17:30');
  });

  it('where the calendar has changed since, the preview comes again', async () => {
    const shown = await preview(desk.admin, '/calendar/days/2026-12-24', OFF);
    await confirm(desk.admin, await preview(desk.admin, '/calendar/days/2026-06-10', OFF));
    const again = await confirm(desk.admin, shown, { onward: '1' });
    assert.match(again.text, /预览之后日历或时限有变动/);
    await desk.admin.post(`${shown.href}/discard`, {});
    assert.equal(kindOf('2026-12-24'), undefined);
  });

  it('what is discarded is gone, and another administrator’s preview is nobody else’s', async () => {
    const shown = await preview(desk.admin, '/calendar/days/2026-12-24', OFF);
    assert.equal((await desk.admin.post(`${shown.href}/discard`, {})).status, 303);
    assert.equal((await desk.admin.get('/calendar/changes/nothing')).status, 303);
    assert.equal((await desk.admin.post(shown.href, shown.hidden)).status, 303);
    assert.equal(kindOf('2026-12-24'), undefined);
  });

  it('an empty reason, an unknown kind and a day of no year are refused', async () => {
    const send = (day: string, fields: Record<string, string>) =>
      desk.admin.post(`/calendar/days/${day}`, fields);
    assert.match(await (await send('2026-12-25', { kind: 'holiday', name: ' ' })).text(), /请填写名称或原因/);
    const weekday = await send('2026-12-25', { kind: 'workday', name: '调休' });
    assert.match(await weekday.text(), /请选择这一天改为什么安排/);
    assert.equal((await send('2026-12-25', { kind: 'ordinary', name: '无' })).status, 422);
    assert.equal((await send('2027-01-04', OFF)).status, 404);
    assert.equal((await desk.admin.get('/calendar/days/2026-02-30')).status, 404);
  });

  it('a weekend day becomes a make-up workday, a holiday an ordinary day again', async () => {
    await confirm(
      desk.admin,
      await preview(desk.admin, '/calendar/days/2026-12-26', { kind: 'workday', name: '年终结算' }),
    );
    assert.equal(kindOf('2026-12-26'), 'workday');
    const back = await preview(desk.admin, '/calendar/days/2026-12-26', { kind: 'ordinary', name: '取消' });
    assert.match(back.text, /2026-12-26 由调休上班改为周末（取消）/);
    await confirm(desk.admin, back);
    assert.equal(kindOf('2026-12-26'), undefined);
  });
});

describe('a year is entered and corrected', () => {
  const TABLE =
    '日期,安排,名称\n2027/1/1,放假,元旦\n2027年1月2日,休,元旦\n2027-01-03,放假,元旦\n2027-01-09,上班,元旦\n';

  it('from a table as Excel in China saves it', async () => {
    const form = fileForm('2027.csv', toGb18030(TABLE));
    form.append('year', '2027');
    form.append('csrf', desk.admin.csrf);
    const shown = await preview(desk.admin, '/calendar/csv', form);
    assert.match(shown.text, /录入 2027 年工作日历.*2027-01-09 周末 调休上班（元旦调休上班）/);
    await confirm(desk.admin, shown);
    assert.match(words(await page('/calendar?year=2027')), /来源：系统管理员从表格导入/);
    assert.equal(kindOf('2027-01-02'), 'holiday');
  });

  it('a table with mistakes is refused whole, naming each line', async () => {
    const form = fileForm(
      'x.csv',
      '日期,安排,名称\n2027-01-01,放假,元旦\n一月二日,放假,元旦\n2027-01-04,上班,元旦\n',
    );
    form.append('year', '2027');
    const answer = await desk.admin.post('/calendar/csv', form);
    assert.equal(answer.status, 422);
    const shown = words(await answer.text());
    assert.match(shown, /第 3 行：日期“一月二日”看不懂.*第 4 行：2027-01-04 本来就是工作日/);
  });

  it('the downloaded table reads in again as the same year', async () => {
    const table = await (await desk.admin.get('/calendar/days.csv?year=2026')).arrayBuffer();
    const form = fileForm('2026.csv', new Uint8Array(table));
    form.append('year', '2026');
    const answer = await desk.admin.post('/calendar/csv', form);
    assert.match(words(await answer.text()), /与现有日历完全相同/);
  });

  it('line by line, starting from what stands there', async () => {
    const shown = await page('/calendar/years?year=2027');
    const typed = /<textarea[^>]*>\n([^<]*)</.exec(shown)?.[1] ?? '';
    assert.equal(typed, '2027-01-01 至 2027-01-03 假 元旦\n2027-01-09 班 元旦');
    const corrected = await preview(desk.admin, '/calendar', {
      year: '2027',
      days: '2027-01-01 至 2027-01-03 假 元旦',
    });
    assert.match(corrected.text, /更正 2027 年工作日历，改动 1 天.*2027-01-09 调休上班（元旦调休上班） 周末/);
    await confirm(desk.admin, corrected);
    assert.equal(kindOf('2027-01-09'), undefined);
  });

  it('a year changed by hand goes back to the published list', async () => {
    const shown = await preview(desk.admin, '/calendar/published', { year: '2026' });
    await confirm(desk.admin, shown);
    assert.doesNotMatch(words(await page('/calendar?year=2026')), /天不同/);
    assert.equal(kindOf('2026-12-04'), undefined);
    assert.equal((await desk.admin.post('/calendar/published', { year: '2031' })).status, 422);
  });
});
