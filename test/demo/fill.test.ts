import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { countQueue, listQueue } from '../../src/cases/queue-queries.ts';
import { QUEUES, type Queue } from '../../src/cases/queues.ts';
import { ASSIGNMENT_STATUS, CASE_STATUS } from '../../src/cases/states.ts';
import { all, q } from '../../src/db/query.ts';
import { DEMO_PASSWORD, demoLogins, fillDemo } from '../../src/demo/fill.ts';
import { NEIGHBOURS } from '../../src/demo/neighbours.ts';
import { items } from '../../src/demo/texts/items.ts';
import { outsideRequests } from '../../src/demo/texts/outside.ts';
import { staff } from '../../src/demo/texts/staff.ts';
import { PROVISIONAL } from '../../src/demo/years.ts';
import { actorOf } from '../../src/people/actor.ts';
import { verifyPassword } from '../../src/people/passwords.ts';
import { Conflict } from '../../src/web/errors.ts';
import { at } from '../calendar/samples.ts';
import { type EmptyFile, emptyFile } from './empty-file.ts';

/** A Sunday before breakfast: nobody is at work, and still there is something of everything to see. */
const NOW = at('2026-11-22 06:17');
let file: EmptyFile;

before(async () => {
  file = emptyFile(NOW);
  await fillDemo(file.db, NOW);
});
after(() => file.close());

function values(sql: string): unknown[] {
  return file.db.prepare(sql).pluck().all();
}

function actorsWith(role: string) {
  return staff
    .filter((person) => person.roles.some((each) => each === role))
    .map(({ login }) => {
      const [user] = all(file.db, q.selectFrom('users').select('id').where('login', '=', login));
      return actorOf(file.db, user?.id ?? 0);
    });
}

it('shows cases in every state that lasts', () => {
  const lasting = Object.keys(CASE_STATUS).filter((status) => status !== 'answered');
  assert.deepEqual(values('SELECT DISTINCT status FROM cases ORDER BY 1'), lasting.sort());
  assert.ok(values(`SELECT id FROM events WHERE to_status = 'answered'`).length > 0);
});

it('shows assignments in every state', () => {
  const wanted = Object.keys(ASSIGNMENT_STATUS).sort();
  assert.deepEqual(values('SELECT DISTINCT status FROM assignments ORDER BY 1'), wanted);
});

/** G-E2: before breakfast nobody is to be called yet. */
function lookedAt({ of }: Queue): number {
  return 'callbacks' in of && of.callbacks === 'now' ? at('2026-11-22 08:00') : NOW;
}

for (const queue of QUEUES) {
  for (const role of queue.roles) {
    it(`gives somebody with the role ${role} something to do in the queue ${queue.key}`, () => {
      const found = actorsWith(role).map(
        (actor) => listQueue(file.db, actor, queue, { sort: 'due' }, lookedAt(queue)).length,
      );
      assert.ok(Math.max(...found) > 0);
    });
  }
}

it('gives every operator cases of their own and one agency something in each of its queues', () => {
  const filled = (login: string, group: string) => {
    const [user] = all(file.db, q.selectFrom('users').select('id').where('login', '=', login));
    const actor = actorOf(file.db, user?.id ?? 0);
    const queues = QUEUES.filter(
      (queue) => queue.group === group && queue.roles.some((role) => actor.roles.has(role)),
    );
    for (const queue of queues) {
      assert.ok(countQueue(file.db, actor, queue, NOW).count > 0, `${login} ${queue.key}`);
    }
  };
  for (const login of ['huawu1', 'huawu2', 'huawu3']) filled(login, '工单');
  for (const login of ['chengguan', 'chengguan-ld']) filled(login, '承办');
});

it('shows what goes wrong: overdue, soon due, redone, returned, sent back, nobody reached', () => {
  const some = (sql: string) => assert.ok(values(sql).length > 0, sql);
  some(`SELECT id FROM cases WHERE next_due_at < ${NOW}`);
  some(`SELECT id FROM cases WHERE next_due_at BETWEEN ${NOW} AND ${NOW + 40 * 3_600_000}`);
  some('SELECT id FROM cases WHERE round > 0 AND closed_at IS NULL');
  for (const act of [
    'grant_return',
    'recall',
    'refuse_return',
    'send_back',
    'disapprove',
    'advise',
    'correct',
    'note',
    'call',
  ]) {
    some(`SELECT id FROM events WHERE act = '${act}'`);
  }
  for (const outcome of [
    'satisfied',
    'unreachable',
    'published',
    'not_responsible',
    'answered',
    'rejected',
  ]) {
    some(`SELECT id FROM cases WHERE outcome = '${outcome}'`);
  }
  for (const flag of ['urgent', 'emergency', 'confidential', 'anonymous'])
    some(`SELECT id FROM cases WHERE ${flag}`);
});

