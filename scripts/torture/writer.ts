import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { storeFile } from '../../src/attachments/store.ts';
import { audit } from '../../src/audit/audit.ts';
import { startBackup, waitForBackup } from '../../src/backup/running.ts';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { takeDown } from '../../src/cases/intake.ts';
import { perform } from '../../src/cases/perform.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { isWriteFault } from '../../src/disk/storage-fault.ts';
import { saveDraft } from '../../src/drafts/drafts.ts';
import type { Actor } from '../../src/people/actor.ts';
import { loadAssets } from '../../src/web/assets.ts';
import type { World } from '../../src/web/context.ts';
import { newCast } from '../../test/support/cast.ts';
import { letSyncsFail } from './faults.ts';
import {
  contentOf,
  DATABASE,
  fileNameOf,
  KINDS,
  type Kind,
  keyOf,
  type Promised,
  phoneOf,
  wordsOf,
} from './promises.ts';

/*
 * What the power is cut to: opens data/hotline.db in a folder, makes or migrates it, and writes through the product's own
 * functions, one after another, with a backup amid them. A write that came back is acknowledged in the file `acks` beside it.
 *   writer.ts FOLDER [--writes 60] [--backups 1] [--synchronous FULL] [--failing PER CENT]
 */

/** Monday morning, in a week without holidays. */
const START = Date.UTC(2026, 10, 23, 1);

async function write(times: number): Promise<void> {
  seedPublishedYears(db, START);
  const { operator } = newCast(db, START);
  const remote = process.env.FIU_CTRL_FIFO ?? '';
  if (failing !== null) letSyncsFail(remote, process.pid, failing);
  const span = Math.ceil(times / Number(values.backups));
  let caseId = 0;
  for (let n = 1; n <= times; n++) {
    const kind = KINDS[(n - 1) % KINDS.length] ?? 'case';
    const now = START + n * 1000;
    // On a failing disk there may be no case yet.
    const canBe = kind !== 'note' || caseId !== 0;
    const save = async () => {
      if (kind === 'case' || kind === 'sealed') caseId = takeCall({ kind, n }, operator, now);
      else await WRITES[kind](db, { n, actor: operator, caseId, now });
    };
    if (canBe && (await isSaved(save))) writeSync(acks, `${JSON.stringify({ kind, n })}\n`);
    const part = ((n - 1) % span) + 1;
    if (part === Math.ceil(span / 3))
      await isSaved(async () => startBackup(world(now), { kind: 'manual', actor: null }));
    if (part === Math.ceil((span * 2) / 3)) await waitForBackup(db);
  }
  if (failing !== null) letSyncsFail(remote, process.pid, null);
}

/** @throws what the disk has nothing to do with, and what it refuses where it should not */
async function isSaved(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (failing === null || !isWriteFault(error)) throw error;
    return false;
  }
}

function world(now: number): World {
  return { db, file: db.name, now: () => now, assets: loadAssets().assets, setupCode: '' };
}

function takeCall({ kind, n }: Promised, actor: Actor, now: number): number {
  const typed = {
    ...{ phone: phoneOf(n), name: '何先生', channel: 'phone', kind: 'complaint', text: wordsOf(n) },
    ...(kind === 'sealed' ? { confidential: '1' } : {}),
  };
  const intake = { typed, outcome: 'accept' as const, key: keyOf({ kind, n }), callStartedAt: now };
  return takeDown(db, actor, intake, now).caseId;
}

type Write = { n: number; actor: Actor; caseId: number; now: number };
const WRITES: Readonly<Record<Exclude<Kind, 'case' | 'sealed'>, (db: Db, write: Write) => unknown>> = {
  draft: (db, { n, actor, now }) =>
    saveDraft(db, actor.id, keyOf({ kind: 'draft', n }), 'intake', { text: wordsOf(n) }, now),
  note: (db, { n, actor, caseId, now }) =>
    perform(
      db,
      actor,
      { act: 'note', caseId, typed: { note: wordsOf(n) }, formKey: keyOf({ kind: 'note', n }) },
      now,
    ),
  file: (db, { n, actor, now }) =>
    storeFile(db, {
      file: new File([contentOf(n)], fileNameOf(n)),
      ...{ draftKey: keyOf({ kind: 'file', n }), by: actor.id, now },
    }),
  audit: (db, { n, actor, now }) =>
    audit(db, { at: now, actor, act: 'case_printed', subject: keyOf({ kind: 'audit', n }) }),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    writes: { type: 'string', default: '60' },
    backups: { type: 'string', default: '1' },
    synchronous: { type: 'string' },
    failing: { type: 'string' },
  },
});
const [folder = ''] = positionals;
const failing = values.failing === undefined ? null : Number(values.failing);
const acks = openSync(join(folder, 'acks'), 'a');
const { db, close } = openDatabase(join(folder, DATABASE), START);
if (values.synchronous) db.pragma(`synchronous = ${values.synchronous}`);
// A short log is read back into the file often, which is what the power shall be cut in.
db.pragma('wal_autocheckpoint = 150');
if (Number(values.writes) > 0) await write(Number(values.writes));
close();
