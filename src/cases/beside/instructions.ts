import { prepared } from '../../db/query.ts';
import { momentOf } from '../page/moment.ts';
import type { BesideOf } from './beside.ts';

const INSTRUCTIONS = `SELECT coalesce(detail ->> '$.at', at) AS at, detail ->> '$.leader' AS leader, coalesce(detail ->> '$.text', why) AS text
  FROM events WHERE case_id = ? AND act IN ('instruct', 'record_instruction') ORDER BY id DESC`;

/** X-E1: what leaders instructed, above everything, for both sides. */
export const instructions: BesideOf = ({ db, given, now }) => {
  const list = prepared(db, INSTRUCTIONS).all(given.id) as { at: number; leader: string; text: string }[];
  if (list.length === 0) return [];
  const lines = list.map(({ at, leader, text }) => ({ at: momentOf(at, now), text: leader, note: text }));
  return [{ title: '领导批示', first: true, rows: [], lines }];
};
