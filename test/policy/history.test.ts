import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { sayDetail } from '../../src/audit/words.ts';
import { all, q } from '../../src/db/query.ts';
import { change, type Desk, formOf, openDesk, rowCount, wordsOf } from './desk.ts';

describe('policy history', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.close());

  const complaint = (days: number) => ({ 'kinds.1.replyDays': String(days) });
  const later = { when: 'later', starts: '2026-11-23T10:00' };

  /** What a version says of itself in the history. */
  async function version(number: number, slug = 'kinds'): Promise<string> {
    const words = await wordsOf(await desk.admin.get(`/policy/${slug}`));
    const [, said = ''] =
      new RegExp(`第 ${number} 版 (.*?)(?=第 \\d+ 版 (?:施行中|待施行|已被代替|未施行)|$)`).exec(words) ?? [];
    return said;
  }

  test('a version goes on saying what it was set to change, whatever is set before it begins and after', async () => {
    await change(desk, 'kinds', { ...complaint(8), ...later });
    assert.match(await version(2), /待施行 自 2026-11-23 10:00 起施行.*由 10 个工作日改为 8 个工作日/);
    await change(desk, 'kinds', complaint(9));
    assert.match(await version(2), /由 10 个工作日改为 8 个工作日/);
    assert.match(await version(3), /施行中.*由 10 个工作日改为 9 个工作日/);
    desk.setTime('2026-11-23 10:00');
    assert.match(await version(2), /施行中.*由 10 个工作日改为 8 个工作日/);
    assert.match(await version(3), /已被代替.*由 10 个工作日改为 9 个工作日/);
  });

  test('what is set for a moment that is taken already is compared with what was to begin then', async () => {
    await change(desk, 'kinds', { ...complaint(8), ...later });
    await change(desk, 'kinds', { ...complaint(7), ...later });
    assert.match(await version(2), /未施行.*由 10 个工作日改为 8 个工作日/);
    assert.match(await version(3), /待施行.*由 8 个工作日改为 7 个工作日/);
  });

  test('what waits is announced with what will be different on its day, after what was set since', async () => {
    await change(desk, 'kinds', { ...complaint(8), ...later });
    await change(desk, 'kinds', { ...complaint(9), 'kinds.3.replyDays': '4' });
    const overview = await wordsOf(await desk.admin.get('/policy'));
    assert.match(
      overview,
      /自 2026-11-23 10:00 起施行： “投诉”的答复时限由 9 个工作日改为 8 个工作日；“求助”的答复时限由 4/,
    );
    const typed = formOf(desk, 'kinds', complaint(6));
    const preview = await wordsOf(await desk.admin.post('/policy/kinds', typed));
    assert.match(preview, /从那时起以那次的内容为准（“投诉”的答复时限由 6 个工作日改为 8 个工作日/);
  });

  test('a kind renamed since is called in the history what it was called then', async () => {
    await change(desk, 'callbacks', {
      'shares.0.kind': 'consultation',
      'shares.0.percent': '40',
      'shares.0.code': '',
    });
    const before = await version(2, 'callbacks');
    assert.match(before, /咨询/);
    desk.setTime('2026-11-23 11:00');
    await change(desk, 'kinds', { 'kinds.0.name': '问询' });
    assert.equal(await version(2, 'callbacks'), before);
  });

  test('why it was changed is kept with the version, previewed, and stands in the audit log', async () => {
    const reason = '按 2026 年修订的办法调整';
    const typed = { ...complaint(8), reason: ` ${reason} ` };
    const preview = await wordsOf(await desk.admin.post('/policy/kinds', formOf(desk, 'kinds', typed)));
    assert.match(preview, new RegExp(`修改原因：${reason}`));
    await change(desk, 'kinds', typed);
    await change(desk, 'kinds', complaint(9));
    assert.match(await version(2), new RegExp(`修改原因：${reason}`));
    assert.doesNotMatch(await version(3), /修改原因：/);
    const lines = all(desk.db, q.selectFrom('audit_log').selectAll().where('act', '=', 'policy_changed'));
    assert.deepEqual(
      lines.map(({ detail }) => sayDetail(detail)),
      [
        `第 2 版，自 2026-11-23 09:00 起施行，1 处改动；改动：“投诉”的答复时限由 10 个工作日改为 8 个工作日；原因：${reason}`,
        '第 3 版，自 2026-11-23 09:00 起施行，1 处改动；改动：“投诉”的答复时限由 8 个工作日改为 9 个工作日',
      ],
    );
  });

  test('a reason of 200 characters is taken, one more is refused beside its field', async () => {
    const before = rowCount(desk);
    const typed = formOf(desk, 'kinds', { ...complaint(8), reason: '因'.repeat(201) });
    const answer = await desk.admin.post('/policy/kinds/confirm', typed);
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /id="f-reason-error"[\s\S]*修改原因最多 200 字/);
    assert.equal(rowCount(desk), before);
    await change(desk, 'kinds', { ...complaint(8), reason: '因'.repeat(200) });
  });
});
