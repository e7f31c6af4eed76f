import { readLines } from '../lists/columns.ts';
import { changesOf, type Plan, type PlannedLine, planOf } from '../lists/plan.ts';
import { Book, type Entry, kindGiven } from './import-book.ts';
import { AGENCY_COLUMNS, externalSaid } from './import-columns.ts';
import { AGENCY_KINDS } from './kinds.ts';
import { mobileNumber } from './names.ts';
import type { AgencyRow } from './queries.ts';
import type { AgencyValues } from './write.ts';

// What an agency file would do, worked out before anything is written.

export type PlannedAgency = PlannedLine & {
  /** As the file writes it. */
  name: string;
  values: Omit<AgencyValues, 'parent_id'>;
  parent: { key: string; name: string } | null;
  known: AgencyRow | null;
};

/** @throws Invalid when the file has no column with names */
export function planImport(agencies: readonly AgencyRow[], text: string): Plan<PlannedAgency> {
  const { lines, odd } = readLines(text, AGENCY_COLUMNS, 'name');
  const book = new Book(agencies, lines);
  book.settle();
  return planOf(
    book.entries.map((entry) => plannedOf(book, entry)),
    odd,
  );
}

function plannedOf(book: Book, { cells, known, parent, refusal }: Entry): PlannedAgency {
  const name = known?.name ?? cells.name ?? '';
  const values = {
    name,
    short_name: cells.short_name ?? known?.short_name ?? name,
    kind: kindGiven(cells, known, parent !== null),
    office_phone: cells.office_phone ?? known?.office_phone ?? '',
    contact_person: cells.contact_person ?? known?.contact_person ?? '',
    address: cells.address ?? known?.address ?? '',
    email: cells.email ?? known?.email ?? '',
    duty_mobile: mobileNumber(cells.duty_mobile ?? '') ?? known?.duty_mobile ?? '',
    external: externalSaid(cells.external) ?? known?.external ?? 0,
  };
  const row = { line: cells.line, name: cells.name ?? '', values, known };
  const place = parent === null ? null : { key: parent, name: book.nameOf(parent) };
  if (refusal !== null) return { ...row, parent: place, outcome: 'refused', words: [refusal] };
  if (!known) return { ...row, parent: place, outcome: 'add', words: [] };
  const words = wordsOf(known, values);
  if (parent !== book.parentOfKnown(known)) words.push(`上级单位改为“${place?.name ?? ''}”`);
  return { ...row, parent: place, outcome: words.length > 0 ? 'change' : 'same', words };
}

function wordsOf(known: AgencyRow, values: PlannedAgency['values']): string[] {
  return changesOf([
    ['简称', known.short_name, values.short_name],
    ['类型', AGENCY_KINDS[known.kind], AGENCY_KINDS[values.kind]],
    ['办公电话', known.office_phone, values.office_phone],
    ['联系人', known.contact_person, values.contact_person],
    ['地址', known.address, values.address],
    ['邮箱', known.email, values.email],
    ['值班手机', known.duty_mobile, values.duty_mobile],
    ['外部单位', yesOrNo(known.external), yesOrNo(values.external)],
  ]);
}

function yesOrNo(external: number): string {
  return external === 1 ? '是' : '否';
}
