import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { OF_NO_CASE, waysOf } from '../health/alarm-messages.ts';
import { roleHolders } from '../notifications/recipient-queries.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Actor } from '../people/actor.ts';
import { ROLES } from '../people/roles.ts';
import type { StandingBackup } from './page-queries.ts';

const WATCHERS = ['admin', 'auditor'] as const;

/**
 * Q-M1: whoever takes a copy of everything away does not do so alone: all other administrators and the auditors are
 * told. In the transaction of the line in the audit log.
 */
export function tellOthers(db: Db, actor: Actor, backup: StandingBackup, purpose: string, now: number): void {
  const what = `${actor.name}于 ${exactTime(now)} 下载了数据备份${backup.encrypted === 1 ? '（已加密）' : ''}`;
  const sms = `热线系统告知：${what}。如不知情，请立即查问。`;
  const text = [
    `${what}：${backup.file}`,
    `事由：${purpose}`,
    '备份含有全部工单和诉求人信息。如您不知道这件事，请立即向本人和单位保密负责人查问。',
    '每次下载都记入操作日志，由审计员查看。',
  ].join('\n');
  for (const { medium, audience, id, name, address } of watchers(db, actor)) {
    enqueue(
      db,
      {
        ...{ ...OF_NO_CASE, stage: backup.id, medium, audience, recipient: `${audience}:${id}` },
        ...{ recipientName: name, address, urgent: true, dueVersion: now, notBefore: now },
        ...{ subject: sms, text: medium === 'sms' ? sms : text },
      },
      now,
    );
  }
}

/** Who would be told, and who is there but cannot be, in whole sentences. */
export function sayWatchers(db: Db, actor: Actor): string {
  const told = watchers(db, actor);
  const reached = new Set(told.map(({ id }) => id));
  const missed = WATCHERS.flatMap((role) => {
    const count = roleHolders(db, role).filter(({ id }) => id !== actor.id && !reached.has(id)).length;
    return count > 0 ? [sayCount(role, count)] : [];
  });
  const heard = WATCHERS.flatMap((role) => {
    const count = new Set(told.filter(({ audience }) => audience === role).map(({ id }) => id)).size;
    return count > 0 ? [sayCount(role, count)] : [];
  });
  if (heard.length + missed.length === 0) return `${LOGGED}。目前没有其他系统管理员或审计员。`;
  const first = heard.length > 0 ? `${LOGGED}，并立即通知 ${heard.join('、')}。` : `${LOGGED}。`;
  return missed.length > 0
    ? `${first}${missed.join('、')}没有登记手机、邮箱，或没有网关，不能另行通知；审计员可在操作日志中看到。`
    : first;
}

const LOGGED = '下载将记入操作日志';

function sayCount(role: (typeof WATCHERS)[number], count: number): string {
  return `${count} 位${role === 'admin' ? '其他' : ''}${ROLES[role].name}`;
}

/** Whoever is both hears of it once. */
function watchers(db: Db, actor: Actor) {
  const all = WATCHERS.flatMap((audience) => waysOf(db, audience).map((way) => ({ ...way, audience })));
  const first = new Map(all.toReversed().map((way) => [`${way.medium} ${way.id}`, way]));
  return [...first.values()].filter(({ id }) => id !== actor.id).toReversed();
}
