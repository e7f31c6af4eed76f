import { statSync } from 'node:fs';
import { connect } from '../db/connect.ts';
import { type Beginning, beginningOf } from '../db/header.ts';
import { newestVersion } from '../db/migrate.ts';
import type { Db } from '../db/open.ts';
import { settingOf } from '../db/setting.ts';
import { isSqliteError } from '../db/sqlite-error.ts';
import { Unfit } from './unfit.ts';

export type AuditHead = { id: number; hash: string };

/** What was found in a file that is whole. */
export type Checked = {
  /** Of its tables: the number of its newest migration. */
  version: number;
  bytes: number;
  counts: Record<string, number>;
  /** The newest line of its audit log; the hash in hexadecimal. */
  auditHead: AuditHead | null;
  /** By which the key of its sealed identities is known again; nothing to make the key from. */
  identityCheck: string | null;
  pages: { size: number; count: number; free: number };
};

/**
 * Looks through a whole file, reading only; long for a large one, so it belongs in a thread. The file must not be
 * written meanwhile.
 * @throws Unfit with the reason
 */
export function checkDatabase(path: string): Checked {
  const version = ourVersion(path);
  return reading(path, (db) => {
    refuseDamaged(db);
    return { version, bytes: statSync(path).size, ...contentOf(db), pages: pagesOf(db) };
  });
}

/** What can be compared with the original: counted in one snapshot, where the caller has one open. */
export function contentOf(db: Db): Pick<Checked, 'counts' | 'auditHead' | 'identityCheck'> {
  const tables = db.prepare(TABLES).pluck().all() as string[];
  const counted = tables.map((name) => [
    name,
    Number(db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()),
  ]);
  const counts = Object.fromEntries(counted) as Record<string, number>;
  if (!('audit_log' in counts) || !('settings' in counts))
    throw new Unfit('damaged', '文件缺少必要的数据表，可能没有写完');
  return { counts, auditHead: auditHeadOf(db), identityCheck: settingOf(db, 'identity_key') };
}

/** Real tables only: what a search index keeps for itself belongs to it. */
const TABLES = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`;

/** Files from before the log was chained have none. */
function auditHeadOf(db: Db): AuditHead | null {
  const chained = db.prepare(`SELECT 1 FROM pragma_table_info('audit_log') WHERE name = 'hash'`).get();
  if (!chained) return null;
  const last = db
    .prepare('SELECT id, lower(hex(hash)) AS hash FROM audit_log ORDER BY id DESC LIMIT 1')
    .get();
  return (last as AuditHead | undefined) ?? null;
}

function pagesOf(db: Db): Checked['pages'] {
  const of = (name: string) => Number(db.pragma(name, { simple: true }));
  return { size: of('page_size'), count: of('page_count'), free: of('freelist_count') };
}

/** The first fault is enough: a file with one is not restored from. */
function refuseDamaged(db: Db): void {
  const found = db.pragma('integrity_check(1)', { simple: true });
  if (found !== 'ok') throw new Unfit('damaged', '文件已损坏，完整性检查没有通过');
  if (db.prepare('SELECT 1 FROM pragma_foreign_key_check LIMIT 1').get() !== undefined)
    throw new Unfit('damaged', '文件已损坏，数据之间的对应关系检查没有通过');
}

function reading<T>(path: string, work: (db: Db) => T): T {
  let db: Db | undefined;
  try {
    db = connect(path, { readonly: true });
    return work(db);
  } catch (error) {
    throw unfitOf(error);
  } finally {
    db?.close();
  }
}

/** By the file's first bytes, before anything is opened: foreign files are left as they are. */
function ourVersion(path: string): number {
  const { kind, version } = beginning(path);
  if (kind !== 'ours') throw new Unfit(kind, FOREIGN[kind]);
  if (version > newestVersion())
    throw new Unfit('newer', `文件由更新版本的程序写成（版本 ${version}，本程序支持到 ${newestVersion()}）`);
  return version;
}

const FOREIGN = {
  empty: '文件是空的',
  not_database: '这不是数据文件，或文件开头已损坏',
  not_ours: '这是别的程序的数据文件，不是热线系统的',
} as const;

function beginning(path: string): Beginning {
  try {
    return beginningOf(path);
  } catch (error) {
    throw unfitOf(error);
  }
}

function unfitOf(error: unknown): unknown {
  if (error instanceof Unfit) return error;
  if (isSqliteError(error, 'SQLITE_CORRUPT') || isSqliteError(error, 'SQLITE_NOTADB'))
    return new Unfit('damaged', '文件已损坏，读不出来');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'ENOENT'
    ? new Unfit('unreadable', '文件不存在')
    : new Unfit('unreadable', `文件读不出来（${code}）`);
}
