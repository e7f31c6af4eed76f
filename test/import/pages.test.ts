import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { parse, parseFragment } from 'parse5';
import { beginRun, runById } from '../../src/import/runs.ts';
import { type Desk, ended, NOW, newDesk } from './desk.ts';

describe('import pages', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = newDesk();
  });
  afterEach(() => desk.close());

  const CSV =
    '编号,留言主题,留言详情,留言时间,答复\n1,路灯,路灯不亮三天,2019-04-24 16:03:40,已修\n2,噪音,夜间施工,2019/4/25 22:10,\n3,坏行,没有时间,,\n';
  const CHOSEN = {
    column0: 'number',
    column1: 'title',
    column2: 'text',
    column3: 'receivedAt',
    column4: 'answer',
  };
  const FORM = { ...CHOSEN, source: '市长信箱', kind: 'help', channel: 'web' };

  const csvFile = (text: string, name = '留言.csv') => new File([text], name, { type: 'text/csv' });
  const cases = () => desk.db.prepare('SELECT count(*) FROM cases').pluck().get();
  const files = () => readdirSync(`${desk.file}-imports`);
  const placeOf = (answer: Response) => {
    assert.equal(answer.status, 303);
    return answer.headers.get('location') ?? '';
  };
  const idOf = (place: string) => Number(place.split('/').at(-1));

  async function html(answer: Response): Promise<string> {
    const text = await answer.text();
    const faults: string[] = [];
    const onParseError = (error: { code: string }) => faults.push(error.code);
    if (text.startsWith('<!doctype')) parse(text, { onParseError });
    else parseFragment(text, { onParseError });
    assert.deepEqual(faults, []);
    return text;
  }

  test('from the file over the mapping and the check to the archived cases', async () => {
    const person = desk.visitor(desk.cast.supervisor);
    assert.match(await html(await person.get('/import')), /还没有导入过/);
    const file = placeOf(await person.post('/import', {}, csvFile(CSV)));
    const mapping = await html(await person.get(file));
    assert.match(mapping, /<option value="text" selected>诉求内容（必有）/);
    assert.match(mapping, /路灯不亮三天/);
    assert.match(mapping, /value="留言"/);

    const checked = placeOf(await person.post(file, FORM));
    await ended(desk, idOf(checked));
    const result = await html(await person.get(checked));
    assert.match(result, /可以导入<\/span><span[^>]*>2</);
    assert.match(result, /没有来电时间/);
    assert.match(result, /导入 2 件/);
    assert.equal(cases(), 0);

    const imported = placeOf(await person.post(`${checked}/start`, {}));
    const run = await ended(desk, idOf(imported));
    assert.deepEqual([run.imported, run.refused, run.failure], [2, 1, null]);
    assert.equal(cases(), 2);
    const done = await html(await person.get(imported));
    assert.match(done, /已导入<\/span><span[^>]*>2</);
    assert.doesNotMatch(done, /hx-trigger="every 1s"/);
    assert.deepEqual(files(), [], 'the file is removed with the end of the import');
    assert.match(await html(await person.get('/import')), /市长信箱/);
    assert.equal((await person.get(file)).status, 404);
  });

  test('refused rows can be downloaded as a table', async () => {
    const person = desk.visitor(desk.cast.supervisor);
    const file = placeOf(await person.post('/import', {}, csvFile(CSV)));
    const checked = placeOf(await person.post(file, FORM));
    await ended(desk, idOf(checked));
    const answer = await person.get(`${checked}/refused.csv`);
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(
      (await answer.text()).trim(),
      '行号,未导入原因,编号,留言主题,留言详情,留言时间,答复\r\n4,没有来电时间,3,坏行,没有时间,,',
    );
  });

  test('a mapping that cannot be used comes back with what was chosen', async () => {
    const person = desk.visitor(desk.cast.supervisor);
    const file = placeOf(await person.post('/import', {}, csvFile(CSV)));
    const answer = await person.post(file, { ...FORM, column3: '', column1: 'text', source: '自己的名字' });
    assert.equal(answer.status, 422);
    const page = await html(answer);
    assert.match(page, /“诉求内容”已由前面的列提供/);
    assert.match(page, /还没有指定哪一列是“来电时间”/);
    assert.match(page, /value="自己的名字"/);
  });

  test('a missing file, an empty one and a workbook are explained', async () => {
    const person = desk.visitor(desk.cast.supervisor);
    for (const [given, words] of [
      [undefined, /请选择要导入的 CSV 文件/],
      [csvFile('编号,内容\n'), /没有数据行/],
      [csvFile('PK\u0003\u0004xxxx', '工单.xlsx'), /Excel 工作簿/],
    ] as const) {
      const answer = await person.post('/import', {}, given);
      assert.equal(answer.status, 422);
      assert.match(await html(answer), words);
    }
    assert.deepEqual(files(), []);
  });

  test('one file at a time: a second start is refused while the first goes on', async () => {
    const person = desk.visitor(desk.cast.supervisor);
    const file = placeOf(await person.post('/import', {}, csvFile(CSV)));
    const first = await person.post(file, FORM);
    const second = await person.post(file, FORM);
    assert.equal(second.status, 409);
    assert.match(await html(second), /已有一个文件正在检查或导入/);
    await ended(desk, idOf(placeOf(first)));
  });

  test('the progress renews itself while a run goes on, and has a link for browsers without scripts', async () => {
    const person = desk.visitor(desk.cast.supervisor);
    const file = placeOf(await person.post('/import', {}, csvFile(many(300))));
    const run = placeOf(await person.post(file, FORM));
    const page = await html(await person.get(run));
    assert.match(page, new RegExp(`hx-get="${run}/progress"`));
    assert.match(page, new RegExp(`<a href="${run}">刷新进度</a>`));
    assert.match(await html(await person.get(`${run}/progress`)), /^<div id="import-run"/);
    await ended(desk, idOf(run));
  });

  test('an import that is stopped goes on later without doubles', async () => {
    const person = desk.visitor(desk.cast.supervisor);
    const file = placeOf(await person.post('/import', {}, csvFile(many(400))));
    const check = placeOf(await person.post(file, FORM));
    await ended(desk, idOf(check));
    const first = placeOf(await person.post(`${check}/start`, {}));
    while ((runById(desk.db, idOf(first))?.imported ?? 0) === 0)
      await new Promise((wait) => setTimeout(wait, 5));
    await person.post(`${first}/stop`, {});
    const stopped = await ended(desk, idOf(first));
    assert.ok(stopped.imported > 0 && stopped.imported < 400, `stopped after ${stopped.imported}`);
    assert.match(await html(await person.get(first)), /继续导入/);
    const second = placeOf(await person.post(`${first}/start`, {}));
    const done = await ended(desk, idOf(second));
    assert.deepEqual([done.imported + stopped.imported, done.doubles], [400, stopped.imported]);
    assert.equal(cases(), 400);
  });

  test('a run that a restart broke off says so and can be gone on with', async () => {
    const id = beginRun(desk.db, {
      source: '旧系统',
      fileName: 'old.csv',
      userId: desk.cast.supervisor.id,
      dryRun: false,
      at: NOW,
    });
    desk.restart();
    const page = await html(await desk.visitor(desk.cast.supervisor).get(`/import/${id}`));
    assert.match(page, /中途停止（系统重启或程序退出）/);
    assert.match(page, /不会重复/);
  });

  test('a file can be given up, and is removed then', async () => {
    const person = desk.visitor(desk.cast.supervisor);
    const file = placeOf(await person.post('/import', {}, csvFile(CSV)));
    assert.equal(files().length, 2);
    assert.equal(placeOf(await person.post(`${file}/discard`, {})), '/import');
    assert.deepEqual(files(), []);
  });

  test('only supervisors import', async () => {
    for (const actor of [desk.cast.operator, desk.cast.dispatcher, desk.cast.admin]) {
      assert.equal((await desk.visitor(actor).get('/import')).status, 403);
      assert.equal((await desk.visitor(actor).post('/import', {}, csvFile(CSV))).status, 403);
    }
  });

  function many(rows: number): string {
    const lines = Array.from({ length: rows }, (_, at) => `${at},题,第 ${at} 件诉求的内容,2019-04-24,答`);
    return `编号,留言主题,留言详情,留言时间,答复\n${lines.join('\n')}`;
  }
});
