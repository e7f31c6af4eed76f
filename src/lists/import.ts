import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import type { By } from '../people/actor.ts';
import { Conflict } from '../web/errors.ts';
import type { List } from './list.ts';
import { countOutcomes, type Outcome, type PlannedLine } from './plan.ts';

/**
 * Adds and changes what the file says, all or nothing; refused lines are passed over.
 * @param fingerprint of the plan that the person saw and confirmed
 * @throws Conflict when the import would now do something else
 */
export function importList<Line extends PlannedLine>(
  db: Db,
  by: By,
  list: List<Line>,
  file: { name: string; text: string },
  fingerprint: string,
): Record<Outcome, number> {
  return transact(db, () => {
    const plan = list.plan(db, file.text);
    if (plan.fingerprint !== fingerprint) {
      throw new Conflict(
        `预览之后${list.dependsOn}有变动，尚未导入。下面是按现在情况重新核对的结果，请再次确认。`,
      );
    }
    list.carryOut(db, by, plan.rows);
    const counts = countOutcomes(plan.rows);
    audit(db, { at: by.now, actor: by.actor, act: list.act, subject: file.name, detail: counts });
    return counts;
  });
}
