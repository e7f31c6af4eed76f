import { prepared } from '../../db/query.ts';
import { momentOf } from '../page/moment.ts';
import type { BesideOf } from './beside.ts';

const PRESSES = `SELECT at, who, why FROM events WHERE case_id = ? AND act IN ('press', 'auto_press') ORDER BY id DESC`;
const COUNTS = `SELECT a.short_name AS agency, s.pressed FROM assignments s JOIN agencies a ON a.id = s.agency_id
  WHERE s.case_id = ? AND s.pressed > 0 ORDER BY s.id`;

/** C-B1, G-F1: how often whom, and with what words; for both sides. */
export const presses: BesideOf = ({ db, given, now }) => {
  if (given.pressed === 0) return [];
  const counts = prepared(db, COUNTS).all(given.id) as { agency: string; pressed: number }[];
  const list = prepared(db, PRESSES).all(given.id) as { at: number; who: string; why: string }[];
  return [
    {
      title: `催办　${given.pressed} 次`,
      ...(given.status === 'dispatched' ? { first: true as const } : {}),
      rows: counts.map(({ agency, pressed }): [string, string] => [agency, `${pressed} 次`]),
      lines: list.map(({ at, who, why }) => ({ at: momentOf(at, now), text: who, note: why })),
    },
  ];
};
