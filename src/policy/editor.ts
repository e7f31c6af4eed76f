import type { EditorField, EditorPart, EditorRow, RowAid } from '../../views/policy/editor.ts';
import { one, several } from '../web/body.ts';
import type { Typed } from '../web/forms.ts';
import { type Cell, type Lists, TICKED } from './cells.ts';
import type { Aid, Part, Wrong } from './parts.ts';
import type { Policy } from './policy.ts';
import { fieldOf, isBlankRow, rowsTyped } from './rows-typed.ts';
import type { Subject } from './subject.ts';

/** The form of a subject with what was typed and what is wrong with it. */
export function editorOf(
  { parts }: Subject,
  typed: Typed,
  wrong: Readonly<Wrong>,
  lists: Lists,
  policy: Policy,
): EditorPart[] {
  return parts.map((part) => ({
    name: part.name,
    title: part.title,
    help: part.help ?? null,
    noun: part.noun,
    problem: wrong[part.name] ?? null,
    ...(part.kind === 'fields'
      ? {
          fields: part.columns.map(({ name, cell }) =>
            fieldFor(`${part.name}.${name}`, cell, typed, wrong, lists),
          ),
          rows: null,
        }
      : { fields: [], rows: rowsOf(part, typed, wrong, lists, policy) }),
  }));
}

function rowsOf(part: Part, typed: Typed, wrong: Readonly<Wrong>, lists: Lists, policy: Policy): EditorRow[] {
  return rowsTyped(part.name, typed).map((row, place) => {
    const { index, texts } = row;
    const fields = part.columns.map(({ name, cell }) =>
      fieldFor(fieldOf(part.name, index, name), cell, typed, wrong, lists),
    );
    const toBeSeen = isBlankRow(part.columns, row) || fields.some(({ error }) => error);
    return {
      index: place,
      code: { name: fieldOf(part.name, index, 'code'), value: one(texts, 'code') },
      title: part.fold?.(texts) ?? firstText(part, texts),
      fields,
      fold: part.fold ? { open: toBeSeen } : null,
      aid: part.aid ? aidOf(part.aid(texts, policy), part.name, index) : null,
    };
  });
}

function firstText({ columns }: Part, texts: Typed): string {
  return (
    columns.map(({ name, cell }) => (cell.widget === 'text' ? one(texts, name) : '')).find(Boolean) ?? ''
  );
}

function aidOf(aid: Aid, list: string, index: number): RowAid {
  return { ...aid, row: `${list}.${index}`, field: fieldOf(list, index, aid.column) };
}

/** What helps with one row of the form as it is typed; null where the part has no such help. */
export function rowAid({ parts }: Subject, typed: Typed, row: string, policy: Policy): RowAid | null {
  const [list = '', index] = row.split('.');
  const part = parts.find(({ name }) => name === list);
  const found = rowsTyped(list, typed).find((each) => String(each.index) === index);
  return part?.aid && found ? aidOf(part.aid(found.texts, policy), list, found.index) : null;
}

function fieldFor(name: string, cell: Cell, typed: Typed, wrong: Readonly<Wrong>, lists: Lists): EditorField {
  return {
    name,
    label: cell.unit ? `${cell.label}（${cell.unit}）` : cell.label,
    widget: cell.widget === 'checks' || cell.widget === 'flag' ? 'checkbox' : cell.widget,
    options: cell.options ? choicesFor(cell, one(typed, name), lists) : undefined,
    placeholder: cell.widget === 'select' ? (cell.required ? '请选择' : null) : undefined,
    value: cell.widget === 'flag' ? TICKED : one(typed, name),
    checked: cell.widget === 'flag' && one(typed, name) === TICKED,
    groupOf: cell.groupOf,
    values: several(typed, name),
    required: cell.required,
    help: typeof cell.help === 'function' ? cell.help(lists) : cell.help,
    error: wrong[name],
    maxlength: cell.maxlength,
    inputmode: cell.maxlength === 5 && cell.unit !== undefined ? 'numeric' : undefined,
    autocomplete: 'off',
    rows: cell.widget === 'textarea' ? 3 : undefined,
    room: cell.narrow ? (cell.unit ? 'narrow' : 'tiny') : 'wide',
  };
}

/** What was chosen earlier and is no longer offered stays chosen until somebody changes it. */
function choicesFor(cell: Cell, chosen: string, lists: Lists) {
  const options = cell.options?.(lists) ?? [];
  const known = chosen === '' || cell.widget === 'checks' || options.some(({ value }) => value === chosen);
  return known ? options : [...options, { value: chosen, text: `${chosen}（已不在清单中）` }];
}

/** The messages in the order of the form, rows by their number: 第 2 项：请填写名称。 */
export function messagesOf(
  { parts }: Subject,
  typed: Typed,
  wrong: Readonly<Wrong>,
): { name: string; text: string }[] {
  return Object.entries(wrong).map(([name, text]) => {
    const [list = '', index] = name.split('.');
    const part = parts.find((each) => each.kind === 'rows' && each.name === list);
    const place =
      part && index !== undefined
        ? rowsTyped(list, typed).findIndex((row) => row.index === Number(index))
        : -1;
    return { name, text: place < 0 ? text : `第 ${place + 1} 项：${text}` };
  });
}
