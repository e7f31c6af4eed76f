import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { filesOfDraft } from '../../src/attachments/queries.ts';
import { all, q } from '../../src/db/query.ts';
import { MEGABYTE } from '../../src/disk/limits.ts';
import { findDraft, newDraftKey } from '../../src/drafts/drafts.ts';
import { spoolFolder } from '../../src/web/spool.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('while the disk has little room left', () => {
  let test: TestWorld;
  let cast: Cast;
  let desk: Visitor;
  let free = 0;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    desk = visit(test, cast.operator);
    test.world.spaceAt = async () => ({ free, total: 10_000 * MEGABYTE, device: 1 });
  });
  beforeEach(() => {
    free = 201 * MEGABYTE;
  });
  after(() => test.close());

  const waiting = () => {
    const folder = spoolFolder(test.world.file);
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const rows = (table: 'cases' | 'attachments') =>
    all(test.world.db, q.selectFrom(table).select('id')).length;
  const photo = () => new File([new Uint8Array(MEGABYTE)], '照片.jpg');
  function formWith(files: readonly File[], fields: Record<string, string>): FormData {
    const form = new FormData();
    for (const file of files) form.append('files', file);
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return form;
  }
  const request = (key: string) => ({
    ...{ key, form: 'intake', outcome: 'accept', channel: 'phone', kind: 'help', phone: '13900001234' },
    ...{ title: '路灯不亮', text: '清源路三盏路灯不亮，请尽快修复。' },
  });

  it('X-M1: a form with files is answered 507 with what was typed and what to do; nothing of the files is kept', async () => {
    const [key, cases] = [newDraftKey(), rows('cases')];
    const answer = await desk.post('/intake', formWith([photo()], request(key)));
    const page = await answer.text();
    assert.equal(answer.status, 507);
    assert.match(page, /暂不接收文件.*尚未保存.*可以不带文件再次提交/);
    assert.match(page, /清源路三盏路灯不亮/);
    assert.deepEqual([waiting(), rows('cases'), rows('attachments')], [[], cases, 0]);
  });

  it('X-M1: the same form without files is saved', async () => {
    const cases = rows('cases');
    const answer = await desk.post('/intake', formWith([], request(newDraftKey())));
    assert.equal(answer.status, 303, await answer.text());
    assert.equal(rows('cases'), cases + 1);
  });

  it('X-M1: files sent ahead are refused, what is typed beside them is kept; with room they are taken', async () => {
    const key = newDraftKey();
    const send = () => {
      const form = formWith([new File(['x'], '小.txt'), photo()], { text: '正在填写' });
      return desk.post(`/drafts/${key}/files?form=intake&back=%2Fintake`, form);
    };
    assert.equal((await send()).status, 507);
    assert.deepEqual([waiting(), filesOfDraft(test.world.db, key)], [[], []]);
    assert.equal(findDraft(test.world.db, cast.operator.id, key)?.fields.text, '正在填写');
    free = 1000 * MEGABYTE;
    assert.equal((await send()).status, 303);
    assert.equal(filesOfDraft(test.world.db, key).length, 2);
  });

  it('X-M1: a list to be imported is refused in the same words', async () => {
    const table = new File(['名称\r\n市容环境\r\n'], '分类.csv');
    const answer = await visit(test, cast.admin).post('/categories/import', formWith([table], {}));
    assert.equal(answer.status, 507);
    assert.match(await answer.text(), /暂不接收文件/);
  });
});
