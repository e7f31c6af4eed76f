import { several } from '../web/body.ts';
import type { Typed } from '../web/forms.ts';
import type { Column, Part } from './parts.ts';

/** A row as it was typed: its place in the form and its fields by column. */
export type TypedRow = { index: number; texts: Typed };

/** The name of a field in a row: kinds.0.name. */
export function fieldOf(list: string, index: number, column: string): string {
  return `${list}.${index}.${column}`;
}

/** More rows than any list of settings has; what is beyond is not read. */
const MOST = 500;

export function rowsTyped(list: string, typed: Typed): TypedRow[] {
  const found = new Map<number, Record<string, string | readonly string[]>>();
  for (const [name, value] of Object.entries(typed)) {
    const [head, index = '', column] = name.split('.');
    if (head !== list || column === undefined || !/^\d{1,3}$/.test(index) || Number(index) >= MOST) continue;
    const texts = found.get(Number(index)) ?? {};
    texts[column] = value;
    found.set(Number(index), texts);
  }
  return [...found].map(([index, texts]) => ({ index, texts })).sort((a, b) => a.index - b.index);
}

/** Nothing was typed into it and nothing chosen. */
export function isBlankRow(columns: readonly Column[], { texts }: TypedRow): boolean {
  return columns.every(({ name }) => several(texts, name).every((text) => text.trim() === ''));
}

const MOVES = /^(add|remove|up|down):([a-z]+)(?::(\d{1,3}))?$/i;

/** The form's fields after a row was added, removed or moved by its button; null when the button was another. */
export function rearranged(parts: readonly Part[], typed: Typed, button: string): Typed | null {
  const [, what, list, at] = MOVES.exec(button) ?? [];
  const part = parts.find((each) => each.kind === 'rows' && each.name === list);
  if (!part) return null;
  const rows = rowsTyped(part.name, typed).map(({ texts }) => texts);
  const index = Number(at ?? 0);
  if (what === 'add') rows.push({ ...emptyRow(part) });
  if (what === 'remove') rows.splice(index, 1);
  if (what === 'up' && index > 0) rows.splice(index - 1, 0, ...rows.splice(index, 1));
  if (what === 'down') rows.splice(index + 1, 0, ...rows.splice(index, 1));
  const others = Object.entries(typed).filter(([name]) => !name.startsWith(`${part.name}.`));
  return { ...Object.fromEntries(others), ...written(part.name, rows) };
}

function emptyRow(part: Part): Typed {
  return { code: '', ...Object.fromEntries(part.columns.map(({ name }) => [name, ''])) };
}

function written(list: string, rows: readonly Typed[]): Typed {
  return Object.fromEntries(
    rows.flatMap((texts, index) =>
      Object.entries(texts).map(([column, value]) => [fieldOf(list, index, column), value]),
    ),
  );
}
