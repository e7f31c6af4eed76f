import { existsSync } from 'node:fs';
import { looksEncrypted } from '../backup/crypt.ts';
import { backupFaultOf } from '../backup/fault.ts';
import { hashOf, removeUnfinished } from '../backup/files.ts';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import type { Db } from '../db/open.ts';
import {
  compareChain,
  compareCounts,
  DrillFailed,
  readAttachment,
  readCase,
  type Step,
} from './drill-steps.ts';
import { readIdentities } from './identities.ts';
import { drillCopyIn } from './names.ts';
import { RestoreRefused } from './refused.ts';
import { roomFor, roomIn } from './room.ts';
import { examine, unpack } from './unpack.ts';

export type DrillOrder = {
  file: string;
  /** As written down in the database when it was made. */
  bytes: number;
  sha256: string;
  counts: Record<string, number>;
  /** Where a copy may be made, the first with enough room. */
  folders: readonly string[];
  identityFile: string | null;
  now: number;
};

/** `fault`: '' where all went well; `sealed`: it could not be opened, for want of a private key. */
export type DrillResult = { ok: boolean; sealed: boolean; fault: string; steps: Step[] };

/** X-M1: looks at a backup from outside and, where it opens, from inside; long, so it belongs in a thread. */
export async function drillOne(order: DrillOrder): Promise<DrillResult> {
  const steps: Step[] = [];
  try {
    const sealed = await go(order, steps);
    return { ok: true, sealed, fault: '', steps };
  } catch (error) {
    return { ok: false, sealed: false, fault: faultOf(error), steps };
  }
}

function faultOf(error: unknown): string {
  const told = error instanceof DrillFailed || error instanceof RestoreRefused;
  return told ? error.message.replace(/。$/, '') : backupFaultOf(error);
}

/** @returns whether it could only be looked at from outside */
async function go(order: DrillOrder, steps: Step[]): Promise<boolean> {
  const step = timed(steps);
  if (!existsSync(order.file)) throw new DrillFailed('没有找到备份文件，请检查备份所在的磁盘是否已接好');
  const encrypted = looksEncrypted(order.file);
  await step('核对文件', () => compareFile(order));
  if (encrypted && order.identityFile === null) return true;
  const identities = order.identityFile === null ? [] : readIdentities(order.identityFile);
  for (const folder of order.folders) removeUnfinished(drillCopyIn(folder));
  const copy = drillCopyIn(folderWithRoom(order));
  try {
    await step(encrypted ? '解密' : '复制', async () => {
      await unpack(order.file, copy, identities);
      return '完成';
    });
    await lookInside(copy, order, step);
  } finally {
    removeUnfinished(copy);
  }
  return false;
}

async function lookInside(copy: string, order: DrillOrder, step: Timed): Promise<void> {
  await step('完整性和对应关系', () => {
    const checked = examine(copy);
    return `检查通过，${compareCounts(checked, order.counts)}`;
  });
  const db = connect(copy);
  try {
    await step('打开并升级', () => opened(db, order.now));
    await step('操作日志', () => compareChain(db));
    await step('读取工单', () => readCase(db));
    await step('读取附件', () => readAttachment(db));
  } finally {
    db.close();
  }
}

function opened(db: Db, now: number): string {
  migrate(db, now);
  return `版本 ${db.pragma('user_version', { simple: true })}`;
}

function compareFile({ file, sha256, bytes }: DrillOrder): string {
  const found = hashOf(file);
  if (found.bytes !== bytes)
    throw new DrillFailed(`文件大小与备份时不符：应为 ${bytes} 字节，现为 ${found.bytes} 字节`);
  if (found.sha256 !== sha256) throw new DrillFailed('文件与备份时登记的校验值不符，已损坏或被改动过');
  return '与备份时登记的校验值一致';
}

function folderWithRoom({ folders, bytes }: DrillOrder): string {
  const found = folders.find((folder) => existsSync(folder) && roomIn(folder) >= roomFor(bytes));
  if (found === undefined) throw new DrillFailed('磁盘空间不足，没有地方临时存放一份副本');
  return found;
}

type Timed = (what: string, work: () => string | Promise<string>) => Promise<void>;

function timed(steps: Step[]): Timed {
  return async (what, work) => {
    const began = performance.now();
    const found = await work();
    steps.push({ what, found, ms: Math.round(performance.now() - began) });
  };
}
