import { createHash } from 'node:crypto';
import type { AgencyRow } from '../agencies/queries.ts';
import type { NodeRow } from '../trees/queries.ts';
import { parseCsv, type TableProblem } from '../web/csv.ts';
import { type Cells, IMPORT_COLUMNS, readCells, tooLong } from './import-columns.ts';
import { type Read, readAgency, readCategory, readDays } from './import-names.ts';
import { plainCode } from './names.ts';
import type { ItemRow } from './queries.ts';
import type { ItemValues } from './write.ts';

// What a catalogue file would do, worked out before anything is written.

export type PlannedItem = {
  line: number;
  code: string;
  name: string;
  agency: string;
  fallback: string;
  outcome: 'add' | 'change' | 'same' | 'refused';
  /** What changes, or why the line is refused. */
  words: readonly string[];
  /** Null where the line is refused. */
  values: ItemValues | null;
  known: ItemRow | null;
};

export type ItemPlan = {
  rows: readonly PlannedItem[];
  /** What was odd in the file but does not stop it. */
  problems: readonly TableProblem[];
  unread: readonly string[];
  /** Changes when the plan does: what was confirmed is what is done. */
  fingerprint: string;
};

/** What the names in a file are looked up in. */
export type Ground = {
  items: readonly ItemRow[];
  agencies: readonly AgencyRow[];
  categories: readonly NodeRow[];
};

/** @throws Invalid when the file has no column with codes */
export function planItems(ground: Ground, text: string): ItemPlan {
  const table = parseCsv(text);
  const { rows: cells, unread } = readCells(table);
  const lines = new Map<string, number>();
  const rows = cells.map((each) => planned(ground, each, lines));
  const essence = rows.map(({ known, ...row }) => [row, known?.id]);
  const fingerprint = createHash('sha256').update(JSON.stringify(essence)).digest('base64url').slice(0, 16);
  return { rows, problems: table.problems, unread, fingerprint };
}

export function countOutcomes(plan: ItemPlan): Record<PlannedItem['outcome'], number> {
  const counts = { add: 0, change: 0, same: 0, refused: 0 };
  for (const { outcome } of plan.rows) counts[outcome]++;
  return counts;
}

/** `lines`: the line in which each code came first. */
function planned(ground: Ground, cells: Cells, lines: Map<string, number>): PlannedItem {
  const code = plainCode(cells.code ?? '');
  const known = ground.items.find((item) => item.code === code) ?? null;
  const shown = {
    line: cells.line,
    code,
    name: cells.name ?? known?.name ?? '',
    agency: cells.agency ?? known?.agency ?? '',
    fallback: cells.fallback ?? known?.fallback ?? '',
    known,
  };
  const read = valuesOf(ground, code, cells, known, lines.get(code));
  if (code !== '' && !lines.has(code)) lines.set(code, cells.line);
  if ('fault' in read) return { ...shown, outcome: 'refused', words: [read.fault], values: null };
  if (!known) return { ...shown, outcome: 'add', words: [], values: read.value };
  const words = changesOf(ground, known, read.value);
  return { ...shown, outcome: words.length > 0 ? 'change' : 'same', words, values: read.value };
}

/** What the line says laid over what is known; the first thing that cannot stand refuses it. */
function valuesOf(
  ground: Ground,
  code: string,
  cells: Cells,
  known: ItemRow | null,
  earlier: number | undefined,
): Read<ItemValues> {
  const fault = lineFault(code, cells, known, earlier);
  if (fault) return { fault };
  const agency = cellOr(cells.agency, known?.agency_id ?? null, (cell) =>
    idOf(readAgency(ground.agencies, '责任单位', cell)),
  );
  const fallback = cellOr(cells.fallback, known?.fallback_id ?? null, (cell) =>
    idOf(readAgency(ground.agencies, '兜底单位', cell)),
  );
  const category = cellOr(cells.category, known?.category_id ?? null, (cell) =>
    idOf(readCategory(ground.categories, cell)),
  );
  const days = cellOr(cells.days, known?.reply_days ?? null, readDays);
  for (const each of [agency, fallback, category, days]) if ('fault' in each) return each;
  const [agency_id, fallback_id] = [valueIn(agency), valueIn(fallback)];
  if (agency_id === null) return { fault: '没有填写责任单位' };
  if (agency_id === fallback_id) return { fault: '兜底单位与责任单位相同' };
  const gone = known?.active === 0 ? stoppedAgency(ground, [agency_id, fallback_id]) : undefined;
  if (gone) return { fault: `该事项已停用，原填写的${gone.short_name}也已停用或不能派单，请改填其他单位` };
  return {
    value: {
      code,
      name: cells.name ?? known?.name ?? '',
      agency_id,
      fallback_id,
      category_id: valueIn(category),
      reply_days: valueIn(days),
      basis: cells.basis ?? known?.basis ?? '',
    },
  };
}

/** What comes back into use names only agencies that cases can be dispatched to. */
function stoppedAgency({ agencies }: Ground, ids: readonly (number | null)[]): AgencyRow | undefined {
  return agencies.find((each) => ids.includes(each.id) && (each.active === 0 || each.kind === 'section'));
}

function lineFault(
  code: string,
  cells: Cells,
  known: ItemRow | null,
  earlier: number | undefined,
): string | null {
  if (code === '') return '没有填写编码';
  if (earlier !== undefined) return `与第 ${earlier} 行是同一个编码`;
  if (!known && cells.name === undefined) return '没有填写名称';
  if (!known && cells.agency === undefined) return '没有填写责任单位';
  return tooLong(cells);
}

/** A blank cell leaves what is there. */
function cellOr<Value>(
  cell: string | undefined,
  present: Value | null,
  read: (cell: string) => Read<Value>,
): Read<Value | null> {
  return cell === undefined ? { value: present } : read(cell);
}

function idOf(read: Read<{ id: number }>): Read<number> {
  return 'fault' in read ? read : { value: read.value.id };
}

function valueIn<Value>(read: Read<Value | null>): Value | null {
  return 'fault' in read ? null : read.value;
}

function changesOf({ agencies, categories }: Ground, known: ItemRow, values: ItemValues): string[] {
  const agency = (id: number | null) => agencies.find((each) => each.id === id)?.short_name ?? '';
  const category = (id: number | null) => categories.find((each) => each.id === id)?.path ?? '';
  const days = (count: number | null) => (count === null ? '' : `${count} 个工作日`);
  const compared: [string, string, string][] = [
    [IMPORT_COLUMNS.name, known.name, values.name],
    [IMPORT_COLUMNS.agency, agency(known.agency_id), agency(values.agency_id)],
    [IMPORT_COLUMNS.fallback, agency(known.fallback_id), agency(values.fallback_id)],
    [IMPORT_COLUMNS.category, category(known.category_id), category(values.category_id)],
    [IMPORT_COLUMNS.days, days(known.reply_days), days(values.reply_days)],
    [IMPORT_COLUMNS.basis, known.basis, values.basis],
  ];
  const words = compared
    .filter(([, before, after]) => before !== after)
    .map(([label, before, after]) =>
      before === '' ? `${label}填为“${after}”` : `${label}由“${before}”改为“${after}”`,
    );
  return known.active === 0 ? [...words, '恢复使用'] : words;
}
