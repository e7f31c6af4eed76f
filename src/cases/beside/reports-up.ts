import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { prepared } from '../../db/query.ts';
import { momentOf } from '../page/moment.ts';
import { levelsOf, reportsOf } from '../reports-up.ts';
import type { BesideOf } from './beside.ts';

/** G-A3 要事上报: every level with when it was told, and what was said; for the hotline alone. */
export const reportsUp: BesideOf = ({ db, given, policy, now, forAgency }) => {
  if (forAgency) return [];
  const told = reportsOf(db, given.id);
  if (told.size === 0 && given.emergency === 0) return [];
  const levels = [...new Set([...levelsOf(db, given, policy), ...told.keys()])];
  return [
    {
      title: '要事上报',
      rows: levels.map((level, index) => [`第 ${index + 1} 级`, `${level}：${stateWords(told.get(level))}`]),
      lines: wordsOf(db, given.id).map(({ at, who, why }) => ({
        at: momentOf(at, now),
        text: `${who} 上报`,
        note: why,
      })),
    },
  ];
};

function stateWords(at: number | undefined): string {
  return at === undefined ? '尚未上报' : `${exactTime(at)} 已上报`;
}

const WORDS = `SELECT at, who, why FROM events WHERE case_id = ? AND act = 'report_up' ORDER BY id DESC`;

function wordsOf(db: Db, caseId: number) {
  return prepared(db, WORDS).all(caseId) as { at: number; who: string; why: string }[];
}
