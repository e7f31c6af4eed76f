import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listVisible, searchCases } from '../../src/cases/find.ts';
import { indexCase } from '../../src/cases/search.ts';
import {
  ASSIGNMENT_STATUS,
  type AssignmentStatus,
  CASE_STATUS,
  type CaseStatus,
} from '../../src/cases/states.ts';
import { CASE_READERS, type Sight, sightOf, visibleCase, visibleTo } from '../../src/cases/visible.ts';
import type { Db } from '../../src/db/open.ts';
import { prepared, q, run } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { Role } from '../../src/people/roles.ts';
import { type Cast, newPerson } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import { Life } from './life.ts';

/* Who sees what, for every role and every state: the page of a case, the lists and the search say the same. */

type Given = { agency: number; section: number | null; status: AssignmentStatus };
type Sample = { id: number; status: CaseStatus; firstOperator: number | null; given: readonly Given[] };

const CASE_STATES = Object.keys(CASE_STATUS) as CaseStatus[];
const STATES = Object.keys(ASSIGNMENT_STATUS) as AssignmentStatus[];
const REPLIED: readonly CaseStatus[] = ['replied', 'callback', 'verifying', 'closed', 'archived'];

const { db, cast } = freshFile();
const people = everybody(cast);
const samples = everyCase(cast);

describe('what somebody sees of a case', () => {
  for (const [name, actor] of Object.entries(people)) {
    it(`${name}: the page and the lists agree with domain.md, whatever the state`, () => {
      const { text, values } = visibleTo(actor);
      const listed = new Set(
        prepared(db, `SELECT c.id FROM cases c WHERE ${text}`)
          .pluck()
          .all(...values),
      );
      for (const sample of samples) {
        const expected = expectedSight(actor, sample);
        const about = JSON.stringify(sample);
        assert.equal(sightOf(db, actor, sample), expected, about);
        assert.equal(visibleCase(db, actor, sample.id)?.id, expected ? sample.id : undefined, about);
        assert.equal(listed.has(sample.id), expected !== null, about);
      }
    });

    it(`${name}: paging through everything, and through a search, gives each visible case once`, () => {
      const wanted = samples.filter((sample) => expectedSight(actor, sample)).map(({ id }) => id);
      assert.deepEqual(
        allPages((after) => listVisible(db, actor, { sort: 'oldest', after })),
        wanted,
      );
      assert.deepEqual(
        allPages((after) => searchCases(db, actor, '路灯', { sort: 'newest', after })),
        wanted.toReversed(),
      );
    });
  }

  it('has a way for every role that may read cases, and for no other', () => {
    assert.deepEqual([...CASE_READERS].sort(), [
      ...['agency_leader', 'callback_clerk', 'dispatcher', 'handler', 'inspector', 'leader', 'operator'],
      'supervisor',
    ]);
  });
});

describe('a wrong dispatch (C-M1, Q-A7)', () => {
  const file = freshFile();
  const { handler, dispatcher, agencies } = file.cast;
  const seen = (caseId: number) => [
    visibleCase(file.db, handler, caseId) !== undefined,
    listVisible(file.db, handler, { sort: 'newest' }).rows.some(({ id }) => id === caseId),
    searchCases(file.db, handler, '路灯', { sort: 'newest' })?.rows.some(({ id }) => id === caseId),
  ];

  it('is out of sight for the agency once the hotline takes it back', () => {
    const life = new Life(file.db, file.cast).dispatched();
    assert.deepEqual(seen(life.caseId), [true, true, true]);
    life.do(dispatcher, 'recall', { reason: '派错单位。' });
    assert.deepEqual(seen(life.caseId), [false, false, false]);
  });

  it('is out of sight once its return is granted', () => {
    const life = new Life(file.db, file.cast).signed();
    const asked = { proposed: String(agencies.housing), reason: '不属本单位。', ground: '部门职责规定。' };
    life.onLead(handler, 'ask_return', asked);
    assert.deepEqual(seen(life.caseId), [true, true, true]);
    life.onLead(dispatcher, 'grant_return');
    assert.deepEqual(seen(life.caseId), [false, false, false]);
  });
});

