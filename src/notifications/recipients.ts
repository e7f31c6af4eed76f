import type { AssignmentRow, CaseRow } from '../cases/rows.ts';
import { sightOf } from '../cases/visible.ts';
import type { Db } from '../db/open.ts';
import { actorOf } from '../people/actor.ts';
import type { Role } from '../people/roles.ts';
import type { Policy } from '../policy/policy.ts';
import type { Audience } from './audiences.ts';
import { agencyPost, leadOf, type Person, personnelOf, roleHolders, userIn } from './recipient-queries.ts';

/** `phone` and `email` are '' where there is none, and of citizens always: looked up when it is sent (Q-A7). */
export type Recipient = { key: string; name: string; phone: string; email: string; audience: Audience };

/** What a reminder is about. `policy`: in force now. */
export type About = { case: CaseRow; assignment: AssignmentRow | null; policy: Policy };

type Finder = (db: Db, of: About) => Omit<Recipient, 'audience'>[];

const FINDERS: Readonly<Record<Audience, Finder>> = {
  handler: (db, of) => toward(db, of, handlersOf),
  agency_duty: (db, of) => toward(db, of, dutyOf),
  agency_leader: (db, of) => toward(db, of, leadersOf),
  first_operator: (db, { case: given }) =>
    holding(db, 'operator').filter(({ key }) => key === `user:${given.first_operator}`),
  dispatcher: (db) => holding(db, 'dispatcher'),
  callback_clerk: (db, { case: given }) =>
    seeing(db, given, roleHolders(db, 'callback_clerk')).map(asRecipient),
  supervisor: (db) => holding(db, 'supervisor'),
  // Posts in the settings, each with its own task: whoever makes the tasks tells them.
  contact: () => [],
  citizen: (_db, { policy }) => [{ key: 'citizen', name: policy.words.citizen, phone: '', email: '' }],
};

/**
 * The people and posts behind an audience: in service, and such that may see the case. Agencies are those of the
 * assignment, or of the leading one where the occasion is the case's own.
 */
export function recipientsOf(db: Db, audience: Audience, of: About): Recipient[] {
  return FINDERS[audience](db, of).map((found) => ({ ...found, audience }));
}

/** Those of several audiences, each person and each address once: a person with two roles is told once. */
export function recipientsOfAll(db: Db, audiences: readonly Audience[], of: About): Recipient[] {
  const found = audiences.flatMap((audience) => recipientsOf(db, audience, of));
  const [keys, phones, emails] = [new Set<string>(), new Set<string>(), new Set<string>()];
  return found.flatMap((each) => {
    if (keys.has(each.key)) return [];
    keys.add(each.key);
    const own = { ...each, phone: firstOf(phones, each.phone), email: firstOf(emails, each.email) };
    const isDouble = own.phone === '' && own.email === '' && (each.phone !== '' || each.email !== '');
    return isDouble ? [] : [own];
  });
}

/** '' where it was there before: the mobile of the post may be a handler's own. */
function firstOf(seen: Set<string>, address: string): string {
  if (seen.has(address)) return '';
  seen.add(address);
  return address;
}

type Inside = { agencyId: number; sectionId: number | null; handlerId: number | null };

function toward(
  db: Db,
  { case: given, assignment }: About,
  find: (db: Db, inside: Inside) => ReturnType<Finder>,
) {
  const row = assignment ?? leadOf(db, given);
  if (!row) return [];
  return find(db, { agencyId: row.agency_id, sectionId: row.section_id, handlerId: row.handler_id });
}

/** Q-C2: whoever is named; else the section it was handed down to; else all of the agency's own handlers. */
function handlersOf(db: Db, { agencyId, sectionId, handlerId }: Inside) {
  const named = handlerId === null ? undefined : userIn(db, handlerId, agencyId, sectionId);
  if (named) return [asRecipient(named)];
  const inSection = sectionId === null ? [] : personnelOf(db, sectionId, 'handler');
  return (inSection.length > 0 ? inSection : personnelOf(db, agencyId, 'handler')).map(asRecipient);
}

/** Those of the agency, or of the next one above it that has any: it stays answerable (Q-B4). */
function leadersOf(db: Db, { agencyId }: Inside) {
  let at: number | null = agencyId;
  while (at !== null) {
    const leaders = personnelOf(db, at, 'agency_leader');
    if (leaders.length > 0) return leaders.map(asRecipient);
    at = agencyPost(db, at)?.parent_id ?? null;
  }
  return [];
}

function dutyOf(db: Db, { agencyId }: Inside) {
  const post = agencyPost(db, agencyId);
  if (!post || (post.duty_mobile === '' && post.email === '')) return [];
  const { id, short_name: name, duty_mobile: phone, email } = post;
  return [{ key: `agency:${id}`, name, phone, email }];
}

function holding(db: Db, role: Role) {
  return roleHolders(db, role).map(asRecipient);
}

function seeing(db: Db, given: CaseRow, people: readonly Person[]): Person[] {
  return people.filter(({ id }) => sightOf(db, actorOf(db, id), given) === 'whole');
}

function asRecipient({ id, name, phone, email }: Person): Omit<Recipient, 'audience'> {
  return { key: `user:${id}`, name, phone, email };
}
