import type { Db } from '../db/open.ts';
import { all, first, prepared, q, transact } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import type { Visitor } from '../people/visitor.ts';
import { withoutPersonal } from '../rules/personal-in-text.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import { audit } from './audit.ts';
import type { AuditLine } from './list.ts';

/** What an auditor remarks on a line: itself a line of the chain, that nobody changes. */
export type Note = { line: number; at: number; who: string; text: string };

const NOTES = `SELECT detail ->> 'line' AS line, at, who, detail ->> 'note' AS text FROM audit_log
  WHERE act = 'audit_noted' AND detail ->> 'line' IN (SELECT value FROM json_each(?)) ORDER BY id`;

/** What was remarked on these lines, the oldest first. */
export function notesOn(db: Db, lines: readonly number[]): Note[] {
  return prepared(db, NOTES).all(JSON.stringify(lines)) as Note[];
}

export function lineById(db: Db, id: number): AuditLine | undefined {
  return first(db, q.selectFrom('audit_log').selectAll().where('id', '=', id));
}

/** The lines right before and after, where there are any. */
export function neighbours(db: Db, id: number): { before: boolean; after: boolean } {
  const near = q
    .selectFrom('audit_log')
    .select('id')
    .where('id', 'in', [id - 1, id + 1]);
  const ids = all(db, near).map((line) => line.id);
  return { before: ids.includes(id - 1), after: ids.includes(id + 1) };
}

/** @throws Invalid where the remark names a citizen: nothing is ever taken out of the log again (C-M1) */
export function noteLine(db: Db, by: { actor: Actor; visitor: Visitor }, line: number, note: string): void {
  refusePersonal('note', note);
  const { now, ip } = by.visitor;
  transact(db, () => {
    if (!lineById(db, line)) throw new NotFound('没有找到这条记录，它可能已到保存期限而被清理。');
    const act = { actor: by.actor, act: 'audit_noted', subject: `第 ${line} 条` } as const;
    audit(db, { at: now, ...act, detail: { line, note }, ip });
  });
}

export function refusePersonal(field: string, text: string): void {
  if (withoutPersonal([], text, new Set()) === text) return;
  const why = '操作日志不能删改，请不要写入电话、证件号、住址等个人信息，可写工单号。';
  throw new Invalid(why, { [field]: why });
}