/** domain.md "Who", said plainly. */
function expectedSight(actor: Actor, { status, firstOperator, given }: Sample): Sight {
  const is = (...roles: Role[]) => roles.some((role) => actor.roles.has(role));
  if (is('dispatcher', 'supervisor', 'inspector')) return 'whole';
  if (is('callback_clerk') && REPLIED.includes(status)) return 'whole';
  const ours = given.some(
    (each) =>
      !['withdrawn', 'returned'].includes(each.status) &&
      (actor.agencyIds.has(each.agency) || (each.section !== null && actor.agencyIds.has(each.section))),
  );
  if (is('handler', 'agency_leader') && ours) return 'whole';
  if (!is('operator')) return null;
  const own = firstOperator === actor.id || (firstOperator === null && status === 'received');
  return own ? 'whole' : 'headline';
}

function everybody(all: Cast): Record<string, Actor> {
  const { agencies, ...cast } = all;
  const person = (login: string, roles: Role[], agencyId: number | null) =>
    newPerson(db, { login, name: login, roles, agencyId, operatorNo: null }, 0);
  return {
    ...cast,
    sectionHandler: person('section-handler', ['handler'], agencies.section),
    operatorAndClerk: person('two-1', ['operator', 'callback_clerk'], null),
    clerkAndHandler: person('two-2', ['callback_clerk', 'handler'], agencies.housing),
    operatorAndHandler: person('two-3', ['operator', 'handler'], agencies.urban),
    handlerWithoutAgency: person('lost', ['handler'], null),
  };
}

function everyCase({ operator, otherOperator, agencies }: Cast): Sample[] {
  const { urban, housing, section } = agencies;
  const patterns: Given[][] = [
    [],
    ...STATES.map((status) => [{ agency: urban, section: null, status }]),
    ...STATES.map((status) => [{ agency: section, section: null, status }]),
    ...STATES.map((status) => [{ agency: housing, section, status }]),
    [
      { agency: urban, section: null, status: 'withdrawn' },
      { agency: urban, section, status: 'signed' },
    ],
    [
      { agency: urban, section: null, status: 'returned' },
      { agency: housing, section: null, status: 'replied' },
    ],
  ];
  let id = 1000;
  return CASE_STATES.flatMap((status) =>
    [operator.id, otherOperator.id, null].flatMap((firstOperator) =>
      patterns.map((given) => write(db, { id: ++id, status, firstOperator, given })),
    ),
  );
}

function write(db: Db, sample: Sample): Sample {
  run(
    db,
    q.insertInto('cases').values({
      ...{ id: sample.id, number: `N${sample.id}`, status: sample.status, kind: 'complaint' },
      ...{ channel: 'phone', headline: '路灯不亮', text: '清源路路灯坏了三天。' },
      ...{ first_operator: sample.firstOperator, received_at: sample.id, last_event_at: sample.id },
      ...{ received_day: '2026-11-23', received_month: '2026-11', last_act: 'receive' },
    }),
  );
  for (const { agency, section, status } of sample.given) {
    run(
      db,
      q.insertInto('assignments').values({
        ...{ case_id: sample.id, agency_id: agency, section_id: section, role: 'lead', status },
        dispatched_at: sample.id,
      }),
    );
  }
  indexCase(db, sample.id);
  return sample;
}

type Page = { rows: { id: number }[]; stopped: { at: number } | null } | null;

function allPages(page: (after: { rank: number; id: number } | undefined) => Page): number[] {
  const ids: number[] = [];
  let after: { rank: number; id: number } | undefined;
  for (;;) {
    const found = page(after);
    assert.ok(found);
    ids.push(...found.rows.slice(0, 50).map(({ id }) => id));
    const end = found.rows.length > 50 ? found.rows[49]?.id : found.stopped?.at;
    if (end === undefined) return ids;
    after = { rank: 0, id: end };
  }
}
