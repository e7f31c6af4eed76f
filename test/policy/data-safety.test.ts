import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { audit } from '../../src/audit/audit.ts';
import { DAY } from '../../src/calendar/days.ts';
import { dayOf, startOfDay } from '../../src/calendar/local-time.ts';
import { q, run } from '../../src/db/query.ts';
import { change, type Desk, formOf, openDesk, wordsOf } from './desk.ts';

describe('what a change of the safety of the data means is said before it is confirmed', () => {
  let desk: Desk;
  let home: string;
  beforeEach(() => {
    desk = openDesk();
    home = dirname(desk.db.name);
  });
  afterEach(() => desk.close());

  const preview = async (slug: string, typed: Parameters<typeof formOf>[2]) => {
    const words = await wordsOf(await desk.admin.post(`/policy/${slug}`, formOf(desk, slug, typed)));
    return words.replaceAll('&quot;', '"');
  };
  function sent(at: number): void {
    const whom = { audience: 'admin', recipient: 'user:1', recipient_name: '值班员', text: '一' } as const;
    const what = { uid: 'old', medium: 'sms', rule: 'digest', occasion: 'digest', stage: 1 } as const;
    const when = { status: 'delivered', not_before: at, created_at: at } as const;
    run(desk.db, q.insertInto('messages').values({ ...whom, ...what, ...when }));
  }
  const folders = (...paths: string[]) => preview('backup', { 'where.folders': paths.join('\n') });

  test('the field says which folder is used while none is named', async () => {
    const page = await wordsOf(await desk.admin.get('/policy/backup'));
    assert.ok(page.includes(`不填写时存在 ${join(home, 'backup')}`));
  });

  test('a folder that is left without being named is told, and what becomes of the backups there', async () => {
    const words = await folders(join(home, 'nas'));
    const usual = join(home, 'backup');
    assert.ok(words.includes(`备份文件夹由“${usual}（数据文件旁边）”改为`));
    assert.ok(words.includes(`数据文件旁边的 ${usual} 将不再使用，其中的备份留着`));
    assert.doesNotMatch(await folders(usual, join(home, 'nas')), /将不再使用/);
  });

  test('a folder that backups could not be stored in is told: not there, a file, of another system, not to be written', async () => {
    const [file, locked, there] = [join(home, 'file'), join(home, 'locked'), join(home, 'there')];
    writeFileSync(file, '');
    mkdirSync(there);
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    const words = await folders(join(home, 'nas'), file, '\\\\nas\\share', there, locked);
    assert.ok(words.includes(`${join(home, 'nas')} 现在不存在`));
    assert.ok(words.includes(`${file} 不是文件夹`));
    assert.ok(words.includes('\\\\nas\\share 是 Windows 的写法'));
    assert.ok(words.includes(`${there} 与数据文件在同一块磁盘上`));
    // The superuser may write everywhere.
    if (process.getuid?.() !== 0) assert.ok(words.includes(`${locked} 现在不能写入`));
  });

  test('encryption: that older backups stay as they are, and that the private key is to be tried', async () => {
    const key = (letter: string) => `age1${letter.repeat(58)}`;
    const words = (recipient: string) => preview('backup', { 'where.recipient': recipient });
    assert.match(await words(key('q')), /已有的备份没有加密，仍能直接打开。[^。]*私钥试着打开一次/);
    await change(desk, 'backup', { 'where.recipient': key('q') });
    assert.match(await words(key('p')), /已有的备份仍要用原来的私钥打开/);
    assert.match(await words(''), /今后的备份不加密/);
  });

  test('what is deleted for good under shorter times is counted, at the edge of the day', async () => {
    const [now, days] = [desk.now(), (count: number) => ({ 'keeping.messageDays': String(count) })];
    sent(now - 300 * DAY);
    assert.doesNotMatch(await preview('keeping', days(300)), /短信和邮件记录将被删除/);
    assert.match(await preview('keeping', days(299)), /有 1 条短信和邮件记录将被删除，不能找回/);
    const auditDays = { 'keeping.auditDays': '190' };
    const edge = startOfDay(dayOf(now)) - 190 * DAY;
    audit(desk.db, { at: edge, actor: null, act: 'login' });
    assert.doesNotMatch(await preview('keeping', auditDays), /操作日志将被删除/);
    audit(desk.db, { at: edge - 1, actor: null, act: 'login' });
    assert.match(await preview('keeping', auditDays), /有 1 条操作日志将被删除，审计员今后查不到/);
  });

  test('of cases that are being handled nothing is said where the setting has nothing to do with them', async () => {
    assert.doesNotMatch(await folders(join(home, 'nas')), /仍在办理的工单/);
    assert.doesNotMatch(await preview('disk', { 'disk.warnGigabytes': '3' }), /仍在办理的工单/);
    assert.doesNotMatch(await preview('keeping', { 'keeping.maskYears': '6' }), /仍在办理的工单/);
  });
});
