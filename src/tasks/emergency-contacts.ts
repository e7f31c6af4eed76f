import type { CaseRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { all, first, q, run } from '../db/query.ts';
import { noticesToContacts } from '../notifications/acts-notices.ts';
import { policyAt } from '../policy/policy.ts';
import type { Contact } from '../presets/types.ts';
import { contactOfWords, contactsToTell, contactWords } from '../rules/contacts.ts';
import { SEPARATOR } from '../trees/names.ts';
import { nodePath } from '../trees/queries.ts';
import { addTask } from './tasks.ts';

const MINUTE = 60_000;

/**
 * Q-A6, G-A3: one task for each contact that has to hear of an urgent case or an emergency. To be called when such a
 * case comes in, and again when its flags or category were changed: who has to be told now is added once, who need
 * not be told any more is taken off the list, and who was told stays on record.
 */
export function askToTellContacts(db: Db, caseId: number, now: number): void {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', caseId));
  if (!given) throw new Error(`case ${caseId} has gone`);
  const wanted = new Map(contactsFor(db, given).map((contact) => [contactWords(contact), contact]));
  const asked = tasksOf(db, caseId);
  for (const task of asked) {
    if (task.done_at === null && !wanted.has(task.what)) drop(db, task.id, now);
  }
  const { limits } = policyAt(db, given.received_at);
  const asking = [...wanted].filter(([what]) => !asked.some((task) => task.what === what));
  for (const [what] of asking) {
    const dueAt = now + limits.dispatchUrgentMinutes * MINUTE;
    addTask(db, { caseId, kind: 'emergency_contact', side: 'hotline', what, dueAt }, now);
  }
  noticesToContacts(
    db,
    given,
    asking.map(([, contact]) => contact),
    now,
  );
}

function contactsFor(db: Db, given: CaseRow): Contact[] {
  const told = {
    urgent: given.urgent === 1,
    emergency: given.emergency === 1,
    topCategory: topCategory(db, given.category_id),
  };
  return contactsToTell(policyAt(db, given.received_at).contacts, told);
}

const NO_PHONE = '电话未填写，请系统管理员在“设置与时限”中补填';

/**
 * What has to be said of the number of a contact who is to be told: '' where its words have it, the number entered
 * since, or that there is none.
 */
export function phoneOfContact(db: Db, what: string, now: number): string {
  const { contacts } = policyAt(db, now);
  if (NUMBERED.test(what)) return '';
  const phone = contactOfWords(contacts, what)?.phone;
  return phone ? `电话 ${phone}` : NO_PHONE;
}

const NUMBERED = /，电话 [^，]+$/;

/** The name of the first level of the case's category; '' where it has none. */
export function topCategory(db: Db, categoryId: number | null): string {
  return nodePath(db, 'categories', categoryId).split(SEPARATOR)[0] ?? '';
}

function tasksOf(db: Db, caseId: number) {
  return all(
    db,
    q
      .selectFrom('tasks')
      .select(['id', 'what', 'done_at'])
      .where('case_id', '=', caseId)
      .where('kind', '=', 'emergency_contact')
      .where('dropped_at', 'is', null),
  );
}

function drop(db: Db, id: number, now: number): void {
  run(db, q.updateTable('tasks').set({ dropped_at: now }).where('id', '=', id));
}