/** What stands beside the life of a case, each of it somewhere and in each of its states. */
const BESIDE: Readonly<Record<string, string>> = {
  'a case merged and still waiting': `SELECT 1 FROM cases c JOIN cases m ON m.id = c.merged_into
    WHERE c.status = 'merged' AND m.status = 'dispatched'`,
  'a merged case whose main case was answered': `SELECT 1 FROM cases WHERE merged_into IS NOT NULL AND status = 'callback'`,
  'a merged case called back on its own': `SELECT 1 FROM cases c JOIN callbacks k ON k.case_id = c.id
    WHERE c.merged_into IS NOT NULL AND c.closed_at IS NOT NULL`,
  'linked cases': 'SELECT 1 FROM case_links',
  'a suspended case with the day of its review': 'SELECT 1 FROM suspensions WHERE ended_at IS NULL',
  'a suspension that was reviewed': `SELECT 1 FROM events WHERE act = 'review'`,
  'an extension asked for': `SELECT 1 FROM extensions WHERE status = 'asked'`,
  'an extension agreed to': `SELECT 1 FROM extensions WHERE status = 'agreed'`,
  'an extension granted and told': `SELECT 1 FROM extensions WHERE status = 'granted' AND told_at IS NOT NULL`,
  'an extension granted and to be told': `SELECT 1 FROM tasks WHERE kind = 'tell_extension' AND done_at IS NULL`,
  'an overlap to be settled': `SELECT 1 FROM tasks WHERE kind = 'overlap' AND done_at IS NULL`,
  'an overlap that was settled': `SELECT 1 FROM events WHERE act = 'settle_overlap'`,
  'a withdrawal in time': `SELECT 1 FROM events WHERE act = 'withdraw_case'`,
  'a late withdrawal': `SELECT 1 FROM events WHERE act = 'withdraw_late'`,
  'a return barred': 'SELECT 1 FROM assignments WHERE return_barred = 1',
  'a case handed down': `SELECT 1 FROM events WHERE act = 'hand_down'`,
  'a fallback agency': `SELECT 1 FROM assignments WHERE role = 'fallback'`,
  'an order issued': `SELECT 1 FROM supervisions WHERE status = 'issued'`,
  'an order answered': `SELECT 1 FROM supervisions WHERE status = 'answered'`,
  'an order released': `SELECT 1 FROM supervisions WHERE status = 'released'`,
  'an order forced by the second redo': `SELECT 1 FROM supervisions v JOIN cases c ON c.id = v.case_id
    WHERE v.issued_by IS NULL AND c.round >= 2`,
  'a redo that owes an apology': `SELECT 1 FROM tasks WHERE kind = 'apology' AND done_at IS NULL`,
  'a case that was pressed': 'SELECT 1 FROM cases WHERE pressed > 0 AND closed_at IS NULL',
  "a leader's instruction": `SELECT 1 FROM events WHERE act IN ('instruct', 'record_instruction')`,
  'a yellow card': `SELECT 1 FROM cases WHERE card = 'yellow'`,
  'a red card': `SELECT 1 FROM cases WHERE card = 'red'`,
  'an appeal to be taken up': `SELECT 1 FROM appeals WHERE status = 'asked'`,
  'an exemption to be confirmed': `SELECT 1 FROM appeals WHERE status = 'proposed'`,
  'an exempt case': 'SELECT 1 FROM cases WHERE exempt = 1',
  'an answer owed': `SELECT 1 FROM tasks WHERE kind = 'owe_answer' AND done_at IS NULL AND due_at > ${NOW}`,
  'an answer owed too long': `SELECT 1 FROM tasks WHERE kind = 'owe_answer' AND done_at IS NULL AND due_at < ${NOW}`,
  'an agency to be phoned': `SELECT 1 FROM tasks WHERE kind = 'must_phone' AND done_at IS NULL`,
  'an emergency contact to be told': `SELECT 1 FROM tasks WHERE kind = 'emergency_contact' AND done_at IS NULL`,
  'an emergency contained': `SELECT 1 FROM cases c JOIN assignments s ON s.case_id = c.id
    WHERE c.emergency = 1 AND c.status = 'dispatched' AND s.contained_at IS NOT NULL`,
  'a report upwards': `SELECT 1 FROM events WHERE act = 'report_up'`,
  'an appointment for a call-back': `SELECT 1 FROM events e JOIN cases c ON c.id = e.case_id
    WHERE e.act = 'appoint' AND c.call_after > ${NOW}`,
  'a spot check to be done': `SELECT 1 FROM tasks WHERE kind = 'spot_check' AND done_at IS NULL`,
  'a spot check done': 'SELECT 1 FROM spot_checks',
  'a reply to be published': `SELECT 1 FROM replies WHERE told_how = 'published'`,
};

