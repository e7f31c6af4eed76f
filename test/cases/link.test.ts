import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import { all, q } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { Typed } from '../../src/web/forms.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

function two(firstTyped: Typed = {}, secondTyped: Typed = {}) {
  const { db, cast } = freshFile();
  const one = new Life(db, cast).signed(firstTyped);
  const other = new Life(db, cast, '2026-11-23 11:00').signed(secondTyped);
  return { db, cast, one, other };
}

function link(one: Life, other: Life, by: Actor = one.cast.dispatcher): void {
  one.do(by, 'link', { number: other.case().number, why: '同一诉求人再次来电。' });
}

function linksOn(life: Life, actor: Actor): string[] {
  const cards = caseView(life.db, actor, life.case(), life.now).beside.filter(
    ({ title }) => title === '关联工单',
  );
  return cards.flatMap(({ links = [] }) => links.map(({ href }) => href));
}

test('linked cases show each other, and go each their own way', () => {
  const { cast, one, other } = two();
  link(one, other);
  assert.deepEqual(linksOn(one, cast.dispatcher), [`/cases/${other.caseId}`]);
  assert.deepEqual(linksOn(other, cast.dispatcher), [`/cases/${one.caseId}`]);
  assert.deepEqual([one.status, other.status], ['dispatched', 'dispatched']);
});

test('the same two are linked once, from whichever side', () => {
  const { db, cast, one, other } = two();
  link(one, other);
  assert.throws(() => link(one, other), { status: 422 });
  assert.throws(
    () => link(other, one),
    (error: Error & { fields: { number: string } }) => /已经关联过/.test(error.fields.number),
  );
  assert.equal(all(db, q.selectFrom('case_links').selectAll()).length, 1);
  assert.throws(() => one.do(cast.dispatcher, 'link', { number: one.case().number }), { status: 422 });
});

test('a link is taken away from either side, and only where there is one', () => {
  const { cast, one, other } = two();
  assert.throws(() => one.do(cast.dispatcher, 'unlink', { other: String(other.caseId) }), { status: 409 });
  link(one, other);
  other.do(cast.dispatcher, 'unlink', { other: String(one.caseId) });
  assert.deepEqual(linksOn(one, cast.dispatcher), []);
});

test('a number that is out of sight is answered like one that does not exist', () => {
  const { cast, one } = two();
  const refused = (number: string, by: Actor) => {
    try {
      one.do(by, 'link', { number });
    } catch (error) {
      return (error as { fields: { number: string } }).fields.number;
    }
    return null;
  };
  // A call-back clerk sees no case before its reply.
  const replied = new Life(one.db, cast, '2026-11-23 13:00').replied();
  const hidden = one.case().number;
  const seen = (number: string) => {
    try {
      replied.do(cast.clerk, 'link', { number });
      return null;
    } catch (error) {
      return (error as { fields: { number: string } }).fields.number;
    }
  };
  assert.equal(seen(hidden), seen('20200101-0001'));
  assert.match(refused('20200101-0001', cast.dispatcher) ?? '', /没有找到/);
});

test('an operator links their own case to one that they see the headline of', () => {
  const { cast, db } = two();
  const mine = new Life(db, cast, '2026-11-23 13:00').take();
  const theirs = new Life(db, cast, '2026-11-23 14:00').take({}, 'hold', cast.otherOperator);
  link(mine, theirs, cast.operator);
  assert.deepEqual(linksOn(mine, cast.operator), [`/cases/${theirs.caseId}`]);
});

test('an agency sees the link where it sees both cases, without the hotline’s words', () => {
  const { cast, one, other } = two();
  link(one, other);
  assert.deepEqual(linksOn(one, cast.handler), [`/cases/${other.caseId}`]);
  assert.ok(!JSON.stringify(caseView(one.db, cast.handler, one.case(), one.now)).includes('再次来电'));
  const elsewhere = new Life(one.db, cast, '2026-11-23 13:00').take({}, 'accept');
  link(one, elsewhere);
  assert.deepEqual(linksOn(one, cast.handler), [`/cases/${other.caseId}`]);
});

test('Q-A7: an agency is not told that a confidential case belongs to another one', () => {
  for (const [first, second] of [
    [{ confidential: '1' }, {}],
    [{}, { confidential: '1' }],
  ] as const) {
    const { cast, one, other } = two(first, second);
    link(one, other);
    for (const life of [one, other]) {
      assert.deepEqual(linksOn(life, cast.handler), []);
      const against = life === one ? other : one;
      const shown = JSON.stringify(caseView(life.db, cast.handler, life.case(), life.now));
      assert.ok(!shown.includes(against.case().number));
    }
  }
});
