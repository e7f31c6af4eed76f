import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseView } from '../../src/cases/case-page.ts';
import { first, q } from '../../src/db/query.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

function setUp() {
  const { db, cast } = freshFile();
  return { db, cast, life: new Life(db, cast) };
}

test('Q-D4: a reply before the first contact is told until when the contact was due', () => {
  const { cast, life } = setUp();
  life.signed();
  assert.throws(
    () => life.onLead(cast.handler, 'submit', life.reply()),
    /尚未登记首次联系（应于 2026-11-25 17:30 前）/,
  );
});

test('Q-D9: what cannot be solved now needs the day on which it is looked at again', () => {
  const { db, cast, life } = setUp();
  life.contacted();
  const reply = { ...life.reply(), conclusion: 'not_now' };
  for (const reviewOn of ['', '2026-11-23', '2026-02-30']) {
    assert.throws(
      () => life.onLead(cast.handler, 'submit', { ...reply, reviewOn }),
      (error) => 'reviewOn' in ((error as { fields?: object }).fields ?? {}),
      reviewOn,
    );
  }
  life.onLead(cast.handler, 'submit', { ...reply, reviewOn: '2026-11-24' });
  assert.equal(first(db, q.selectFrom('replies').select('review_on'))?.review_on, '2026-11-24');
  assert.equal(life.events().at(-1)?.why, '结论：暂不能解决，2026-11-24 复查');
});

test('Q-D9: the page of the case shows the day', () => {
  const { db, cast, life } = setUp();
  life.contacted();
  const reply = { ...life.reply(), conclusion: 'not_now', reviewOn: '2027-03-01' };
  life.onLead(cast.handler, 'submit', reply);
  const [assignment] = caseView(db, cast.agencyLeader, life.case(), life.now).assignments;
  const rows = new Map(assignment?.replies[0]?.rows);
  assert.equal(rows.get('复查日期'), '2027-03-01');
});

test('Q-D9: a day given with another conclusion is not kept', () => {
  const { db, cast, life } = setUp();
  life.contacted().onLead(cast.handler, 'submit', { ...life.reply(), reviewOn: '2026-12-01' });
  assert.equal(first(db, q.selectFrom('replies').select('review_on'))?.review_on, null);
});
