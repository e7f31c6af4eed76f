import { createHash } from 'node:crypto';
import { headlineOf } from '../cases/intake.ts';
import type { TableRow } from '../web/csv.ts';
import { FIELDS, type FieldKey } from './fields.ts';
import type { Mapping } from './mapping.ts';
import type { Names } from './names.ts';
import { readWhen } from './when.ts';

/** A row that can become a case. Instants are epoch ms. */
export type Candidate = {
  line: number;
  cells: readonly string[];
  /** The fingerprint of what it says. */
  content: string;
  /** Its number in the system it comes from, or its fingerprint where it has none. */
  sourceNumber: string;
  /** Whether `sourceNumber` is a number that people know. */
  numbered: boolean;
  headline: string;
  text: string;
  receivedAt: number;
  answer: string | null;
  repliedAt: number | null;
  kind: string;
  channel: string;
  categoryId: number | null;
  areaId: number | null;
  agencyId: number | null;
  agencyName: string;
  place: string;
  name: string;
  phone: string;
  address: string;
  /** Q-A7: who asked is sealed. */
  confidential: boolean;
  /** State there, in its own words. */
  oldStatus: string;
  /** Names that nothing here bears, by the field they stood in; kept with the case. */
  unmatched: Partial<Record<FieldKey, string>>;
};

export type Refused = { line: number; cells: readonly string[]; reason: string };

export type RowOptions = {
  mapping: Mapping;
  names: Names;
  /** Codes for rows that name none, or one that is not known. */
  defaultKind: string;
  defaultChannel: string;
  /** Epoch ms; nothing may lie after it. */
  now: number;
};

/** Reads one row; says in Chinese why it cannot come in. */
export function readRow(row: TableRow, options: RowOptions): Candidate | Refused {
  const { mapping, names } = options;
  const cell = (key: FieldKey) =>
    cleanText(mapping[key] === undefined ? '' : (row.cells[mapping[key]] ?? ''));
  const refuse = (reason: string): Refused => ({ line: row.line, cells: row.cells, reason });

  const text = cell('text');
  if (text === '') return refuse('没有诉求内容');
  const receivedAt = readWhen(cell('receivedAt'));
  const wrongReceipt = wrongTime('来电时间', cell('receivedAt'), receivedAt, options.now);
  if (receivedAt == null || wrongReceipt) return refuse(wrongReceipt ?? '没有来电时间');
  const repliedAt = readWhen(cell('repliedAt'));
  const wrongReply = wrongTime('答复时间', cell('repliedAt'), repliedAt, options.now);
  if (repliedAt === undefined || wrongReply) return refuse(wrongReply ?? '');

  const unmatched: Candidate['unmatched'] = {};
  const find = <Id>(key: keyof Names & FieldKey, named: (name: string) => Id | null): Id | null => {
    const given = cell(key);
    const found = given === '' ? null : named(given);
    if (given !== '' && found === null) unmatched[key] = given;
    return found;
  };
  const number = cell('number');
  const confidential = !NOT_CONFIDENTIAL.test(cell('confidential'));
  const content = fingerprint(confidential ? withoutIdentity(row.cells, mapping) : row.cells);
  return {
    line: row.line,
    cells: row.cells,
    content,
    sourceNumber: number || content,
    numbered: number !== '',
    headline: oneLine(cell('title')) || headlineOf(text),
    text,
    receivedAt,
    answer: cell('answer') || null,
    repliedAt,
    kind: find('kind', names.kind) ?? options.defaultKind,
    channel: find('channel', names.channel) ?? options.defaultChannel,
    categoryId: find('category', names.category),
    areaId: find('area', names.area),
    agencyId: find('agency', names.agency),
    agencyName: cell('agency'),
    place: oneLine(cell('place')),
    name: oneLine(cell('name')),
    phone: oneLine(cell('phone')),
    address: oneLine(cell('address')),
    confidential,
    oldStatus: oneLine(cell('status')),
    unmatched,
  };
}

/** Whatever else stands in that column is taken for a yes: too much is sealed rather than too little. */
const NOT_CONFIDENTIAL = /^(|否|不|无|不保密|公开|未要求|0|n|no|false)$/i;

export function isRefused(read: Candidate | Refused): read is Refused {
  return 'reason' in read;
}

/** A fingerprint stands openly in the file, and a number is soon guessed from one (Q-A7). */
function withoutIdentity(cells: readonly string[], { name, phone, address }: Mapping): string[] {
  return cells.map((cell, column) => ([name, phone, address].includes(column) ? '' : cell));
}

/** The same row always gives the same 16 characters. */
function fingerprint(cells: readonly string[]): string {
  return createHash('sha256').update(cells.join('\u001f')).digest('hex').slice(0, 16);
}

function wrongTime(label: string, cell: string, at: number | null | undefined, now: number): string | null {
  const shown = cell.length > 30 ? `${cell.slice(0, 30)}…` : cell;
  if (at === undefined) return `${label}“${shown}”不是可识别的日期`;
  return at !== null && at > now ? `${label}“${shown}”晚于现在` : null;
}

/** All that import changes in a text: blanks around it, the kind of line break, characters that no text has. */
function cleanText(cell: string): string {
  return cell.replaceAll('\u0000', '').replace(/\r\n?/g, '\n').trim();
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** "“分类”" and the like, for remarks. */
export function labelOf(key: FieldKey): string {
  return FIELDS[key].label;
}
