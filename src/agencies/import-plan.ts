import { createHash } from 'node:crypto';
import { parseCsv, type TableProblem } from '../web/csv.ts';
import { Book, type Entry, kindGiven } from './import-book.ts';
import { externalSaid, readCells } from './import-columns.ts';
import { AGENCY_KINDS } from './kinds.ts';
import type { AgencyRow } from './queries.ts';
import type { AgencyValues } from './write.ts';

// What an agency file would do, worked out before anything is written.

export type PlannedRow = {
  line: number;
  /** As the file writes it. */
  name: string;
  outcome: 'add' | 'change' | 'same' | 'refused';
  /** What changes, or why the line is refused. */
  words: readonly string[];
  values: Omit<AgencyValues, 'parent_id'>;
  parent: { key: string; name: string } | null;
  known: AgencyRow | null;
};

export type ImportPlan = {
  rows: readonly PlannedRow[];
  /** What was odd in the file but does not stop it. */
  problems: readonly TableProblem[];
  unread: readonly string[];
  /** Changes when the plan does: what was confirmed is what is done. */
  fingerprint: string;
};

/** @throws Invalid when the file has no column with names */
export function planImport(agencies: readonly AgencyRow[], text: string): ImportPlan {
  const table = parseCsv(text);
  const { rows: cells, unread } = readCells(table);
  const book = new Book(agencies, cells);
  book.settle();
  const rows = book.entries.map((entry) => plannedOf(book, entry));
  const essence = rows.map(({ known, ...row }) => [row, known?.id]);
  const fingerprint = createHash('sha256').update(JSON.stringify(essence)).digest('base64url').slice(0, 16);
  return { rows, problems: table.problems, unread, fingerprint };
}

export function countOutcomes(plan: ImportPlan): Record<PlannedRow['outcome'], number> {
  const counts = { add: 0, change: 0, same: 0, refused: 0 };
  for (const { outcome } of plan.rows) counts[outcome]++;
  return counts;
}

function plannedOf(book: Book, { cells, known, parent, refusal }: Entry): PlannedRow {
  const name = known?.name ?? cells.name ?? '';
  const values = {
    name,
    short_name: cells.short_name ?? known?.short_name ?? name,
    kind: kindGiven(cells, known, parent !== null),
    office_phone: cells.office_phone ?? known?.office_phone ?? '',
    contact_person: cells.contact_person ?? known?.contact_person ?? '',
    address: cells.address ?? known?.address ?? '',
    email: cells.email ?? known?.email ?? '',
    external: externalSaid(cells.external) ?? known?.external ?? 0,
  };
  const row = { line: cells.line, name: cells.name ?? '', values, known };
  const place = parent === null ? null : { key: parent, name: book.nameOf(parent) };
  if (refusal !== null) return { ...row, parent: place, outcome: 'refused', words: [refusal] };
  if (!known) return { ...row, parent: place, outcome: 'add', words: [] };
  const words = changesOf(known, values);
  if (parent !== book.parentOfKnown(known)) words.push(`上级单位改为“${place?.name ?? ''}”`);
  return { ...row, parent: place, outcome: words.length > 0 ? 'change' : 'same', words };
}

function changesOf(known: AgencyRow, values: PlannedRow['values']): string[] {
  const words: string[] = [];
  const changed = (label: string, before: string, after: string) => {
    if (before !== after)
      words.push(before === '' ? `${label}填为“${after}”` : `${label}由“${before}”改为“${after}”`);
  };
  changed('简称', known.short_name, values.short_name);
  changed('类型', AGENCY_KINDS[known.kind], AGENCY_KINDS[values.kind]);
  changed('办公电话', known.office_phone, values.office_phone);
  changed('联系人', known.contact_person, values.contact_person);
  changed('地址', known.address, values.address);
  changed('邮箱', known.email, values.email);
  changed('外部单位', yesOrNo(known.external), yesOrNo(values.external));
  return words;
}

function yesOrNo(external: number): string {
  return external === 1 ? '是' : '否';
}
