import type { AgencyRow } from '../agencies/queries.ts';
import { readLines, tooLong } from '../lists/columns.ts';
import { changesOf, type Plan, type PlannedLine, planOf } from '../lists/plan.ts';
import type { NodeRow } from '../trees/queries.ts';
import { ITEM_COLUMNS, type ItemCells } from './import-columns.ts';
import { type Read, readAgency, readCategory, readDays } from './import-names.ts';
import { plainCode } from './names.ts';
import type { ItemRow } from './queries.ts';
import type { ItemValues } from './write.ts';

// What a catalogue file would do, worked out before anything is written.

export type PlannedItem = PlannedLine & {
  code: string;
  name: string;
  agency: string;
  fallback: string;
  /** Null where the line is refused. */
  values: ItemValues | null;
  known: ItemRow | null;
};

export type ItemPlan = Plan<PlannedItem>;

/** What the names in a file are looked up in. */
export type Ground = {
  items: readonly ItemRow[];
  agencies: readonly AgencyRow[];
  categories: readonly NodeRow[];
};

/** @throws Invalid when the file has no column with codes */
export function planItems(ground: Ground, text: string): ItemPlan {
  const { lines, odd } = readLines(text, ITEM_COLUMNS, 'code');
  const firstLines = new Map<string, number>();
  return planOf(
    lines.map((cells) => planned(ground, cells, firstLines)),
    odd,
  );
}

/** `firstLines`: the line in which each code came first. */
function planned(ground: Ground, cells: ItemCells, firstLines: Map<string, number>): PlannedItem {
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
  const read = valuesOf(ground, code, cells, known, firstLines.get(code));
  if (code !== '' && !firstLines.has(code)) firstLines.set(code, cells.line);
  if ('fault' in read) return { ...shown, outcome: 'refused', words: [read.fault], values: null };
  if (!known) return { ...shown, outcome: 'add', words: [], values: read.value };
  const words = wordsOf(ground, known, read.value);
  return { ...shown, outcome: words.length > 0 ? 'change' : 'same', words, values: read.value };
}

/** What the line says laid over what is known; the first thing that cannot stand refuses it. */
function valuesOf(
  ground: Ground,
  code: string,
  cells: ItemCells,
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
  cells: ItemCells,
  known: ItemRow | null,
  earlier: number | undefined,
): string | null {
  if (code === '') return '没有填写编码';
  if (earlier !== undefined) return `与第 ${earlier} 行是同一个编码`;
  if (!known && cells.name === undefined) return '没有填写名称';
  if (!known && cells.agency === undefined) return '没有填写责任单位';
  return tooLong(ITEM_COLUMNS, cells);
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

function wordsOf({ agencies, categories }: Ground, known: ItemRow, values: ItemValues): string[] {
  const agency = (id: number | null) => agencies.find((each) => each.id === id)?.short_name ?? '';
  const category = (id: number | null) => categories.find((each) => each.id === id)?.path ?? '';
  const days = (count: number | null) => (count === null ? '' : `${count} 个工作日`);
  const words = changesOf([
    [ITEM_COLUMNS.name.title, known.name, values.name],
    [ITEM_COLUMNS.agency.title, agency(known.agency_id), agency(values.agency_id)],
    [ITEM_COLUMNS.fallback.title, agency(known.fallback_id), agency(values.fallback_id)],
    [ITEM_COLUMNS.category.title, category(known.category_id), category(values.category_id)],
    [ITEM_COLUMNS.days.title, days(known.reply_days), days(values.reply_days)],
    [ITEM_COLUMNS.basis.title, known.basis, values.basis],
  ]);
  return known.active === 0 ? [...words, '恢复使用'] : words;
}
