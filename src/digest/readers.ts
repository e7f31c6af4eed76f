import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { hasEmail } from '../gateways/gateways.ts';
import type { Audience } from '../notifications/audiences.ts';
import { type Person, personnelOf, roleHolders } from '../notifications/recipient-queries.ts';
import { agenciesBelow } from '../people/actor.ts';
import type { Sending } from '../presets/types.ts';
import { type DigestAgency, digestAgencies, type Scope } from './queries.ts';

/** Somebody who gets a digest. `approves`: what waits for a leader; `oversees`: what is late everywhere. */
export type Reader = {
  key: string;
  name: string;
  email: string;
  audience: Audience;
  scope: Scope | null;
  approves: boolean;
  oversees: boolean;
};

/** Each person and each agency's e-mail address once; who leads reads for the whole agency. */
export function readersOf(db: Db, sending: Sending, agencies = digestAgencies(db)): Reader[] {
  const found = [
    ...(sending.digestToLeaders ? agencies.flatMap((agency) => leadersOf(db, agency)) : []),
    ...(sending.digestToAgencies ? agencies.flatMap((agency) => agencyOrHandlers(db, agency)) : []),
    ...(sending.digestToSupervisors ? supervisorsOf(db) : []),
  ];
  const readers = new Map<string, Reader>();
  for (const each of found.filter(({ email }) => email !== '')) {
    const before = readers.get(each.key);
    readers.set(each.key, before ? { ...before, oversees: before.oversees || each.oversees } : each);
  }
  return [...readers.values()];
}

const AGENCY_OF = `SELECT 'agency:' || agency_id FROM users WHERE 'user:' || id = ?`;

/** Whether what is not sent to somebody otherwise reaches them in a digest. */
export function getsDigest(db: Db, sending: Sending, recipient: string): boolean {
  if (!hasEmail(db)) return false;
  const keys = [recipient, prepared(db, AGENCY_OF).pluck().get(recipient)];
  const own = digestAgencies(db).filter(({ id }) => keys.includes(`agency:${id}`));
  return readersOf(db, sending, own).some(({ key }) => key === recipient);
}

/** What is below in the tree stays theirs to answer for (Q-B4). */
function leadersOf(db: Db, { id }: DigestAgency): Reader[] {
  return personnelOf(db, id, 'agency_leader').map((person) => ({
    ...readerOf(person, 'agency_leader', { agencyIds: agenciesBelow(db, id), own: null }),
    approves: true,
  }));
}

function agencyOrHandlers(db: Db, { id, short_name, email }: DigestAgency): Reader[] {
  if (email !== '') {
    const post = { key: `agency:${id}`, name: short_name, email, audience: 'agency_duty' as const };
    return [{ ...post, scope: { agencyIds: [id], own: null }, approves: false, oversees: false }];
  }
  return personnelOf(db, id, 'handler').map((person) =>
    readerOf(person, 'handler', { agencyIds: [id], own: { userId: person.id, agencyId: id } }),
  );
}

function supervisorsOf(db: Db): Reader[] {
  return roleHolders(db, 'supervisor').map((person) => ({
    ...readerOf(person, 'supervisor', null),
    oversees: true,
  }));
}

function readerOf({ id, name, email }: Person, audience: Audience, scope: Scope | null): Reader {
  return { key: `user:${id}`, name, email, audience, scope, approves: false, oversees: false };
}
