import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { casesOfLine, type Found, listVisible, searchCases } from '../../src/cases/find.ts';
import type { Filter } from '../../src/cases/narrowing.ts';
import { textTerm } from '../../src/cases/text-term.ts';
import { q, run } from '../../src/db/query.ts';
import { at } from '../calendar/samples.ts';
import { visit } from '../support/browserless.ts';
import { newCast } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { MONDAY, newWorld } from '../support/world.ts';
import { Life } from './life.ts';
import { give, writeCase, writeCases } from './queue-samples.ts';

const NEWEST: Filter = { sort: 'newest' };

describe('words, found by the index and by reading the text', () => {
  const { db } = freshFile();
  const written = {
    headline: '反映停车位问题',
    place: '供水Ａ3区',
    text: '物业。停车难，13号楼 ABC-12；車輛',
  };
  const id = writeCase(db, { id: 7, number: '20261123-0007', ...written });
  const words = [
    ...['停车', '停车位', '车位停', '物业停车', '物', '区', '位', '物业 停车', '物业 没有', '供水a3区'],
    ...['供水A3', 'A3区', 'a', '3', '13', '13号', 'abc', 'ABC-12', 'abc12', 'bc', '20261123-0007', '0007'],
    ...['难13', '难，13', '号楼 ab', 'ab 号楼', '車輛', '车辆', '题供', '"停车"', '停车 OR 没有', '停 车'],
  ];
  for (const word of words) {
    it(`${word}: both say the same`, () => {
      const term = textTerm(word);
      const [arm] = term?.arms ?? [];
      assert.ok(term && arm);
      const found = db
        .prepare(arm.select)
        .pluck()
        .all(...arm.values);
      assert.equal(term.holds({ number: '20261123-0007', ...written }), found.includes(id));
    });
  }
});

describe('a search, whichever of its filters leads', () => {
  const { db, cast } = freshFile();
  const { urban, traffic } = cast.agencies;
  const COUNT = 3400;
  const indexes = Array.from({ length: COUNT }, (_, at) => at);
  // Every second case speaks of 物业, every hundredth is the urban agency's, every thirteenth asks for help.
  writeCases(
    db,
    indexes.map((at) => ({
      id: at + 1,
      kind: at % 13 === 0 ? 'help' : 'complaint',
      status: at % 3 === 0 ? ('closed' as const) : ('dispatched' as const),
      lead_agency_id: at % 100 === 0 ? urban : traffic,
      text: at % 2 === 0 ? '小区物业不作为。' : '清源路树木倒伏。',
    })),
  );
  for (const at of indexes) give(db, at + 1, at % 100 === 0 ? urban : traffic);

  const wanted = (test: (at: number) => boolean) =>
    indexes
      .filter((at) => at % 2 === 0 && test(at))
      .map((at) => at + 1)
      .reverse();
  const everyPage = (page: (after: Filter['after']) => Found | null) => {
    const ids: number[] = [];
    let after: Filter['after'];
    for (let pages = 1; ; pages++) {
      const found = page(after);
      assert.ok(found && pages < 100);
      ids.push(...found.rows.slice(0, 50).map(({ id }) => id));
      const end = found.rows.length > 50 ? found.rows[49]?.id : found.stopped?.at;
      if (end === undefined) return { ids, pages };
      after = { rank: 0, id: end };
    }
  };
  const search = (actor: typeof cast.handler, filter: Filter) =>
    everyPage((after) => searchCases(db, actor, '物业', { ...filter, after }));

  it('finds all of a frequent word within a narrow filter', () => {
    const { ids } = search(cast.dispatcher, { ...NEWEST, agency: urban });
    assert.deepEqual(
      ids,
      wanted((at) => at % 100 === 0),
    );
  });

  it('finds all of a frequent word within what an agency was given, few or many', () => {
    assert.deepEqual(
      search(cast.handler, NEWEST).ids,
      wanted((at) => at % 100 === 0),
    );
    assert.deepEqual(
      search(cast.strangerHandler, { ...NEWEST, kind: 'help' }).ids,
      wanted((at) => at % 100 !== 0 && at % 13 === 0),
    );
  });

  it('finds all where several filters are wide', () => {
    assert.deepEqual(
      search(cast.dispatcher, { ...NEWEST, kind: 'complaint', status: 'dispatched' }).ids,
      wanted((at) => at % 13 !== 0 && at % 3 !== 0),
    );
  });

  it('can be turned to the oldest first', () => {
    const found = searchCases(db, cast.dispatcher, '物业', { sort: 'oldest' });
    assert.deepEqual(
      found?.rows.slice(0, 3).map(({ id }) => id),
      [1, 3, 5],
    );
  });

  it('looks at a bounded number of cases for a page and goes on from there, losing none', () => {
    // All that a call-back clerk sees has no index of its own: half of everything is led through.
    const filter: Filter = { ...NEWEST, kind: 'complaint' };
    const first = listVisible(db, cast.clerk, { ...filter, status: 'dispatched' });
    assert.deepEqual(first.rows, []);
    assert.ok(first.stopped && first.stopped.looked < COUNT, 'it stopped before the end');
    const all = everyPage((after) => listVisible(db, cast.clerk, { ...filter, after }));
    assert.equal(all.ids.length, indexes.filter((at) => at % 13 !== 0 && at % 3 === 0).length);
  });

  it('of an agency that was given nothing ends at once', () => {
    const nothing = { rows: [], stopped: null };
    assert.deepEqual(listVisible(db, cast.assistHandler, NEWEST), nothing);
    assert.deepEqual(searchCases(db, cast.assistHandler, '物业', NEWEST), nothing);
  });
});

