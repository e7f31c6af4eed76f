import { type RatingRow, ratingsOf } from '../../portal/rating-queries.ts';
import { SATISFACTION } from '../acts/call-back.ts';
import { momentOf } from '../page/moment.ts';
import type { BesideOf } from './beside.ts';

const SOURCES: Record<RatingRow['source'], string> = { link: '短信链接', sms: '回复短信' };

/** Q-E1: what the citizen said of the result themselves. Q-A7: of a confidential case agencies read no word of theirs. */
export const ratings: BesideOf = ({ db, given, now, forAgency }) => {
  const all = ratingsOf(db, given.id);
  if (all.length === 0) return [];
  const wordless = forAgency && given.confidential === 1;
  const lines = all.map(({ at, round, satisfaction, source, note }) => ({
    at: momentOf(at, now),
    text: `${SATISFACTION[satisfaction]}（${SOURCES[source]}${round > 0 ? `，第 ${round} 次重办` : ''}）`,
    ...(note && !wordless ? { note } : {}),
  }));
  return [{ title: '诉求人评价', rows: [], lines }];
};
