import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { first, q, run } from '../../src/db/query.ts';
import { draftsOf, findDraft, openDraft, removeOldDrafts, saveDraft } from '../../src/drafts/drafts.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const KEY = 'draft-key-of-one-form';

describe('drafts', () => {
  let test: TestWorld;
  let cast: Cast;
  let desk: Visitor;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    desk = visit(test, cast.operator);
  });
  after(() => test.close());

  it('what was typed is there after a restart', async () => {
    const saved = await desk.post(`/drafts/${KEY}?form=intake`, { phone: '13812345678', text: '路灯不亮' });
    assert.equal(saved.status, 200);
    assert.match(await saved.text(), /草稿已保存/);
    test.restart();
    const page = await (await desk.get('/intake')).text();
    assert.ok(page.includes('路灯不亮'));
    assert.ok(page.includes(KEY));
  });

  it('a draft is what the form holds: what was cleared does not come back', async () => {
    await desk.post(`/drafts/${KEY}?form=intake`, { text: '路灯全部不亮' });
    const fields = findDraft(test.world.db, cast.operator.id, KEY)?.fields;
    assert.deepEqual({ ...fields }, { text: '路灯全部不亮' });
  });

  it("somebody else's draft is answered like one that does not exist", async () => {
    const other = visit(test, cast.otherOperator);
    assert.equal((await other.post(`/drafts/${KEY}?form=intake`, { text: '改掉' })).status, 404);
    assert.equal((await other.post(`/drafts/${KEY}/discard`, {})).status, 404);
    assert.equal((await other.get(`/drafts/${KEY}/discard`)).status, 404);
    assert.ok(!(await (await other.get(`/intake?key=${KEY}`)).text()).includes('路灯'));
    assert.equal(findDraft(test.world.db, cast.operator.id, KEY)?.fields.text, '路灯全部不亮');
  });

  it('the session token is never kept in a draft', () => {
    const kept = findDraft(test.world.db, cast.operator.id, KEY)?.fields ?? {};
    assert.deepEqual(Object.keys(kept), ['text']);
  });

  it('Q-A7: what is being typed stands sealed in the file, and opens under its own key alone', () => {
    const { db } = test.world;
    const stored = first(db, q.selectFrom('drafts').select('fields').where('key', '=', KEY));
    assert.match(stored?.fields ?? '', /^"[\w+/=]+"$/);
    const moved = 'draft-key-of-somebody-else';
    run(db, q.updateTable('drafts').set({ key: moved }).where('key', '=', KEY));
    assert.equal(findDraft(db, cast.operator.id, moved), undefined);
    run(db, q.updateTable('drafts').set({ key: KEY }).where('key', '=', moved));
    assert.ok(findDraft(db, cast.operator.id, KEY));
  });

  it('a draft that a program without a key kept is still there', () => {
    const { db } = test.world;
    const old = { key: 'a-draft-of-an-older-program', form: 'case/1/note/', fields: '{"note":"旧"}' };
    const row = { ...old, user_id: cast.clerk.id, created_at: 0, updated_at: 0 };
    run(db, q.insertInto('drafts').values(row));
    assert.deepEqual(findDraft(db, cast.clerk.id, old.key)?.fields, { note: '旧' });
    run(db, q.deleteFrom('drafts').where('key', '=', old.key));
  });

  it('a text beyond all measure is refused with a message', async () => {
    const answer = await desk.post(`/drafts/${KEY}?form=intake`, { text: '长'.repeat(200_001) });
    assert.equal(answer.status, 413);
  });

  it('a save that arrives after its form was sent does not come back as a ghost', async () => {
    const key = 'draft-key-sent-already';
    await desk.post('/intake', {
      key,
      outcome: 'accept',
      kind: 'help',
      channel: 'phone',
      text: '水管破裂',
      phone: '13812345678',
    });
    const late = await desk.post(`/drafts/${key}?form=intake`, { text: '水管' });
    assert.equal(late.status, 200);
    assert.equal(findDraft(test.world.db, cast.operator.id, key), undefined);
  });

  it('a draft is thrown away only after the question is answered', async () => {
    assert.ok((await (await desk.get(`/drafts/${KEY}/discard`)).text()).includes('路灯全部不亮'));
    assert.ok(findDraft(test.world.db, cast.operator.id, KEY));
    assert.equal((await desk.post(`/drafts/${KEY}/discard`, {})).status, 303);
    assert.equal(findDraft(test.world.db, cast.operator.id, KEY), undefined);
  });

  it('after throwing away one comes back to a page of the desk, never to another site', async () => {
    const backFrom = async (back: string) => {
      const answer = await desk.post('/drafts/no-such-draft-any-more/discard', { back });
      return answer.headers.get('location');
    };
    assert.equal(await backFrom('/cases/1?from=mine'), '/cases/1?from=mine');
    for (const back of ['/\t/evil.test', '//evil.test', '/\\evil.test', 'https://evil.test', ''])
      assert.equal(await backFrom(back), '/', JSON.stringify(back));
  });

  it('a form without a draft gets a key of its own and writes nothing', () => {
    const { db } = test.world;
    const opened = openDraft(db, cast.handler.id, 'case/1/note/');
    assert.match(opened.key, /^[\w-]{22}$/);
    assert.equal(opened.updatedAt, null);
    assert.equal(draftsOf(db, cast.handler.id, 'case/1/note/').length, 0);
  });

  it('drafts that nobody has touched for weeks are removed', () => {
    const { db } = test.world;
    const now = test.world.now();
    saveDraft(
      db,
      cast.handler.id,
      'an-old-draft-of-weeks',
      'case/1/note/',
      { note: '旧' },
      now - 31 * 86_400_000,
    );
    saveDraft(db, cast.handler.id, 'a-draft-of-yesterday', 'case/1/note/', { note: '新' }, now - 86_400_000);
    assert.equal(removeOldDrafts(db, now, 30), 1);
    assert.ok(findDraft(db, cast.handler.id, 'a-draft-of-yesterday'));
  });
});
