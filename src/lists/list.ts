import type { ListWords } from '../../views/lists/import.ts';
import type { Audited } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import type { By } from '../people/actor.ts';
import type { Columns } from './columns.ts';
import type { Plan, PlannedLine } from './plan.ts';

type CsvRow = readonly (string | number | null)[];

/** A list that is kept as a file outside: what it is called, what a file of it holds, what a line of it does. */
export type List<Line extends PlannedLine> = {
  words: ListWords;
  /** The form under which a file waits among the drafts. */
  draft: string;
  act: Audited;
  /** What a plan depends on, in words. */
  dependsOn: string;
  columns: Columns<string>;
  /** Lines of the template, as examples. */
  examples: readonly CsvRow[];
  exportName: string;
  /** What is in use, as an import would need it. */
  exported: (db: Db) => readonly CsvRow[];
  /** What the file would do as things stand. @throws Invalid when the column is missing that lines are matched by */
  plan: (db: Db, text: string) => Plan<Line>;
  /** Writes the lines that add or change something. */
  carryOut: (db: Db, by: By, rows: readonly Line[]) => void;
  /** A line as the preview shows it. */
  cells: (line: Line) => Readonly<Record<string, string>>;
};
