import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { actForm } from '../../src/cases/act-form.ts';
import { saveDraft } from '../../src/drafts/drafts.ts';
import type { Typed } from '../../src/web/forms.ts';
import { addCategories, addItem, stop } from '../items/desk.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { Life } from './life.ts';

describe('an item chosen at dispatch', () => {
  /* Q-B3: an item chosen on the dispatch form itself proposes agency, role and limits there. */

  let world: TestWorld;
  let cast: Cast;
  let life: Life;
  let dispatcher: Visitor;
  let item: string;

  beforeEach(() => {
    world = newWorld('2026-11-23 09:10');
    const { db, now } = world.world;
    cast = newCast(db, now());
    life = new Life(db, cast);
    item = String(addItem(db, cast));
    life.take({}, 'accept');
    dispatcher = visit(world, cast.dispatcher);
  });
  afterEach(() => world.close());

  const { urban, housing, traffic } = {
    urban: () => String(cast.agencies.urban),
    housing: () => String(cast.agencies.housing),
    traffic: () => String(cast.agencies.traffic),
  };

  const UNTOUCHED = { lead: '', 'proposed-lead': '', role: 'lead', 'proposed-role': 'lead' };

  /** What the open form is told when the item is chosen. */
  async function choosing(typed: Typed): Promise<{ lead: string; role: string; words: string }> {
    const address = `/cases/${life.caseId}/dispatch/proposal`;
    const answer = await dispatcher.post(address, { ...UNTOUCHED, ...typed });
    assert.equal(answer.status, 200);
    const text = await answer.text();
    const of = (name: string) => new RegExp(`name="proposed-${name}" value="([^"]*)"`).exec(text)?.[1] ?? '-';
    return { lead: of('lead'), role: of('role'), words: text.replace(/<[^>]*>/g, '') };
  }

  async function sending(typed: Typed): Promise<{ status: number; page: string }> {
    const { key, draftForm } = formOf();
    const form = { key, form: draftForm };
    const answer = await dispatcher.post(`/cases/${life.caseId}/dispatch`, {
      ...UNTOUCHED,
      ...form,
      ...typed,
    });
    return { status: answer.status, page: await answer.text() };
  }

  /** The value that the field of the page holds. */
  function held(page: string, name: string): string {
    const list = new RegExp(`<select[^>]*name="${name}"[\\s\\S]*?</select>`).exec(page)?.[0] ?? '';
    return /<option value="([^"]*)" selected/.exec(list)?.[1] ?? '';
  }

  const formOf = () =>
    actForm(
      life.db,
      cast.dispatcher,
      { act: 'dispatch', caseId: life.caseId, assignmentId: null },
      life.now,
      null,
    );

  test('Q-B3: choosing an item proposes its agency and says the limits it would have', async () => {
    const { lead, role, words } = await choosing({ item });
    assert.deepEqual([lead, role], [urban(), 'lead']);
    assert.match(
      words,
      /便民服务事项“路灯维修”：责任单位城管局，兜底单位住建局，答复 3 个工作日。现在派出：.*答复时限 2026-11-26 17:30/,
    );
    assert.equal(life.case().item_id, null, 'nothing is written');
  });

  test('Q-B3: another item brings another agency and period, and none takes both back', async () => {
    const other = String(
      addItem(life.db, cast, { code: 'B', name: '站亭', agency_id: cast.agencies.traffic, reply_days: 1 }),
    );
    const proposed = { lead: urban(), 'proposed-lead': urban() };
    const second = await choosing({ ...proposed, item: other });
    assert.equal(second.lead, traffic());
    assert.match(second.words, /答复时限 2026-11-24 17:30/);
    const none = await choosing({ ...proposed, item: '' });
    assert.equal(none.lead, '');
    assert.match(none.words, /^现在派出：.*答复时限 2026-12-07 17:30/);
  });

  test('Q-B2: the item’s fallback agency, chosen by hand, is proposed as fallback; any other leads', async () => {
    assert.equal((await choosing({ item, lead: housing() })).role, 'fallback');
    assert.equal((await choosing({ item, lead: traffic() })).role, 'lead');
  });

  test('an agency out of use is not proposed', async () => {
    stop(life.db, cast.agencies.urban);
    assert.equal((await choosing({ item })).lead, '');
  });

  test('only whoever may dispatch the case is told, and only of forms in which something follows', async () => {
    const address = `/cases/${life.caseId}/dispatch/proposal`;
    assert.equal((await visit(world, cast.handler).post(address, { item })).status, 404);
    assert.equal((await visit(world, cast.operator).post(address, { item })).status, 403);
    assert.equal((await dispatcher.post(`/cases/${life.caseId}/note/proposal`, {})).status, 404);
  });

  test('Q-B3: sent with an item and without a lead, the form comes back with the lead and says so', async () => {
    const { status, page } = await sending({ item, opinion: '请尽快更换。' });
    assert.equal(status, 422);
    assert.equal(held(page, 'lead'), urban());
    assert.match(page, /已按便民服务事项填入牵头单位，请核对后再次派单。/);
    assert.doesNotMatch(page, /请选择牵头单位|aria-invalid="true"/);
    assert.match(page, /答复 3 个工作日。现在派出：.*答复时限 2026-11-26 17:30/);
    assert.match(page, /请尽快更换。/);
    assert.equal(life.status, 'accepted');
    const again = await sending({ item, lead: urban(), 'proposed-lead': urban() });
    assert.equal(again.status, 303);
    assert.equal(life.case().item_id, Number(item));
  });

  test('what else is wrong with the form is still said beside what was filled in', async () => {
    const { page } = await sending({ item, opinion: '长'.repeat(501) });
    assert.match(page, /派单意见最多 500 字/);
    assert.match(page, /已按便民服务事项填入牵头单位，请核对后再次派单。/);
    assert.doesNotMatch(page, /请选择牵头单位/);
  });

  test('without an item and a lead, the lead is asked for as ever', async () => {
    const { page } = await sending({ item: '' });
    assert.match(page, /请选择牵头单位/);
    assert.doesNotMatch(page, /已按便民服务事项填入/);
  });

  test('Q-B3: sent with an item and a lead of one’s own, it goes there with the limits of the item', async () => {
    assert.equal((await sending({ item, lead: housing() })).status, 303);
    assert.equal(life.lead().agency_id, cast.agencies.housing);
    assert.equal(life.case().item_id, Number(item));
  });

  test('a lead of one’s own stays when the form comes back for something else', async () => {
    const { page } = await sending({ item, lead: traffic(), opinion: '长'.repeat(501) });
    assert.equal(held(page, 'lead'), traffic());
    assert.doesNotMatch(page, /已按便民服务事项填入/);
    assert.match(page, /答复时限 2026-11-26 17:30/);
  });

  test('a draft with an item is opened with what follows from it; one without stays without', () => {
    addItem(life.db, cast, { code: 'B', name: '站亭', agency_id: cast.agencies.traffic });
    const { draftForm } = formOf();
    const key = 'a-draft-of-the-dispatcher';
    const keep = (fields: Typed) => saveDraft(life.db, cast.dispatcher.id, key, draftForm, fields, life.now);
    keep({ ...UNTOUCHED, item });
    assert.deepEqual([formOf().typed.item, formOf().typed.lead], [item, urban()]);
    assert.match(formOf().forecast ?? '', /“路灯维修”.*答复时限 2026-11-26 17:30/);
    keep({ ...UNTOUCHED, item: '' });
    assert.deepEqual([formOf().typed.item, formOf().typed.lead], ['', '']);
  });

  test('Q-B3: an empty category is filled from the item, which the timeline tells; a chosen one stays', () => {
    addCategories(life.db);
    const idOf = (name: string) =>
      life.db.prepare('SELECT id FROM categories WHERE name = ?').pluck().get(name) as number;
    const listed = String(
      addItem(life.db, cast, { code: 'C', name: '路灯更换', category_id: idOf('路灯不亮') }),
    );
    life.do(cast.dispatcher, 'dispatch', { lead: urban(), item: listed });
    assert.equal(life.case().category_id, idOf('路灯不亮'));
    assert.match(life.events().at(-1)?.why ?? '', /便民服务事项：路灯更换；诉求分类：市政公用 \/ 路灯不亮/);
    life.take({ category: String(idOf('电梯故障')) }, 'accept');
    life.do(cast.dispatcher, 'dispatch', { lead: urban(), item: listed });
    assert.equal(life.case().category_id, idOf('电梯故障'));
    assert.doesNotMatch(life.events().at(-1)?.why ?? '', /诉求分类/);
  });
});
