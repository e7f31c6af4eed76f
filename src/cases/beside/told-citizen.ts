import { exactTime } from '../../calendar/words.ts';
import { citizenOf } from '../../citizens/identity.ts';
import { isUnsubscribed } from '../../citizens/unsubscribed.ts';
import type { Db } from '../../db/open.ts';
import { hasSms } from '../../gateways/gateways.ts';
import { hasRole } from '../../people/actor.ts';
import { knownAccess } from '../../portal/access.ts';
import { type CodeSent, codeSent } from '../../portal/code-queries.ts';
import type { CaseStatus } from '../states.ts';
import type { BesideOf, Reading } from './beside.ts';

/** While the caller may still be on the line, or will be called about it. */
const EARLY: readonly CaseStatus[] = ['received', 'accepted'];

/** Number and code that the citizen asks after the case with; for those who speak with citizens. */
export const toldCitizen: BesideOf = (reading) => {
  const { db, actor, given, forAgency } = reading;
  if (forAgency || !hasRole(actor, 'operator', 'dispatcher', 'callback_clerk', 'supervisor')) return [];
  const access = knownAccess(db, given.id);
  if (!access) return [];
  const sent = codeSent(db, given.id);
  const rows: [string, string][] = [
    ['工单号', given.number],
    ['查询码', access.code],
    ['告知', toldWords(db, sent)],
    ...stopped(reading),
  ];
  const first = EARLY.includes(given.status) ? { first: true as const } : {};
  return [{ title: '诉求人查询', ...first, rows, lines: [] }];
};

function toldWords(db: Db, sent: CodeSent | null): string {
  if (sent && sent.at !== null) return `已短信告知（${exactTime(sent.at)}）`;
  return sent && hasSms(db) ? '短信待发送' : '未短信告知，请口头告知诉求人';
}

function stopped({ db, given }: Reading): [string, string][] {
  const phone = citizenOf(db, given.id)?.phone ?? '';
  return phone !== '' && isUnsubscribed(db, phone) ? [['短信', '诉求人已退订短信']] : [];
}
