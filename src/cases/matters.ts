import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { TaskKind } from '../tasks/kinds.ts';

/**
 * A side process that stands open: what decides which of its acts are offered. Extensions and external units are an
 * assignment's, tasks those of the assignment or case that they were made for, all else is the case's.
 */
export type Matter =
  | 'urgent'
  | 'emergency'
  | 'confidential'
  | 'external'
  | 'extension_asked'
  | 'extension_agreed'
  | 'extension_open'
  | 'supervision_issued'
  | 'supervision_answered'
  | 'supervision_open'
  | 'appeal_asked'
  | 'appeal_proposed'
  | 'appeal_open'
  | 'exempt'
  | 'redo_owes'
  | 'linked'
  | TaskKind;

export type Matters = {
  ofCase: ReadonlySet<Matter>;
  ofAssignment: (assignmentId: number) => ReadonlySet<Matter>;
};

const OPEN = `SELECT NULL AS assignment, 'emergency' AS matter FROM cases WHERE id = @id AND emergency = 1
  UNION ALL SELECT NULL, 'urgent' FROM cases WHERE id = @id AND urgent = 1
  UNION ALL SELECT NULL, 'confidential' FROM cases WHERE id = @id AND confidential = 1
  UNION ALL SELECT NULL, 'exempt' FROM cases WHERE id = @id AND exempt = 1
  UNION ALL SELECT NULL, 'linked' FROM case_links WHERE case_id = @id OR other_id = @id
  UNION ALL SELECT assignment_id, 'extension_' || status FROM extensions WHERE case_id = @id AND status IN ('asked', 'agreed')
  UNION ALL SELECT assignment_id, 'extension_open' FROM extensions WHERE case_id = @id AND status IN ('asked', 'agreed')
  UNION ALL SELECT NULL, 'supervision_' || status FROM supervisions WHERE case_id = @id AND status <> 'released'
  UNION ALL SELECT NULL, 'supervision_open' FROM supervisions WHERE case_id = @id AND status <> 'released'
  UNION ALL SELECT NULL, 'appeal_' || status FROM appeals WHERE case_id = @id AND status IN ('asked', 'proposed')
  UNION ALL SELECT NULL, 'appeal_open' FROM appeals WHERE case_id = @id AND status IN ('asked', 'proposed')
  UNION ALL SELECT assignment_id, kind FROM tasks WHERE case_id = @id AND done_at IS NULL AND dropped_at IS NULL
  UNION ALL SELECT assignment_id, 'redo_owes' FROM tasks WHERE case_id = @id AND done_at IS NULL AND dropped_at IS NULL
    AND kind IN ('apology', 'no_fee')
  UNION ALL SELECT s.id, 'external' FROM assignments s JOIN agencies a ON a.id = s.agency_id
    WHERE s.case_id = @id AND a.external = 1`;

/** What stands open on a case and on its assignments; an assignment also has what its case has. */
export function mattersOf(db: Db, caseId: number): Matters {
  const rows = prepared(db, OPEN).all({ id: caseId }) as { assignment: number | null; matter: Matter }[];
  const ofCase = new Set(rows.filter((row) => row.assignment === null).map((row) => row.matter));
  return {
    ofCase: new Set(rows.map((row) => row.matter)),
    ofAssignment: (id) =>
      new Set([...ofCase, ...rows.filter((row) => row.assignment === id).map((row) => row.matter)]),
  };
}

/** Whether an act belongs to what stands open now. */
export function isTimely(
  { during, unless = [] }: { during?: Matter; unless?: Matter | readonly Matter[] },
  matters: ReadonlySet<Matter>,
): boolean {
  return (
    (during === undefined || matters.has(during)) && ![unless].flat().some((matter) => matters.has(matter))
  );
}
