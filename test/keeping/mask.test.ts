import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { casesOfLine, searchCases } from '../../src/cases/find.ts';
import { earlierCases } from '../../src/cases/intake-queries.ts';
import type { Filter } from '../../src/cases/narrowing.ts';
import { timelineOf } from '../../src/cases/timeline.ts';
import { citizenOf, keepSealed } from '../../src/citizens/identity.ts';
import type { Db } from '../../src/db/open.ts';
import { prepared, q, run } from '../../src/db/query.ts';
import { casesToMask } from '../../src/keeping/due.ts';
import { REMOVED_NAME } from '../../src/keeping/files.ts';
import { maskDue } from '../../src/keeping/mask.ts';
import { PLACES } from '../../src/keeping/places.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { knownAccess } from '../../src/portal/access.ts';
import { at } from '../calendar/samples.ts';
import type { Life } from '../cases/life.ts';
import { newDesk } from '../people/desk.ts';
import { visit } from '../support/browserless.ts';
import type { Cast } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';
import {
  allText,
  auditLines,
  backedUp,
  closedCase,
  HOME,
  maskAt,
  mergeAt,
  NAME,
  OTHER_PHONE,
  PHONE,
  WORD,
} from './old-case.ts';

/** The first night on which a case of 2026-11-23 is older than five years. */
const NIGHT = '2031-11-24 03:00';
const NO_FILTER = {} as Filter;

function isMasked(life: Life): boolean {
  return life.case().masked_at !== null;
}

function keepFor(db: Db, maskYears: number, from: string): void {
  const keeping = { ...policyAt(db, at(from)).keeping, maskYears };
  setPolicy(db, { keeping }, { userId: null, from: at(from), now: at(from) });
}

