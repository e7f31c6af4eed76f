import type { Digest, DigestLine, DigestSection } from '../../views/digest/digest.ts';
import { DAY } from '../calendar/days.ts';
import { startOfDayNumber } from '../calendar/local-time.ts';
import { CLOCKS } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { CONFIDENTIAL_HEADLINE, headlineInMessage } from '../notifications/headline.ts';
import { sayDue } from '../notifications/say-due.ts';
import { noLongerTrue } from '../notifications/still-true.ts';
import type { DigestDay } from './day.ts';
import {
  type BackLine,
  backLines,
  extensionLines,
  heldBack,
  type LateCount,
  type OpenLine,
  openLines,
  type Scope,
  supervisedLines,
} from './queries.ts';
import type { Reader } from './readers.ts';

/**
 * What a digest is made of. `address`: where this system is reached, '' where nobody has said; epoch ms. `late`: what
 * is late everywhere, the same for all who oversee it.
 */
export type Making = { day: DigestDay; address: string; now: number; late: () => readonly LateCount[] };

/** What there is to say to one reader; null where it is nothing (X-F1). */
export function digestFor(db: Db, reader: Reader, making: Making): Digest | null {
  const { name, scope, oversees } = reader;
  const sections = scope ? sectionsOf(db, reader, scope, making) : [];
  const late = oversees ? lateRows(making.late(), making.now) : [];
  const unsent = heldBack(db, reader.key, making.day.since)
    .filter((message) => noLongerTrue(db, message, making.now) === null)
    .map(({ text }) => text);
  const isNothing = sections.length === 0 && late.length === 0 && unsent.length === 0;
  return isNothing ? null : { name, sections, late, unsent, at: sayDue(making.now, making.now) };
}

function sectionsOf(db: Db, { approves }: Reader, scope: Scope, making: Making): DigestSection[] {
  const { now, day } = making;
  const open = openLines(db, scope);
  const limits = [...open, ...(scope.own ? [] : supervisedLines(db, scope))].filter(hasLimit).sort(byDue);
  const endOfDay = startOfDayNumber(day.day) + DAY;
  const lines = (rows: readonly OpenLine[]) => rows.map((row) => lineOf(row, making));
  const toApprove = once(open.filter(({ status }) => status === 'reviewing'));
  const approving = [
    ...toApprove.map((row) => ({ ...lineOf(row, making), note: '答复待审核' })),
    ...extensionLines(db, scope).map((row) => ({ ...lineOf(row, making), note: '延期待同意' })),
  ];
  const sections: DigestSection[] = [
    { name: '已超期', lines: lines(once(limits.filter(({ due_at }) => due_at < now))) },
    {
      name: '今日到期',
      lines: lines(once(limits.filter(({ due_at }) => due_at >= now && due_at < endOfDay))),
    },
    { name: '待签收', lines: lines(once(open.filter(({ status }) => status === 'unsigned'))) },
    { name: '待您审核', lines: approves ? approving : [] },
    { name: '被退回', lines: backLines(db, scope, day.since).map((row) => backLineOf(row, making)) },
  ];
  return sections.filter((section) => section.lines.length > 0);
}

type Limited = OpenLine & { clock: NonNullable<OpenLine['clock']>; due_at: number };

function hasLimit(row: OpenLine): row is Limited {
  return row.clock !== null && row.due_at !== null;
}

function byDue(a: Limited, b: Limited): number {
  return a.due_at - b.due_at;
}

/** A case with two limits stands once, by the nearer one. */
function once<Row extends OpenLine>(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ case_id, agency }) => {
    const key = `${case_id} ${agency}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Q-A7: of a confidential case its number and limit, nothing of what it is about. */
function lineOf(row: OpenLine, { address, now }: Making): DigestLine {
  return {
    number: row.number,
    headline: row.confidential === 1 ? CONFIDENTIAL_HEADLINE : headlineInMessage(row.headline),
    agency: row.agency,
    href: address === '' ? '' : `${address}/cases/${row.case_id}`,
    note: hasLimit(row) ? `${CLOCKS[row.clock].name}，${sayDue(row.due_at, now)}前` : '',
  };
}

const CAME_BACK: Readonly<Record<string, string>> = {
  refuse_return: '退件未获同意',
  disapprove: '分管领导退回修改',
  reopen: '热线退回补充',
};

function backLineOf(row: BackLine, making: Making): DigestLine {
  return { ...lineOf(row, making), note: CAME_BACK[row.act] ?? '' };
}

/** By agency, most first; the hotline's own beside them. */
function lateRows(counts: readonly LateCount[], now: number): Digest['late'] {
  const byAgency = Map.groupBy(counts, ({ agency }) => agency ?? '热线中心');
  const rows = [...byAgency].map(([agency, own]) => ({
    agency,
    count: own.reduce((sum, { count }) => sum + count, 0),
    kinds: own.map(({ clock, count }) => `${CLOCKS[clock].name} ${count} 件`).join('，'),
    oldest: sayDue(Math.min(...own.map(({ oldest }) => oldest)), now),
  }));
  return rows.sort((a, b) => b.count - a.count);
}
