import { Invalid } from '../web/errors.ts';
import { FIELD_KEYS, FIELDS, type FieldKey, isFieldKey, REQUIRED_FIELDS } from './fields.ts';

/** Which column (from 0) holds which field. */
export type Mapping = Partial<Record<FieldKey, number>>;

/** Reads a header as people write it: Chinese or English, with remarks, stars and blanks around the words. */
export function proposeMapping(header: readonly string[]): Mapping {
  const plain = header.map(plainName);
  const mapping: Mapping = {};
  for (const key of FIELD_KEYS) {
    const taken = new Set(Object.values(mapping));
    // The order of a field's names is the order of certainty: 标题 before 主题.
    const at = FIELDS[key].names
      .map((name) => plain.findIndex((each, index) => each === plainName(name) && !taken.has(index)))
      .find((index) => index >= 0);
    if (at !== undefined) mapping[key] = at;
  }
  return mapping;
}

/**
 * The mapping from what was chosen for each column ('' leaves a column out).
 * @throws Invalid with the columns at fault (`column0` ...), and `columns` for a required field that is missing
 */
export function mappingOfColumns(chosen: readonly string[]): Mapping {
  const mapping: Mapping = {};
  const faults: Record<string, string> = {};
  chosen.forEach((key, column) => {
    if (!isFieldKey(key)) return;
    if (mapping[key] === undefined) mapping[key] = column;
    else faults[`column${column}`] = `“${FIELDS[key].label}”已由前面的列提供，请改选。`;
  });
  const missing = REQUIRED_FIELDS.filter((key) => mapping[key] === undefined).map((key) => FIELDS[key].label);
  if (missing.length > 0)
    faults.columns = `还没有指定哪一列是${missing.map((label) => `“${label}”`).join('和')}。`;
  const first = Object.values(faults)[0];
  if (first !== undefined) throw new Invalid(first, faults);
  return mapping;
}

/**
 * Reads `标题=title,内容=text` (or the other way round): a column's name and the field it holds.
 * @throws Invalid in words for the command line
 */
export function applyMapText(header: readonly string[], proposed: Mapping, text: string): Mapping {
  const chosen = header.map((_, column) => FIELD_KEYS.find((key) => proposed[key] === column) ?? '');
  for (const pair of text.split(/[,，]/).filter((part) => part.trim() !== '')) {
    const [left = '', right = ''] = pair.split(/[=＝]/).map((part) => part.trim());
    const meant = columnAndField(header, left, right) ?? columnAndField(header, right, left);
    if (!meant)
      throw new Invalid(
        `看不懂对应关系“${pair.trim()}”，写法为 列名=字段，例如 留言详情=text；不导入某列写 列名=-。`,
      );
    chosen.forEach((each, at) => {
      if (each === meant.key) chosen[at] = '';
    });
    chosen[meant.column] = meant.key;
  }
  return mappingOfColumns(chosen);
}

type Meant = { column: number; key: FieldKey | '' };

function columnAndField(header: readonly string[], name: string, field: string): Meant | undefined {
  const column = header.indexOf(name);
  const key = field === '-' ? '' : fieldNamed(field);
  return column < 0 || key === undefined ? undefined : { column, key };
}

/** A field by its key, its label or any of its names. */
function fieldNamed(text: string): FieldKey | undefined {
  const wanted = plainName(text);
  return FIELD_KEYS.find((key) =>
    [key, FIELDS[key].label, ...FIELDS[key].names].some((name) => plainName(name) === wanted),
  );
}

function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/[\s*:：_-]/g, '')
    .toLowerCase();
}
