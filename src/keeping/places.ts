/** Where words about a case stand: the columns of one table, and how its rows are found by the case. */
export type Place = {
  table: string;
  /** By which a row is known; its id where nothing is said. */
  key?: readonly string[];
  columns: readonly string[];
  /** Columns that hold JSON: only the texts inside are words. */
  json?: readonly string[];
  /** Of the rows of this table, with the case's id for `?`. */
  where: string;
};

const OF_CASE = 'case_id = ?';

/**
 * Every column in which somebody may have written who the citizen is. Kinds, categories, agencies, times and outcomes
 * are not among them: figures stay as they are.
 */
export const PLACES: readonly Place[] = [
  { table: 'cases', columns: ['headline', 'text', 'place', 'answer'], where: 'id = ?' },
  { table: 'events', columns: ['why'], json: ['detail'], where: OF_CASE },
  { table: 'assignments', columns: ['opinion'], where: OF_CASE },
  {
    table: 'first_contacts',
    columns: ['result'],
    where: 'assignment_id IN (SELECT id FROM assignments WHERE case_id = ?)',
  },
  { table: 'replies', columns: ['handling', 'public_reply', 'told_how'], where: OF_CASE },
  { table: 'callbacks', columns: ['note'], json: ['answers'], where: OF_CASE },
  { table: 'verifications', columns: ['finding'], where: OF_CASE },
  { table: 'call_records', columns: ['note'], where: OF_CASE },
  { table: 'tasks', columns: ['what', 'result'], where: OF_CASE },
  { table: 'extensions', columns: ['reason', 'judgement', 'told_how'], where: OF_CASE },
  { table: 'supervisions', columns: ['ground', 'requirement', 'release_note'], where: OF_CASE },
  {
    table: 'rectifications',
    columns: ['text', 'verdict'],
    where: 'supervision_id IN (SELECT id FROM supervisions WHERE case_id = ?)',
  },
  { table: 'appeals', columns: ['reason', 'decision'], where: OF_CASE },
  { table: 'suspensions', columns: ['reason'], where: OF_CASE },
  { table: 'case_links', key: ['case_id', 'other_id'], columns: ['why'], where: '? IN (case_id, other_id)' },
  // Those of the citizen are gone by then; an agency may have named its own after them.
  { table: 'attachments', columns: ['name'], where: OF_CASE },
  { table: 'spot_checks', columns: ['finding'], where: OF_CASE },
  { table: 'ratings', columns: ['note'], where: OF_CASE },
  { table: 'inbound_messages', columns: ['text'], where: OF_CASE },
  {
    table: 'messages',
    columns: ['recipient_name', 'subject', 'text', 'html', 'note'],
    json: ['facts'],
    where: OF_CASE,
  },
  {
    table: 'message_tries',
    columns: ['why'],
    where: 'message_id IN (SELECT id FROM messages WHERE case_id = ?)',
  },
];
