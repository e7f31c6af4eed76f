import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { subjects } from '../../src/policy/subjects/index.ts';
import { change, type Desk, formOf, openDesk, rowCount, wordsOf } from './desk.ts';

describe('policy words', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  const FIGURE = /\d+\s*(?:个|日|天|分钟|小时|次|%)|\d\d:\d\d|半个工作日(?!为)/;

  test('what a setting is said to mean holds whatever it is set to: no figure that a setting can change', () => {
    for (const { title, words, parts } of subjects.filter(({ group }) => group === '期限')) {
      const helps = parts.flatMap(({ help = '', columns }) => [
        help,
        ...columns.map(({ cell }) => (typeof cell.help === 'string' ? cell.help : '')),
      ]);
      for (const said of [...words, ...helps]) assert.doesNotMatch(said, FIGURE, `${title}：${said}`);
    }
  });

  test('a day filled in while it is to begin at once is refused beside the day, and nothing is changed', async () => {
    const before = rowCount(desk);
    const typed = formOf(desk, 'kinds', {
      'kinds.1.replyDays': '8',
      when: 'now',
      starts: '2026-12-01T08:00',
    });
    for (const path of ['/policy/kinds', '/policy/kinds/confirm']) {
      const answer = await desk.admin.post(path, typed);
      assert.equal(answer.status, 422);
      const page = await answer.text();
      assert.match(
        page,
        /id="f-starts-error"[\s\S]*?选的是“确认后立即施行”。请改选“指定日期和时间”，或清空此项/,
      );
      assert.match(page, /name="starts"[^>]*value="2026-12-01T08:00"/);
      assert.match(page, /name="kinds.1.replyDays"[^>]*value="8"/);
    }
    assert.equal(rowCount(desk), before);
  });

  test('an error names the choice as the form does', async () => {
    const typed = formOf(desk, 'kinds', { when: 'later', starts: '2026-11-23T09:00' });
    const page = await wordsOf(await desk.admin.post('/policy/kinds', typed));
    assert.match(page, /请选“确认后立即施行”/);
  });

  test('the example of a later start has days, no today that is not today', async () => {
    const later = { when: 'later', starts: '2026-12-01T08:00' };
    for (const { slug, title } of subjects.filter(({ group }) => group === '期限')) {
      const example = await wordsOf(
        await desk.admin.post(`/policy/${slug}/example`, formOf(desk, slug, later)),
      );
      assert.doesNotMatch(example, /今天|明天|更正后/, title);
    }
    const typed = formOf(desk, 'kinds', { 'kinds.1.replyDays': '8', ...later });
    const preview = await wordsOf(await desk.admin.post('/policy/kinds', typed));
    assert.match(preview, /届时派出的投诉，答复时限为 2026-12-11 17:30；.*紧急的为 2026-12-01 17:30/);
  });

  test('half days and what is counted from something else are said so that they cannot be misread', async () => {
    const read = async () => wordsOf(await desk.admin.get('/policy'));
    const words = await read();
    assert.match(words, /签收退件：派单后半个工作日内签收，紧急诉求签收 30 分钟/);
    assert.match(words, /撤诉：受理后 2 个工作日内可以撤诉/);
    assert.match(words, /延期：最迟在答复时限前半个工作日提出，准予延期 1 次/);
    assert.match(words, /联系 3 次未接通的可以办结.*服务结束后 120 分钟内可当场回访/);
    assert.match(words, /第 2 次核实属于承办单位责任的转入督办/);
    assert.match(words, /黄牌：时限前 1 个工作日/);
    await change(desk, 'limits', { 'signing.signSessions': '2' });
    assert.match(await read(), /派单后 2 个半日内签收/);
    assert.match(await wordsOf(await desk.admin.get('/policy/limits')), /签收由半个工作日改为 2 个半日/);
  });
});
