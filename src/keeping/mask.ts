import { indexCase } from '../cases/search.ts';
import { writeSystemEvent } from '../cases/system-event.ts';
import { citizenOf } from '../citizens/identity.ts';
import { maskName } from '../citizens/mask.ts';
import type { Db } from '../db/open.ts';
import { prepared, q, run, transact } from '../db/query.ts';
import { maskedIfClosedBefore } from '../rules/keeping.ts';
import { hasFreshBackup } from './backed-up.ts';
import { type DueCase, dueCases, isDue } from './due.ts';
import { removeFiles } from './files.ts';
import { keepingInForce } from './in-force.ts';
import { countMasked, endMaskRun } from './mask-run.ts';
import { wantSearchMerged } from './search-index.ts';
import { waitsAfterUpgrade } from './upgraded.ts';
import { maskWords } from './words.ts';

/** Measured on a busy machine: 8 ms a case, of a hundred one 34; nobody's page waits longer than for a slice. */
const CASES_A_SLICE = 2;

/**
 * C-M1: masks the personal data of cases whose time is over, some a slice. Never without a good backup that is recent:
 * what was masked by a slip can then still be found there.
 */
export function* maskDue(db: Db, now: number): Generator<void> {
  endMaskRun(db, now);
  const before = maskedIfClosedBefore(keepingInForce(db, now), now);
  if (before === null || waitsAfterUpgrade(db, now) || !hasFreshBackup(db, now)) return;
  let after: DueCase = { id: 0, closed_at: Number.MIN_SAFE_INTEGER };
  for (let due = next(); due.length > 0; due = next()) {
    yield* maskSlice(db, due, before, now);
    after = due.at(-1) ?? after;
  }
  endMaskRun(db, now);

  function next(): DueCase[] {
    return dueCases(db, before ?? 0, after, CASES_A_SLICE);
  }
}

function* maskSlice(db: Db, due: readonly DueCase[], before: number, now: number): Generator<void> {
  let files = 0;
  // The name of a sealed identity without its key could not be looked for in the texts.
  const readable = due.filter(({ id }) => citizenOf(db, id)?.locked !== true);
  for (const { id } of readable) files += yield* removeFiles(db, id, now);
  transact(db, () => {
    const cases = readable.filter(({ id }) => isDue(db, id, before));
    countMasked(db, { cases: cases.length, files });
    if (cases.length === 0) return;
    for (const { id } of cases) maskCase(db, id, now);
    wantSearchMerged(db);
  });
  yield;
}

function maskCase(db: Db, id: number, now: number): void {
  // The event log lets words be masked from here on.
  run(db, q.updateTable('cases').set({ masked_at: now }).where('id', '=', id));
  maskWords(db, id);
  maskIdentity(db, id);
  for (const statement of CLEARED) prepared(db, statement).run(id);
  prepared(db, 'DELETE FROM drafts WHERE form GLOB ?').run(`case/${id}/*`);
  indexCase(db, id);
  writeSystemEvent(db, { caseId: id, assignmentId: null, act: 'mask', why: WHY }, now);
}

const WHY = '已过保存期限，姓名、电话、住址、文字中的号码和诉求人提供的附件已抹去。';

const CLEARED = [
  `UPDATE call_records SET number = '', sealed = NULL, recording = '' WHERE case_id = ?`,
  `UPDATE inbound_messages SET sender = '' WHERE case_id = ?`,
  'DELETE FROM citizen_access WHERE case_id = ?',
];

/** Of a confidential citizen not even the family name is left (Q-A7). */
function maskIdentity(db: Db, id: number): void {
  const citizen = citizenOf(db, id);
  if (!citizen) return;
  const sealed =
    prepared(db, 'SELECT sealed IS NOT NULL FROM citizens WHERE case_id = ?').pluck().get(id) === 1;
  const name = sealed ? '' : maskName(citizen.name);
  const empty = { phone: '', extension: '', phone_typed: '', address: '', sealed: null, phone_mac: null };
  run(
    db,
    q
      .updateTable('citizens')
      .set({ name, ...empty })
      .where('case_id', '=', id),
  );
}
