import { audit } from '../audit/audit.ts';
import { noteOrigin, type Origin } from '../backup/records.ts';
import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import { markInterrupted } from '../outbox/interrupted.ts';
import { carryNumbers, type Skipped, skipNumbers } from './numbers.ts';
import type { Replaced } from './replaced.ts';

/** How a file came to be what it is now. Epoch ms. */
export type SetBack = {
  origin: Origin;
  madeAt: number | null;
  replaced: Pick<Replaced, 'counters' | 'unsubscribed'> | null;
  skip: number;
  now: number;
};

const SENT_MEANWHILE = '系统恢复自备份，不确定是否已送出。';
const UNCERTAIN = `UPDATE messages SET status = 'uncertain', was_uncertain = 1, note = ? WHERE status = 'queued'`;

const UNSUBSCRIBED = `INSERT OR IGNORE INTO unsubscribed (phone_mac, at, source) VALUES (@phone_mac, @at, @source)`;

/**
 * Makes a copy of a backup fit to go on from: everybody logs in anew, what waited to be sent may have gone out since,
 * no number is given twice, who wanted no messages since gets none, and the log says what happened.
 */
export function setBack(copy: Db, by: SetBack): Skipped {
  return transact(copy, () => {
    prepared(copy, 'DELETE FROM sessions').run();
    markInterrupted(copy, true, () => false, by.now);
    prepared(copy, UNCERTAIN).run(SENT_MEANWHILE);
    noteOrigin(copy, by.origin, by.now);
    for (const each of by.replaced?.unsubscribed ?? []) prepared(copy, UNSUBSCRIBED).run(each);
    const skipped = [
      ...(by.replaced ? carryNumbers(copy, by.replaced.counters, by.now) : []),
      ...(by.skip > 0 ? skipNumbers(copy, by.skip, by.madeAt ?? by.now, by.now) : []),
    ];
    audit(copy, {
      at: by.now,
      actor: null,
      act: 'backup_restored',
      subject: by.origin.file,
      detail: {
        made: by.madeAt === null ? '未知' : exactTime(by.madeAt),
        sha256: by.origin.written.sha256,
        skipped: skipped.length === 0 ? '无' : skipped.join('、'),
      },
    });
    return skipped;
  });
}
