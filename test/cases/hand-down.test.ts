import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sectionOptions } from '../../src/agencies/queries.ts';
import { sightOf } from '../../src/cases/visible.ts';
import { q, run } from '../../src/db/query.ts';
import { Forbidden, NotFound } from '../../src/web/errors.ts';
import { at } from '../calendar/samples.ts';
import { newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';
import { addOutside } from './outside.ts';

function setUp() {
  const { db, cast } = freshFile();
  const person = {
    login: 'section-handler',
    name: '宋科',
    roles: ['handler'] as const,
    agencyId: cast.agencies.section,
    operatorNo: null,
  };
  const inSection = newPerson(db, person, at('2026-11-23 09:00'));
  const down = { handler: String(inSection.id), section: String(cast.agencies.section) };
  return { db, cast, inSection, down, life: new Life(db, cast).signed() };
}

test('Q-B4: handed down to a section and its handler, who sees it from then on', () => {
  const { db, cast, inSection, down, life } = setUp();
  assert.equal(sightOf(db, inSection, life.case()), null);
  life.onLead(cast.handler, 'hand_down', { ...down, note: '请今日到场。' });
  assert.equal(sightOf(db, inSection, life.case()), 'whole');
  const { handler_id, section_id } = life.lead();
  assert.deepEqual([handler_id, section_id], [inSection.id, cast.agencies.section]);
  assert.equal(life.events().at(-1)?.why, '由 赵明 转交 宋科（市容科）。请今日到场。');
});

test('Q-B4: the parent stays answerable: assignment, limits and approval stay with it', () => {
  const { cast, inSection, down, life } = setUp();
  const before = life.clocks('reply')[0];
  life.onLead(cast.agencyLeader, 'hand_down', down);
  assert.equal(life.lead().agency_id, cast.agencies.urban);
  assert.deepEqual(life.clocks('reply')[0], before);
  life.onLead(inSection, 'contact', { how: 'phone', at: life.local(), result: '已联系。' });
  life.onLead(inSection, 'submit', life.reply()).onLead(cast.agencyLeader, 'approve');
  assert.equal(life.status, 'replied');
});

test('Q-B4: taken back from the section, it is out of the section’s sight', () => {
  const { db, cast, inSection, down, life } = setUp();
  life.onLead(cast.handler, 'hand_down', down);
  life.onLead(cast.handler, 'hand_down', { handler: String(cast.handler.id) });
  assert.equal(life.lead().section_id, null);
  assert.equal(sightOf(db, inSection, life.case()), null);
  assert.equal(life.events().at(-1)?.why, '由 宋科（市容科） 转交 赵明');
});

test('Q-B5: not to an outside unit below the agency, where nobody would ever see it', () => {
  const { db, cast, life } = setUp();
  const outside = addOutside(db);
  run(db, q.updateTable('agencies').set({ parent_id: cast.agencies.urban }).where('id', '=', outside));
  assert.deepEqual(
    sectionOptions(db, cast.agencies.urban).map(({ value }) => value),
    [String(cast.agencies.section)],
  );
  const typed = { handler: String(cast.handler.id), section: String(outside) };
  assert.throws(() => life.onLead(cast.handler, 'hand_down', typed), { status: 422 });
});

test('Q-B4: handed to nobody else, it is not handed down', () => {
  const { cast, life } = setUp();
  assert.throws(
    () => life.onLead(cast.handler, 'hand_down', { handler: String(cast.handler.id) }),
    /经办人和承办科室都没有变化/,
  );
});

test('Q-B4: neither a person nor a section of another agency can be named', () => {
  const { cast, down, life } = setUp();
  for (const typed of [
    { handler: String(cast.strangerHandler.id) },
    { ...down, section: String(cast.agencies.housing) },
  ]) {
    assert.throws(() => life.onLead(cast.handler, 'hand_down', typed), { status: 422 });
  }
  assert.equal(life.lead().handler_id, cast.handler.id);
});

test('Q-B4: the section does not hand it on; nor does a stranger', () => {
  const { cast, inSection, down, life } = setUp();
  assert.throws(() => life.onLead(cast.strangerHandler, 'hand_down', down), NotFound);
  life.onLead(cast.handler, 'hand_down', down);
  assert.throws(() => life.onLead(inSection, 'hand_down', { handler: String(cast.handler.id) }), Forbidden);
});

test('Q-B4: an unsigned case is signed first, an answered one is not handed down', () => {
  const { db, cast, life, down } = setUp();
  life.onLead(cast.handler, 'contact', { how: 'phone', at: life.local(), result: '已联系。' });
  life.onLead(cast.handler, 'submit', life.reply());
  assert.throws(() => life.onLead(cast.handler, 'hand_down', down), { status: 409 });
  const unsigned = new Life(db, cast).dispatched();
  assert.throws(() => unsigned.onLead(cast.handler, 'hand_down', down), { status: 409 });
});
