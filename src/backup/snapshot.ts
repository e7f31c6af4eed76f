import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Db } from '../db/open.ts';
import { type Checked, checkDatabase, contentOf } from './check.ts';
import { SYNC_EVERY } from './files.ts';
import { Unfit } from './unfit.ts';

export type Content = Pick<Checked, 'version' | 'bytes' | 'counts' | 'auditHead' | 'identityCheck'>;
type SayPages = (done: number, total: number) => void;

/**
 * Copies the database as it stands at one moment into a new file, while others go on writing, and checks the copy
 * against what was counted at that moment. `source` is a connection that only reads.
 * @throws Unfit when the copy is not what it should be
 */
export async function takeSnapshot(
  source: Db,
  to: string,
  say: { copying: SayPages; checking: () => void },
): Promise<Content> {
  const counted = await copyPages(source, to, say.copying);
  leaveLogMode(to);
  say.checking();
  const { version, bytes, pages: _pages, ...content } = checkedCopy(to);
  if (JSON.stringify(content) !== JSON.stringify(counted))
    throw new Unfit('damaged', '备份与数据文件的行数不一致，没有采用，未写完的文件已删除');
  return { version, bytes, ...content };
}

/** A copy is only as whole as what it was taken from. */
function checkedCopy(path: string): Checked {
  try {
    return checkDatabase(path);
  } catch (error) {
    if (!(error instanceof Unfit) || error.code !== 'damaged') throw error;
    throw new Unfit(
      'damaged',
      '复制出来的内容没有通过检查，没有采用，数据文件或磁盘可能已损坏。请不要删除已有的备份，并立即联系技术人员检查',
    );
  }
}

/**
 * In steps, so that each part reaches the disk before the next and the thread can be stopped. A copy in steps begins
 * anew whenever somebody writes, unless it is made of one snapshot: that is what the open transaction is for.
 */
async function copyPages(source: Db, to: string, say: SayPages) {
  closeSync(openSync(to, 'wx', 0o600));
  const file = openSync(to, 'r+');
  const step = Math.ceil(SYNC_EVERY / Number(source.pragma('page_size', { simple: true })));
  source.exec('BEGIN');
  try {
    const content = contentOf(source);
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        fsyncSync(file);
        say(totalPages - remainingPages, totalPages);
        return step;
      },
    });
    fsyncSync(file);
    return content;
  } finally {
    source.exec('COMMIT');
    closeSync(file);
  }
}

/** The copy is a file of its own: nothing shall appear beside it when it is read. */
function leaveLogMode(path: string): void {
  const db = new Database(path);
  try {
    db.pragma('synchronous = FULL');
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}