describe('C-M1: personal data of old cases', () => {
  test('name, numbers and home are nowhere in the file any more, not even in free pages or the search index', () => {
    const { db, cast, path } = freshFile();
    const life = closedCase(db, cast);
    db.pragma('wal_checkpoint(TRUNCATE)');
    for (const word of [NAME, PHONE, HOME, WORD]) assert.ok(readFileSync(path).includes(word), word);
    maskAt(db, NIGHT);
    mergeAt(db, NIGHT);
    db.pragma('wal_checkpoint(TRUNCATE)');
    const [bytes, text] = [readFileSync(path), allText(db)];
    for (const word of [NAME, NAME.slice(0, 2), PHONE, OTHER_PHONE, HOME, WORD, '8801203']) {
      assert.ok(!bytes.includes(word), word);
      assert.ok(!text.includes(word), word);
    }
    assert.match(life.case().text, /清源路路灯坏了三天/);
  });

  test('what is left of the name is its first character; number, address and the link of the citizen are gone', () => {
    const { db, cast } = freshFile();
    const life = closedCase(db, cast);
    assert.ok(knownAccess(db, life.caseId));
    maskAt(db, NIGHT);
    const { name, phone, phone_typed, address } = citizenOf(db, life.caseId) ?? assert.fail();
    assert.deepEqual([name, phone, phone_typed, address], ['鄢**', '', '', '']);
    assert.equal(knownAccess(db, life.caseId), undefined);
  });

  test('old name, number and words find nothing, the matter is still found', () => {
    const { db, cast } = freshFile();
    const life = closedCase(db, cast);
    const found = (typed: string) =>
      searchCases(db, cast.supervisor, typed, NO_FILTER)?.rows.map(({ id }) => id) ?? [];
    assert.deepEqual(found(WORD), [life.caseId]);
    maskAt(db, NIGHT);
    for (const typed of [NAME, WORD, PHONE, '1203室']) assert.deepEqual(found(typed), [], typed);
    assert.deepEqual(found('路灯坏了'), [life.caseId]);
    assert.equal(earlierCases(db, cast.operator, PHONE).total, 0);
    assert.equal(casesOfLine(db, cast.supervisor, PHONE, NO_FILTER).rows.length, 0);
  });

  for (const [night, masked] of [
    ['2031-11-23 23:59', false],
    ['2031-11-24 00:00', true],
  ] as const) {
    test(`closed on 2026-11-23, five years: ${masked ? 'masked' : 'as it was'} at ${night}`, () => {
      const { db, cast } = freshFile();
      const life = closedCase(db, cast);
      maskAt(db, night);
      assert.equal(isMasked(life), masked);
    });
  }

  test('what is still open about a case keeps it whole: redo, supervision, appeal, task', () => {
    const { db, cast } = freshFile();
    const lives = ['09:00', '10:00', '11:00', '14:00'].map((time) =>
      closedCase(db, cast, `2026-11-23 ${time}`),
    );
    const [redone, supervised, appealed, owing] = lives as [Life, Life, Life, Life];
    redone.do(cast.supervisor, 'redo', { reason: 'attitude', ground: '市民再次来电，问题仍在。' });
    run(
      db,
      q.insertInto('supervisions').values({
        ...{
          number: '督一',
          case_id: supervised.caseId,
          agency_id: cast.agencies.urban,
          instrument: 'notice',
        },
        ...{ ground: '超期', requirement: '整改', days: 3, status: 'issued', issued_at: supervised.now },
      }),
    );
    appealed.do(cast.agencyLeader, 'appeal', { reason: '不可抗力所致。' });
    run(
      db,
      q.insertInto('tasks').values({
        ...{
          case_id: owing.caseId,
          kind: 'owe_answer',
          side: 'hotline',
          what: '答复',
          created_at: owing.now,
        },
      }),
    );
    maskAt(db, NIGHT);
    assert.deepEqual(lives.map(isMasked), [false, false, false, false]);
    run(db, q.updateTable('supervisions').set({ status: 'released' }));
    run(db, q.updateTable('tasks').set({ done_at: owing.now }));
    run(db, q.updateTable('appeals').set({ status: 'refused' }));
    maskAt(db, NIGHT);
    assert.deepEqual(lives.map(isMasked), [false, true, true, true]);
  });

  test('X-M1: nothing is masked without a good backup that is no older than the setting says', () => {
    const { db, cast } = freshFile();
    const life = closedCase(db, cast);
    maskAt(db, NIGHT, false);
    assert.equal(isMasked(life), false);
    backedUp(db, '2031-11-23 00:59');
    maskAt(db, NIGHT, false);
    assert.equal(isMasked(life), false, '26 hours and a minute');
    backedUp(db, '2031-11-23 01:00');
    maskAt(db, NIGHT, false);
    assert.equal(isMasked(life), true, '26 hours');
  });

  test('a time made shorter is counted at once and holds a day later', () => {
    const { db, cast } = freshFile();
    const life = closedCase(db, cast);
    keepFor(db, 1, '2028-03-01 10:00');
    assert.equal(casesToMask(db, { maskYears: 1 }, at('2028-03-01 10:00')), 1);
    assert.equal(casesToMask(db, { maskYears: 5 }, at('2028-03-01 10:00')), 0);
    maskAt(db, '2028-03-02 09:59');
    assert.equal(isMasked(life), false);
    maskAt(db, '2028-03-02 10:00');
    assert.equal(isMasked(life), true);
  });

  test('0 years: never', () => {
    const { db, cast } = freshFile();
    const life = closedCase(db, cast);
    keepFor(db, 0, '2027-01-04 10:00');
    maskAt(db, '2099-01-01 03:00');
    assert.equal(isMasked(life), false);
    assert.equal(casesToMask(db, { maskYears: 0 }, at('2099-01-01 03:00')), 0);
  });

  test('nothing that is counted changes: kinds, agencies, times, outcomes, clocks, calls, satisfaction', () => {
    const { db, cast } = freshFile();
    closedCase(db, cast);
    const before = counted(db);
    maskAt(db, NIGHT);
    assert.deepEqual(counted(db), before);
  });

  test('files of the citizen lose their bytes and names, those of the agency stay', () => {
    const { db, cast } = freshFile();
    const life = closedCase(db, cast);
    const eventOf = (act: string) => life.events().find((event) => event.act === act)?.id ?? assert.fail();
    const theirs = file(db, life, `${NAME}的信.png`, eventOf('receive'));
    const agencys = file(db, life, '现场照片.png', eventOf('submit'));
    maskAt(db, NIGHT);
    const rows = prepared(
      db,
      'SELECT id, name, size, removed_at IS NOT NULL AS gone FROM attachments ORDER BY id',
    );
    assert.deepEqual(rows.all(), [
      { id: theirs, name: REMOVED_NAME, size: 0, gone: 1 },
      { id: agencys, name: '现场照片.png', size: 6, gone: 0 },
    ]);
    const parts = prepared(db, 'SELECT DISTINCT attachment_id FROM attachment_parts').pluck();
    assert.deepEqual(parts.all(), [agencys]);
  });

  test('what was written about a link to another case, and in the name of a file of the agency, is masked too', () => {
    const { db, cast } = freshFile();
    const [life, other] = [closedCase(db, cast), closedCase(db, cast, '2026-11-23 10:00')];
    const pair = { case_id: life.caseId, other_id: other.caseId, linked_by: cast.operator.id };
    run(db, q.insertInto('case_links').values({ ...pair, why: `${NAME}两次来电`, linked_at: life.now }));
    const event = life.events().find(({ act }) => act === 'submit')?.id ?? assert.fail();
    file(db, life, `${NAME}家门口.png`, event);
    maskAt(db, NIGHT);
    const [why, name] = [
      prepared(db, 'SELECT why FROM case_links').pluck().get(),
      prepared(db, 'SELECT name FROM attachments').pluck().get(),
    ];
    assert.deepEqual([why, name], ['■■■两次来电', '■■■家门口.png']);
  });

  test('every column of words that hangs on a case is masked, or known to hold none', () => {
    const { db } = freshFile();
    const masked = new Set(
      PLACES.flatMap(({ table, columns, json = [] }) =>
        [...columns, ...json].map((name) => `${table}.${name}`),
      ),
    );
    const standing = prepared(db, HANGING).pluck().all() as string[];
    assert.deepEqual(
      standing.filter((column) => !masked.has(column)),
      NO_WORDS,
    );
  });

  test('Q-A7: of a confidential citizen nothing is left', () => {
    const { db, cast } = freshFile();
    const life = sealedCase(db, cast);
    maskAt(db, NIGHT);
    const rows = prepared(db, 'SELECT name, phone, sealed, phone_mac FROM citizens').all();
    assert.deepEqual(rows, [{ name: '', phone: '', sealed: null, phone_mac: null }]);
    assert.equal(isMasked(life), true);
    assert.ok(!allText(db).includes(NAME));
  });

  test('Q-A7: what is sealed under a key that is not there is left alone: the name could not be found in the texts', () => {
    const { db, cast } = freshFile();
    const life = sealedCase(db, cast);
    run(db, q.updateTable('citizens').set({ sealed: Buffer.from('of another key') }));
    maskAt(db, NIGHT);
    assert.equal(isMasked(life), false);
  });

  test('Q-M1: a run is one line of the audit log, with counts and without a name', () => {
    const { db, cast } = freshFile();
    for (const time of ['09:00', '10:00', '11:00']) closedCase(db, cast, `2026-11-23 ${time}`);
    maskAt(db, NIGHT);
    maskAt(db, NIGHT);
    const lines = auditLines(db, 'personal_data_masked');
    assert.deepEqual(
      lines.map(({ who, detail }) => [who, JSON.parse(detail)]),
      [['系统', { cases: 3, files: 0 }]],
    );
  });

  test('a run that was broken off is gone on with, and both parts are on record', () => {
    const { db, cast } = freshFile();
    const lives = Array.from({ length: 7 }, (_, at) => closedCase(db, cast, `2026-11-23 ${10 + at}:00`));
    backedUp(db, NIGHT);
    const broken = maskDue(db, at(NIGHT));
    broken.next();
    assert.equal(lives.filter(isMasked).length, 2);
    maskAt(db, NIGHT);
    assert.equal(lives.filter(isMasked).length, 7);
    const counts = auditLines(db, 'personal_data_masked').map(({ detail }) => JSON.parse(detail).cases);
    assert.deepEqual(counts, [2, 5]);
  });

  test('the timeline says so, and is append-only as before', () => {
    const { db, cast } = freshFile();
    const life = closedCase(db, cast);
    maskAt(db, NIGHT);
    assert.equal(timelineOf(db, life.caseId, false)[0]?.act, 'mask');
    for (const sql of [`UPDATE events SET who = ''`, 'UPDATE events SET at = 0', 'DELETE FROM events']) {
      assert.throws(() => db.exec(sql), /append-only/, sql);
    }
    closedCase(db, cast, '2026-11-23 10:00');
    assert.throws(() => db.exec(`UPDATE events SET why = ''`), /append-only/);
  });

  test('the page of the case says so, and there is nothing left to be revealed', async () => {
    const desk = await newDesk('2026-11-23 09:00');
    const { db } = desk.world;
    const life = closedCase(db, desk.cast);
    const page = async (path = '') =>
      (await visit(desk, desk.cast.supervisor).get(`/cases/${life.caseId}${path}`)).text();
    assert.match(await page(), /查看完整号码|reveal/);
    maskAt(db, NIGHT);
    desk.setTime(NIGHT);
    for (const path of ['', '/print']) {
      const shown = await page(path);
      assert.match(shown, /已过保存期限，于 2031-11-24 抹去/);
      assert.doesNotMatch(shown, /reveal|13955507788|139\*{4}7788/);
    }
    desk.close();
  });
});

