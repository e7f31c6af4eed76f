import { dayOf, monthOf } from '../../../src/calendar/local-time.ts';
import type { AssignmentStatus, CaseStatus, ClockKind } from '../../../src/cases/states.ts';
import type { Random } from '../../../src/demo/texts/random.ts';
import type { Cast, Office, Person } from './cast.ts';
import type { Rows } from './rows.ts';
import type { Words } from './text.ts';

export type Clock = Rows['clocks'][number] & { kind: ClockKind; due_at: number };
export type Assigned = Rows['assignments'][number] & { id: number; status: AssignmentStatus; office: Office };

/** A case while it is being lived: what stands on its row, its clocks and its assignments. */
export type Life = {
  random: Random;
  cast: Cast;
  words: Words;
  rows: Rows;
  now: number;
  open: boolean;
  row: Rows['cases'][number] & { id: number; status: CaseStatus; kind: string };
  clocks: Clock[];
  assignments: Assigned[];
  operator: Person;
  office: Office;
  nextAssignment: () => number;
};

/** The columns of a case that its receipt decides. */
export function received(at: number): Pick<Life['row'], 'received_at' | 'received_day' | 'received_month'> {
  return { received_at: at, received_day: dayOf(at), received_month: monthOf(at) };
}

/** As long and as scattered as those of src/drafts/drafts.ts, but cheap. */
export function formKey(random: Random): string {
  return `${six(random)}${six(random)}${six(random)}${six(random)}`;
}

function six(random: Random): string {
  return Math.floor(random() * 2 ** 30)
    .toString(36)
    .padStart(6, '0');
}
