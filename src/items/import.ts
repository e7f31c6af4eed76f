import { allAgencies } from '../agencies/queries.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { audit } from '../people/audit.ts';
import { allNodes } from '../trees/queries.ts';
import { Conflict } from '../web/errors.ts';
import { countOutcomes, type ItemPlan, planItems } from './import-plan.ts';
import { allItems } from './queries.ts';
import { auditItem, type By, insertItem, subjectOf, updateItem } from './write.ts';

/** What the file would do as things stand. @throws Invalid when it has no column with codes */
export function planFor(db: Db, text: string): ItemPlan {
  const ground = { items: allItems(db), agencies: allAgencies(db), categories: allNodes(db, 'categories') };
  return planItems(ground, text);
}

/**
 * Adds and changes what the file says, matched by code, all or nothing; refused lines are passed over.
 * @param fingerprint of the plan that the person saw and confirmed
 * @throws Conflict when the import would now do something else
 */
export function importItems(
  db: Db,
  by: By,
  file: { name: string; text: string },
  fingerprint: string,
): ReturnType<typeof countOutcomes> {
  return transact(db, () => {
    const plan = planFor(db, file.text);
    if (plan.fingerprint !== fingerprint) {
      throw new Conflict(
        '预览之后事项、单位或分类有变动，尚未导入。下面是按现在情况重新核对的结果，请再次确认。',
      );
    }
    carryOut(db, by, plan);
    const counts = countOutcomes(plan);
    audit(db, { at: by.now, actor: by.actor, act: 'items_imported', subject: file.name, detail: counts });
    return counts;
  });
}

function carryOut(db: Db, by: By, plan: ItemPlan): void {
  for (const { outcome, values, known } of plan.rows) {
    if (!values || outcome === 'same' || outcome === 'refused') continue;
    if (known) {
      updateItem(db, known.id, { ...values, active: 1 });
      auditItem(db, by, known, { ...values, active: 1 });
      continue;
    }
    const id = insertItem(db, values);
    audit(db, {
      at: by.now,
      actor: by.actor,
      act: 'item_created',
      subject: subjectOf(values),
      detail: { id },
    });
  }
}