/** Text columns of all tables with a row for a case, or for something of a case. */
const HANGING = `WITH RECURSIVE hanging (name) AS (VALUES ('cases') UNION
    SELECT t.name FROM hanging h JOIN pragma_table_list t JOIN pragma_foreign_key_list(t.name) k ON k."table" = h.name
    WHERE t.schema = 'main')
  SELECT h.name || '.' || c.name FROM hanging h JOIN pragma_table_info(h.name) c WHERE c.type = 'TEXT' ORDER BY 1`;

/** Codes, times, what is emptied by masking itself, and whom else but the citizen it names. */
const NO_WORDS = Object.entries({
  appeals: 'status',
  assignments: 'next_clock role status',
  attachment_previews: 'type',
  attachments: 'draft_key sha256 type',
  call_records: 'direction number recording',
  callbacks: 'contacted reached satisfaction solved',
  cards: 'colour',
  cases:
    'card channel intake_key kind last_act next_clock number outcome received_day received_month rejection_reason source source_number status',
  citizen_access: 'code token',
  citizens: 'address extension name phone phone_typed',
  clocks: 'kind why',
  events: 'act form_hash form_key from_status to_status who',
  extensions: 'status',
  first_contacts: 'how',
  inbound_messages: 'gateway_ref outcome sender',
  message_tries: 'result',
  messages: 'address audience gateway_ref medium occasion recipient rule status uid',
  ratings: 'satisfaction source',
  replies: 'conclusion contact_person keyed_from office_phone review_on',
  spot_checks: 'method satisfaction',
  supervisions: 'instrument number status',
  suspensions: 'from_status review_on',
  tasks: 'kind side',
  verifications: 'method redo_reason',
}).flatMap(([table, columns]) => columns.split(' ').map((column) => `${table}.${column}`));

