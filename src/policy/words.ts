import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { actorOf, signature } from '../people/actor.ts';
import { changesOf } from './changes.ts';
import { listsOf } from './lists.ts';
import { type Policy, policyAt } from './policy.ts';
import { type Subject, sayAt } from './subject.ts';
import type { Version } from './versions.ts';

/** "自 2026-12-01 08:00 起施行"; what was there from the start has no day. */
export function sayFrom(from: number): string {
  return from === 0 ? '自启用起施行' : `自 ${exactTime(from)} 起施行`;
}

/** What a version was set to change, in words that stay as they are whatever is set afterwards. */
export function changesBy(db: Db, subject: Subject, version: Version, now: number): string[] {
  const { before, policy, setAt } = version;
  if (!before) return ['启用时的设置'];
  const lists = listsOf(db, now, { ...before, kinds: policyAt(db, setAt).kinds });
  return orSame(changesOf(subject, before, policy, lists));
}

/** What will be different on the day when a version comes into force, after what was set since. */
export function changesOnDay(db: Db, subject: Subject, { policy }: Version, before: Policy, now: number) {
  return orSame(changesOf(subject, before, policy, listsOf(db, now, before)));
}

function orSame(changes: string[]): string[] {
  return changes.length === 0 ? ['内容与前一版相同'] : changes;
}

/** The versions that are to come, each with what will be different on its day. */
export function comingOf(db: Db, subject: Subject, versions: readonly Version[], now: number) {
  return versions.flatMap((each) => {
    const before = versions.findLast(({ from }) => from < each.from)?.policy;
    if (each.state !== 'coming' || !before) return [];
    return { from: sayFrom(each.from), changes: changesOnDay(db, subject, each, before, now) };
  });
}

/** Who set it and when. */
export function setBy(db: Db, { setBy: userId, setAt }: Version, now: number): string {
  return `${userId === null ? '系统' : signature(actorOf(db, userId))}，${sayAt(setAt, { now, word: '现在' }).trimStart()}设置`;
}
