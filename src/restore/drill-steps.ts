import { createHash } from 'node:crypto';
import { verifyChain } from '../audit/verify.ts';
import type { Checked } from '../backup/check.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

/** A step of a drill: what was looked at, what was found, how long it took in ms. */
export type Step = { what: string; found: string; ms: number };

/** Something that a backup must not have; `message` is a Chinese sentence without its full stop. */
export class DrillFailed extends Error {}

/** What stands in the file is what was counted when it was made. */
export function compareCounts({ counts }: Checked, expected: Record<string, number>): string {
  const tables = new Set([...Object.keys(counts), ...Object.keys(expected)]);
  const wrong = [...tables].filter((table) => counts[table] !== expected[table]);
  if (wrong.length > 0) throw new DrillFailed(`行数与备份时登记的不符（${wrong.length} 张表）`);
  return `${tables.size} 张表、${Object.values(counts).reduce((sum, rows) => sum + rows, 0)} 行，与备份时一致`;
}

export function compareChain(db: Db): string {
  const { ok, lines, fault } = verifyChain(db);
  if (!ok) throw new DrillFailed(`操作日志不完整：${fault?.what ?? '核对没有通过'}`);
  return `${lines} 条，首尾相接`;
}

const NEWEST = 'SELECT id, number FROM cases ORDER BY id DESC LIMIT 1';
const PARTS_OF_A_PAGE = [
  'SELECT * FROM cases WHERE id = ?',
  'SELECT * FROM citizens WHERE case_id = ?',
  'SELECT * FROM assignments WHERE case_id = ?',
  'SELECT * FROM clocks WHERE case_id = ?',
  'SELECT * FROM events WHERE case_id = ? ORDER BY id',
  'SELECT * FROM messages WHERE case_id = ?',
];

/** Reads what a page of the newest case is made of. */
export function readCase(db: Db): string {
  const newest = prepared(db, NEWEST).get() as { id: number; number: string } | undefined;
  if (!newest) return '尚无工单';
  const rows = PARTS_OF_A_PAGE.map((sql) => prepared(db, sql).all(newest.id).length);
  if (rows[0] !== 1) throw new DrillFailed(`工单 ${newest.number} 读不出来`);
  return `${newest.number}，${rows.reduce((sum, each) => sum + each, 0)} 行`;
}

const FILE = `SELECT id, sha256, size FROM attachments
  WHERE removed_at IS NULL AND (case_id IS NOT NULL OR draft_key IS NOT NULL) ORDER BY id DESC LIMIT 1`;

/** Reads one file and compares it with the hash it was stored under. */
export function readAttachment(db: Db): string {
  const file = prepared(db, FILE).get() as { id: number; sha256: string; size: number } | undefined;
  if (!file) return '尚无附件';
  const hash = createHash('sha256');
  const parts = db.prepare('SELECT bytes FROM attachment_parts WHERE attachment_id = ? ORDER BY part');
  for (const bytes of parts.pluck().iterate(file.id)) hash.update(bytes as Buffer);
  if (hash.digest('hex') !== file.sha256) throw new DrillFailed('附件内容与登记的校验值不符');
  return `${file.size} 字节，与登记的校验值一致`;
}
