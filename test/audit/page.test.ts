import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { AUDITED, type Audited, audit } from '../../src/audit/audit.ts';
import { checkAuditLog, lastCheck } from '../../src/audit/check.ts';
import { verifyChain } from '../../src/audit/verify.ts';
import { parseCsv } from '../../src/web/csv.ts';
import { newDesk } from '../people/desk.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { tamper } from './tampering.ts';

describe('the auditor’s page', () => {
  let desk: Awaited<ReturnType<typeof newDesk>>;
  let auditor: Visitor;

  beforeEach(async () => {
    desk = await newDesk();
    auditor = visit(desk, desk.cast.auditor);
    write('login', '', {}, '10.0.0.8');
    write('phone_revealed', '20261123-0001', { purpose: '回访' }, '10.0.1.9');
    write('user_created', '张三（zhangsan）', {}, '192.168.1.5');
  });
  afterEach(() => desk.close());

  function write(act: Audited, subject: string, detail: Record<string, unknown>, ip: string) {
    audit(desk.world.db, { at: desk.world.now(), actor: desk.cast.admin, act, subject, detail, ip });
  }

  const pageOf = async (path: string) => (await auditor.get(path)).text();
  const fileNameOf = (answer: Response) =>
    decodeURIComponent((answer.headers.get('content-disposition') ?? '').replace(/^.*''/, ''));
  const linesFound = async (query: string) =>
    [...(await pageOf(`/audit?${query}`)).matchAll(/href="\/audit\/(\d+)"/g)].map((match) =>
      Number(match[1]),
    );
  const lines = () =>
    desk.world.db.prepare('SELECT act, subject, detail, who, ip FROM audit_log ORDER BY id').all() as {
      act: string;
      detail: string;
    }[];

  test('lines are found by what they say and by the beginning of the address', async () => {
    assert.deepEqual(await linesFound('text=回访'), [2]);
    assert.deepEqual(await linesFound('ip=10.0.'), [2, 1]);
    assert.deepEqual(await linesFound('ip=0.0.'), []);
    assert.deepEqual(await linesFound('ip=10.0.&text=20261123-0001'), [2]);
    assert.deepEqual(await linesFound('q=张三&ip=10.'), []);
  });

  test('a line opens whole: its number, the second, the address, all its detail, its neighbours', async () => {
    const page = await pageOf('/audit/2');
    for (const words of [
      '2026-11-23 09:00:00',
      '10.0.1.9',
      '事由：回访',
      'href="/audit/1"',
      'href="/audit/3"',
    ])
      assert.ok(page.includes(words), words);
    assert.equal((await auditor.get('/audit/99')).status, 404);
  });

  test('what only the program understands of a line is folded up, and no Chinese', async () => {
    const page = await pageOf('/audit/2');
    const folded = /<details[^>]*><summary>写入时的详情原文.*?<\/details>/s.exec(page)?.[0] ?? '';
    assert.match(folded, /<code [^>]*lang="en">\{&quot;purpose&quot;:&quot;回访&quot;\}<\/code>/);
    assert.doesNotMatch(page.replace(folded, ''), /purpose&quot;/);
    assert.doesNotMatch(await pageOf('/audit/1'), /详情原文/);
  });

  test('C-M1: the auditor reads which file was opened, never what it is called', async () => {
    write('attachment_opened', '20261123-0001', { attachment: 7 }, '');
    assert.match(await pageOf('/audit'), /附件编号：7/);
  });

  test('Q-M1: nobody but the auditor opens, annotates, checks or exports', async () => {
    const admin = visit(desk, desk.cast.admin);
    assert.equal((await admin.get('/audit/1')).status, 403);
    for (const path of ['/audit/1/note', '/audit/check', '/audit/export'])
      assert.equal((await admin.post(path, { note: '核', purpose: '核' })).status, 403, path);
  });

  test('the auditor annotates a line: the remark is a line of its own, shown under the first', async () => {
    assert.equal((await auditor.post('/audit/2/note', { note: '已向当事人核实，属正常回访' })).status, 303);
    assert.deepEqual(lines().at(-1), {
      ...{ act: 'audit_noted', subject: '第 2 条', who: '韩正', ip: '' },
      detail: JSON.stringify({ line: 2, note: '已向当事人核实，属正常回访' }),
    });
    assert.equal(verifyChain(desk.world.db).ok, true);
    const row = /href="\/audit\/2".*?<\/tr>/s.exec(await pageOf('/audit'))?.[0] ?? '';
    assert.match(row, /批注（韩正，今天 09:00）：已向当事人核实/);
    assert.doesNotMatch(/href="\/audit\/1".*?<\/tr>/s.exec(await pageOf('/audit'))?.[0] ?? '', /批注（/);
    assert.match(await pageOf('/audit/2'), /已向当事人核实，属正常回访/);
  });

  test('C-M1: a remark with a telephone number is refused, what was typed is kept', async () => {
    const answer = await auditor.post('/audit/2/note', { note: '来电人 13900001234 已核实' });
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.match(page, /来电人 13900001234 已核实/);
    assert.match(page, /请不要写入电话/);
    assert.equal(lines().length, 3);
  });

  test('a remark needs words, and a line that is there', async () => {
    assert.equal((await auditor.post('/audit/2/note', { note: ' ' })).status, 422);
    assert.equal((await auditor.post('/audit/99/note', { note: '核' })).status, 404);
  });

  test('C-M1: what is chosen is exported as a table with who, when, what and why at both ends, on the record', async () => {
    const answer = await auditor.post('/audit/export', { purpose: '季度审计', ip: '10.' });
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(fileNameOf(answer), '操作日志_截至2026-11-23.csv');
    assert.deepEqual(lines().at(-1), {
      ...{ act: 'audit_exported', subject: '', who: '韩正', ip: '' },
      detail: JSON.stringify({ purpose: '季度审计', conditions: '网络地址：10.', through: 3 }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const [mark, head, ...rest] = bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
    const words =
      '韩正（auditor）于 2026-11-23 09:00:00 导出；条件：网络地址：10.；事由：季度审计；截至第 3 条';
    assert.deepEqual([mark, rest.pop()], [words, `共 2 条；${words}`]);
    assert.match(head ?? '', /^序号,时间,操作人/);
    assert.deepEqual(
      rest.map((row) => row.split(',').slice(0, 7)),
      [
        ['1', '2026-11-23 09:00:00', '沈立', '登录', '', '', '10.0.0.8'],
        ['2', '2026-11-23 09:00:00', '沈立', '查看号码', '20261123-0001', '事由：回访', '10.0.1.9'],
      ],
    );
  });

  test('an export of certain days says so in its name', async () => {
    const name = async (days: Record<string, string>) =>
      fileNameOf(await auditor.post('/audit/export', { purpose: '核', ...days }));
    assert.equal(await name({ from: '2026-11-01' }), '操作日志_2026-11-01至2026-11-23.csv');
    assert.equal(await name({ from: '2026-11-01', to: '2026-11-20' }), '操作日志_2026-11-01至2026-11-20.csv');
    assert.equal(await name({ to: '2026-11-20' }), '操作日志_截至2026-11-20.csv');
  });

  test('C-M1: what begins like a formula is exported as text', async () => {
    write('user_created', '=HYPERLINK("http://x")', {}, '');
    const csv = await (await auditor.post('/audit/export', { purpose: '核', act: 'user_created' })).text();
    assert.match(csv, /"'=HYPERLINK/);
    const { rows } = parseCsv(csv.split('\r\n').slice(1).join('\r\n'));
    assert.equal(rows.length, 3, 'two lines and the one at the end');
  });

  test('an export holds everything that is chosen, also beyond the lines of a page and of a slice', async () => {
    const { db } = desk.world;
    db.transaction(() => {
      for (let n = 0; n < 4100; n++) write('login', '', {}, '');
    })();
    const csv = await (await auditor.post('/audit/export', { purpose: '核', act: 'login' })).text();
    assert.equal(csv.trimEnd().split('\r\n').length, 4101 + 3);
    assert.match(csv, /共 4101 条/);
  });

  test('an export that is broken off by the end of the program is no whole table', async (t) => {
    t.mock.method(console, 'error', () => undefined);
    const { db } = desk.world;
    db.transaction(() => {
      for (let n = 0; n < 4100; n++) write('login', '', {}, '');
    })();
    const answer = await auditor.post('/audit/export', { purpose: '核' });
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.read();
    desk.restart();
    await assert.rejects(async () => {
      while (!(await reader?.read())?.done);
    });
  });

  test('an export without a reason is refused, the conditions stay', async () => {
    const answer = await auditor.post('/audit/export', { purpose: '', ip: '10.' });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /name="ip"[^>]*value="10\."/);
    assert.equal(lines().length, 3);
  });

  test('C-M1: a telephone number that was searched for does not get into the log with the export', async () => {
    await auditor.post('/audit/export', { purpose: '核', text: '13900001234' });
    assert.doesNotMatch(lines().at(-1)?.detail ?? '', /13900001234/);
  });

  test('the auditor has the log checked at once and reads what was found', async () => {
    assert.match(await pageOf('/audit'), /还没有核对过/);
    assert.equal((await auditor.post('/audit/check', {})).status, 303);
    while (!lastCheck(desk.world.db)) await new Promise((resolve) => setTimeout(resolve, 20));
    const page = await pageOf('/audit');
    // That somebody asked for it is a line of its own, which a slow check finds already there.
    assert.match(page, /今天 09:00 核对，共 [34] 条记录，前后相连，没有改动。/);
    assert.match(page, /日志末端：第 [34] 条，校验码 [0-9a-f]{16}</);
  });

  test('while a check goes on the page says how far it is', async () => {
    const check = checkAuditLog(desk.world);
    assert.match(await pageOf('/audit/check'), /hx-trigger="every 1s".*正在准备核对/s);
    await check;
  });

  test('a broken chain is the first thing on the page', async () => {
    tamper(desk.world.file, (db) => db.exec(`UPDATE audit_log SET ip = '' WHERE id = 2`));
    await auditor.post('/audit/check', {});
    while (!lastCheck(desk.world.db)) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.match(
      await pageOf('/audit'),
      /data-tone="error".*与写入时不符：第 2 条记录与写入时不同，被改动过/s,
    );
    await auditor.post('/audit/check', {});
    const { act, detail } = lines().at(-1) ?? { act: '', detail: '{}' };
    assert.equal(act, 'audit_checked');
    assert.match(JSON.parse(detail).result, /^不符：第 2 条记录与写入时不同|^仍在进行$/);
  });

  test('the line that was changed is one click away, and is marked in the list and where it opens', async () => {
    tamper(desk.world.file, (db) => db.exec(`UPDATE audit_log SET ip = '' WHERE id = 2`));
    await checkAuditLog(desk.world);
    const page = await pageOf('/audit');
    assert.match(page, /data-tone="error"(?:(?!<\/div>).)*<a href="\/audit\/2">打开第 2 条记录<\/a>/s);
    assert.match(page, /到第 1 条为止前后相符/);
    assert.deepEqual(page.match(/href="\/audit\/\d+"(?:(?!<\/th>).)*核对不符/gs)?.length, 1);
    assert.match(await pageOf('/audit/2'), /今天 09:00 核对，与写入时不符：第 2 条记录与写入时不同/);
    assert.doesNotMatch(await pageOf('/audit/1'), /与写入时不符/);
  });

  test('where a line was deleted, the next that stands is one click away', async () => {
    tamper(desk.world.file, (db) => db.exec('DELETE FROM audit_log WHERE id = 2'));
    await checkAuditLog(desk.world);
    assert.match(await pageOf('/audit'), /<a href="\/audit\/3">打开第 3 条记录（缺口之后的第一条）<\/a>/);
  });

  test('acts are chosen from under headings, each once', async () => {
    const select = /<select [^>]*name="act".*?<\/select>/s.exec(await pageOf('/audit?act=login'))?.[0] ?? '';
    assert.match(select, /<optgroup label="备份和数据"><option value="backup_made">立即备份<\/option>/);
    assert.match(select, /<option value="login" selected>/);
    assert.deepEqual(
      [...select.matchAll(/<option value="(\w+)"/g)].map((match) => match[1]).sort(),
      Object.keys(AUDITED).sort(),
    );
  });

  test('a card on the phone has no line for what a record does not say', async () => {
    write('login', '', {}, '');
    const row = /href="\/audit\/4".*?<\/tr>/s.exec(await pageOf('/audit'))?.[0] ?? '';
    for (const label of ['对象', '详情', '网络地址'])
      assert.match(row, new RegExp(`data-label="${label}"[^>]*></td>`), label);
  });
});