describe('one telephone line', () => {
  it('shows its cases newest first, within the filters and what one may see', () => {
    const { db, cast } = freshFile();
    writeCases(db, [{ id: 1 }, { id: 2, kind: 'help' }, { id: 3, status: 'closed' }, { id: 4 }]);
    for (const id of [1, 2, 3]) {
      run(db, q.insertInto('citizens').values({ case_id: id, phone: '13900001234' }));
    }
    const ids = (actor: typeof cast.clerk, filter: Filter) =>
      casesOfLine(db, actor, '13900001234', filter).rows.map(({ id }) => id);
    assert.deepEqual(ids(cast.dispatcher, NEWEST), [3, 2, 1]);
    assert.deepEqual(ids(cast.dispatcher, { ...NEWEST, kind: 'help' }), [2]);
    assert.deepEqual(ids(cast.clerk, NEWEST), [3]);
  });
});

describe('the search box', () => {
  const test = newWorld();
  after(() => test.close());
  const { db } = test.world;
  const cast = newCast(db, at(MONDAY));

  it('opens a case by its number, but does not tell that one exists which the person may not see', async () => {
    const life = new Life(db, cast).dispatched();
    const { number } = life.case();
    const ask = (actor: typeof cast.handler) => visit(test, actor).get(`/search?q=${number}`);
    const opened = await ask(cast.handler);
    assert.equal(opened.headers.get('location'), `/cases/${life.caseId}`);
    const refused = await ask(cast.strangerHandler);
    const unknown = await visit(test, cast.strangerHandler).get('/search?q=19990101-0001');
    assert.equal(refused.status, 200);
    const told = async (answer: Response, typed: string) =>
      (await answer.text()).replaceAll(typed, 'NUMBER').replace(/csrf[^>]*/g, '');
    assert.equal(await told(refused, number), await told(unknown, '19990101-0001'));
  });

  it('says on the page when it looked only at part', async () => {
    writeCases(
      db,
      Array.from({ length: 2300 }, (_, at) => ({ id: at + 1, status: 'accepted' as const })),
    );
    const visitor = visit(test, cast.clerk);
    const page = await (await visitor.get('/search?kind=complaint&status=accepted')).text();
    assert.match(page, /本页 0 件，只检索了最近的 \d+ 件，其余请点“下一页”继续检索/);
    const [, next = ''] = /rel="next" href="([^"]*)"/.exec(page) ?? [];
    const second = await (await visitor.get(next.replaceAll('&amp;', '&'))).text();
    assert.doesNotMatch(second, /继续检索/);
  });
});
