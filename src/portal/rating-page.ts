import type { RatingPage } from '../../views/portal/rating.ts';
import { DAY } from '../calendar/days.ts';
import { sayTime } from '../calendar/words.ts';
import { SATISFACTION } from '../cases/acts/call-back.ts';
import { publicAnswer } from '../cases/page/answer.ts';
import type { CaseRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { nameIn, policyAt } from '../policy/policy.ts';
import { mayRate } from './rate-by-link.ts';
import { answeredAt, lastRating, type RatingRow } from './rating-queries.ts';
import { stateForCitizen } from './state-words.ts';

/** What whoever holds the link of a case reads of it: how it stands and the answer, nobody's name or number. */
export function ratingPage(db: Db, given: CaseRow, now: number): RatingPage {
  const { kinds, sending } = policyAt(db, given.received_at);
  const rating = lastRating(db, given);
  const since = answeredAt(db, given.id);
  return {
    number: given.number,
    kind: nameIn(kinds, given.kind),
    received: sayTime(given.received_at, now),
    state: stateForCitizen(given),
    answer: answerFor(db, given),
    levels: Object.entries(SATISFACTION).map(([value, text]) => ({ value, text })),
    rated: rating ? ratedView(rating, now) : null,
    time: mayRate(db, given, now),
    until: since === null ? '' : sayTime(since + sending.ratingDays * DAY, now),
    hotline: policyAt(db, now).hotline.number,
  };
}

function ratedView({ satisfaction, at, note }: RatingRow, now: number): NonNullable<RatingPage['rated']> {
  return { level: satisfaction, text: SATISFACTION[satisfaction], at: sayTime(at, now), note };
}

function answerFor(db: Db, given: CaseRow): RatingPage['answer'] {
  if (given.answer) return { title: '答复内容', text: given.answer };
  const answer = publicAnswer(db, given);
  return answer && { title: '办理答复', text: answer.text };
}
