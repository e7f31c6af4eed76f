import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { actorOf, signature } from '../people/actor.ts';
import { changesOf } from './changes.ts';
import { listsOf } from './lists.ts';
import { type Subject, sayAt } from './subject.ts';
import type { Version } from './versions.ts';

/** "自 2026-12-01 08:00 起施行"; what was there from the start has no day. */
export function sayFrom(from: number): string {
  return from === 0 ? '自启用起施行' : `自 ${exactTime(from)} 起施行`;
}

/** What a version changed, in words. */
export function changesBy(db: Db, subject: Subject, { before, policy }: Version, now: number): string[] {
  if (!before) return ['启用时的设置'];
  const changes = changesOf(subject, before, policy, listsOf(db, now, before));
  return changes.length === 0 ? ['内容与前一版相同'] : changes;
}

/** Who set it and when. */
export function setBy(db: Db, { setBy: userId, setAt }: Version, now: number): string {
  return `${userId === null ? '系统' : signature(actorOf(db, userId))}，${sayAt(setAt, now).trimStart()}设置`;
}