function sealedCase(db: Db, cast: Cast): Life {
  const life = closedCase(db, cast);
  run(db, q.updateTable('cases').set({ confidential: 1 }));
  keepSealed(db, life.caseId, true);
  return life;
}

/** Every row of every table, without the columns in which words stand and without what masking itself adds. */
function counted(db: Db): Record<string, unknown[]> {
  const words = new Map(PLACES.map(({ table, columns, json = [] }) => [table, [...columns, ...json]]));
  const tables = [
    'cases',
    'assignments',
    'clocks',
    'callbacks',
    'replies',
    'first_contacts',
    'call_records',
    'messages',
  ];
  const own = new Set(['masked_at', 'last_event_at', 'last_act', 'number', 'recording', 'sealed']);
  return Object.fromEntries(
    tables.map((table) => {
      const rows = prepared(db, `SELECT * FROM ${table} ORDER BY id`).all() as Record<string, unknown>[];
      const kept = (name: string) => !own.has(name) && !words.get(table)?.includes(name);
      return [table, rows.map((row) => Object.entries(row).filter(([name]) => kept(name)))];
    }),
  );
}

function file(db: Db, life: Life, name: string, eventId: number): number {
  const { id } = run(
    db,
    q.insertInto('attachments').values({
      ...{ case_id: life.caseId, event_id: eventId, name, type: 'image/png', size: 6, sha256: 'abc' },
      uploaded_at: life.now,
    }),
  );
  run(
    db,
    q.insertInto('attachment_parts').values({ attachment_id: id, part: 0, bytes: Buffer.from('abcdef') }),
  );
  return id;
}
