import { createHash } from 'node:crypto';
import type { Oddities } from './columns.ts';

// What a file would do to a list, worked out before anything is written.

export type Outcome = 'add' | 'change' | 'same' | 'refused';

export type PlannedLine = {
  line: number;
  outcome: Outcome;
  /** What changes, or why the line is refused. */
  words: readonly string[];
  /** What stands there now; null where the line is new. */
  known: { id: number } | null;
};

export type Plan<Line extends PlannedLine> = Oddities & {
  rows: readonly Line[];
  /** Changes when the plan does: what was confirmed is what is done. */
  fingerprint: string;
};

export function planOf<Line extends PlannedLine>(rows: readonly Line[], odd: Oddities): Plan<Line> {
  const essence = rows.map(({ known, ...row }) => [row, known?.id]);
  const fingerprint = createHash('sha256').update(JSON.stringify(essence)).digest('base64url').slice(0, 16);
  return { rows, ...odd, fingerprint };
}

export function countOutcomes(rows: readonly PlannedLine[]): Record<Outcome, number> {
  const counts = { add: 0, change: 0, same: 0, refused: 0 };
  for (const { outcome } of rows) counts[outcome]++;
  return counts;
}

/** What differs, in words. */
export function changesOf(compared: readonly (readonly [label: string, before: string, after: string])[]) {
  return compared
    .filter(([, before, after]) => before !== after)
    .map(([label, before, after]) =>
      before === '' ? `${label}填为“${after}”` : `${label}由“${before}”改为“${after}”`,
    );
}
