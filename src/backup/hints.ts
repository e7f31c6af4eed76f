import { type Html, html } from '../../views/ui/index.ts';
import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice } from '../setup/state.ts';
import type { Folder } from './look.ts';

const SETTINGS = html`<a href="/policy/backup">备份设置</a>`;

/** What would be lost with one disk or one theft, although nothing is amiss today. */
export function backupHints(db: Db, folders: readonly Folder[], now: number): Html[] {
  if (needsChoice(db)) return [];
  const elsewhere = folders.some(({ onSameDisk }) => onSameDisk === false);
  // What is not there keeps nothing; of a share that does not answer nobody knows.
  const there = folders.filter(({ state }) => state !== 'missing' && state !== 'no_folder');
  const together = there.length > 0 && there.every(({ onSameDisk }) => onSameDisk === true);
  const open = policyAt(db, now).backup.recipient === '';
  return [...(together ? [ONE_DISK] : []), ...(elsewhere && open ? [NOT_ENCRYPTED] : [])];
}

const ONE_DISK = html`所有备份都与数据文件在同一块磁盘上，磁盘损坏时会一起丢失。请在${SETTINGS}中增加一个文件夹，放在另一块磁盘或网络存储上。`;
/** Only where they leave the machine's own disk: there they lie beside the open database anyway. */
const NOT_ENCRYPTED = html`备份存到了另一磁盘或网络存储，但没有加密，能读到那里的人都能打开。可以在${SETTINGS}中填写加密公钥。`;