for (const [what, sql] of Object.entries(BESIDE)) {
  it(`shows ${what}`, () => assert.ok(values(sql).length > 0));
}

it('numbers the cases of each day from one without a gap, in the order they came', () => {
  const cases = all(file.db, q.selectFrom('cases').select(['number', 'received_day']).orderBy('received_at'));
  assert.equal(cases.length, 300 + outsideRequests.length + NEIGHBOURS);
  for (const [day, list] of Map.groupBy(cases, (each) => each.received_day)) {
    const wanted = list.map((_, n) => `${day.replaceAll('-', '')}-${String(n + 1).padStart(4, '0')}`);
    assert.deepEqual(
      list.map(({ number }) => number),
      wanted,
    );
  }
});

it('leaves no clock running on what has ended', () => {
  assert.deepEqual(
    values(`SELECT k.id FROM clocks k JOIN cases c ON c.id = k.case_id
      WHERE c.closed_at IS NOT NULL AND k.met_at IS NULL AND k.stopped_at IS NULL`),
    [],
  );
});

it('tells everything in the order of time, nothing of it from the future', () => {
  const events = all(file.db, q.selectFrom('events').select(['id', 'at', 'case_id']).orderBy('id'));
  for (const [n, event] of events.entries())
    assert.ok(event.at >= (events[n - 1]?.at ?? 0), `event ${event.id}`);
  assert.ok((events.at(-1)?.at ?? Infinity) <= NOW);
});

it('calls nobody back between ten at night and eight in the morning (G-E2)', () => {
  const hours = values('SELECT DISTINCT (at / 3600000 + 8) % 24 FROM callbacks').map(Number);
  for (const hour of hours) assert.ok(hour >= 8 && hour < 22, `${hour}`);
});

it('has open cases near now, and nothing old that is still open', () => {
  const open = values('SELECT received_at FROM cases WHERE closed_at IS NULL').map(Number);
  assert.ok(open.length >= 45 && open.length <= 110, `${open.length}`);
  for (const receivedAt of open) assert.ok(NOW - receivedAt < 45 * 86_400_000);
});

it('makes some agencies clearly slower than others', () => {
  const late = (agency: string) =>
    Number(
      file.db
        .prepare(`SELECT avg(k.met_at > k.due_at) FROM clocks k JOIN assignments s ON s.id = k.assignment_id
          JOIN agencies a ON a.id = s.agency_id WHERE a.short_name = ? AND k.kind = 'reply' AND k.met_at IS NOT NULL`)
        .pluck()
        .get(agency),
    );
  assert.ok(late('住建局') > 0.2, `${late('住建局')}`);
  assert.ok(late('供电公司') < 0.1, `${late('供电公司')}`);
});

it('lets everybody sign in at once with the password shown', async () => {
  const logins = demoLogins(file.db) ?? [];
  assert.equal(logins.length, staff.length);
  assert.ok(logins[0]?.rolesText === '话务员' && logins.every(({ password }) => password === DEMO_PASSWORD));
  const users = all(file.db, q.selectFrom('users').selectAll());
  assert.ok(users.every((user) => user.must_change_password === 0 && user.secrecy_accepted_at !== null));
  assert.ok(await verifyPassword(DEMO_PASSWORD, users[0]?.password_hash ?? ''));
});

it('refuses a file that has its start already', async () => {
  await assert.rejects(() => fillDemo(file.db, NOW), Conflict);
});

it('uses only published years where they reach', () => {
  const sources = values('SELECT source FROM calendar_years WHERE year <= 2026');
  assert.ok(!sources.includes(PROVISIONAL));
});

it('has a catalogue of service items with agencies that stand, and cases of them (Q-B3)', () => {
  assert.equal(values('SELECT id FROM service_items WHERE active = 1').length, items.length);
  assert.deepEqual(
    values(
      `SELECT i.code FROM service_items i JOIN agencies a ON a.id = i.agency_id WHERE a.kind = 'section' OR a.active = 0`,
    ),
    [],
  );
  assert.ok(values('SELECT id FROM cases WHERE item_id IS NOT NULL').length > 0);
});

it('has letters to outside units: one to be sent, one waited for, one answered (Q-B5)', () => {
  const statuses = values(
    `SELECT s.status FROM assignments s JOIN agencies a ON a.id = s.agency_id WHERE a.external = 1 ORDER BY s.id DESC`,
  );
  assert.deepEqual(statuses, ['unsigned', 'signed', 'replied']);
  assert.equal(values(`SELECT id FROM replies WHERE keyed_from <> ''`).length, 1);
});

it('has the figures of the year summed up, so that their page is not empty', () => {
  const [received] = values(`SELECT value FROM yearly_figures WHERE year = 2026 AND figure = 'received'`);
  assert.equal(received, values(`SELECT count(*) FROM cases`)[0]);
});
