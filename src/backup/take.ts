import { dirname, join } from 'node:path';
import type { Db } from '../db/open.ts';
import { encryptFile } from './crypt.ts';
import { backupFaultOf, NotTaken } from './fault.ts';
import { hashOf, removeUnfinished, type Written } from './files.ts';
import { backupName } from './names.ts';
import type { BackupOrder, Phase } from './order.ts';
import { type Content, takeSnapshot } from './snapshot.ts';
import { Unfit } from './unfit.ts';

/** How far the file is that is being worked on. */
export type SayPart = (phase: Phase, unfinished: string, done: number, total: number) => void;

/** Brings the database into a new file, checked; once it has failed for one folder it may be asked for another. */
export type Take = {
  to: (path: string, say: SayPart) => Promise<{ content: Content; written: Written }>;
  end: () => void;
};

/** As it is. */
export function takeOpen(source: Db): Take {
  return {
    to: async (path, say) => {
      const content = await snapshot(source, path, say);
      return { content, written: hashOf(path) };
    },
    end: () => undefined,
  };
}

/** Encrypted: what is open lies only beside the database meanwhile, never in a folder that others may read. */
export function takeEncrypted(source: Db, order: BackupOrder): Take {
  const open = `${join(dirname(order.database), backupName({ ...order, encrypted: false }))}.tmp`;
  let content: Content | null = null;
  return {
    to: async (path, say) => {
      content ??= await beside(source, open, say);
      const total = content.bytes;
      const written = await encryptFile(open, path, order.policy.recipient, (done) =>
        say('encrypting', path, done, total),
      );
      return { content, written: readBack(path, written, say) };
    },
    end: () => removeUnfinished(open),
  };
}

async function beside(source: Db, open: string, say: SayPart): Promise<Content> {
  try {
    return await snapshot(source, open, say);
  } catch (error) {
    removeUnfinished(open);
    throw new NotTaken(`加密前要先存在数据文件旁边，没有存成：${backupFaultOf(error)}`);
  }
}

function snapshot(source: Db, to: string, say: SayPart): Promise<Content> {
  return takeSnapshot(source, to, {
    copying: (done, total) => say('copying', to, done, total),
    checking: () => say('checking', to, 0, 0),
  });
}

/** What lies there is read once more: a disk may have kept something else. */
export function readBack(path: string, written: Written, say: SayPart, wanted = written.sha256): Written {
  const read = hashOf(path, (done) => say('checking', path, done, written.bytes));
  if (read.sha256 !== wanted) throw new Unfit('damaged', '写入的文件读回来不一致，没有采用，请检查磁盘');
  return written;
}
