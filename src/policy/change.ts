import { audit } from '../audit/audit.ts';
import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { dropDraft } from '../drafts/drafts.ts';
import { type Actor, actorOf, signature } from '../people/actor.ts';
import { withoutPersonal } from '../rules/personal-in-text.ts';
import { Conflict, Invalid } from '../web/errors.ts';
import { changesOf } from './changes.ts';
import type { Wanted } from './form.ts';
import { listsOf } from './lists.ts';
import { type Policy, setPolicy } from './policy.ts';
import type { Subject } from './subject.ts';
import { newestOf, type Version, versionsOf } from './versions.ts';

/** What was confirmed: `base` is the version that the form started from, `draft` the form's key. */
export type Order = { wanted: Wanted; base: number; draft: string };
export type By = { actor: Actor; now: number; ip: string };

/**
 * Writes a new version of the subject. Sent twice, the second finds it done.
 * @throws Conflict when somebody else has changed the subject since the form was opened, Invalid when nothing changes
 */
export function changePolicy(db: Db, subject: Subject, { wanted, base, draft }: Order, by: By): void {
  transact(db, () => {
    const versions = versionsOf(db, subject, by.now);
    if (isDone(versions, subject, wanted, base, by)) return;
    requireNewest(db, subject, versions, base, by.now);
    const changes = requireChanges(db, subject, wanted, by.now);
    setPolicy(db, valuesOf(subject, wanted.policy), { userId: by.actor.id, from: wanted.from, now: by.now });
    const note = `第 ${versions.length + 1} 版，自 ${exactTime(wanted.from)} 起施行，${changes.length} 处改动`;
    const version = newestOf(versionsOf(db, subject, by.now));
    audit(db, {
      at: by.now,
      actor: by.actor,
      act: 'policy_changed',
      subject: subject.title,
      detail: { note, changes: told(changes), version, ...(wanted.reason ? { reason: wanted.reason } : {}) },
      ip: by.ip,
    });
    dropDraft(db, draft);
  });
}

/** For the auditor, who does not see the settings; long wordings are cut, and C-M1 holds for them too. */
function told(changes: readonly string[]): string {
  const said = withoutPersonal([], changes.join('；'), new Set());
  return said.length <= TOLD ? said : `${said.slice(0, TOLD)}……`;
}

const TOLD = 1000;

/** @throws Invalid when the values are those that hold at that time anyway */
export function requireChanges(db: Db, subject: Subject, { before, policy }: Wanted, now: number): string[] {
  const changes = changesOf(subject, before, policy, listsOf(db, now, before));
  if (changes.length === 0) throw new Invalid('与届时施行的内容相同，没有需要施行的改动。');
  return changes;
}

/** @throws Conflict that says who was quicker, and what was changed */
export function requireNewest(
  db: Db,
  subject: Subject,
  versions: readonly Version[],
  base: number,
  now: number,
): void {
  const newest = versions.find(({ id }) => id === newestOf(versions));
  if (!newest || newest.id === base) return;
  const who = newest.setBy === null ? '系统' : signature(actorOf(db, newest.setBy));
  const what = newest.before
    ? changesOf(subject, newest.before, newest.policy, listsOf(db, now, newest.before))
    : [];
  throw new Conflict(
    `${who}已于 ${exactTime(newest.setAt)} 修改了“${subject.title}”（自 ${exactTime(newest.from)} 起施行）：${what.join('；')}。您填写的内容都在下面，还没有施行。请核对后再次预览；再次预览的结果以您填写的为准。`,
  );
}

/** The button was pressed twice: the last version is this person's own, made from the same form, with these values. */
function isDone(
  versions: readonly Version[],
  subject: Subject,
  { policy }: Wanted,
  base: number,
  { actor }: By,
): boolean {
  const newest = versions.find(({ id }) => id === newestOf(versions));
  if (!newest || newest.id === base || newest.setBy !== actor.id) return false;
  return sameValues(valuesOf(subject, newest.policy), valuesOf(subject, policy));
}

function valuesOf({ keys }: Subject, policy: Policy): Partial<Policy> {
  return Object.fromEntries(keys.map((key) => [key, policy[key]]));
}

/** Codes of new rows aside: they are made anew each time. */
function sameValues(a: Partial<Policy>, b: Partial<Policy>): boolean {
  const plain = (values: Partial<Policy>) =>
    JSON.stringify(values, (name, value: unknown) => (name === 'code' ? undefined : value));
  return plain(a) === plain(b);
}
