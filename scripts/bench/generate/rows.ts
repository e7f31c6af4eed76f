import type { Insertable } from 'kysely';
import type { Db } from '../../../src/db/open.ts';
import type { Schema } from '../../../src/db/schema.ts';

/** The tables that grow with the cases, parents first. */
export const TABLES = [
  'cases',
  'citizens',
  'assignments',
  'clocks',
  'events',
  'first_contacts',
  'replies',
  'callbacks',
  'verifications',
  'call_records',
] as const;

export type Table = (typeof TABLES)[number];

/** Rows of many cases, waiting to be written. */
export type Rows = { [T in Table]: Insertable<Schema[T]>[] };

export function noRows(): Rows {
  return {
    ...{ cases: [], citizens: [], assignments: [], clocks: [], events: [] },
    ...{ first_contacts: [], replies: [], callbacks: [], verifications: [], call_records: [] },
  };
}

/** When a row was written: a real file has the rows of many cases mixed, in the order in which things happened. */
const WRITTEN_AT: { [T in Table]?: (row: Insertable<Schema[T]>) => number } = {
  clocks: (row) => row.started_at,
  events: (row) => row.at,
  first_contacts: (row) => row.at,
  replies: (row) => row.submitted_at,
  callbacks: (row) => row.at,
  verifications: (row) => row.at,
  call_records: (row) => row.started_at,
};

/** What is written of each table; the other columns keep their defaults. */
const COLUMNS: { readonly [T in Table]: readonly (keyof Insertable<Schema[T]> & string)[] } = {
  cases: [
    ...(['id', 'number', 'status', 'kind', 'channel', 'headline', 'text', 'category_id', 'area_id'] as const),
    ...(['place', 'urgent', 'confidential', 'first_operator', 'lead_agency_id', 'round', 'outcome'] as const),
    ...([
      'answer',
      'rejection_reason',
      'received_at',
      'received_day',
      'received_month',
      'closed_at',
    ] as const),
    ...(['next_clock', 'next_due_at', 'queue_rank', 'last_event_at', 'last_act', 'intake_key'] as const),
  ],
  citizens: ['case_id', 'name', 'phone', 'phone_typed', 'address'],
  assignments: [
    ...(['id', 'case_id', 'agency_id', 'role', 'status', 'round', 'opinion', 'dispatched_at'] as const),
    ...(['signed_at', 'contacted_at', 'replied_at', 'handler_id', 'submitted_by'] as const),
    ...(['next_clock', 'next_due_at', 'queue_rank'] as const),
  ],
  clocks: ['case_id', 'assignment_id', 'kind', 'started_at', 'due_at', 'met_at', 'stopped_at', 'why'],
  events: [
    ...(['case_id', 'assignment_id', 'at', 'user_id', 'who', 'act', 'from_status', 'to_status'] as const),
    ...(['why', 'form_key'] as const),
  ],
  first_contacts: ['assignment_id', 'at', 'how', 'result', 'by_user'],
  replies: [
    ...([
      'assignment_id',
      'case_id',
      'handling',
      'public_reply',
      'conclusion',
      'told_how',
      'told_at',
    ] as const),
    ...(['submitted_by', 'submitted_at', 'approved_by', 'approved_at'] as const),
  ],
  callbacks: ['case_id', 'round', 'at', 'by_user', 'reached', 'contacted', 'solved', 'satisfaction'],
  verifications: [
    ...(['case_id', 'round', 'at', 'by_user', 'method', 'finding', 'agency_responsible'] as const),
    'redo_reason',
  ],
  call_records: ['case_id', 'direction', 'number', 'user_id', 'started_at', 'answered_at', 'ended_at'],
};

/** A writer of rows, with one prepared statement a table. */
export function rowWriter(db: Db): (rows: Rows) => void {
  const writers = TABLES.map((table) => tableWriter(db, table));
  return (rows) => {
    for (const write of writers) write(rows);
  };
}

function tableWriter<T extends Table>(db: Db, table: T): (rows: Rows) => void {
  const columns = COLUMNS[table];
  const places = columns.map(() => '?').join();
  const insert = db.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${places})`);
  return (all) => {
    const rows: Insertable<Schema[T]>[] = all[table];
    const writtenAt = WRITTEN_AT[table];
    if (writtenAt) rows.sort((a, b) => writtenAt(a) - writtenAt(b));
    for (const row of rows) insert.run(columns.map((column) => row[column] ?? null));
  };
}
