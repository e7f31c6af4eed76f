import type { AgencyKind } from '../db/schema.ts';
import { tooLong } from '../lists/columns.ts';
import { AGENCY_COLUMNS, type AgencyCells, externalSaid } from './import-columns.ts';
import { AGENCY_KINDS, kindLikely, kindNamed } from './kinds.ts';
import { isEmail, mobileNumber, nameKey } from './names.ts';
import type { AgencyRow } from './queries.ts';

/** A line of the file. An agency goes by its `nameKey`, for a parent may stand in a later line or only in the database. */
export type Entry = {
  cells: AgencyCells;
  key: string;
  known: AgencyRow | null;
  /** Key of the parent it would have. */
  parent: string | null;
  refusal: string | null;
};

/** The agencies that would stand after the import: those of the file laid over those of the database. */
export class Book {
  readonly entries: Entry[];
  readonly #known: ReadonlyMap<string, AgencyRow>;
  readonly #byId: ReadonlyMap<number, AgencyRow>;
  readonly #inFile = new Map<string, Entry>();

  constructor(agencies: readonly AgencyRow[], rows: readonly AgencyCells[]) {
    this.#known = new Map(agencies.map((agency) => [nameKey(agency.name), agency]));
    this.#byId = new Map(agencies.map((agency) => [agency.id, agency]));
    this.entries = rows.map((cells) => this.#enter(cells));
    for (const entry of this.entries) this.#findParent(entry);
  }

  /** Refuses what cannot stand; a refused line may take others with it, so until nothing changes. */
  settle(): void {
    for (;;) {
      const open = this.entries.filter((entry) => entry.refusal === null);
      const found = open.map((entry) => ({ entry, refusal: this.#parentFault(entry) }));
      for (const { entry, refusal } of found) entry.refusal = refusal;
      if (found.every(({ refusal }) => refusal === null)) return;
    }
  }

  nameOf(key: string): string {
    return this.#known.get(key)?.name ?? this.#inFile.get(key)?.cells.name ?? '';
  }

  /** Key of the parent that the database gives an agency. */
  parentOfKnown(known: AgencyRow | null): string | null {
    const parent = known?.parent_id ?? null;
    const above = parent === null ? undefined : this.#byId.get(parent);
    return above ? nameKey(above.name) : null;
  }

  #enter(cells: AgencyCells): Entry {
    const key = nameKey(cells.name ?? '');
    const first = this.#inFile.get(key);
    const entry = {
      cells,
      key,
      known: this.#known.get(key) ?? null,
      parent: null,
      refusal: rowFault(cells, first) ?? outsideFault(cells, this.#known.get(key) ?? null),
    };
    if (!first && key !== '') this.#inFile.set(key, entry);
    return entry;
  }

  #findParent(entry: Entry): void {
    const { cells, known } = entry;
    if (cells.parent === undefined) {
      entry.parent = this.parentOfKnown(known);
      return;
    }
    const keys = this.#keysOf(cells.parent);
    entry.parent = keys[0] ?? null;
    if (keys.length === 0) entry.refusal ??= `上级单位“${cells.parent}”不存在，文件中也没有`;
    if (keys.length > 1) entry.refusal ??= `简称“${cells.parent}”对应几个单位，请写上级单位的全称`;
  }

  /** By full name, else by short name, in the file and in the database. */
  #keysOf(written: string): string[] {
    const key = nameKey(written);
    if (this.#known.has(key) || this.#inFile.has(key)) return [key];
    const known = [...this.#known].filter(([, agency]) => nameKey(agency.short_name) === key);
    const inFile = [...this.#inFile].filter(([, { cells }]) => nameKey(cells.short_name ?? '') === key);
    return [...new Set([...known, ...inFile].map(([each]) => each))];
  }

  #parentFault(entry: Entry): string | null {
    const { cells, known, parent } = entry;
    if (parent === null) {
      return kindGiven(cells, known, false) === 'section' ? '科室须填写上级单位' : null;
    }
    const name = this.nameOf(parent);
    const above = this.#known.get(parent);
    const lost = this.#inFile.get(parent);
    if (!above && lost?.refusal) return `上级单位“${name}”（第 ${lost.cells.line} 行）未能导入`;
    const moves = known === null || known.parent_id !== above?.id;
    if (moves && above?.active === 0) return `上级单位“${name}”已停用`;
    return this.#leadsBack(entry) ? `上级单位“${name}”是它自己或它的下级单位` : null;
  }

  #leadsBack(entry: Entry): boolean {
    const seen = new Set<string>();
    for (let key = entry.parent; key !== null && !seen.has(key); key = this.#parentOf(key)) {
      if (key === entry.key) return true;
      seen.add(key);
    }
    return false;
  }

  #parentOf(key: string): string | null {
    const entry = this.#inFile.get(key);
    if (entry && entry.refusal === null) return entry.parent;
    return this.parentOfKnown(this.#known.get(key) ?? null);
  }
}

function rowFault(cells: AgencyCells, first: Entry | undefined): string | null {
  if (cells.name === undefined) return '没有填写单位名称';
  if (first) return `与第 ${first.cells.line} 行是同一个单位`;
  if (cells.kind !== undefined && !kindNamed(cells.kind)) {
    return `类型“${cells.kind}”无法识别，请填写${Object.values(AGENCY_KINDS).join('、')}之一`;
  }
  if (cells.email !== undefined && !isEmail(cells.email)) return `邮箱“${cells.email}”不完整`;
  if (cells.duty_mobile !== undefined && !mobileNumber(cells.duty_mobile)) {
    return `值班手机“${cells.duty_mobile}”不是一个 11 位手机号码`;
  }
  return tooLong(AGENCY_COLUMNS, cells);
}

/** Q-B5: an outside unit is no section and has nobody who signs in here. */
function outsideFault(cells: AgencyCells, known: AgencyRow | null): string | null {
  const external = cells.external === undefined ? (known?.external ?? 0) : externalSaid(cells.external);
  if (external === undefined) return `外部单位“${cells.external}”无法识别，请填写是或否`;
  if (external === 0) return null;
  if (kindGiven(cells, known, cells.parent !== undefined) === 'section') return '科室不能作为外部单位';
  return known?.external !== 1 && (known?.staff ?? 0) > 0 ? '该单位还有在用人员，不能改为外部单位' : null;
}

/** The kind that the line says, else the one it has, else the one its name suggests. */
export function kindGiven(cells: AgencyCells, known: AgencyRow | null, hasParent: boolean): AgencyKind {
  const said = cells.kind === undefined ? undefined : kindNamed(cells.kind);
  return said ?? known?.kind ?? kindLikely(cells.name ?? '', hasParent);
}
