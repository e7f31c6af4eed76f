import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { audit } from '../people/audit.ts';
import { Conflict } from '../web/errors.ts';
import { countOutcomes, type ImportPlan, planImport } from './import-plan.ts';
import { nameKey } from './names.ts';
import { allAgencies } from './queries.ts';
import { auditChange, type By, insertAgency, updateAgency } from './write.ts';

/**
 * Adds and changes what the file says, matched by name, all or nothing; refused lines are passed over.
 * @param fingerprint of the plan that the person saw and confirmed
 * @throws Conflict when the import would now do something else
 */
export function importAgencies(
  db: Db,
  by: By,
  file: { name: string; text: string },
  fingerprint: string,
): ReturnType<typeof countOutcomes> {
  return transact(db, () => {
    const plan = planImport(allAgencies(db), file.text);
    if (plan.fingerprint !== fingerprint) {
      throw new Conflict('预览之后单位有变动，尚未导入。下面是按现在情况重新核对的结果，请再次确认。');
    }
    carryOut(db, by, plan);
    const counts = countOutcomes(plan);
    audit(db, { at: by.now, actor: by.actor, act: 'agencies_imported', subject: file.name, detail: counts });
    return counts;
  });
}

/** New agencies first stand at the top, then everyone gets their parent: so the order of lines plays no part. */
function carryOut(db: Db, by: By, plan: ImportPlan): void {
  const ids = new Map(allAgencies(db).map((agency) => [nameKey(agency.name), agency.id]));
  for (const row of plan.rows.filter((each) => each.outcome === 'add')) {
    const id = insertAgency(db, { ...row.values, parent_id: null }, by.now);
    ids.set(nameKey(row.values.name), id);
    audit(db, {
      at: by.now,
      actor: by.actor,
      act: 'agency_created',
      subject: row.values.name,
      detail: { id },
    });
  }
  for (const row of plan.rows.filter((each) => each.outcome === 'add' || each.outcome === 'change')) {
    const id = ids.get(nameKey(row.values.name));
    if (id === undefined) throw new Error(`planned agency is missing: line ${row.line}`);
    const values = { ...row.values, parent_id: row.parent ? (ids.get(row.parent.key) ?? null) : null };
    updateAgency(db, id, values);
    if (row.known) auditChange(db, by, row.known, values);
  }
}
