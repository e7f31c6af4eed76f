import type { Selectable } from 'kysely';
import type { Schema } from '../db/schema.ts';

export type CaseRow = Selectable<Schema['cases']>;
export type AssignmentRow = Selectable<Schema['assignments']>;
export type ClockRow = Selectable<Schema['clocks']>;
export type EventRow = Selectable<Schema['events']>;
